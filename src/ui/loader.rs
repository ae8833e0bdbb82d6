//! The thread that reads photographs: finds them in folders, decodes them, makes thumbnails.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crossbeam_channel::{Receiver, Sender, bounded};
use image::RgbaImage;

use crate::engine::batch::{FindProblem, Found, find_photos};
use crate::picture::{self, Animation, DecodeLimits, ImageError, Stamp, Taken};
use crate::render::centre_of_faces;
use crate::ui::grid::GRID_PX;
use crate::ui::sort::Dates;

/// Paper behind transparent parts.
const PAPER: [u8; 3] = [255, 255, 255];
/// Long side of a thumbnail in pixels.
const THUMBNAIL_PX: u32 = 160;
/// Longest side that is kept in memory for the screen, of strips more, so that the network sees as
/// much of them as when saving; saving reads the file again.
const SCREEN_PX: u32 = 2560;

/// What the loader is asked for.
#[derive(Debug)]
pub(super) enum Request {
    /// Find the photographs in these files and folders.
    Find(Vec<PathBuf>),
    /// Find those of these files that are still there.
    Reopen(Vec<Found>),
    /// Make a thumbnail, and find out of when the photograph is.
    Thumbnail(PathBuf),
    /// Decode as large as the grid's drawings.
    Small(PathBuf),
    /// Decode at its own size.
    Full(PathBuf),
    /// Decode for the screen; only the newest of these requests counts.
    Decode(PathBuf),
}

/// What the loader answers.
#[derive(Debug)]
pub(super) enum Reply {
    /// Photographs that were found, in order, and what could not be used.
    Found {
        photos: Vec<Found>,
        unusable: Vec<(PathBuf, FindProblem)>,
    },
    /// A thumbnail.
    Thumbnail {
        path: PathBuf,
        picture: Result<RgbaImage, ImageError>,
        dates: Dates,
        /// Whether the file is an animation.
        moves: bool,
    },
    /// A photograph to draw for the grid, opaque.
    Small {
        path: PathBuf,
        picture: Result<Arc<RgbaImage>, ImageError>,
    },
    /// A photograph for the screen, opaque.
    Decoded {
        path: PathBuf,
        /// Of the file before it was read.
        stamp: Option<Stamp>,
        /// With the width and height of the file.
        picture: Result<(Arc<RgbaImage>, [u32; 2]), ImageError>,
    },
    /// Where faces are in a photograph for the screen, as shares of width and height: it is shown
    /// before they are looked for.
    Centre {
        path: PathBuf,
        centre: Option<[f32; 2]>,
    },
    /// A photograph at its own size, opaque.
    Full {
        path: PathBuf,
        picture: Result<Arc<RgbaImage>, ImageError>,
    },
}

/// The window's end of the thread.
#[derive(Debug)]
pub(super) struct Loader {
    /// The photograph for the screen. Leafing through a hundred of them decodes the last one only.
    wanted: Arc<Mutex<Option<PathBuf>>>,
    wake: Sender<()>,
    /// Searches go before thumbnails.
    urgent: Sender<Request>,
    patient: Sender<Request>,
    pub(super) replies: Receiver<Reply>,
}

