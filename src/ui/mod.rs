//! The window: photographs dropped on it are drawn side by side while the sliders move.
//!
//! Its state is plain data; views show it and send [`action::Action`]s; [`app`] is the only place
//! that changes it or talks to the engine. Nothing here waits for the engine or for a disk.
//!
//! | module | what |
//! |---|---|
//! | [`launch`] | opens the window on the device that the network shares |
//! | [`app`] | wires state, views, engine and loader |
//! | [`state`] | everything that is shown, as plain data |
//! | [`mod@pointer`] | what the pointer did, a step a frame |
//! | [`photo`] | the photographs in the strip |
//! | [`action`] | what a view can ask for |
//! | [`command`] | all commands, for menus, toolbar, keys and palette |
//! | [`explain`] | errors of the other layers in the language of the window |
//! | [`fonts`] | letters and Chinese characters |
//! | [`geometry`] | where the window is |
//! | [`history`] | undo and redo |
//! | [`blend`] | the sliders when a second style is blended in |
//! | [`variations`] | neighbours of the present look, to choose from |
//! | [`mod@compare`] | how photograph and drawing are put beside each other |
//! | [`contact`] | the shown photograph in all styles on one sheet |
//! | [`mod@drawn`] | the last drawings, for who comes back |
//! | [`ends`] | what a slider does, in two pictures |
//! | [`selection`] | several photographs at once |
//! | [`mod@sort`] | in which order the photographs stand |
//! | [`grid`] | which photographs are drawn beside each other, and which comes next |
//! | [`guide`] | what the chapters of the guide say |
//! | [`mod@held_slider`] | frames without a display, for the benchmark |
//! | [`favourites`] | in which order styles are listed |
//! | [`panels`] | how wide the panels beside the canvas are |
//! | [`schedule`] | when a draft is drawn and when the whole drawing |
//! | [`loader`] | the thread that reads photographs |
//! | [`export`] | many photographs to files: the sheet and the queue |
//! | [`presets`] | settings under a name |
//! | [`recent`] | what was opened last, and where the dialogs were |
//! | [`persisted`] | what is kept from one start to the next |
//! | [`detail`] | the part that is looked at closely |
//! | [`dialog`] | the system's file dialogs |
//! | [`double_click`] | what a double click is when frames are slow |
//! | [`errands`] | the thread that notes, moves and removes training runs and styles |
//! | [`teach`] | a style being taught |
//! | [`style_form`] | a learnt style being given another name |
//! | [`signals`] | the system asks the program to end |
//! | [`toast`] | short messages |
//! | [`reveal`] | a file in the system's file manager |
//! | [`theme`] | colours and sizes |
//! | [`view`] | toolbar, canvas, controls, strip of photographs |

mod action;
mod app;
mod blend;
mod clipboard;
mod command;
mod compare;
mod contact;
mod critic;
mod detail;
mod dialog;
mod double_click;
mod drawings;
mod drawn;
mod ends;
mod errands;
mod explain;
mod export;
mod favourites;
mod fonts;
mod geometry;
mod grid;
mod guide;
mod held_slider;
mod history;
mod launch;
mod loader;
mod panels;
mod persisted;
mod photo;
mod pointer;
mod presets;
mod problems;
mod recent;
mod reveal;
mod schedule;
mod selection;
mod settings;
mod signals;
mod sort;
mod state;
mod style_form;
mod teach;
mod texture;
mod theme;
mod toast;
mod variations;
mod view;

#[doc(hidden)]
pub use held_slider::HeldSlider;
pub use launch::{WindowError, WindowOptions, open};
#[doc(hidden)]
pub use persisted::reread_settings;
