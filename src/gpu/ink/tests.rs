//! Each pass draws on a software adapter what its twin draws on the CPU.

use std::sync::OnceLock;

use super::*;
use crate::gpu::{Gpu, best_adapter};
use crate::ink::parameters::Parameters;
use crate::ink::passes::tensor::Gradient;
use crate::ink::passes::{blur, coherent, flow, shock, tensor, texture};
use crate::ink::{Flow, Hand, InkSettings, Scale as Scales};

/// The device of all tests, whose programs are compiled once.
fn passes() -> Option<&'static InkPasses> {
    static PASSES: OnceLock<Option<InkPasses>> = OnceLock::new();
    let open = || {
        let (instance, adapter) = best_adapter(true)?;
        let gpu = Gpu::open(instance, adapter).unwrap();
        Some(InkPasses::new(&gpu.device, &gpu.queue))
    };
    let passes = PASSES.get_or_init(open).as_ref();
    if passes.is_none() {
        println!("skipped: this machine has no graphics adapter, not even a software one");
    }
    passes
}

/// Sides that fill no workgroup and no pair of pixels.
const SIZE: [usize; 2] = [173, 129];

fn plane<T>(of: impl Fn(f32, f32) -> T) -> Plane<T> {
    let [width, height] = SIZE;
    let pixels = (0..width * height).map(|i| of((i % width) as f32, (i / width) as f32));
    Plane {
        width,
        height,
        pixels: pixels.collect(),
    }
}

/// A disc, stripes and a slow shade, with texture over all of them.
fn photo() -> Plane {
    plane(|x, y| {
        let texture = 0.03 * (1.7 * x + (0.9 * y).sin()).sin() * (2.3 * y - 0.4 * x).cos();
        let disc = (x - 60.0).hypot(y - 70.0) < 40.0;
        let stripe = x > 110.0 && (x + 0.4 * y) % 9.0 < 4.0;
        let shade = 0.2 + 0.6 * y / SIZE[1] as f32;
        let [red, green, blue] = match (disc, stripe) {
            (true, _) => [0.8, 0.3 + 0.3 * (0.05 * x).sin(), 0.2],
            (_, true) => [0.1, 0.15, 0.3],
            _ => [shade, 0.7 * shade, 1.0 - shade],
        };
        [red + texture, green + texture, blue - texture, 0.0]
    })
}

fn light() -> Plane<f32> {
    let photo = photo();
    photo.map(|x, y| photo.at(x, y)[1])
}

/// Two of them, as responses at two widths are.
fn lights() -> Plane<[f32; 2]> {
    let photo = photo();
    photo.map(|x, y| [photo.at(x, y)[0], photo.at(x, y)[2]])
}

/// Where the disc is a face, in a picture whose pixels are as large as `k` says.
fn scale(k: f32) -> Scales {
    let side = (1024.0 * k) as usize;
    let parameters = Parameters::new(&InkSettings::default(), side);
    let scale = Scales::find(&photo(), &parameters, &[[40.0, 50.0, 40.0, 44.0]], None);
    assert!(scale.range[1] > scale.range[0] + 0.1, "{:?}", scale.range);
    scale
}

