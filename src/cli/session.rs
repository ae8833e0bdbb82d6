//! One run of the engine for the command line: feeds it jobs, shows how far it is, collects what
//! came of them.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{anyhow, bail};
use crossbeam_channel::RecvTimeoutError;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{FAILED, report};
use crate::engine::{EngineError, EngineHandle, EngineOptions, Event, JobId, JobResult, Stage};
use crate::library::StyleEntry;
use crate::picture;
use crate::render::{DeviceReport, RenderRequest, Renderer, RendererOptions};

/// How often Ctrl-C is looked for while the engine is busy.
const TICK: Duration = Duration::from_millis(50);
/// How long jobs may take to stop after Ctrl-C; what reads or draws on then is left alone.
const GRACE: Duration = Duration::from_millis(250);
/// After so long the program ends, whatever it waits for.
const LIMIT: Duration = Duration::from_millis(600);
/// Jobs that are handed to the engine ahead of their turn.
const QUEUE: usize = 8;
/// The same where those must be drawn before the program ends.
const SHORT_QUEUE: usize = 2;

/// An engine that has loaded its network.
pub(super) struct Session {
    pub(super) engine: EngineHandle,
    pub(super) interrupted: Arc<AtomicBool>,
    pub(super) device: DeviceReport,
    pub(super) styles: Vec<String>,
    pub(super) library: Vec<StyleEntry>,
    ends_at_once: Arc<AtomicBool>,
    ends_at_second: Arc<AtomicBool>,
}

/// What came of one job.
pub(super) enum Outcome {
    Done(JobResult),
    Failed(EngineError),
    Stopped,
}

impl Session {
    /// Starts the engine and waits until it can draw.
    ///
    /// # Errors
    /// Why it cannot.
    pub(super) fn open(options: RendererOptions) -> anyhow::Result<Self> {
        let interrupted = Arc::new(AtomicBool::new(false));
        let ends_at_once = Arc::new(AtomicBool::new(false));
        let ends_at_second = Arc::new(AtomicBool::new(false));
        let [flag, at_once, at_second] =
            [&interrupted, &ends_at_once, &ends_at_second].map(Arc::clone);
        // It runs on a thread of its own. Only fails when a handler is set already, by whoever uses
        // this as a library.
        ctrlc::set_handler(move || {
            let is_second = flag.swap(true, Ordering::AcqRel);
            if is_second && at_second.load(Ordering::Acquire) {
                end_now();
            }
            if at_once.load(Ordering::Acquire) {
                std::thread::sleep(LIMIT);
                end_now();
            }
        })
        .ok();
        let mut engine =
            EngineHandle::spawn(EngineOptions::default(), move || Renderer::open(&options))?;
        let mut ready = None;
        loop {
            match engine.events().recv_timeout(TICK) {
                Ok(Event::Ready { device, styles }) => ready = Some((device, styles)),
                Ok(Event::StyleFolder(library)) => {
                    if let Some((device, styles)) = ready.take() {
                        return Ok(Self {
                            engine,
                            interrupted,
                            device,
                            styles,
                            library,
                            ends_at_once,
                            ends_at_second,
                        });
                    }
                }
                Ok(Event::StartFailed(err)) => return Err(err.into()),
                Err(RecvTimeoutError::Timeout) if interrupted.load(Ordering::Acquire) => {
                    // Nothing was begun, so that nothing is lost.
                    engine.wait_no_longer();
                    bail!("stopped")
                }
                Ok(_) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => bail!("the engine ended unexpectedly"),
            }
        }
    }

    /// The style of that name in the style library.
    pub(super) fn style(&self, name: &str) -> Option<&StyleEntry> {
        self.library.iter().find(|entry| entry.name == name)
    }

    /// From now on Ctrl-C ends [`run`](Self::run) when what was begun is done; a second one ends
    /// the program at once.
    pub(super) fn finish_what_is_begun(&self) {
        self.ends_at_second.store(true, Ordering::Release);
    }

