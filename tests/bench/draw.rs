//! How long the generator takes on the CPU, whole pictures, all threads.
//!
//! `onnx_compare.py` beside this file times the same network in ONNX Runtime and `PyTorch`.

use divan::{Bencher, black_box};
use kinetoon::model::direct::DirectGenerator;

fn main() {
    divan::main();
}

fn generator() -> DirectGenerator {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/models/base-v0.safetensors");
    let bytes = std::fs::read(path).expect("the shipped weights");
    let file = safetensors::SafeTensors::deserialize(&bytes).expect("a safetensors file");
    DirectGenerator::new(&mut |name| {
        let view = file.tensor(name).ok()?;
        let (numbers, _) = view.data().as_chunks::<4>();
        let numbers = numbers.iter().map(|b| f32::from_le_bytes(*b)).collect();
        Some((view.shape().to_vec(), numbers))
    })
    .expect("weights that fit")
}

#[divan::bench(args = [256, 512, 1024, 1280])]
fn draw(bencher: Bencher<'_, '_>, side: usize) {
    let generator = generator();
    let rgba: Vec<u8> = (0..4 * side * side).map(|i| ((i * 7919) >> 5) as u8).collect();
    let draw = || generator.draw(&rgba, side, side, &[0.1; 32], [0.0; 3], &|| false);
    // The buffers are allocated by the first drawing.
    draw().expect("a drawing");
    bencher.bench(|| black_box(draw()));
}
