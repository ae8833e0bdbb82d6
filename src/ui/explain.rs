//! Errors of the other layers in the language of the window. What a driver or a codec said itself
//! stays as it is, behind words that say what it means.

use std::io::{self, ErrorKind};
use std::path::Path;

use crate::book::{BookError, title};
use crate::engine::EngineError;
use crate::engine::batch::{FindProblem, is_network};
use crate::gpu::GpuError;
use crate::i18n::{number, tr};
use crate::library::StyleFolderError;
use crate::model::ModelError;
use crate::picture::{ExceededLimit, ImageError, Loss};
use crate::render::{DeviceNote, RenderError};
use crate::train::pages::{MAX_PAGES, PageProblem};
use crate::train::pairs::{MAX_PAIRS, PairProblem};
use crate::train::{CheckpointError, TrainError};

/// A reason with the file that it is about.
pub(super) fn at(path: &Path, reason: &str) -> String {
    tr!(
        "file-problem",
        path = path.display().to_string(),
        reason = reason
    )
}

/// Why a picture could not be read or written.
pub(super) fn picture(err: &ImageError) -> String {
    match err {
        ImageError::CannotRead { source } => tr!(read_reason(source.kind())),
        ImageError::CannotWrite { source } => tr!(write_reason(source.kind())),
        ImageError::Empty => tr!("picture-empty"),
        ImageError::NotAPicture => tr!("picture-unknown"),
        ImageError::UnsupportedFormat { what } => unsupported(what),
        ImageError::UnsupportedVariant { format, .. } => {
            tr!("picture-unsupported-variant", format = format.to_string())
        }
        ImageError::Truncated { format } => {
            tr!("picture-truncated", format = format.to_string())
        }
        ImageError::Damaged { format, .. } => tr!("picture-damaged", format = format.to_string()),
        ImageError::TooLarge {
            width,
            height,
            exceeded,
        } => tr!(
            "picture-too-large",
            width = *width,
            height = *height,
            limit = limit(*exceeded)
        ),
        ImageError::FileTooLarge { limit_bytes } => {
            tr!("picture-file-too-large", limit = megabytes(*limit_bytes))
        }
        ImageError::OverMemoryLimit { limit_bytes } => {
            tr!("picture-over-memory", limit = megabytes(*limit_bytes))
        }
        ImageError::OutOfMemory { needed_bytes } => {
            tr!("picture-out-of-memory", needed = megabytes(*needed_bytes))
        }
        ImageError::InvalidSize {
            width,
            height,
            format,
        } => tr!(
            "picture-invalid-size",
            width = *width,
            height = *height,
            format = *format
        ),
        ImageError::DepthNotHeld { format } => tr!("picture-depth", format = *format),
        ImageError::DoesNotMove { format } => tr!("picture-still", format = *format),
        ImageError::ChangedWhileRead => tr!("picture-changed"),
        ImageError::UnknownOutputFormat { name } => tr!("picture-unknown-output", name = name),
        ImageError::CannotEncode { format, .. } => tr!("picture-cannot-encode", format = *format),
        ImageError::AlreadyExists => tr!("picture-exists"),
    }
}

/// Why a kind of picture is not read; `what` is what the readers call it.
fn unsupported(what: &str) -> String {
    let kinds = [
        ("camera-raw", "picture-raw"),
        ("heif", "picture-heif"),
        ("photoshop", "picture-psd-not-merged"),
        ("jpeg-2000", "picture-jpeg-2000"),
    ];
    let lower = what.to_lowercase().replace(' ', "-");
    if let Some((_, words)) = kinds.iter().find(|(kind, _)| lower.starts_with(kind)) {
        return tr!(words);
    }
    // What these lack is for the command line, which says it in full.
    let formats = ["TIFF", "JPEG"];
    let is_variant = |format: &&str| what.contains(format) && !what.contains("JPEG XR");
    match formats.into_iter().find(is_variant) {
        Some(format) => tr!("picture-unsupported-variant", format = format),
        // The name alone: what it is a name of, such as "pictures", is a word of one language.
        None => tr!(
            "picture-unsupported",
            what = what.rsplit_once(' ').map_or(what, |(name, _)| name)
        ),
    }
}

