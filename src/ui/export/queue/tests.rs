//! What can be done with the queue, without a window, an engine or a disk.

use std::io::ErrorKind;
use std::sync::Arc;

use super::*;
use crate::engine::batch::Existing;
use crate::engine::{Event, JobResult, Progress, Stage};
use crate::picture::{ImageError, OutputFormat};
use crate::render::{OutputSize, Recipe, RenderError, Scale, Timings};
use crate::ui::export::entry::{Order, stage_share};

pub(in crate::ui) fn order(target: &Path, existing: Existing) -> Order {
    Order {
        target: target.to_owned(),
        existing,
        quality: 92,
        scale: Scale::default(),
        size: OutputSize::default(),
        dpi: None,
        keeps_metadata: true,
        declaration: crate::render::Declaration::default(),
    }
}

pub(in crate::ui) fn entry(name: &str, order: &Arc<Order>, state: EntryState) -> Entry {
    Entry {
        number: 0,
        input: Path::new("/card").join(format!("{name}.jpg")),
        pixels: None,
        output: order.target.join(format!("{name}.png")),
        format: OutputFormat::Png,
        overwrite: false,
        written: None,
        order: Arc::clone(order),
        settings: Arc::new(Recipe::of_style("ink")),
        state,
    }
}

/// A queue of photographs with these names, of which the engine has the first few.
fn queue(names: &[&str], num_running: u64) -> Queue {
    let order = Arc::new(order(Path::new("/out"), Existing::Number));
    let entries = names
        .iter()
        .map(|name| entry(name, &order, EntryState::Waiting));
    let mut queue = Queue::default();
    queue.add(entries.collect());
    for (job, entry) in (0..num_running).zip(&mut queue.entries) {
        entry.state = EntryState::Drawing {
            job: JobId(job),
            stage: None,
        };
    }
    queue
}

fn done(job: u64) -> Event {
    Event::JobDone {
        id: JobId(job),
        result: JobResult {
            written: None,
            imprint: None,
            pixels: None,
            photo_size: [4, 3],
            lost: Vec::new(),
            width: 4,
            height: 3,
            num_frames: [1, 1],
            timings: Timings::default(),
        },
    }
}

fn failed(job: u64, source: ImageError, path: &str) -> Event {
    Event::JobFailed {
        id: JobId(job),
        error: RenderError::File {
            source,
            path: path.into(),
        }
        .into(),
    }
}

fn cannot_write(job: u64, kind: ErrorKind) -> Event {
    let source = kind.into();
    failed(job, ImageError::CannotWrite { source }, "/out/x.png")
}

fn names(queue: &Queue) -> String {
    let name = |entry: &Entry| entry.name().replace(".jpg", "");
    queue.entries.iter().map(name).collect()
}

#[test]
fn a_bad_photograph_fails_with_its_reason_and_the_rest_goes_on() {
    let mut queue = queue(&["a", "b"], 2);
    let ended = queue.take(failed(0, ImageError::Empty, "/card/a.jpg"));
    assert_eq!(ended.job, Some(JobId(0)));
    assert!(ended.stop.is_empty() && queue.blocked.is_none());
    let EntryState::Failed(reason) = &queue.entries[0].state else {
        panic!("{queue:?}");
    };
    assert!(!reason.contains("a.jpg"), "its name stands beside it");
    let ended = queue.take(done(1));
    assert_eq!(ended.saved, Some("/card/b.jpg".into()));
    let (num_failed, last) = ended.all_done.unwrap();
    assert_eq!((queue.num_in(Tab::Done), num_failed), (1, 1));
    assert_eq!(last, Some("/out/b.png".into()));
}

#[test]
fn a_full_disk_stops_the_queue_and_no_photograph_fails() {
    let mut queue = queue(&["a", "b", "c", "d"], 3);
    let ended = queue.take(cannot_write(0, ErrorKind::StorageFull));
    assert_eq!(ended.stop, [JobId(1), JobId(2)]);
    // One more ran into it before it could be stopped.
    queue.take(cannot_write(1, ErrorKind::StorageFull));
    queue.take(Event::JobCancelled { id: JobId(2) });
    assert_eq!(queue.num_in(Tab::Open), 4);
    assert!(queue.running().is_empty() && !queue.goes_on());
    let blocked = queue.blocked.clone().unwrap();
    assert_eq!((blocked.blocker, blocked.number), (Blocker::DiskFull, 0));
    assert_eq!(blocked.target, Path::new("/out"));
    queue.blocked = None;
    assert!(queue.goes_on());
}

#[test]
fn what_the_engine_still_had_goes_to_the_other_folder_too() {
    let mut queue = queue(&["a", "b", "c"], 3);
    queue.take(cannot_write(0, ErrorKind::StorageFull));
    let mut renewed = queue.entries.clone();
    for entry in &mut renewed {
        entry.output = Path::new("/other").join(entry.name());
    }
    // Meanwhile one was given back, and one was written at the last moment.
    queue.take(Event::JobCancelled { id: JobId(1) });
    queue.take(done(2));
    queue.renew(renewed);
    let is_moved = |entry: &Entry| entry.output.starts_with("/other");
    let moved: Vec<bool> = queue.entries.iter().map(is_moved).collect();
    assert_eq!(moved, [true, true, false]);
    assert_eq!(queue.num_in(Tab::Open), 2);
    assert!(queue.goes_on());
}