    /// Whether somebody has pressed Ctrl-C.
    pub(super) fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Acquire)
    }

    /// Runs `jobs` and calls `on_outcome` with the index of each as it ends; stops at Ctrl-C, or
    /// when that says no. From the first job on Ctrl-C ends the program within a second, also while
    /// a disk does not answer or a large picture is being drawn.
    ///
    /// # Errors
    /// When the engine has ended, which it never should.
    pub(super) fn run(
        &mut self,
        jobs: Vec<RenderRequest>,
        mut on_outcome: impl FnMut(&ProgressBar, usize, Outcome) -> bool,
    ) -> anyhow::Result<()> {
        let finishes = self.ends_at_second.load(Ordering::Acquire);
        self.ends_at_once.store(!finishes, Ordering::Release);
        let queue = if finishes { SHORT_QUEUE } else { QUEUE };
        let bar = progress_bar(jobs.len() as u64);
        let mut jobs = jobs.into_iter().enumerate().peekable();
        let mut running: HashMap<JobId, usize> = HashMap::new();
        let mut stopping = false;
        let mut interrupted_at = None;
        loop {
            while !stopping && running.len() < queue {
                let Some((index, spec)) = jobs.next() else {
                    break;
                };
                let id = self
                    .engine
                    .start_job(spec)
                    .ok_or_else(|| anyhow!("the engine is gone"))?;
                running.insert(id, index);
            }
            if running.is_empty() {
                break;
            }
            if self.interrupted.load(Ordering::Acquire) {
                if !stopping {
                    stopping = true;
                    if !finishes {
                        self.engine.cancel_all();
                    }
                }
                let is_over = !finishes && self.has_waited_enough(&mut interrupted_at);
                if is_over && self.engine.events().is_empty() {
                    break;
                }
            }
            let (id, outcome) = match self.engine.events().recv_timeout(TICK) {
                Ok(Event::JobDone { id, result }) => (id, Outcome::Done(result)),
                Ok(Event::JobFailed { id, error }) => (id, Outcome::Failed(error)),
                Ok(Event::JobCancelled { id }) => (id, Outcome::Stopped),
                Ok(Event::Progress { progress, .. }) => {
                    bar.set_message(stage_name(progress.stage));
                    continue;
                }
                Ok(Event::DeviceChanged(device)) => {
                    let note = device
                        .note
                        .as_ref()
                        .map_or_else(String::new, ToString::to_string);
                    bar.suspend(|| report::note(&format!("{note}; the CPU goes on")));
                    continue;
                }
                Ok(_) => continue,
                Err(RecvTimeoutError::Timeout) => {
                    bar.tick();
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => bail!("the engine ended unexpectedly"),
            };
            self.engine.forget_job(id);
            if let Some(index) = running.remove(&id) {
                if bar.position() == 0 {
                    // Before the first one is done nobody knows how long the rest will take.
                    bar.set_style(bar_style("{bar:32} {pos}/{len} {msg} {eta} left"));
                }
                bar.inc(1);
                if !on_outcome(&bar, index, outcome) && !stopping {
                    stopping = true;
                    self.engine.cancel_all();
                }
            }
        }
        // Those that did not stop, and those that were not begun.
        let mut left: Vec<usize> = running.into_values().collect();
        left.sort_unstable();
        for index in left.into_iter().chain(jobs.map(|(index, _)| index)) {
            on_outcome(&bar, index, Outcome::Stopped);
        }
        bar.finish_and_clear();
        Ok(())
    }

    /// Whether the jobs had their time to stop. From then on no file appears.
    fn has_waited_enough(&mut self, interrupted_at: &mut Option<Instant>) -> bool {
        let at = *interrupted_at.get_or_insert_with(Instant::now);
        let is_over = at.elapsed() > GRACE;
        if is_over {
            picture::give_up_writing();
            self.engine.wait_no_longer();
        }
        is_over
    }
}

/// Ends the program without waiting for anything; no half file is left.
fn end_now() -> ! {
    picture::give_up_writing();
    std::process::exit(i32::from(FAILED))
}

/// A bar on standard error; none when that is no terminal.
fn progress_bar(len: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(len), ProgressDrawTarget::stderr());
    bar.set_style(bar_style("{bar:32} {pos}/{len} {msg}"));
    bar
}

fn bar_style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Decode => "reading",
        Stage::Draw => "drawing",
        Stage::Ink => "inking",
        Stage::Write => "writing",
    }
}
