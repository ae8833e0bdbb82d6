//! Packets as cameras and editors write them.

use super::*;

const HEAD: &str = "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF \
    xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">";
const TAIL: &str = "</rdf:RDF></x:xmpmeta>";

#[test]
fn what_is_true_stays_to_the_byte() {
    let packet = format!(
        "<?xpacket begin='' id='W5M0'?>{HEAD}<!-- <crs:x> --><rdf:Description rdf:about=''\n \
        xmlns:dc=\"{DC}\" xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmp:Rating = '5'>\
        <dc:title a='>'><![CDATA[ <b/> ]]></dc:title>\n</rdf:Description>{TAIL}  <?xpacket end='w'?>"
    );
    assert_eq!(clean(&packet, false), packet);
    assert_eq!(clean(&packet, true), packet);
    for broken in [
        "<x a='",
        "no xml < at all",
        "<a><b></a>",
        "<",
        "<a b=c>",
        "<a b>",
        "< >",
        "",
    ] {
        assert_eq!(clean(broken, false), broken);
    }
}

#[test]
fn a_motion_photo_and_its_gain_map_leave_no_claim_behind() {
    let packet = format!(
        "{HEAD}<rdf:Description xmlns:GCamera=\"http://ns.google.com/photos/1.0/camera/\"\
        \n  xmlns:C=\"http://ns.google.com/photos/1.0/container/\"\
        \n  xmlns:hdrgm=\"http://ns.adobe.com/hdr-gain-map/1.0/\" xmlns:dc=\"{DC}\"\
        \n  GCamera:MotionPhoto=\"1\"\n  GCamera:MicroVideoOffset='4000'\n  hdrgm:Version=\"1.0\">\
        \n  <C:Directory><rdf:Seq><rdf:li><C:Item a=\"video/mp4\"/></rdf:li></rdf:Seq></C:Directory>\
        \n  <dc:creator>A. Photo</dc:creator></rdf:Description>{TAIL}"
    );
    let cleaned = clean(&packet, false);
    for gone in [
        "MotionPhoto",
        "MicroVideo",
        "video/mp4",
        "Directory",
        "hdrgm:Version",
    ] {
        assert!(
            packet.contains(gone) && !cleaned.contains(gone),
            "{cleaned}"
        );
    }
    assert!(
        cleaned.contains("<dc:creator>A. Photo</dc:creator></rdf:Description>"),
        "{cleaned}"
    );
    assert!(cleaned.contains("container/\"\n"), "{cleaned}");
}

#[test]
fn any_prefix_is_known_by_its_namespace() {
    let packet = format!(
        "{HEAD}<rdf:Description xmlns:n=\"http://ns.adobe.com/xmp/note/\" n:HasExtendedXMP=\"F0\" \
        xmlns:t=\"{TIFF}\" t:Orientation=\"8\" xmlns:crs=\"mine\" crs:a=\"1\"/>{TAIL}"
    );
    let cleaned = clean(&packet, false);
    assert!(!cleaned.contains("HasExtendedXMP"), "{cleaned}");
    assert!(
        cleaned.contains("t:Orientation=\"1\"") && cleaned.contains("crs:a=\"1\""),
        "{cleaned}"
    );
}

#[test]
fn colour_crop_and_size_are_those_of_the_drawing() {
    let packet = format!(
        "{HEAD}<rdf:Description xmlns:crs=\"http://ns.adobe.com/camera-raw-settings/1.0/\" \
        crs:HasCrop=\"True\" photoshop:ICCProfile=\"Adobe RGB (1998)\" tiff:ImageWidth=\"6000\">\
        <exif:ColorSpace>65535</exif:ColorSpace><exif:PixelYDimension>4000</exif:PixelYDimension>\
        <crs:ToneCurve><rdf:Seq><rdf:li>0, 0</rdf:li></rdf:Seq></crs:ToneCurve>\
        <tiff:BitsPerSample/></rdf:Description>{TAIL}"
    );
    let cleaned = clean(&packet, false);
    for gone in [
        "HasCrop",
        "ICCProfile",
        "ToneCurve",
        "0, 0",
        "BitsPerSample",
        "65535",
    ] {
        assert!(
            packet.contains(gone) && !cleaned.contains(gone),
            "{gone}: {cleaned}"
        );
    }
    let described = describe(&cleaned, [240, 162], ColorSpace::Srgb, None);
    assert!(described.contains("tiff:ImageWidth=\"240\""), "{described}");
    assert!(
        described.contains("<exif:PixelYDimension>162</exif:PixelYDimension>"),
        "{described}"
    );
    assert!(
        described.contains("<exif:ColorSpace>1</exif:ColorSpace>"),
        "{described}"
    );
    let wide = describe(&cleaned, [240, 162], ColorSpace::AdobeRgb, None);
    assert!(
        wide.contains("<exif:ColorSpace>65535</exif:ColorSpace>"),
        "{wide}"
    );
}