fn limit(exceeded: ExceededLimit) -> String {
    match exceeded {
        ExceededLimit::Pixels(pixels) => {
            tr!("limit-pixels", megapixels = number(pixels as f64 / 1e6, 1))
        }
        ExceededLimit::Side(pixels) => tr!("limit-side", pixels = pixels),
        ExceededLimit::Memory {
            needed_bytes,
            limit_bytes,
        } => tr!(
            "limit-memory",
            needed = megabytes(needed_bytes),
            limit = megabytes(limit_bytes)
        ),
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{:.0} MB", (bytes as f64 / 1e6).ceil())
}

fn read_reason(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::NotFound => "disk-not-found",
        ErrorKind::PermissionDenied => "disk-read-denied",
        ErrorKind::IsADirectory => "disk-is-folder",
        ErrorKind::NotADirectory => "disk-not-a-folder",
        kind if is_network(kind) => "disk-network",
        _ => "disk-cannot-read",
    }
}

fn write_reason(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::StorageFull => "disk-full",
        ErrorKind::QuotaExceeded => "disk-quota",
        ErrorKind::ReadOnlyFilesystem => "disk-read-only",
        ErrorKind::PermissionDenied => "disk-write-denied",
        ErrorKind::IsADirectory => "disk-folder-of-that-name",
        ErrorKind::NotADirectory => "disk-not-a-folder",
        ErrorKind::FileTooLarge => "disk-file-too-large",
        ErrorKind::InvalidFilename => "disk-bad-name",
        kind if is_network(kind) => "disk-network",
        _ => "disk-cannot-write",
    }
}

/// Why a file could not be read or removed.
pub(super) fn disk(err: &io::Error) -> String {
    tr!(read_reason(err.kind()))
}

/// Why a folder could not be used, or a part of it.
pub(super) fn find(problem: &FindProblem) -> String {
    match problem {
        FindProblem::Bare => tr!("folder-empty"),
        FindProblem::Unreadable(err) => disk(err),
        FindProblem::LeftOut { format, count } => {
            tr!("folder-left-out", format = *format, count = *count)
        }
        FindProblem::Loop => tr!("folder-loop"),
    }
}

/// What is not kept of the files of photographs.
pub(super) fn losses<'a>(lost: impl IntoIterator<Item = &'a Loss>) -> String {
    let words = lost.into_iter().map(|loss| match loss {
        Loss::Video => tr!("loss-film"),
        Loss::GainMap => tr!("loss-gain-map"),
        Loss::DepthMap => tr!("loss-depth-map"),
        Loss::ExtendedXmp => tr!("loss-extended-xmp"),
        Loss::Faces => tr!("loss-faces"),
        Loss::MakerData => tr!("loss-maker-data"),
        Loss::LongXmp => tr!("loss-long-xmp"),
        Loss::Everything => tr!("loss-everything"),
    });
    words.collect::<Vec<_>>().join(&tr!("list-comma"))
}

/// Why a drawing could not be made, or a style not be learnt.
pub(super) fn engine(err: &EngineError) -> String {
    match err {
        EngineError::Render(err) => render(err),
        EngineError::Interrupted => tr!("saving-stopped"),
        EngineError::Weights { source, path } => at(path, &disk(source)),
        EngineError::UnfitWeights { source, path } => at(path, &model(source)),
        EngineError::Train(err) => training(err),
        EngineError::StyleFolder(err) => style_folder_error(err),
        EngineError::TrainingRuns => tr!("engine-lesson-runs"),
        EngineError::TrainingElsewhere { name } => tr!("engine-lesson-elsewhere", name = name),
        EngineError::Thread(_) => tr!("engine-no-thread"),
    }
}

/// Why a drawing could not be made.
fn render(err: &RenderError) -> String {
    match err {
        RenderError::File { source, path } => at(path, &picture(source)),
        RenderError::SourceGone { folder } => at(folder, &tr!("folder-gone-source")),
        RenderError::TargetGone { folder } => at(folder, &tr!("folder-gone-target")),
        RenderError::Picture(err) => picture(err),
        RenderError::Model(err) => model(err),
        RenderError::Gpu(err) => gpu(err),
        RenderError::UnknownStyle(unknown) => {
            tr!("engine-unknown-style", name = &unknown.name)
        }
        RenderError::Cancelled => tr!("saving-stopped"),
        RenderError::Panicked { message } => tr!("engine-defect", detail = message),
    }
}

fn model(err: &ModelError) -> String {
    match err {
        ModelError::NotSafetensors(_)
        | ModelError::NotPyTorch { .. }
        | ModelError::TextTooLong { .. }
        | ModelError::StyleCount { .. }
        | ModelError::NoPhotoCode => tr!("model-damaged"),
        ModelError::NotAStyle => tr!("model-no-style"),
        ModelError::NewerFormat { .. } => tr!("model-newer"),
        ModelError::BadProvenance => tr!("model-bad-provenance"),
        ModelError::BadName { name } => tr!("model-bad-name", name = name),
        ModelError::MissingTensor { name }
        | ModelError::Misshapen { name, .. }
        | ModelError::WrongType { name }
        | ModelError::NotFinite { name }
        | ModelError::UnknownTensor { name } => tr!("model-tensor", name = name),
        ModelError::Cpu(_) | ModelError::Backend { .. } => {
            tr!("model-unfit", detail = err.detail())
        }
    }
}