#[test]
fn a_card_that_is_pulled_out_can_be_left_out_as_a_whole() {
    let mut queue = queue(&["a", "b", "c"], 1);
    queue.entries[2].input = "/elsewhere/c.jpg".into();
    queue.take(Event::JobFailed {
        id: JobId(0),
        error: RenderError::SourceGone {
            folder: "/card".into(),
        }
        .into(),
    });
    assert_eq!(queue.num_in(Tab::Open), 3);
    queue.leave_out();
    assert_eq!(
        [Tab::Open, Tab::Failed].map(|tab| queue.num_in(tab)),
        [1, 2]
    );
    assert!(queue.goes_on());
    // It is back: all of them again.
    queue.retry(None);
    assert_eq!(queue.num_in(Tab::Open), 3);
}

#[test]
fn a_pause_brings_back_what_had_begun() {
    let mut queue = queue(&["a", "b", "c"], 2);
    assert_eq!(queue.pause(true), [JobId(0), JobId(1)]);
    // The first was just being written; that is finished.
    queue.take(done(0));
    queue.take(Event::JobCancelled { id: JobId(1) });
    assert_eq!(queue.entries[0].state, EntryState::Saved);
    assert_eq!(queue.num_in(Tab::Open), 2);
    assert!(!queue.goes_on() && queue.running().is_empty());
    assert!(queue.pause(false).is_empty());
    assert!(queue.goes_on());
}

#[test]
fn only_what_waits_changes_its_place() {
    let mut queue = queue(&["a", "b", "c", "d"], 1);
    queue.entries[2].state = EntryState::Saved;
    // a is drawn, c is saved: b and d wait.
    assert!(!queue.can_move(0, Way::Down) && !queue.can_move(1, Way::Up));
    queue.shift(3, Way::Up);
    assert_eq!(names(&queue), "adbc");
    queue.shift(3, Way::Down);
    assert_eq!(names(&queue), "abdc");
    queue.shift(3, Way::ToFront);
    assert_eq!(names(&queue), "adbc");
    assert!(!queue.can_move(3, Way::ToFront), "it is in front");
}

#[test]
fn what_is_taken_out_is_stopped_and_its_events_are_nobodys() {
    let mut queue = queue(&["a", "b"], 1);
    assert_eq!(queue.remove(0), Some(JobId(0)));
    assert_eq!(queue.remove(1), None);
    assert!(queue.owns(JobId(0)));
    let ended = queue.take(Event::JobCancelled { id: JobId(0) });
    assert_eq!(ended.job, Some(JobId(0)));
    assert!(!queue.owns(JobId(0)) && queue.is_empty());
    assert!(ended.all_done.is_none(), "nothing was done");
}

#[test]
fn a_blocker_goes_with_the_photograph_that_showed_it() {
    let mut queue = queue(&["a", "b"], 1);
    queue.take(cannot_write(0, ErrorKind::PermissionDenied));
    assert!(queue.blocked.is_some());
    queue.remove(0);
    assert!(queue.goes_on());
}

#[test]
fn cancelling_keeps_what_is_done() {
    let mut queue = queue(&["a", "b", "c"], 2);
    queue.take(done(0));
    assert_eq!(queue.cancel_all(), [JobId(1)]);
    assert_eq!(names(&queue), "a");
    queue.clear_ended();
    assert!(queue.is_empty());
}

#[test]
fn the_share_follows_the_stages() {
    let mut queue = queue(&["a", "b"], 2);
    assert_eq!(queue.share(), 0.0);
    queue.take(Event::Progress {
        id: JobId(0),
        progress: Progress::entering(Stage::Draw),
    });
    assert_eq!(queue.share(), stage_share(Stage::Draw) / 2.0);
    queue.take(done(0));
    assert_eq!(queue.share(), 0.5);
    assert!(queue.seconds_left(Instant::now()).is_some());
}

#[test]
fn a_file_that_came_in_between_is_left_alone_when_those_are_to_be() {
    let mut queue = queue(&["a"], 1);
    let order = order(Path::new("/out"), Existing::Skip);
    queue.entries[0].order = Arc::new(order);
    queue.take(failed(0, ImageError::AlreadyExists, "/out/a.png"));
    assert_eq!(queue.entries[0].state, EntryState::Skipped);
}

#[test]
fn what_the_engine_had_waits_again_when_it_is_gone() {
    let mut queue = queue(&["a", "b"], 2);
    queue.engine_is_gone();
    assert!(queue.running().is_empty());
    assert_eq!(queue.num_in(Tab::Open), 2);
}