#[test]
fn faces_stay_where_they_are_unless_the_picture_is_turned() {
    let packet = format!(
        "{HEAD}<rdf:Description xmlns:mwg-rs=\"http://www.metadataworkinggroup.com/schemas/regions/\">\
        <mwg-rs:Regions><mwg-rs:RegionList><rdf:Bag><rdf:li mwg-rs:Name=\"Ada\"/></rdf:Bag>\
        </mwg-rs:RegionList></mwg-rs:Regions><dc:subject>Ada</dc:subject></rdf:Description>{TAIL}"
    );
    assert_eq!(clean(&packet, false), packet);
    let turned = clean(&packet, true);
    assert!(
        !turned.contains("RegionList") && turned.contains("<dc:subject>Ada"),
        "{turned}"
    );
}

#[test]
fn places_and_dots_are_those_of_the_enlarged_picture() {
    let packet = format!(
        "{HEAD}<rdf:Description xmlns:mwg-rs=\"http://www.metadataworkinggroup.com/schemas/regions/\"\
        \n xmlns:stDim=\"http://ns.adobe.com/xap/1.0/sType/Dimensions#\" tiff:XResolution=\"72/1\"\
        \n xmlns:GPano=\"http://ns.google.com/photos/1.0/panorama/\" GPano:CroppedAreaLeftPixels='10'\
        \n GPano:UsePanoramaViewer=\"True\"><tiff:YResolution>720000/10000</tiff:YResolution>\
        <mwg-rs:Regions rdf:parseType=\"Resource\"><mwg-rs:AppliedToDimensions stDim:w=\"544\"\
        \n stDim:h=\"362\" stDim:unit=\"pixel\"/><mwg-rs:RegionList/></mwg-rs:Regions>\
        <other stDim:w=\"544\"/><exif:SubjectArea><rdf:Seq><rdf:li>100</rdf:li><rdf:li> 50 </rdf:li>\
        <rdf:li>x</rdf:li></rdf:Seq></exif:SubjectArea><b><rdf:li>100</rdf:li></b></rdf:Description>{TAIL}"
    );
    let large = at_size(&packet, [1360, 905], [2.5, 2.5]);
    for expected in [
        "tiff:XResolution=\"18000/100\"",
        ">18000/100</tiff:YResolution>",
        "LeftPixels='25'",
        "Viewer=\"True\"",
        "AppliedToDimensions stDim:w=\"1360\"\n stDim:h=\"905\" stDim:unit=\"pixel\"/>",
        "<other stDim:w=\"544\"/>",
        "<rdf:li>250</rdf:li><rdf:li> 125 </rdf:li><rdf:li>x</rdf:li>",
        "<b><rdf:li>100</rdf:li></b>",
    ] {
        assert!(large.contains(expected), "{expected} is not in {large}");
    }
    for broken in ["<x a='", "</a></b><c>", "<exif:SubjectArea><rdf:li>1"] {
        assert_eq!(at_size(broken, [9, 9], [2.0, 2.0]), broken);
    }
}

#[test]
fn properties_are_added_where_nothing_is_said() {
    let properties = [
        Property {
            name: "dc:rights",
            kind: Kind::Languages,
            values: vec!["(c) A & B".into()],
        },
        Property {
            name: "dc:subject",
            kind: Kind::Bag,
            values: vec!["sea".into(), "<sky>".into()],
        },
        Property {
            name: "photoshop:City",
            kind: Kind::Plain,
            values: vec!["Ōsaka\u{1}".into()],
        },
    ];
    let made = String::from_utf8(with_properties(None, &properties).unwrap()).unwrap();
    assert!(
        made.contains("<rdf:li xml:lang=\"x-default\">(c) A &amp; B</rdf:li>"),
        "{made}"
    );
    assert!(
        made.contains("<rdf:li>sea</rdf:li><rdf:li>&lt;sky&gt;</rdf:li>"),
        "{made}"
    );
    assert!(
        made.contains("<photoshop:City>Ōsaka </photoshop:City>"),
        "{made}"
    );
    let old = format!("{HEAD}<rdf:Description><dc:rights>mine</dc:rights></rdf:Description>{TAIL}");
    let added = with_properties(Some(old.clone().into_bytes()), &properties).unwrap();
    let added = String::from_utf8(added).unwrap();
    assert!(added.starts_with(old.strip_suffix(TAIL).unwrap()) && added.ends_with(TAIL));
    assert!(
        !added.contains("A &amp; B") && added.contains("sea"),
        "{added}"
    );
    assert_eq!(
        with_properties(Some(b"<x/>".to_vec()), &properties).unwrap(),
        b"<x/>"
    );
    assert_eq!(with_properties(None, &[]), None);
}