impl Loader {
    /// Starts the thread; `notify` is called after every reply.
    pub(super) fn start(notify: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        let (urgent, urgent_receiver) = bounded::<Request>(256);
        let (patient, patient_receiver) = bounded::<Request>(65_536);
        let (reply_sender, replies) = bounded(64);
        let (wake, woken) = bounded::<()>(1);
        let wanted = Arc::new(Mutex::new(None));
        let next = Arc::clone(&wanted);
        std::thread::Builder::new()
            .name("loader".to_owned())
            .spawn(move || {
                loop {
                    let newest = next.lock().unwrap_or_else(PoisonError::into_inner).take();
                    let request = if let Some(path) = newest {
                        Ok(Request::Decode(path))
                    } else {
                        crossbeam_channel::select_biased! {
                            recv(woken) -> wake => match wake {
                                Ok(()) => continue,
                                Err(err) => Err(err),
                            },
                            recv(urgent_receiver) -> request => request,
                            recv(patient_receiver) -> request => request,
                        }
                    };
                    let Ok(request) = request else { return };
                    let reply = answer(request);
                    let decoded = match &reply {
                        Reply::Decoded { path, picture, .. } => picture
                            .as_ref()
                            .ok()
                            .map(|(picture, _)| (path.clone(), Arc::clone(picture))),
                        _ => None,
                    };
                    if reply_sender.send(reply).is_err() {
                        return;
                    }
                    notify();
                    let is_newest = || {
                        let next = next.lock().unwrap_or_else(PoisonError::into_inner);
                        next.is_none()
                    };
                    if let Some((path, picture)) = decoded.filter(|_| is_newest()) {
                        let centre = centre_of_faces(&picture);
                        if reply_sender.send(Reply::Centre { path, centre }).is_err() {
                            return;
                        }
                        notify();
                    }
                }
            })?;
        Ok(Self {
            wanted,
            wake,
            urgent,
            patient,
            replies,
        })
    }

    /// Asks for something; whether there was room for the request.
    pub(super) fn ask(&self, request: Request) -> bool {
        let lane = match request {
            Request::Decode(path) => {
                *self.wanted.lock().unwrap_or_else(PoisonError::into_inner) = Some(path);
                // A full lane means that the thread will look anyway.
                self.wake.try_send(()).ok();
                return true;
            }
            Request::Thumbnail(_) => &self.patient,
            Request::Find(_) | Request::Reopen(_) | Request::Full(_) | Request::Small(_) => {
                &self.urgent
            }
        };
        lane.try_send(request).is_ok()
    }
}

fn answer(request: Request) -> Reply {
    match request {
        Request::Find(paths) => {
            // They are kept for a later start, which may be elsewhere.
            let whole = |path| std::path::absolute(&path).unwrap_or(path);
            let paths: Vec<PathBuf> = paths.into_iter().map(whole).collect();
            let (photos, unusable) = find_photos(&paths, None);
            Reply::Found { photos, unusable }
        }
        Request::Reopen(mut photos) => {
            photos.retain(|photo| photo.path.is_file());
            let unusable = Vec::new();
            Reply::Found { photos, unusable }
        }
        Request::Thumbnail(path) => thumbnail(path),
        Request::Small(path) => Reply::Small {
            picture: decode(&path, GRID_PX).map(|(picture, _)| Arc::new(picture)),
            path,
        },
        Request::Full(path) => Reply::Full {
            picture: decode(&path, u32::MAX).map(|(picture, _)| Arc::new(picture)),
            path,
        },
        Request::Decode(path) => Reply::Decoded {
            stamp: Stamp::of(&path),
            picture: decode(&path, SCREEN_PX).map(|(picture, size)| (Arc::new(picture), size)),
            path,
        },
    }
}

fn thumbnail(path: PathBuf) -> Reply {
    let limits = DecodeLimits::default();
    let bytes = picture::read_file(&path, &limits).map(Arc::<[u8]>::from);
    let moves = bytes.as_ref().is_ok_and(|bytes| {
        let animation = Animation::open(bytes, &limits);
        animation.is_ok_and(|animation| animation.is_some_and(|one| one.num_frames > 1))
    });
    let photo = bytes.and_then(|bytes| picture::decode_bytes(&bytes, &limits));
    let exif = photo.as_ref().ok().and_then(|p| p.metadata.exif.as_deref());
    let file = std::fs::metadata(&path).ok();
    let dates = Dates {
        taken: exif.and_then(Taken::of_exif),
        modified: file.and_then(|file| file.modified().ok()),
    };
    Reply::Thumbnail {
        picture: photo.map(|photo| for_screen(photo.pixels, THUMBNAIL_PX)),
        path,
        dates,
        moves,
    }
}

/// The picture, no larger than asked for, and the size of the file.
fn decode(path: &std::path::Path, long_side: u32) -> Result<(RgbaImage, [u32; 2]), ImageError> {
    let photo = picture::decode_file(path, &DecodeLimits::default())?.pixels;
    let size = photo.dimensions().into();
    Ok((for_screen(photo, long_side), size))
}

