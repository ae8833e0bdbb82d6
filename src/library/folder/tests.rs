//! Styles in the style library: found by name, put beside each other, and what else lies in the
//! folder.

use super::*;

#[test]
fn every_default_is_inside_its_range() {
    for style in [
        "oz-neill",
        DEFAULT_STYLE,
        "inked",
        "bold",
        "soft-cel",
        "newsprint",
        "pop",
        "peppercarrot",
        "ukiyoe-hiroshige",
        "walter-crane",
        "kate-greenaway",
        "ink-gibson",
        "unknown",
    ] {
        let ink = default_ink(style);
        assert_eq!(ink, ink.sanitised());
    }
}

#[test]
fn hands_of_ink_need_no_network_and_others_do() {
    for hand in INK_HANDS {
        let ink = default_ink(hand);
        assert!(ink.hand == 0.0 && ink.measured.is_some(), "{hand}");
    }
    assert!(default_ink("oz-neill").hand > 0.0);
}

pub(super) fn style(name: &str, author: &str) -> StyleFile {
    let bytes = include_bytes!("../../../assets/models/base-v3.safetensors");
    let base = crate::model::BaseModel::from_bytes(bytes).unwrap();
    StyleFile {
        name: name.to_owned(),
        author: author.to_owned(),
        code: base.photo(),
        photo: base.photo(),
        generator: base.tensors().clone(),
        ..StyleFile::default()
    }
}

#[test]
fn a_style_in_a_file_of_another_name_is_found_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let style_folder = StyleFolder::in_folder(folder.path().to_owned());
    let path = style_folder.add(&style("Mine", ""), false).unwrap();
    let renamed = folder.path().join("copy of mine.kstyle");
    fs::rename(path, &renamed).unwrap();
    assert_eq!(style_folder.find("Mine").unwrap(), renamed);
    // A name that a style can have here, but that no new one gets, because other systems refuse it.
    #[cfg(not(windows))]
    {
        let old = style_folder.add(&style("Mine.", ""), false).unwrap();
        assert_eq!(style_folder.find("Mine.").unwrap(), old);
        assert_eq!(style_folder.remove("Mine.").unwrap().name, "Mine.");
    }
    // A file of that name with another style in it is not the one.
    fs::write(
        style_folder.path_of("Mine"),
        style("Other", "").to_bytes().unwrap(),
    )
    .unwrap();
    assert_eq!(style_folder.find("Mine").unwrap(), renamed);
    assert_eq!(style_folder.remove("Mine").unwrap().name, "Mine");
    assert!(!renamed.exists());
    assert!(matches!(
        style_folder.remove("Mine"),
        Err(StyleFolderError::Missing { .. })
    ));
    fs::write(
        folder.path().join("x.kstyle"),
        style("Out", "").to_bytes().unwrap(),
    )
    .unwrap();
    let below = StyleFolder::in_folder(folder.path().join("below"));
    assert!(matches!(
        below.remove("../x"),
        Err(StyleFolderError::Missing { .. })
    ));
    assert!(folder.path().join("x.kstyle").exists());
}

#[test]
fn a_style_is_put_beside_another_of_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let style_folder = StyleFolder::in_folder(folder.path().to_owned());
    let long = "x".repeat(MAX_NAME);
    for name in ["Mine", &long] {
        let (first, second) = (style(name, "me"), style(name, "you"));
        assert_eq!(style_folder.add_beside(&first).unwrap(), name);
        let other = style_folder.add_beside(&second).unwrap();
        assert!(other.ends_with(" (2)"), "{other}");
        // What is there already is not there twice.
        assert_eq!(style_folder.add_beside(&first).unwrap(), name);
        assert_eq!(
            read_style_file(&style_folder.find(name).unwrap())
                .unwrap()
                .author,
            "me"
        );
        assert_eq!(
            read_style_file(&style_folder.find(&other).unwrap())
                .unwrap()
                .author,
            "you"
        );
    }
    assert_eq!(style_folder.read().0.len(), 4);
}

#[cfg(unix)]
#[test]
fn a_pipe_among_the_styles_is_told_and_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.kstyle");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    let style_folder = StyleFolder::in_folder(folder.path().to_owned());
    style_folder.add(&style("Mine", ""), false).unwrap();
    let (styles, problems) = style_folder.read();
    assert_eq!((styles.len(), problems.len()), (1, 1));
}
