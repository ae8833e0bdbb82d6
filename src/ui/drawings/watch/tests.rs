use std::cell::RefCell;

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

use super::*;

/// What somebody draws over a photograph: three tones.
fn drawn(photo: &RgbaImage) -> RgbaImage {
    let soft = image::imageops::blur(photo, 1.0);
    RgbaImage::from_fn(photo.width(), photo.height(), |x, y| {
        let [r, g, b, _] = soft.get_pixel(x, y).0.map(u32::from);
        Rgba(match (3 * r + 6 * g + b) / 10 {
            0..70 => [40, 30, 60, 255],
            70..140 => [120, 150, 190, 255],
            _ => [245, 232, 205, 255],
        })
    })
}

fn png(picture: &RgbaImage) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A Photoshop document in printing inks, without layers.
fn cmyk(picture: &RgbaImage) -> Vec<u8> {
    let mut bytes = b"8BPS\0\x01\0\0\0\0\0\0\0\x04".to_vec();
    bytes.extend(picture.height().to_be_bytes());
    bytes.extend(picture.width().to_be_bytes());
    bytes.extend([0, 8, 0, 4]);
    bytes.extend([0; 12]);
    bytes.extend([0, 0]);
    for channel in 0..4 {
        bytes.extend(picture.pixels().map(|pixel| match channel {
            3 => 255,
            channel => pixel.0[channel],
        }));
    }
    bytes
}

/// A photograph that is drawn over, and a clock that is set by hand.
struct Yard<T> {
    folder: tempfile::TempDir,
    photo: RgbaImage,
    watcher: Watcher<T>,
    now: Instant,
}

impl<T: Fn(Sighting)> Yard<T> {
    fn new(name: &str, tell: T) -> Self {
        let bytes = include_bytes!("../../../../assets/samples/street.jpg");
        let street = picture::decode_bytes(bytes, &DecodeLimits::default()).unwrap();
        let photo = picture::downscale(&street.pixels, 420, 280);
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.png"), png(&photo)).unwrap();
        let mut yard = Self {
            watcher: Watcher::new(tell),
            now: Instant::now(),
            photo,
            folder,
        };
        let files = yard.files(name);
        yard.watcher
            .begin(files, &["Photo".to_owned(), "Drawing".to_owned()]);
        yard
    }

    fn files(&self, name: &str) -> PairFiles {
        PairFiles {
            photo: self.folder.path().join("a.png"),
            drawing: self.folder.path().join(name),
        }
    }

    /// Looks every tenth of a second.
    fn look_for(&mut self, seconds: f32) {
        for _ in 0..(seconds * 10.0).round() as u32 {
            self.now += Duration::from_millis(100);
            self.watcher.look(self.now);
        }
    }

    fn save(&mut self, name: &str, bytes: &[u8]) {
        std::fs::write(self.folder.path().join(name), bytes).unwrap();
        self.look_for(1.0);
    }
}

/// What was told, in short.
#[derive(Default)]
struct Heard(RefCell<Vec<String>>);

impl Heard {
    fn hear(&self, sighting: &Sighting) {
        self.0.borrow_mut().push(match &sighting.sight {
            Sight::Read(Ok(())) => "read".to_owned(),
            Sight::Read(Err(problem)) => problem.in_words(),
            other => format!("{other:?}"),
        });
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.borrow_mut())
    }
}

#[test]
fn each_time_the_artist_saves_the_whole_file_is_read_once() {
    let heard = Heard::default();
    let mut yard = Yard::new("a.drawn.png", |sighting| heard.hear(&sighting));
    assert_eq!(heard.take(), ["Awaited"]);
    yard.look_for(3.0);
    assert_eq!(heard.take(), [""; 0], "nobody has saved it");
    let drawing = drawn(&yard.photo);
    yard.save("a.drawn.png", &png(&drawing));
    assert_eq!(heard.take(), ["Changing", "read"]);
    yard.look_for(3.0);
    assert_eq!(heard.take(), [""; 0]);
    // Ten times a second, each time a little longer.
    let mut bytes = png(&drawing);
    for _ in 0..25 {
        bytes.push(0);
        std::fs::write(yard.folder.path().join("a.drawn.png"), &bytes).unwrap();
        yard.look_for(0.1);
    }
    assert_eq!(heard.take(), ["Changing"]);
    yard.look_for(1.0);
    assert_eq!(heard.take(), ["read"]);
}

