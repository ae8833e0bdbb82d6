//! Honest files, and files that were made to do harm: none of those may take more time or memory
//! than an honest one of its size.

use super::*;

/// Both made by `tests/fixtures/vgg.py`, with the same contents.
const ZIP: &[u8] = include_bytes!("../../../tests/fixtures/state-zip.pth");
const LEGACY: &[u8] = include_bytes!("../../../tests/fixtures/state-legacy.pth");

#[test]
fn both_containers_give_the_tensors_that_torch_saved() {
    for bytes in [ZIP, LEGACY] {
        let tensors = parse_pytorch(bytes, |_| true).unwrap();
        let names: Vec<&str> = tensors.keys().map(String::as_str).collect();
        assert_eq!(names, ["half", "plain", "turned"]);
        let counted: Vec<f32> = (0..6).map(|i| i as f32 * 0.5 - 1.0).collect();
        assert_eq!(tensors["plain"], (vec![2, 3], counted));
        // A view of a part of a larger tensor, with its axes exchanged.
        assert_eq!(tensors["turned"], (vec![2, 2], vec![5.0, 9.0, 6.0, 10.0]));
        assert_eq!(tensors["half"], (vec![2], vec![0.25, -3.0]));
    }
}

#[test]
fn only_wanted_tensors_are_read() {
    let tensors = parse_pytorch(ZIP, |name| name == "plain").unwrap();
    assert_eq!(tensors.len(), 1);
}

#[test]
fn damaged_files_are_refused_and_never_believed() {
    let refused = |bytes: &[u8]| parse_pytorch(bytes, |_| true).unwrap_err().to_string();
    assert!(refused(b"no weights").contains("PyTorch"));
    for whole in [ZIP, LEGACY] {
        for len in (0..whole.len()).step_by(7) {
            assert!(!refused(&whole[..len]).is_empty());
        }
        // A byte changed anywhere is refused or harmless, but nothing panics.
        for at in 0..whole.len() {
            let mut changed = whole.to_vec();
            changed[at] ^= 0x15;
            parse_pytorch(&changed, |_| true).ok();
        }
    }
}

/// The mark, the version and the system of the old container.
const HEAD: &[u8] = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03.\x80\x02}.";

/// A file of the old container whose description is this pickle.
fn file(pickle: &[u8], keys: &[&str], numbers: &[u8]) -> Vec<u8> {
    let mut bytes = [HEAD, pickle].concat();
    bytes.extend(b"\x80\x02](");
    for key in keys {
        bytes.extend(text(key));
    }
    bytes.extend(b"e.");
    for _ in keys {
        bytes.extend((numbers.len() as u64 / 4).to_le_bytes());
        bytes.extend(numbers);
    }
    bytes
}

fn text(text: &str) -> Vec<u8> {
    [
        b"X",
        (text.len() as u32).to_le_bytes().as_slice(),
        text.as_bytes(),
    ]
    .concat()
}

/// Instructions for a tensor of that shape and strides, in the storage `0`.
fn tensor(shape: &[u8], strides: &[u8]) -> Vec<u8> {
    let mut code = b"ctorch._utils\n_rebuild_tensor_v2\n((".to_vec();
    code.extend(text("storage"));
    code.extend(b"ctorch\nFloatStorage\n");
    code.extend(text("0"));
    code.extend(text("cpu"));
    code.extend(b"K\x01tQK\x00");
    for sides in [shape, strides] {
        code.push(b'(');
        code.extend(sides);
        code.push(b't');
    }
    code.extend(b"tR");
    code
}

fn refused(bytes: &[u8]) -> String {
    // A small stack, as threads of other systems have.
    let bytes = bytes.to_vec();
    let thread = std::thread::Builder::new().stack_size(256 << 10);
    let parse = move || parse_pytorch(&bytes, |_| true).unwrap_err().to_string();
    thread.spawn(parse).unwrap().join().unwrap()
}