/// What the passes give of `picture` on the device.
fn on_device<T: bytemuck::Pod, U: bytemuck::Pod>(
    device: &InkPasses,
    picture: &Plane<T>,
    passes: impl Fn(&mut Run<'_>, Field) -> Field,
) -> Plane<U> {
    let done = device.attempt(picture, |mut run| {
        let picture = run.upload(picture);
        let field = passes(&mut run, picture);
        let [field] = run.finish([&field])?;
        field.plane()
    });
    done.unwrap_or_else(|| panic!("{:?}", device.take_failure()))
}

/// Far less than a step of 255: lines are found in responses of some hundredths.
const CLOSE: f32 = 1e-4;
/// Of directions, which turn easily where there is hardly an edge.
const CLOSE_DIRECTIONS: f32 = 1.0 / 255.0;

/// Holds that pixels are alike, but for one of a thousand.
fn assert_alike<T: bytemuck::Pod>(what: &str, device: &Plane<T>, cpu: &Plane<T>) {
    assert_within(CLOSE, what, device, cpu);
}

fn assert_within<T: bytemuck::Pod>(close: f32, what: &str, device: &Plane<T>, cpu: &Plane<T>) {
    assert_eq!(
        [device.width, device.height],
        [cpu.width, cpu.height],
        "{what}"
    );
    let [device, cpu] = [device, cpu].map(|plane| bytemuck::cast_slice::<T, f32>(&plane.pixels));
    assert_eq!(device.len(), cpu.len(), "{what}");
    let is_apart = |(a, b): &(&f32, &f32)| (*a - *b).abs() > close || a.is_nan();
    let num_apart = device.iter().zip(cpu).filter(is_apart).count();
    assert!(
        num_apart * 1000 <= cpu.len(),
        "{what}: {num_apart} of {}",
        cpu.len()
    );
    let (least, most) = cpu
        .iter()
        .fold((f32::MAX, f32::MIN), |(least, most), value| {
            (least.min(*value), most.max(*value))
        });
    assert!(
        most - least > 100.0 * CLOSE,
        "{what} is even: {least} to {most}"
    );
}

/// The sign of a direction means nothing, and neither do directions where a picture is even.
fn doubled(directions: &Plane<[f32; 2]>, picture: &Plane<impl Gradient>) -> Plane<[f32; 2]> {
    let tensors = tensor::smoothed(picture, 3.0, 0.9, &scale(1.3));
    directions.map(|x, y| {
        let [dx, dy] = directions.at(x, y);
        let [a, b, ..] = tensors.at(x / 2, y / 2);
        let is_edge = a.hypot(b) > 1e-6;
        if is_edge {
            [dx * dx - dy * dy, 2.0 * dx * dy]
        } else {
            [0.0; 2]
        }
    })
}

fn flow_of_photo(scale: &Scales) -> Flow {
    tensor::flow(&tensor::smoothed(&photo(), 2.0, 0.9, scale), SIZE)
}

#[test]
fn gaussians_are_those_of_the_cpu() {
    let Some(device) = passes() else { return };
    for sigma in [0.3, 2.2, 9.0] {
        let blurred = on_device(device, &photo(), |run, photo| run.blur(&photo, sigma));
        assert_alike("of colours", &blurred, &blur::blur(&photo(), sigma));
        let blurred = on_device(device, &light(), |run, light| run.blur(&light, sigma));
        assert_alike("of light", &blurred, &blur::blur(&light(), sigma));
        let blurred = on_device(device, &lights(), |run, lights| run.blur(&lights, sigma));
        let lights = lights();
        let wide = lights.map(|x, y| {
            let [a, b] = lights.at(x, y);
            [a, b, 0.0, 0.0]
        });
        let wide = blur::blur(&wide, sigma);
        let both = wide.map(|x, y| [wide.at(x, y)[0], wide.at(x, y)[1]]);
        assert_alike("of both", &blurred, &both);
    }
}

#[test]
fn tensors_and_directions_are_those_of_the_cpu() {
    let Some(device) = passes() else { return };
    for k in [0.5, 1.3] {
        let scale = scale(k);
        for widths in [[2.0, 0.9], [4.4, 0.5]] {
            let [sigma, least] = widths;
            let smooth = on_device(device, &photo(), |run, photo| {
                let scale = Scale::upload(run, &scale);
                run.smoothed(&photo, widths, &scale)
            });
            let expected = tensor::smoothed(&photo(), sigma, least, &scale);
            assert_alike("tensors of colours", &smooth, &expected);
            let size = SIZE.map(|side| side as u32);
            let directions = on_device(device, &expected, |run, tensors| {
                run.directions(&tensors, size)
            });
            let expected = tensor::flow(&expected, SIZE).along;
            let [directions, expected] = [directions, expected].map(|d| doubled(&d, &photo()));
            assert_within(CLOSE_DIRECTIONS, "directions", &directions, &expected);
            let smooth = on_device(device, &light(), |run, light| {
                let scale = Scale::upload(run, &scale);
                run.smoothed(&light, widths, &scale)
            });
            let expected = tensor::smoothed(&light(), sigma, least, &scale);
            assert_alike("tensors of light", &smooth, &expected);
        }
    }
}

fn along<T: bytemuck::Pod>(
    device: &InkPasses,
    picture: &Plane<T>,
    flow: &Flow,
    scale: &Scales,
) -> Plane<T> {
    on_device(device, picture, |run, picture| {
        let scale = Scale::upload(run, scale);
        let flow = run.upload(&flow.along);
        run.along::<5>(&picture, &flow, (&scale.full, 0.0), 6.2)
    })
}

#[test]
fn what_runs_along_the_flow_is_that_of_the_cpu() {
    let Some(device) = passes() else { return };
    let scale = scale(1.3);
    let flow = flow_of_photo(&scale);
    let full = &scale.full;
    let colors = along(device, &photo(), &flow, &scale);
    assert_alike(
        "colours",
        &colors,
        &flow::along_flow::<_, 5>(&photo(), &flow, full, 6.2),
    );
    let both = along(device, &lights(), &flow, &scale);
    assert_alike(
        "both",
        &both,
        &flow::along_flow::<_, 5>(&lights(), &flow, full, 6.2),
    );
    let one = along(device, &light(), &flow, &scale);
    assert_alike(
        "light",
        &one,
        &flow::along_flow::<_, 5>(&light(), &flow, full, 6.2),
    );
}

#[test]
fn shocks_and_fluid_shapes_are_those_of_the_cpu() {
    let Some(device) = passes() else { return };
    for k in [0.5, 1.3] {
        let scale = scale(k);
        let flow = flow_of_photo(&scale);
        let shocked = on_device(device, &photo(), |run, photo| {
            let scale = Scale::upload(run, &scale);
            let flow = run.upload(&flow.along);
            run.shock(&photo, &flow, &scale, 0.003)
        });
        let expected = shock::shock(&photo(), &flow, &scale, 0.003);
        assert_alike("shock of colours", &shocked, &expected);
        let shocked = on_device(device, &light(), |run, light| {
            let scale = Scale::upload(run, &scale);
            let flow = run.upload(&flow.along);
            run.shock(&light, &flow, &scale, 0.012)
        });
        let expected = shock::shock(&light(), &flow, &scale, 0.012);
        assert_alike("shock of light", &shocked, &expected);
        let fluid = on_device(device, &photo(), |run, photo| {
            let scale = Scale::upload(run, &scale);
            run.coherent(&photo, &OF_COLORS, &scale)
        });
        assert_alike("shapes", &fluid, &coherent(photo(), &OF_COLORS, &scale));
    }
}

#[test]
fn what_is_left_without_texture_is_that_of_the_cpu() {
    let Some(device) = passes() else { return };
    // With one, two and four rounds.
    for k in [0.4, 0.7, 1.3] {
        let scale = scale(k);
        let calm = on_device(device, &photo(), |run, photo| {
            let scale = Scale::upload(run, &scale);
            run.without_texture(&photo, 0.065, &scale)
        });
        let expected = texture::without_texture(&photo(), 0.065, &scale);
        assert_alike("texture", &calm, &expected);
    }
}

#[test]
fn the_stages_are_those_of_the_cpu() {
    let Some(device) = passes() else { return };
    for k in [0.4, 1.3] {
        let on_cpu = scale(k);
        let parameters = Parameters::new(&InkSettings::default(), (1024.0 * k) as usize);
        let on_gpu = Scales::find(
            &photo(),
            &parameters,
            &[[40.0, 50.0, 40.0, 44.0]],
            Some(device),
        );
        assert_alike("scale", &on_gpu.full, &on_cpu.full);

        let (photo, light) = (photo(), light());
        let mut sources = Sources {
            photo: &photo,
            source: None,
            light: &light,
            scale: &on_cpu,
            texture: None,
        };
        let only_lines = device.shapes(&sources).unwrap();
        assert!(only_lines.colors.is_none());
        sources.texture = Some(0.065);
        let (found, expected) = (device.shapes(&sources).unwrap(), Shapes::find(&sources));
        assert_eq!(only_lines.light.pixels, found.light.pixels);
        let mixed = photo.map(|x, y| photo.at(x, y).map(|value| 0.9 * value));
        let of_mixed = Sources {
            source: Some(&mixed),
            ..sources
        };
        let [shapes, expected_shapes] =
            [device.shapes(&of_mixed).unwrap(), Shapes::find(&of_mixed)].map(|s| s.colors.unwrap());
        assert_alike("shapes of another source", &shapes, &expected_shapes);
        assert_alike("light", &found.light, &expected.light);
        assert_alike("readiness", &found.readily, &expected.readily);
        let along = doubled(&found.flow.along, &light);
        let expected_along = doubled(&expected.flow.along, &light);
        assert_within(CLOSE_DIRECTIONS, "flow", &along, &expected_along);
        let (shapes, expected_shapes) = (found.colors.unwrap(), expected.colors.unwrap());
        assert_alike("shapes", &shapes, &expected_shapes);

        let contours = Contours {
            light: &expected.light,
            flow: &expected.flow,
            readily: &expected.readily,
            scale: &on_cpu,
            hand: Hand::of(&parameters),
        };
        let lines = device.lines(&contours).unwrap();
        let expected_lines = crate::ink::passes::lines::lines(&contours);
        assert_alike("lines", &lines, &expected_lines);

        for edges in [None, Some(&photo)] {
            let tones = Tones {
                flat: &expected_shapes,
                edges,
                scale: &on_cpu,
            };
            let found = device.borders(&tones).unwrap();
            let expected = borders::borders(&tones, k);
            assert_alike("tones", &found.flat, &expected.flat);
            let along = doubled(&found.flow.along, &expected_shapes);
            let expected_along = doubled(&expected.flow.along, &expected_shapes);
            assert_within(CLOSE_DIRECTIONS, "of tones", &along, &expected_along);
        }
    }
    assert!(device.take_failure().is_none());
}

#[test]
fn a_picture_for_which_there_is_no_room_is_left_to_the_cpu() {
    let Some(device) = passes() else { return };
    let limited = InkPasses::new(&device.device, &device.queue);
    let num_pixels = (SIZE[0] * SIZE[1]) as u64;
    limited.most_pixels.store(num_pixels - 1, Ordering::Relaxed);
    assert!(limited.contours(&photo(), 1.0).is_none());
    limited.most_pixels.store(num_pixels, Ordering::Relaxed);
    assert!(limited.contours(&photo(), 1.0).is_some());
    // The device says so in the middle of it.
    let refused = limited.attempt(&photo(), |_| -> Result<(), _> {
        let [width, height] = SIZE.map(|side| side as u32);
        Err(GpuError::TooLarge { width, height })
    });
    assert!(refused.is_none() && limited.contours(&photo(), 1.0).is_none());
    assert!(limited.take_failure().is_none(), "the device is well");
}

#[test]
fn a_device_that_is_gone_is_left_alone_and_told_once() {
    let Some((instance, adapter)) = best_adapter(true) else {
        println!("skipped: this machine has no graphics adapter, not even a software one");
        return;
    };
    let gpu = Gpu::open(instance, adapter).unwrap();
    let device = InkPasses::new(&gpu.device, &gpu.queue);
    gpu.device.destroy();
    assert!(device.contours(&photo(), 1.0).is_none());
    assert!(matches!(device.take_failure(), Some(GpuError::Lost { .. })));
    assert!(device.contours(&photo(), 1.0).is_none());
    assert!(device.take_failure().is_none());
}
