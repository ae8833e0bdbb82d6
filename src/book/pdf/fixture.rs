//! PDF files that the tests make.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::{ImageFormat, RgbImage};

use crate::book::fixture::file;

/// A file that is put together object by object. The first is the catalogue, the second the tree
/// of pages.
pub(crate) struct PdfFile {
    objects: Vec<Vec<u8>>,
    pages: Vec<usize>,
    /// What else stands in the trailer.
    pub(crate) trailer: String,
}

impl PdfFile {
    pub(crate) fn new() -> Self {
        Self {
            objects: vec![Vec::new(), Vec::new()],
            pages: Vec::new(),
            trailer: String::new(),
        }
    }

    /// Adds an object and returns its number.
    pub(crate) fn object(&mut self, text: impl Into<Vec<u8>>) -> usize {
        self.objects.push(text.into());
        self.objects.len()
    }

    /// Adds a stream with that in its description.
    pub(crate) fn stream(&mut self, description: &str, content: &[u8]) -> usize {
        let mut text = format!("<< {description} /Length {} >>\nstream\n", content.len());
        let mut object = std::mem::take(&mut text).into_bytes();
        object.extend_from_slice(content);
        object.extend_from_slice(b"\nendstream");
        self.object(object)
    }

    /// Adds a page with what it shows; `more` is its size and what it needs.
    pub(crate) fn page(&mut self, more: &str, content: &str) {
        let content = self.stream("", content.as_bytes());
        let page = format!("<< /Type /Page /Parent 2 0 R /Contents {content} 0 R {more} >>");
        let page = self.object(page);
        self.pages.push(page);
    }

    /// Adds a page that is this picture, at 300 pixels an inch.
    pub(crate) fn scan(&mut self, picture: &RgbImage, more: &str, is_jpeg: bool) {
        let (width, height) = picture.dimensions();
        let (filter, bytes) = if is_jpeg {
            ("DCTDecode", file(picture, ImageFormat::Jpeg))
        } else {
            ("FlateDecode", deflated(picture.as_raw()))
        };
        let image = self.stream(
            &format!(
                "/Type /XObject /Subtype /Image /Width {width} /Height {height} \
                 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /{filter}"
            ),
            &bytes,
        );
        let points = |side: u32| f64::from(side) * 0.24;
        let (width, height) = (points(width), points(height));
        self.page(
            &format!(
                "/MediaBox [0 0 {width} {height}] {more} \
                 /Resources << /XObject << /I {image} 0 R >> >>"
            ),
            &format!("q {width} 0 0 {height} 0 0 cm /I Do Q"),
        );
    }

    /// The file, its tree of pages flat.
    pub(crate) fn bytes(&mut self) -> Vec<u8> {
        let kids = self.pages.iter().fold(String::new(), |mut kids, page| {
            let _infallible = write!(kids, "{page} 0 R ");
            kids
        });
        let tree = format!(
            "<< /Type /Pages /Kids [ {kids}] /Count {} >>",
            self.pages.len()
        );
        self.with_tree(&tree)
    }

    /// The file with this tree of pages.
    pub(crate) fn with_tree(&mut self, tree: &str) -> Vec<u8> {
        self.objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>".to_vec();
        self.objects[1] = tree.as_bytes().to_vec();
        let mut out = b"%PDF-1.7\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", self.objects.len() + 1);
        for (index, object) in self.objects.iter().enumerate() {
            let _infallible = writeln!(table, "{:010} 00000 n ", out.len());
            out.extend_from_slice(format!("{} 0 obj\n", index + 1).as_bytes());
            out.extend_from_slice(object);
            out.extend_from_slice(b"\nendobj\n");
        }
        let (size, more, begin) = (self.objects.len() + 1, &self.trailer, out.len());
        let end = format!("trailer\n<< /Size {size} /Root 1 0 R {more} >>\nstartxref\n{begin}\n");
        out.extend_from_slice(table.as_bytes());
        out.extend_from_slice(end.as_bytes());
        out.extend_from_slice(b"%%EOF\n");
        out
    }
}

pub(crate) fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A page of lines and areas in three colours, 300 by 400 points: red at the upper left.
pub(crate) fn drawn() -> PdfFile {
    let mut pdf = PdfFile::new();
    pdf.page(
        "/MediaBox [0 0 300 400]",
        "1 0 0 rg 0 300 100 100 re f 0 0 1 rg 150 100 m 290 100 l 220 250 l h f \
         0 G 4 w 20 20 m 100 150 200 10 280 60 c S 0 1 0 rg 20 150 60 60 re f",
    );
    pdf
}