/// Why the graphics card is not used.
pub(super) fn device(note: &DeviceNote) -> String {
    match note {
        DeviceNote::CpuAskedFor => tr!("device-note-cpu"),
        DeviceNote::NoAdapter => tr!("gpu-none"),
        DeviceNote::Software { adapter } => tr!("device-note-software", adapter = adapter),
        DeviceNote::Unfit { adapter, detail } => {
            tr!("device-note-unfit", adapter = adapter, detail = detail)
        }
        DeviceNote::Differs { adapter } => tr!("device-note-differs", adapter = adapter),
        DeviceNote::LeftAlone { detail } => tr!("device-note-left", detail = detail),
    }
}

fn gpu(err: &GpuError) -> String {
    match err {
        GpuError::NoAdapter => tr!("gpu-none"),
        GpuError::Open { adapter, .. } => tr!("gpu-cannot-open", adapter = adapter),
        GpuError::TooLarge { width, height } => {
            tr!("gpu-too-large", width = *width, height = *height)
        }
        GpuError::Differs { .. } => tr!("gpu-differs"),
        GpuError::Gone => tr!("gpu-gone"),
        GpuError::Runtime { .. } | GpuError::Pipeline { .. } | GpuError::Lost { .. } => {
            tr!("gpu-failed", detail = err.detail())
        }
    }
}

/// What is the matter with the folder of learnt styles, or with a file for it.
pub(super) fn style_folder_error(err: &StyleFolderError) -> String {
    match err {
        StyleFolderError::NoFolder => tr!("shelf-no-folder"),
        StyleFolderError::Disk { source, path } => at(path, &disk(source)),
        StyleFolderError::Write { source, path } => at(path, &picture(source)),
        StyleFolderError::Unfit { source, path } => at(path, &model(source)),
        StyleFolderError::BuiltIn { name } => tr!("shelf-built-in", name = name),
        StyleFolderError::Missing { name } => tr!("engine-unknown-style", name = name),
        StyleFolderError::Exists { name } => tr!("shelf-exists", name = name),
    }
}

fn training(err: &TrainError) -> String {
    match err {
        TrainError::NoPages => tr!("learning-no-pages"),
        TrainError::Model(ModelError::Backend { reason }) => {
            tr!("learning-device", detail = reason)
        }
        TrainError::Model(err) => model(err),
        TrainError::Checkpoint(err) => checkpoint(err),
        // Only the command line trains the networks that the program comes with.
        TrainError::NoPhotos | TrainError::OtherStyles { .. } | TrainError::Diverged { .. } => {
            err.to_string()
        }
    }
}

/// What is the matter with what a training run keeps.
pub(super) fn checkpoint(err: &CheckpointError) -> String {
    match err {
        CheckpointError::Disk { source, path } => at(path, &tr!(write_reason(source.kind()))),
        CheckpointError::Write { source, path } => at(path, &picture(source)),
        CheckpointError::Damaged { path, .. } => at(path, &tr!("learning-damaged")),
    }
}

/// Why a book, or a page in it, cannot be read.
fn book(err: &BookError) -> String {
    match err {
        BookError::Picture(err) => picture(err),
        BookError::Encrypted => tr!("book-encrypted"),
        BookError::Damaged { kind } => tr!("picture-damaged", format = *kind),
        BookError::NoPictures => tr!("book-no-pictures"),
        BookError::OnlyText => tr!("book-only-text"),
        BookError::OtherArchive { kind } => tr!("book-other-archive", kind = *kind),
        BookError::Nested => tr!("book-nested"),
        BookError::UnusualPacking => tr!("book-unusual-packing"),
        BookError::TooManyFiles { limit } => tr!("book-too-many-files", limit = *limit),
        BookError::TakesTooLong => tr!("book-takes-too-long"),
        BookError::TooMuchInside { limit_bytes } => {
            tr!("book-too-much-inside", limit = megabytes(*limit_bytes))
        }
    }
}

