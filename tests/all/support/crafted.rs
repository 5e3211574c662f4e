//! Files that are made to hurt whoever reads them, in a few lines each.

use std::io::{Cursor, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A PDF, object by object.
#[derive(Clone, Default)]
pub struct Crafted {
    pub objects: Vec<(u32, Vec<u8>)>,
    /// What the trailer has beside root and size.
    pub trailer: String,
}

impl Crafted {
    /// A file of one page: 1 is its catalog, 2 the tree of pages, 3 the page,
    /// 4 its content.
    pub fn page(content: &str) -> Self {
        let mut file = Self::default();
        file.set(1, "<</Type/Catalog/Pages 2 0 R>>");
        file.set(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>");
        file.set(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>");
        file.set(4, stream("", content.as_bytes()));
        file
    }

    pub fn set(&mut self, number: u32, object: impl Into<Vec<u8>>) -> &mut Self {
        self.objects.retain(|(known, _)| *known != number);
        self.objects.push((number, object.into()));
        self
    }

    /// The file, with a table that leads to each object.
    pub fn bytes(&self) -> Vec<u8> {
        let mut objects = self.objects.clone();
        objects.sort_by_key(|(number, _)| *number);
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut table = String::from("xref\n0 1\n0000000000 65535 f \n");
        for (number, object) in &objects {
            table += &format!("{number} 1\n{:010} 00000 n \n", file.len());
            file.extend(format!("{number} 0 obj\n").bytes());
            file.extend(object);
            file.extend(b"\nendobj\n");
        }
        let (start, trailer) = (file.len(), &self.trailer);
        let size = objects.last().map_or(0, |(number, _)| number + 1);
        file.extend(table.bytes());
        let end = format!("trailer\n<</Root 1 0 R/Size {size}{trailer}>>\nstartxref\n{start}\n");
        file.extend(end.bytes());
        file.extend(b"%%EOF\n");
        file
    }
}

/// A stream object that holds these bytes as they are.
pub fn stream(keys: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<<{keys}/Length {}>>stream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

/// A stream object that holds these bytes deflated.
pub fn packed(keys: &str, data: &[u8]) -> Vec<u8> {
    stream(&format!("{keys}/Filter/FlateDecode"), &deflated(data, Compression::best()))
}

pub fn deflated(data: &[u8], level: Compression) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), level);
    packer.write_all(data).expect("room");
    packer.finish().expect("room")
}

/// A file whose table is a stream (ISO 32000-1, clause 7.5.8). `entries` are
/// kind, place and index of each object; those of kind 1 stand in `objects`
/// under their numbers, and their places are found here.
pub fn with_table_stream(objects: &[(u32, Vec<u8>)], entries: &[(u8, u32, u8)]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut entries = entries.to_vec();
    for (number, object) in objects {
        entries[*number as usize].1 = file.len() as u32;
        file.extend(format!("{number} 0 obj\n").bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    let rows = entries
        .iter()
        .flat_map(|(kind, place, index)| [&[*kind][..], &place.to_be_bytes(), &[*index]].concat());
    let rows: Vec<u8> = rows.collect();
    let keys = format!("/Type/XRef/Size {}/W[1 4 1]/Root 1 0 R", entries.len());
    file.extend(format!("{} 0 obj\n", entries.len()).bytes());
    file.extend(stream(&keys, &rows));
    file.extend(format!("\nendobj\nstartxref\n{start}\n%%EOF\n").bytes());
    file
}

/// A zip archive of these parts.
pub fn zipped<'a>(parts: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, bytes) in parts {
        zip.start_file(name, options).expect("a part");
        zip.write_all(bytes).expect("a part");
    }
    zip.finish().expect("an archive").into_inner()
}

/// Keeps a file where `DNR_CRAFTED` says, to measure a program on it by hand.
pub fn keep(name: &str, bytes: &[u8]) {
    if let Some(folder) = std::env::var_os("DNR_CRAFTED") {
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(Path::new(&folder).join(name), bytes).expect("a file");
    }
}