#[test]
fn what_was_drawn_before_is_read_as_it_is_and_never_replaced() {
    let heard = Heard::default();
    let yard = Yard::new("a.drawn.png", |sighting| heard.hear(&sighting));
    let drawing = png(&drawn(&yard.photo));
    let path = yard.folder.path().join("b.drawn.ora");
    std::fs::write(&path, &drawing).unwrap();
    let Yard {
        folder, watcher, ..
    } = yard;
    let mut again = Watcher::new(|sighting| heard.hear(&sighting));
    let layers = ["Photo".to_owned(), "Drawing".to_owned()];
    let files = PairFiles {
        photo: folder.path().join("a.png"),
        drawing: path.clone(),
    };
    drop(watcher);
    heard.take();
    again.begin(files, &layers);
    let now = Instant::now();
    again.look(now);
    again.look(now + Duration::from_secs(1));
    assert_eq!(heard.take(), ["Changing", "read"]);
    assert_eq!(std::fs::read(&path).unwrap(), drawing);
}

#[test]
fn what_cannot_be_learnt_from_is_named_and_the_next_save_is_read() {
    let heard = Heard::default();
    let mut yard = Yard::new("a.drawn.ora", |sighting| heard.hear(&sighting));
    heard.take();
    let name = "a.drawn.ora";
    let drawing = drawn(&yard.photo);
    let whole = png(&drawing);
    let told = |heard: &Heard| heard.take().pop().unwrap();
    yard.save(name, &whole[..whole.len() / 2]);
    assert_ne!(told(&heard), "read");
    let unchanged = png(&yard.photo);
    let other = RgbaImage::from_fn(420, 280, |x, y| {
        let value = ((x as f32 / 60.0).sin() + (y as f32 / 40.0).cos()) * 60.0 + 127.0;
        Rgba([value as u8, 90, 120, 255])
    });
    let clear = RgbaImage::new(420, 280);
    let one = RgbaImage::from_pixel(1, 1, Rgba([0, 0, 0, 255]));
    for (bytes, problem) in [
        (unchanged, PairProblem::Unchanged.in_words()),
        (png(&other), PairProblem::OtherPhoto.in_words()),
        (png(&clear), PairProblem::Transparent.in_words()),
        (png(&one), "1x1 pixels".to_owned()),
    ] {
        yard.save(name, &bytes);
        let told = told(&heard);
        assert!(told.starts_with(&problem), "{told}, not {problem}");
    }
    // A header that promises ten thousand megapixels.
    let mut huge = whole.clone();
    huge[16..24].copy_from_slice(&[0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0]);
    yard.save(name, &huge);
    assert_ne!(told(&heard), "read");
    yard.save(name, &cmyk(&drawing));
    assert_eq!(told(&heard), "read");
    yard.save(name, &whole);
    assert_eq!(told(&heard), "read");
}

#[test]
fn a_file_that_is_gone_or_locked_is_waited_for() {
    let heard = Heard::default();
    let mut yard = Yard::new("a.drawn.png", |sighting| heard.hear(&sighting));
    heard.take();
    let path = yard.folder.path().join("a.drawn.png");
    let drawing = png(&drawn(&yard.photo));
    // Replaced, as programs save.
    std::fs::remove_file(&path).unwrap();
    yard.look_for(1.0);
    assert_eq!(heard.take(), [""; 0]);
    yard.look_for(2.0);
    assert_eq!(heard.take(), ["Missing"]);
    yard.save("a.drawn.png", &drawing);
    assert_eq!(heard.take(), ["Changing", "read"]);
    // A folder stands for what the system does not let read.
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    std::fs::write(path.join("x"), b"x").unwrap();
    yard.look_for(1.5);
    let told = heard.take();
    assert!(told.iter().all(|told| told != "read"), "{told:?}");
    assert!(told.len() >= 2, "{told:?}");
    std::fs::remove_dir_all(&path).unwrap();
    std::fs::write(&path, &drawing).unwrap();
    yard.look_for(1.5);
    assert_eq!(heard.take().pop().unwrap(), "read");
}

