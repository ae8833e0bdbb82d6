//! What packages install beside the program: it agrees with the program, and goes when it is
//! removed.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use kinetoon::model::{BaseModel, StyleFile};

use crate::common::{kinetoon, stderr, stdout};

fn file(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The value of a key in the menu entry.
fn desktop_value(key: &str) -> String {
    let desktop = file("packaging/linux/kinetoon.desktop");
    let lines = desktop.lines();
    let mut values = lines.filter_map(|line| line.strip_prefix(key)?.strip_prefix('='));
    values.next().unwrap().to_owned()
}

#[test]
fn the_menu_entry_belongs_to_the_window() {
    // Docks find the entry of a window by these.
    let launch = file("src/ui/launch.rs");
    assert!(launch.contains(".with_app_id(\"kinetoon\")"));
    assert_eq!(desktop_value("StartupWMClass"), "kinetoon");
    assert_eq!(desktop_value("Icon"), "kinetoon");
    assert_eq!(desktop_value("Exec"), "kinetoon %F");
    let metainfo = file("packaging/linux/kinetoon.metainfo.xml");
    assert!(metainfo.contains("<launchable type=\"desktop-id\">kinetoon.desktop</launchable>"));
    // Each language of the window has its words there.
    for language in ["de", "es", "fr", "ja", "pt_BR", "zh_CN"] {
        assert!(!desktop_value(&format!("Comment[{language}]")).is_empty());
    }
}

#[test]
fn files_that_desktops_open_with_it_can_be_opened() {
    let types = desktop_value("MimeType");
    let types: Vec<&str> = types.split_terminator(';').collect();
    assert!(types.contains(&"application/x-kinetoon-style"), "{types:?}");
    for format in [
        "jpeg",
        "png",
        "apng",
        "webp",
        "tiff",
        "gif",
        "bmp",
        "jxl",
        "vnd.adobe.photoshop",
    ] {
        assert!(types.contains(&&*format!("image/{format}")), "{format}");
    }
    // What is not read is not claimed.
    for format in ["heif", "heic", "avif", "svg+xml"] {
        assert!(!types.contains(&&*format!("image/{format}")), "{format}");
    }
}

#[test]
fn a_style_begins_as_its_kind_of_file_says() {
    let weights = include_bytes!("../assets/models/base-v3.safetensors");
    let base = BaseModel::from_bytes(weights).unwrap();
    let style = StyleFile {
        name: "Mine".to_owned(),
        code: base.photo(),
        photo: base.photo(),
        generator: base.tensors().clone(),
        ..StyleFile::default()
    };
    let kind = file("packaging/linux/kinetoon.mime.xml");
    let (_, rest) = kind.split_once("offset=\"8\" value=\"").unwrap();
    let (mark, _) = rest.split_once('"').unwrap();
    let mark = mark.replace("&quot;", "\"");
    assert!(mark.len() > 16, "{mark}");
    let bytes = style.to_bytes().unwrap();
    assert!(bytes[8..].starts_with(mark.as_bytes()), "{mark}");
    assert!(kind.contains("pattern=\"*.kstyle\""));
}

/// Whether a shell takes the script; says so aloud when the shell is not there.
fn is_taken(shell: &str, script: &Path) -> bool {
    let Ok(output) = Command::new(shell).arg("-n").arg(script).output() else {
        println!("skipped: {shell} is not installed");
        return true;
    };
    println!("{shell}: {}", stderr(&output));
    output.status.success()
}

#[test]
fn completions_are_scripts_that_the_shells_take() {
    let yard = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish"] {
        let output = kinetoon(["completions", shell]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let script = stdout(&output);
        assert!(script.contains("stylize") && script.contains("vary"));
        let path = yard.path().join(shell);
        fs::write(&path, script).unwrap();
        assert!(is_taken(shell, &path), "{shell}");
    }
    assert_eq!(kinetoon(["completions", "csh"]).status.code(), Some(2));
}

/// bash itself completes with them.
#[cfg(target_os = "linux")]
#[test]
fn bash_completes_a_subcommand_and_an_option() {
    let yard = tempfile::tempdir().unwrap();
    let script = yard.path().join("kinetoon");
    fs::write(&script, stdout(&kinetoon(["completions", "bash"]))).unwrap();
    let completed = |words: &str, last: &str| {
        let program = format!(
            ". '{}'; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             _kinetoon kinetoon '{last}' ''; echo \"${{COMPREPLY[@]}}\"",
            script.display()
        );
        let output = Command::new("bash").args(["-c", &program]).output();
        stdout(&output.unwrap())
    };
    assert_eq!(completed("kinetoon sty", "sty").trim(), "stylize styles");
    assert_eq!(
        completed("kinetoon stylize --line-", "--line-").trim(),
        "--line-width"
    );
}

#[test]
fn manual_pages_are_written_whole_and_replace_older_ones() {
    let yard = tempfile::tempdir().unwrap();
    let folder = yard.path().join("man/man1");
    for _ in 0..2 {
        let output = kinetoon([Path::new("manual"), &folder]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    }
    let page = fs::read_to_string(folder.join("kinetoon-stylize.1")).unwrap();
    assert!(page.contains(".TH") && page.contains("Draw photographs"));
    assert!(fs::read_dir(&folder).unwrap().count() > 10);
    // A folder that cannot be is told.
    let file = yard.path().join("file");
    fs::write(&file, "").unwrap();
    let output = kinetoon([Path::new("manual"), &file.join("man1")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("file"), "{}", stderr(&output));
}

#[cfg(target_os = "linux")]
fn run(program: &Path, arguments: &[&Path]) -> Output {
    let mut command = Command::new(program);
    command.args(arguments).output().unwrap()
}

/// All that is in a folder, by its names in it.
#[cfg(target_os = "linux")]
fn entries(folder: &Path) -> Vec<String> {
    let found = walkdir::WalkDir::new(folder).sort_by_file_name();
    let found = found.into_iter().filter_map(Result::ok);
    let shown = |path: &Path| path.strip_prefix(folder).unwrap().display().to_string();
    found.map(|entry| shown(entry.path())).collect()
}

#[cfg(target_os = "linux")]
#[test]
fn the_archive_is_installed_renewed_and_removed_without_a_trace() {
    let packaging = Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging");
    let yard = tempfile::tempdir().unwrap();
    let unpacked = yard.path().join("unpacked");
    let program = Path::new(env!("CARGO_BIN_EXE_kinetoon"));
    let laid = run(
        &packaging.join("tree.sh"),
        &[program, &unpacked.join("share")],
    );
    assert!(laid.status.success(), "{}", stderr(&laid));
    fs::copy(program, unpacked.join("kinetoon")).unwrap();
    let install = unpacked.join("install.sh");
    fs::copy(packaging.join("linux/install.sh"), &install).unwrap();

    // A name that a shell might trip over.
    let prefix = yard.path().join("for me & you");
    fs::create_dir_all(prefix.join("share/applications")).unwrap();
    fs::write(prefix.join("share/applications/other.txt"), "theirs").unwrap();
    // An empty folder of theirs stays, too.
    fs::create_dir_all(prefix.join("bin")).unwrap();
    let before = entries(&prefix);
    let to = [Path::new("--prefix"), &prefix];
    let installed = run(&install, &to);
    assert!(installed.status.success(), "{}", stderr(&installed));
    let there = entries(&prefix);
    for name in [
        "bin/kinetoon",
        "share/applications/kinetoon.desktop",
        "share/man/man1/kinetoon.1",
        "share/icons/hicolor/256x256/apps/kinetoon.png",
        "share/bash-completion/completions/kinetoon",
    ] {
        assert!(there.iter().any(|found| found == name), "{name}");
    }
    let version = run(&prefix.join("bin/kinetoon"), &[Path::new("--version")]);
    assert!(stdout(&version).starts_with("kinetoon "));
    let desktop = fs::read_to_string(prefix.join("share/applications/kinetoon.desktop")).unwrap();
    let exec = format!("Exec=\"{}/bin/kinetoon\" %F", prefix.display());
    assert!(desktop.contains(&exec), "{desktop}");

    // A file that only an older version had goes with the renewal.
    let list = prefix.join("lib/kinetoon/installed");
    let names = fs::read_to_string(&list).unwrap();
    fs::write(prefix.join("share/old"), "").unwrap();
    fs::write(&list, format!("share/old\n{names}")).unwrap();
    assert!(run(&install, &to).status.success());
    assert_eq!(entries(&prefix), there);

    let uninstall = prefix.join("lib/kinetoon/uninstall.sh");
    let removed = run(&uninstall, &[]);
    assert!(removed.status.success(), "{}", stderr(&removed));
    assert_eq!(entries(&prefix), before);
    let again = run(
        &install,
        &[Path::new("--uninstall"), Path::new("--prefix"), &prefix],
    );
    assert_eq!(again.status.code(), Some(1), "there is nothing to remove");
}