/// Opaque and no larger than asked for.
pub(super) fn for_screen(photo: RgbaImage, long_side: u32) -> RgbaImage {
    let (width, height) = photo.dimensions();
    let (w, h) = picture::shrunk_size(width, height, long_side);
    let photo = if (w, h) == (width, height) {
        photo
    } else {
        picture::downscale(&photo, w, h)
    };
    if picture::is_opaque(&photo) {
        photo
    } else {
        picture::flatten(&photo, PAPER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn only_the_newest_photograph_is_decoded() {
        let folder = tempfile::tempdir().unwrap();
        let paths: Vec<_> = (0..20)
            .map(|index| folder.path().join(format!("{index}.png")))
            .collect();
        for path in &paths {
            RgbaImage::new(900, 900).save(path).unwrap();
        }
        let loader = Loader::start(|| {}).unwrap();
        for path in &paths {
            assert!(loader.ask(Request::Decode(path.clone())));
        }
        let mut decoded = Vec::new();
        while decoded.last() != paths.last() {
            let reply = loader.replies.recv_timeout(Duration::from_secs(20));
            match reply {
                Ok(Reply::Decoded { path, picture, .. }) => {
                    assert!(picture.is_ok());
                    decoded.push(path);
                }
                // Where faces are in the one before comes after it.
                Ok(Reply::Centre { path, centre }) => {
                    assert_eq!((decoded.last(), centre), (Some(&path), None));
                }
                reply => panic!("{reply:?}"),
            }
        }
        assert!(decoded.len() < 20, "{}", decoded.len());
    }

    #[test]
    fn what_is_found_is_known_by_its_whole_path() {
        let reply = answer(Request::Find(vec!["assets/samples".into()]));
        let Reply::Found { photos, unusable } = reply else {
            panic!("{reply:?}");
        };
        assert!(photos.len() > 1 && unusable.is_empty());
        let root = photos[0].root.as_ref().unwrap();
        assert!(root.is_absolute() && photos[0].path.starts_with(root));
    }

    #[test]
    fn a_strip_on_the_screen_has_all_that_the_network_sees_of_it() {
        let strip = RgbaImage::new(400, 9000);
        let shown = for_screen(strip, SCREEN_PX);
        let size = |width, height| picture::working_size(width, height, 1280);
        assert_eq!(size(shown.width(), shown.height()), size(400, 9000));
    }

    #[test]
    fn what_moves_is_told_from_what_stands_still() {
        let folder = tempfile::tempdir().unwrap();
        let still = folder.path().join("still.png");
        RgbaImage::new(9, 9).save(&still).unwrap();
        let moving = folder.path().join("film.gif");
        let frames = (0..3).map(|_| image::Frame::new(RgbaImage::new(9, 9)));
        let file = std::fs::File::create(&moving).unwrap();
        let mut encoder = image::codecs::gif::GifEncoder::new(file);
        encoder.encode_frames(frames).unwrap();
        drop(encoder);
        let gone = folder.path().join("gone.gif");
        for (path, wanted) in [(still, false), (moving, true), (gone, false)] {
            let reply = answer(Request::Thumbnail(path));
            let Reply::Thumbnail { moves, dates, .. } = reply else {
                panic!("{reply:?}");
            };
            assert_eq!(moves, wanted);
            assert!(dates.taken.is_none());
        }
    }

    #[test]
    fn files_that_are_gone_are_not_reopened() {
        let folder = tempfile::tempdir().unwrap();
        let there = folder.path().join("there.png");
        std::fs::write(&there, b"").unwrap();
        let photos = [folder.path().join("gone.png"), there.clone()].map(Found::from);
        let reply = answer(Request::Reopen(photos.to_vec()));
        let there = Found::from(there);
        let Reply::Found { photos, unusable } = reply else {
            panic!("expected what was found");
        };
        assert!(photos == [there] && unusable.is_empty());
    }
}