/// Why a page is not learnt from.
pub(super) fn page(problem: &PageProblem) -> String {
    match problem {
        PageProblem::Unreadable(err) => book(err),
        PageProblem::TooSmall { width, height } => {
            tr!("page-too-small", width = *width, height = *height)
        }
        PageProblem::Duplicate { of } => tr!("page-duplicate", of = title(of)),
        PageProblem::Blank => tr!("page-blank"),
        PageProblem::MostlyText => tr!("page-mostly-text"),
        PageProblem::TooMany => tr!("page-too-many", count = MAX_PAGES),
        PageProblem::RestUnread {
            num_read,
            num_pages,
        } => tr!("page-rest-unread", read = *num_read, count = *num_pages),
        PageProblem::UnlikeOthers => tr!("page-unlike-others"),
    }
}

/// Why a drawing is not learnt from together with its photograph.
pub(super) fn pair(problem: &PairProblem) -> String {
    match problem {
        PairProblem::Photo(err) => tr!("pair-photo", reason = picture(err)),
        PairProblem::Drawing(err) => book(err),
        PairProblem::TooSmall { width, height } => {
            tr!("page-too-small", width = *width, height = *height)
        }
        PairProblem::Transparent => tr!("pair-transparent"),
        PairProblem::OtherPhoto => tr!("pair-other-photo"),
        PairProblem::Unchanged => tr!("pair-unchanged"),
        PairProblem::TooMany => tr!("pair-too-many", count = MAX_PAIRS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Language, set_language};

    /// Whether a sentence has no words but those of names and of a driver, which stand in brackets.
    fn is_chinese(text: &str, names: &[&str]) -> bool {
        let mut text = text.to_owned();
        for name in names {
            text = text.replace(name, "");
        }
        let latin = text.chars().filter(char::is_ascii_alphabetic).count();
        let chinese = text.chars().filter(|c| ('一'..='龥').contains(c)).count();
        chinese >= 4 && latin <= 3
    }

    #[test]
    fn why_the_card_is_not_used_and_why_a_training_run_rests_is_told_in_the_language_of_the_window()
    {
        set_language(Language::Chinese);
        let (adapter, detail) = ("llvmpipe".to_owned(), "device lost".to_owned());
        let notes = [
            DeviceNote::CpuAskedFor,
            DeviceNote::NoAdapter,
            DeviceNote::Software {
                adapter: adapter.clone(),
            },
            DeviceNote::Unfit {
                adapter,
                detail: detail.clone(),
            },
            DeviceNote::LeftAlone { detail },
        ];
        for note in notes {
            let told = device(&note);
            assert!(is_chinese(&told, &["llvmpipe", "device lost"]), "{told}");
        }
        let reason = || "device lost".to_owned();
        let name = || "up.0".to_owned();
        let errors: Vec<EngineError> = vec![
            GpuError::NoAdapter.into(),
            GpuError::Runtime { reason: reason() }.into(),
            GpuError::Pipeline {
                what: "display",
                reason: reason(),
            }
            .into(),
            GpuError::Lost { reason: reason() }.into(),
            GpuError::Differs { by: 0.5 }.into(),
            GpuError::Gone.into(),
            ModelError::MissingTensor { name: name() }.into(),
            ModelError::NotFinite { name: name() }.into(),
            ModelError::TextTooLong { field: "author" }.into(),
            ModelError::NoPhotoCode.into(),
            ModelError::Backend { reason: reason() }.into(),
            EngineError::TrainingRuns,
        ];
        for err in errors {
            let told = engine(&err);
            assert!(
                is_chinese(&told, &["device lost", "up.0", "Kinetoon"]),
                "{told}"
            );
        }
        let defect = engine(&RenderError::Panicked { message: reason() }.into());
        assert!(defect.contains("出错了"), "{defect}");
        let kinds = [
            "camera raw files",
            "HEIF and AVIF pictures",
            "JPEG 2000 pictures",
            "Photoshop documents without a merged picture",
            "TIFF files with LERC compression",
            "lossless JPEG pictures",
        ];
        for what in kinds {
            let told = picture(&ImageError::UnsupportedFormat { what });
            let names = ["TIFF", "JPEG 2000", "JPEG", "HEIF", "AVIF", "Photoshop"];
            assert!(is_chinese(&told, &names), "{told}");
        }
        assert!(is_chinese(&find(&FindProblem::Loop), &[]));
        let full = CheckpointError::Disk {
            source: ErrorKind::StorageFull.into(),
            path: "/lessons/x".into(),
        };
        let told = engine(&TrainError::from(full).into());
        assert!(is_chinese(&told, &["/lessons/x"]), "{told}");
        set_language(Language::English);
    }
}
