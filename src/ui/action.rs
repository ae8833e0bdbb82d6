//! What a view can ask for.

use crate::library::StyleLabel;
use crate::render::Recipe;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{ColorImage, Vec2};

use super::command::Command;
use super::detail::Seen;
use super::export::{Choices, Tab, Way};
use super::guide::Chapter;
use super::panels::SidePanel;
use super::selection::Pick;
use super::teach::Form;

/// What a view asks for.
#[expect(clippy::large_enum_variant, reason = "few at a time")]
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Action {
    /// One of the commands.
    Command(Command),
    /// Read these files and folders.
    Add(Vec<PathBuf>),
    /// Show the sample in place of what to do.
    ShowSample,
    /// Show the photograph with this index, and mean it alone.
    Show(usize),
    /// Mean the photograph with this index together with others.
    Select(usize, Pick),
    /// About the grid of photographs.
    Grid(GridAction),
    /// Take the photograph with this index out of the list; the file stays.
    Remove(usize),
    /// New settings; `settled` when the pointer let go.
    Set {
        /// The settings.
        settings: Recipe,
        /// Whether the change is finished.
        settled: bool,
    },
    /// Zoom by a factor around a point, given from the middle of the picture in points.
    Zoom {
        /// The factor.
        factor: f32,
        /// The point that stays where it is.
        around: Vec2,
    },
    /// Another part of the picture is seen.
    See(Seen),
    /// Move the picture, in points.
    Pan(Vec2),
    /// Move the handle of the wipe, `0.0..=1.0`.
    Wipe(f32),
    /// Look for a command: what is typed, and which of those found is chosen.
    Seek {
        /// What is typed.
        query: String,
        /// The chosen one of those found.
        chosen: usize,
    },
    /// Take in what was pasted: the text, which may name files.
    PasteText(String),
    /// Take in a pasted picture.
    PastePicture(Arc<ColorImage>),
    /// Do what a message offers.
    Remedy(usize),
    /// Close a message.
    DismissToast(usize),
    /// Read a chapter of the guide.
    Read(Chapter),
    /// Close the palette, the guide, the list of keys, or what is said about the program.
    CloseHelp,
    /// Close the list of what went wrong.
    DismissProblems,
    /// Files and folders were let go on the window.
    Dropped(Vec<PathBuf>),
    /// About the sheet for exporting.
    Export(ExportAction),
    /// About the queue of photographs that are exported.
    Queue(QueueAction),
    /// About teaching a style.
    Teach(TeachAction),
    /// About photographs that are drawn over in another program.
    Drawing(DrawingAction),
    /// About the label of a learnt style.
    Label(LabelAction),
    /// Take the neighbour with this index, and show those of it.
    TakeVariation(usize),
    /// Show other neighbours.
    OtherVariations,
    /// Draw what the slider with these words does at its ends.
    DrawEnds(&'static str),
    /// Draw the presets on the present photograph.
    DrawPresets,
    /// A panel beside the canvas was drawn to this width, in points.
    Resize(SidePanel, f32),
    /// Put this style before the others, or back.
    ToggleFavourite(String),
    /// Look for a style; what is typed.
    SeekStyle(String),
    /// A style is to be as it comes again.
    ForgetTuning(String),
    /// The name of a new preset, as it is typed.
    NamePreset(String),
    /// Keep the settings under this name.
    SavePreset(String),
    /// Use the settings of the preset with this index.
    RecallPreset(usize),
    /// Forget the preset with this index.
    RemovePreset(usize),
}

/// What a view asks for about the grid of photographs.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum GridAction {
    /// Other photographs are seen, by their places.
    See(Range<usize>),
    /// Show the photograph with this index on the canvas.
    Open(usize),
}

/// What a view asks for about the form with the label of a learnt style.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum LabelAction {
    /// Open it for this style.
    Open(String),
    /// Something was typed.
    Fill(StyleLabel),
    /// Keep what was typed.
    Keep,
    /// Close it and keep nothing.
    Close,
}

/// What a view asks for about the sheet for exporting.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ExportAction {
    /// Something was chosen.
    Fill(Box<Choices>),
    /// Choose the folder with the system's dialog.
    ChooseFolder,
    /// Begin with what is on the sheet.
    Begin,
    /// Close the sheet.
    CloseSheet,
}

/// What a view asks for about the queue; numbers are those of its photographs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum QueueAction {
    /// Rest or go on.
    Pause(bool),
    /// Take everything out that is not done.
    CancelAll,
    /// Take out what is done and what failed.
    Clear,
    /// Show a part of it.
    Show(Tab),
    /// Move a photograph that waits.
    Move(u64, Way),
    /// Take a photograph out, or stop it.
    Remove(u64),
    /// Draw again what failed: one, or all of them.
    Retry(Option<u64>),
    /// Show the file of a drawing in its folder.
    Reveal(u64),
    /// Try again what was in the way.
    TryAgain,
    /// Choose another folder for what is still to be drawn.
    OtherFolder,
    /// Go on without what cannot be drawn.
    LeaveOut,
    /// Go on with the queue of an earlier run.
    GoOn,
    /// Forget what of the queue of an earlier run is still to be drawn.
    Forget,
    /// Leave the queue of an earlier run resting.
    Later,
}

/// What a view asks for about photographs that are drawn over in another program.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum DrawingAction {
    /// Save the photograph with this index to be drawn over, and watch the file.
    Over(usize),
    /// Open this drawing in the system's program for it.
    Open(PathBuf),
    /// Watch this drawing no longer.
    Forget(PathBuf),
}

/// What a view asks for about teaching a style.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TeachAction {
    /// Prepare a training run from the pages in these folders.
    Prepare(Vec<PathBuf>),
    /// The form was filled in.
    Fill(Box<Form>),
    /// Leave the page with this index out, or take it in again.
    TogglePage(usize),
    /// Close the sheet.
    CloseSheet,
    /// Begin with what is on the sheet.
    Begin,
    /// Rest or go on.
    Pause(bool),
    /// Leave the desktop half of the time.
    Gentle(bool),
    /// Go on from the point after so many steps.
    GoBackTo(u64),
    /// End and keep the best.
    Stop,
    /// End and keep nothing.
    Drop,
    /// Take a waiting training run out of the queue.
    Unqueue(usize),
    /// Go on with an unfinished training run of an earlier run.
    GoOn(usize),
    /// Throw an unfinished training run of an earlier run away.
    ThrowAway(usize),
    /// Leave the unfinished training runs for a later start.
    Later,
    /// Treat the dropped folder as photographs.
    FolderIsPhotos,
    /// Treat the dropped folder as pages of a style.
    FolderIsStyle,
    /// Forget the dropped folder.
    FolderIsNothing,
    /// Take a learnt style out of the style library.
    RemoveStyle(String),
    /// Write a learnt style to a file.
    ExportStyle(String),
    /// Close the window; the training run is gone on with at the next start.
    CloseAnyway,
    /// Do not close the window.
    Stay,
}