#[test]
fn what_is_watched_again_is_read_only_if_it_is_not_as_it_was() {
    let heard = Heard::default();
    let mut yard = Yard::new("a.drawn.png", |sighting| heard.hear(&sighting));
    let drawing = drawn(&yard.photo);
    yard.save("a.drawn.png", &png(&drawing));
    let files = yard.files("a.drawn.png");
    let stamp = Stamp::of(&files.drawing).map(KeptStamp::from);
    let again = |yard: &mut Yard<_>, stamp| {
        heard.take();
        yard.watcher.watched.clear();
        yard.watcher.seen = SeenFiles::new(REST);
        yard.watcher.begin_again(vec![(files.clone(), stamp)]);
        yard.look_for(3.0);
    };
    again(&mut yard, stamp);
    assert_eq!(heard.take(), [""; 0], "nobody has saved it");
    // What was never read well is read.
    again(&mut yard, None);
    assert_eq!(heard.take(), ["Changing", "read"]);
    // Away, and there as it was.
    let away = yard.folder.path().join("away.png");
    std::fs::rename(&files.drawing, &away).unwrap();
    again(&mut yard, stamp);
    assert_eq!(heard.take(), ["Missing"]);
    std::fs::rename(&away, &files.drawing).unwrap();
    yard.look_for(3.0);
    assert_eq!(heard.take(), ["Unchanged"]);
    // Saved while nobody watched, and once more.
    let mut longer = png(&drawing);
    longer.push(0);
    std::fs::write(&files.drawing, &longer).unwrap();
    again(&mut yard, stamp);
    assert_eq!(heard.take(), ["Changing", "read"]);
    yard.save("a.drawn.png", &png(&drawing));
    assert_eq!(heard.take(), ["Changing", "read"]);
}

#[test]
fn what_the_system_refuses_is_tried_again_by_itself() {
    let heard = Heard::default();
    let mut yard = Yard::new("a.drawn.png", |sighting| heard.hear(&sighting));
    heard.take();
    // The photograph is away, as on a drive that sleeps.
    let photo = yard.folder.path().join("a.png");
    let away = yard.folder.path().join("away.png");
    std::fs::rename(&photo, &away).unwrap();
    let drawing = png(&drawn(&yard.photo));
    yard.save("a.drawn.png", &drawing);
    let told = heard.take().pop().unwrap();
    assert!(told.contains("its photograph"), "{told}");
    std::fs::rename(&away, &photo).unwrap();
    let later = Instant::now() + TRY_AGAIN;
    yard.now = yard.now.max(later);
    yard.look_for(0.5);
    assert_eq!(heard.take(), ["read"]);
}

#[test]
fn a_photograph_that_cannot_be_written_down_is_named_and_not_watched() {
    let heard = Heard::default();
    let yard = Yard::new("nowhere/a.png/a.ora", |sighting| heard.hear(&sighting));
    assert_eq!(heard.take(), ["Awaited"], "folders are made");
    let mut watcher = yard.watcher;
    let folder = yard.folder;
    let layers = ["Photo".to_owned(), "Drawing".to_owned()];
    let of = |photo: &str, drawing: &str| PairFiles {
        photo: folder.path().join(photo),
        drawing: folder.path().join(drawing),
    };
    watcher.begin(of("none.jpg", "b.ora"), &layers);
    watcher.begin(of("a.png", "a.png/b.ora"), &layers);
    let told = heard.take();
    assert!(
        told[0].contains("Photo(") && told[1].contains("File("),
        "{told:?}"
    );
    assert_eq!(watcher.watched.len(), 1);
}

#[test]
fn the_thread_writes_watches_and_ends() {
    let folder = tempfile::tempdir().unwrap();
    let photo = folder.path().join("a.png");
    let picture = DynamicImage::new_rgb8(300, 200);
    picture.save(&photo).unwrap();
    let files = PairFiles {
        photo,
        drawing: folder.path().join("a.drawn.ora"),
    };
    let (told, hears) = bounded(CAPACITY);
    let notify = move || told.send(()).unwrap();
    let watch = DrawingWatch::start(notify).unwrap();
    let layers = ["Photo".to_owned(), "Drawing".to_owned()];
    assert!(watch.ask(Order::Begin {
        files: files.clone(),
        layers
    }));
    hears.recv_timeout(Duration::from_mins(1)).unwrap();
    assert!(matches!(
        watch.sighting.recv().unwrap().sight,
        Sight::Awaited
    ));
    std::fs::write(&files.drawing, b"no picture").unwrap();
    let until = |wanted: fn(&Sight) -> bool| {
        while !wanted(
            &watch
                .sighting
                .recv_timeout(Duration::from_mins(1))
                .unwrap()
                .sight,
        ) {}
    };
    until(|sight| matches!(sight, Sight::Read(Err(_))));
    assert!(watch.ask(Order::Forget(files.drawing)));
    let DrawingWatch { orders, sighting } = watch;
    drop(orders);
    while sighting.recv_timeout(Duration::from_mins(1)).is_ok() {}
    assert!(hears.recv_timeout(Duration::from_mins(1)).is_ok() || hears.is_empty());
}
