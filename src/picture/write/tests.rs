use super::*;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn missing_folders_are_created_and_nothing_else_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a/b/out.png");
    write_whole(&path, b"picture", false).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"picture");
    assert_eq!(names(path.parent().unwrap()), ["out.png"]);
}

#[test]
fn an_existing_file_is_replaced_only_on_request() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.png");
    write_whole(&path, b"first", false).unwrap();
    let error = write_whole(&path, b"second", false).unwrap_err();
    assert!(matches!(error, ImageError::AlreadyExists));
    assert_eq!(fs::read(&path).unwrap(), b"first");
    write_whole(&path, b"third", true).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"third");
    assert_eq!(names(folder.path()), ["out.png"]);
}

#[test]
fn of_many_writers_without_overwrite_exactly_one_wins() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.png");
    let wins: usize = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..8_u8)
            .map(|writer| {
                let path = &path;
                scope.spawn(move || write_whole(path, &[writer; 4096], false).is_ok())
            })
            .collect();
        writers
            .into_iter()
            .filter(|_| true)
            .map(|w| usize::from(w.join().unwrap()))
            .sum()
    });
    assert_eq!(wins, 1);
    let bytes = fs::read(&path).unwrap();
    assert!(bytes.len() == 4096 && bytes.iter().all(|&byte| byte == bytes[0]));
    assert_eq!(names(folder.path()), ["out.png"]);
}

#[test]
fn a_folder_or_a_file_in_the_way_is_told_in_words() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("taken")).unwrap();
    let error = write_whole(&folder.path().join("taken"), b"x", true).unwrap_err();
    assert_eq!(error.to_string(), "there is a folder of that name");
    fs::write(folder.path().join("file"), b"x").unwrap();
    let error = write_whole(&folder.path().join("file/out.png"), b"x", true).unwrap_err();
    assert!(matches!(error, ImageError::CannotWrite { .. }), "{error:?}");
    assert_eq!(names(folder.path()), ["file", "taken"]);
}

#[cfg(unix)]
#[test]
fn leftovers_are_removed_and_what_is_being_written_stays() {
    let folder = tempfile::tempdir().unwrap();
    for name in [".kinetoon-a1.part", "mine.part", ".kinetoon-x"] {
        fs::write(folder.path().join(name), b"half").unwrap();
    }
    let writing = temporary_in(folder.path()).unwrap();
    assert_eq!(remove_leftovers(folder.path()), 1);
    assert!(writing.path().exists());
    drop(writing);
    assert_eq!(names(folder.path()), [".kinetoon-x", "mine.part"]);
}

#[cfg(unix)]
#[test]
fn a_new_file_has_ordinary_permissions_and_a_replaced_one_keeps_its_own() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let ordinary = folder.path().join("ordinary");
    fs::write(&ordinary, b"x").unwrap();
    let path = folder.path().join("out.png");
    write_whole(&path, b"x", false).unwrap();
    assert_eq!(mode(&path), mode(&ordinary));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    write_whole(&path, b"y", true).unwrap();
    assert_eq!(mode(&path), 0o640);
}

#[test]
fn a_name_that_the_disk_does_not_hold_is_told_as_that() {
    let folder = tempfile::tempdir().unwrap();
    let temporary = temporary_in(folder.path()).unwrap();
    for kind in [io::ErrorKind::NotFound, io::ErrorKind::InvalidInput] {
        let there = blame_name(kind.into(), temporary.path());
        assert_eq!(there.kind(), io::ErrorKind::InvalidFilename);
        // The folder is gone, with all that was in it.
        let gone = blame_name(kind.into(), &folder.path().join("gone/x.part"));
        assert_eq!(gone.kind(), kind);
    }
    #[cfg(target_os = "linux")]
    {
        let illegal = blame_name(io::Error::from_raw_os_error(84), temporary.path());
        assert_eq!(illegal.kind(), io::ErrorKind::InvalidFilename);
    }
    let full = blame_name(io::ErrorKind::StorageFull.into(), temporary.path());
    assert_eq!(full.kind(), io::ErrorKind::StorageFull);
}

/// As a second program that begins at the same moment: it looks for leftovers all the time.
#[cfg(unix)]
#[test]
fn what_is_being_written_is_not_taken_for_a_leftover_however_young_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let is_over = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !is_over.load(std::sync::atomic::Ordering::Acquire) {
                    remove_leftovers(folder.path());
                }
            });
        }
        let results: Vec<_> = (0..600)
            .map(|number| {
                let path = folder.path().join(format!("{number}.png"));
                write_whole(&path, b"picture", false)
            })
            .collect();
        is_over.store(true, std::sync::atomic::Ordering::Release);
        for (number, result) in results.into_iter().enumerate() {
            assert!(result.is_ok(), "{number}: {result:?}");
        }
    });
    assert_eq!(names(folder.path()).len(), 600);
}
