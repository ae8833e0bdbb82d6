//! What files say about how their drawings were made, read back by another program.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::common::{stderr, stylize, write_picture};

const VOCABULARY: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/";

/// A photograph of a camera that says so, with a title, a rating and a schema that nobody knows.
const PACKET: &str = "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>\
<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\
<rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/' \
xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmlns:Iptc4xmpExt='http://iptc.org/std/Iptc4xmpExt/2008-02-29/' \
xmp:Rating='4' Iptc4xmpExt:DigitalSourceType='http://cv.iptc.org/newscodes/digitalsourcetype/SAID'>\
<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Harbour &amp; fog</rdf:li></rdf:Alt></dc:title>\
<Iptc4xmpExt:Event><rdf:Alt><rdf:li xml:lang='x-default'>Regatta</rdf:li></rdf:Alt></Iptc4xmpExt:Event>\
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>";

/// A JPEG file with that packet.
fn write_photo(folder: &Path, said: &str) -> std::path::PathBuf {
    let path = write_picture(folder, "photo.jpg", 64, 48);
    let bytes = fs::read(&path).unwrap();
    let packet = PACKET.replace("SAID", said);
    let content = [b"http://ns.adobe.com/xap/1.0/\0", packet.as_bytes()].concat();
    let length = (content.len() as u16 + 2).to_be_bytes();
    let segment = [&[0xff, 0xe1], &length[..], &content].concat();
    fs::write(&path, [&bytes[..2], &segment, &bytes[2..]].concat()).unwrap();
    path
}

/// What `exiv2` reads of a property; nothing where there is none.
fn exiv2(file: &Path, key: &str) -> String {
    let output = Command::new("exiv2")
        .args(["-K", key, "-Pv"])
        .arg(file)
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn is_missing() -> bool {
    let is_missing = Command::new("exiv2").arg("--version").output().is_err();
    if is_missing {
        println!("skipped: exiv2 is not installed");
    }
    is_missing
}

fn source_of(file: &Path) -> String {
    let said = exiv2(file, "Xmp.iptcExt.DigitalSourceType");
    said.strip_prefix(VOCABULARY).unwrap_or(&said).to_owned()
}

#[test]
fn every_format_with_metadata_says_how_it_was_made_beside_what_the_photograph_says() {
    if is_missing() {
        return;
    }
    let yard = tempfile::tempdir().unwrap();
    let photo = write_photo(yard.path(), "digitalCapture");
    assert_eq!(source_of(&photo), "digitalCapture");
    let draw = |name: &str, extra: &[&str]| {
        let out = yard.path().join(name);
        let arguments = [&photo, Path::new("--overwrite"), Path::new("--out"), &out];
        let extra = extra.iter().map(AsRef::as_ref);
        let arguments = arguments.into_iter().map(Path::as_os_str).chain(extra);
        let output = stylize(arguments);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        out
    };
    let of_network = "compositeWithTrainedAlgorithmicMedia";
    for name in ["a.png", "a.jpg", "a.webp", "a.tiff"] {
        for (style, choice, said) in [
            ("oz-neill", "auto", of_network),
            ("oz-neill", "never", ""),
            ("comic", "auto", ""),
            ("comic", "always", "algorithmicallyEnhanced"),
        ] {
            let out = draw(name, &["--style", style, "--source-type", choice]);
            assert_eq!(source_of(&out), said, "{name}, {style}, {choice}");
            let title = exiv2(&out, "Xmp.dc.title");
            assert!(title.contains("Harbour & fog"), "{name}: {title}");
            assert_eq!(exiv2(&out, "Xmp.xmp.Rating"), "4", "{name}");
            let event = exiv2(&out, "Xmp.iptcExt.Event");
            assert!(event.contains("Regatta"), "{name}: {event}");
        }
        // It is no metadata of the photograph.
        let out = draw(name, &["--style", "oz-neill", "--metadata", "strip"]);
        assert_eq!(source_of(&out), of_network, "{name}");
        assert_eq!(exiv2(&out, "Xmp.dc.title"), "", "{name}");
        let strip = [
            "--style",
            "oz-neill",
            "--metadata",
            "strip",
            "--source-type",
            "never",
        ];
        let out = draw(name, &strip);
        let bytes = fs::read(&out).unwrap();
        assert!(!bytes.windows(9).any(|part| part == b"x:xmpmeta"), "{name}");
    }
    // 16 bits are written by another way, and without the network's share it is the photograph.
    let out = draw("a.png", &["--style", "oz-neill", "--depth", "16"]);
    assert_eq!(source_of(&out), of_network);
    let out = draw("a.png", &["--style", "oz-neill", "--amount", "0"]);
    assert_eq!(source_of(&out), "digitalCapture");
}

#[test]
fn a_generated_picture_stays_one_whatever_is_drawn_of_it() {
    if is_missing() {
        return;
    }
    let yard = tempfile::tempdir().unwrap();
    let photo = write_photo(yard.path(), "trainedAlgorithmicMedia");
    for (style, choice) in [
        ("comic", "never"),
        ("comic", "always"),
        ("oz-neill", "auto"),
    ] {
        let out = yard.path().join("a.png");
        let extra = [
            "--overwrite",
            "--style",
            style,
            "--source-type",
            choice,
            "--out",
        ];
        let arguments = extra.iter().map(AsRef::as_ref);
        let output = stylize(arguments.chain([out.as_os_str(), photo.as_os_str()]));
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert_eq!(
            source_of(&out),
            "trainedAlgorithmicMedia",
            "{style}, {choice}"
        );
    }
}

/// An animation, and AVIF, which exiv2 does not read everywhere: the packet is in the file.
#[test]
fn animations_and_avif_say_it_too() {
    let yard = tempfile::tempdir().unwrap();
    let animation = yard.path().join("film.gif");
    let mut encoder = image::codecs::gif::GifEncoder::new(fs::File::create(&animation).unwrap());
    for width in [60, 61] {
        let pixels = crate::common::picture(width, 40);
        let pixels = image::imageops::crop_imm(&pixels, 0, 0, 60, 40).to_image();
        encoder.encode_frame(image::Frame::new(pixels)).unwrap();
    }
    drop(encoder);
    let photo = write_picture(yard.path(), "photo.jpg", 64, 48);
    for (input, name) in [
        (&animation, "a.png"),
        (&animation, "a.webp"),
        (&photo, "a.avif"),
    ] {
        for (style, count) in [("oz-neill", 1), ("comic", 0)] {
            let out = yard.path().join(name);
            let extra = ["--overwrite", "--style", style, "--out"];
            let arguments = extra.iter().map(AsRef::as_ref);
            let output = stylize(arguments.chain([out.as_os_str(), input.as_os_str()]));
            assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
            let bytes = fs::read(&out).unwrap();
            let said = b"digitalsourcetype/compositeWithTrainedAlgorithmicMedia<";
            let found = bytes
                .windows(said.len())
                .filter(|part| part == said)
                .count();
            assert_eq!(found, count, "{name}, {style}");
        }
    }
}