#[test]
fn an_honest_tensor_of_this_makers_is_read() {
    let mut pickle = b"\x80\x02}(".to_vec();
    pickle.extend(text("a"));
    pickle.extend(tensor(b"K\x02", b"K\x01"));
    pickle.extend(b"u.");
    let numbers: Vec<u8> = [1.0f32, 2.5].iter().flat_map(|v| v.to_le_bytes()).collect();
    let found = parse_pytorch(&file(&pickle, &["0"], &numbers), |_| true).unwrap();
    assert_eq!(found["a"], (vec![2], vec![1.0, 2.5]));
}

#[test]
fn nesting_without_end_is_refused() {
    for (open, close) in [(&b"]"[..], &b"a"[..]), (b"(", b"t"), (b"}N", b"s")] {
        let mut pickle = b"\x80\x02".to_vec();
        pickle.extend(open.repeat(40_000));
        pickle.push(b'N');
        pickle.extend(close.repeat(40_000));
        pickle.push(b'.');
        let said = refused(&file(&pickle, &[], b""));
        assert!(said.contains("nested too deep"), "{said}");
    }
    // Deep by the memory of the language: each holds the one before.
    let mut pickle = b"\x80\x02Nq\x00".to_vec();
    pickle.extend(b"h\x00\x85q\x00".repeat(40_000));
    pickle.push(b'.');
    assert!(refused(&file(&pickle, &[], b"")).contains("nested too deep"));
}

#[test]
fn numbers_out_of_nothing_are_refused() {
    // A thousand millions of the one number that is stored.
    let mut pickle = b"\x80\x02}(".to_vec();
    pickle.extend(text("a"));
    pickle.extend(tensor(b"J\x00\x00\x00\x40", b"K\x00"));
    pickle.extend(b"u.");
    let said = refused(&file(&pickle, &["0"], &[0; 4]));
    assert!(said.contains("more numbers"), "{said}");
    // Many tensors of all the numbers that are stored.
    let mut pickle = b"\x80\x02}(".to_vec();
    for i in 0..5000 {
        pickle.extend(text(&format!("a{i}")));
        pickle.extend(tensor(b"M\xff\xff", b"K\x01"));
    }
    pickle.extend(b"u.");
    let said = refused(&file(&pickle, &["0"], &vec![0; 4 << 16]));
    assert!(said.contains("more numbers"), "{said}");
}

#[test]
fn copies_of_long_texts_are_refused() {
    let mut pickle = b"\x80\x02(".to_vec();
    pickle.extend(text(&"x".repeat(100_000)));
    pickle.extend(b"q\x00");
    pickle.extend(b"h\x00".repeat(60_000));
    pickle.extend(b"t.");
    assert!(refused(&file(&pickle, &[], b"")).contains("more than any network"));
}

#[test]
fn a_shape_of_many_ones_is_refused_at_once() {
    let mut pickle = b"\x80\x02}(".to_vec();
    let sides = b"K\x01".repeat(200_000);
    for i in 0..4 {
        pickle.extend(text(&format!("a{i}")));
        pickle.extend(tensor(&sides, &sides));
    }
    pickle.extend(b"u.");
    let begun = std::time::Instant::now();
    refused(&file(&pickle, &["0"], &[0; 4]));
    assert!(begun.elapsed().as_secs() < 30);
}

#[test]
fn instructions_without_end_are_refused_or_stopped() {
    let mut pickle = b"\x80\x02]".to_vec();
    pickle.extend(b"Na".repeat(6 << 20));
    pickle.push(b'.');
    let bytes = file(&pickle, &[], b"");
    assert!(refused(&bytes).contains("more than any network"));
    let num_asked = std::cell::Cell::new(0);
    let twice = || {
        num_asked.set(num_asked.get() + 1);
        num_asked.get() < 2
    };
    assert!(parse_pytorch_while(&bytes, |_| true, &twice).is_err());
    assert_eq!(num_asked.get(), 2);
}
