//! Photographs into files, for `stylize` and `watch` alike.

mod outcome;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use self::outcome::print_outcome;
pub(super) use self::outcome::{Tally, failed, summary};
use super::arguments::{DrawingOptions, MetadataChoice};
use super::inputs::{self, Plan};
use super::learn::is_style_file;
use super::report;
use super::session::{Outcome, Session};
use crate::engine::EngineError;
use crate::engine::batch::{Blocker, FindProblem, Naming, Pair, Record, Shard};
use crate::library::{StyleFolder, read_style_file};
use crate::model::{Dials, StyleFile};
use crate::picture::{self, ColorSpace, EncodeOptions, Resolution};
use crate::render::{Output, Recipe, RenderRequest, RendererOptions, Sink, Source, View, vary};

/// By which seed the look of a file was varied.
pub(super) type Seeds = HashMap<PathBuf, u64>;

/// What earlier runs into the folder of `out` did.
pub(super) fn open_record(out: &Path, shard: Option<Shard>) -> Record {
    match crate::paths::data_dir() {
        Some(data) => Record::open(&data.join("runs"), inputs::folder_of(out), shard),
        None => Record::default(),
    }
}

/// How drawings are named; not beside files that are there.
pub(super) fn naming(options: &DrawingOptions) -> Naming<'_> {
    Naming {
        format: options.format,
        depth: options.depth,
        pattern: options.name.as_ref(),
        avoid_existing: false,
    }
}

/// What the style is called in names of files.
pub(super) fn style_name(options: &DrawingOptions) -> String {
    let path = Path::new(&options.style);
    if is_style_file(path) {
        let stem = path.file_stem().unwrap_or_default();
        stem.to_string_lossy().into_owned()
    } else {
        options.style.clone()
    }
}

/// Refuses what the formats of the files cannot hold.
///
/// # Errors
/// Naming the format.
pub(super) fn check_formats(options: &DrawingOptions, pairs: &[Pair]) -> anyhow::Result<()> {
    let is_wide = options
        .profile
        .0
        .is_some_and(|space| space != ColorSpace::Srgb);
    let without_profile = |pair: &&Pair| !pair.format.holds_profile();
    if is_wide && let Some(pair) = pairs.iter().find(without_profile) {
        let format = pair.format.title();
        bail!(
            "--profile: {format} files are written in sRGB; PNG, JPEG, WebP and TIFF hold others"
        );
    }
    let without_resolution = |pair: &&Pair| !pair.format.holds_resolution();
    if options.dpi.is_some()
        && let Some(pair) = pairs.iter().find(without_resolution)
    {
        let format = pair.format.title();
        bail!("--dpi: {format} files do not say how large they are on paper; all others do");
    }
    Ok(())
}

/// Tells what of the inputs cannot be used.
pub(super) fn print_unusable(is_json: bool, tally: &mut Tally, plan: &Plan) {
    for (path, reason) in &plan.unusable {
        if matches!(reason, FindProblem::LeftOut { .. }) {
            // What is beside photographs, such as raw files, is no failure.
            report::note(&format!("{}: {reason}", report::name(path)));
            continue;
        }
        failed(is_json, tally, None, path, &reason.to_string());
    }
}

/// Removes what killed runs left half written in the folders of the drawings.
pub(super) fn remove_leftovers(pairs: &[Pair]) {
    let folders = pairs.iter().filter_map(|pair| pair.output.parent());
    let folders: std::collections::BTreeSet<_> = folders.collect();
    for folder in folders {
        picture::remove_leftovers(folder);
    }
}

/// An engine that draws in one style, and what came of its drawings.
pub(super) struct Drawer<'a> {
    options: &'a DrawingOptions,
    pub(super) session: Session,
    recipe: Recipe,
    pub(super) tally: Tally,
    /// What a person can do when no drawing can be written any longer; told once.
    advice: Option<&'static str>,
    /// Whether photographs that change are drawn again by themselves.
    draws_again: bool,
}

impl<'a> Drawer<'a> {
    /// Opens the engine; nothing where there is no such style, which is told.
    ///
    /// # Errors
    /// What keeps it from drawing.
    pub(super) fn open(
        options: &'a DrawingOptions,
        tally: Tally,
        advice: &'static str,
        draws_again: bool,
    ) -> anyhow::Result<Option<Self>> {
        let extra_style = extra_style(options)?;
        let name = extra_style
            .as_ref()
            .map_or(&options.style, |style| &style.name)
            .clone();
        let session = Session::open(renderer_options(options, extra_style)?)?;
        let recipe = recipe(options, name);
        let Some(ink) = recipe.ink_of_styles(&session.library) else {
            let blend = recipe.blend.iter().map(|(name, _)| name);
            let mut names = std::iter::once(&recipe.style).chain(blend);
            let unknown = names.find(|name| session.style(name).is_none());
            let known = session.styles.join(", ");
            report::error(&format!(
                "there is no style {:?}; there are {known}",
                unknown.unwrap_or(&recipe.style)
            ));
            return Ok(None);
        };
        Ok(Some(Self {
            options,
            session,
            recipe: recipe.with_ink(options.ink.over(ink)),
            tally,
            advice: Some(advice),
            draws_again,
        }))
    }

    /// Draws each photograph into its file, and tells what came of it; `on_end` hears of it before.
    /// What would fail alike for every file ends it.
    ///
    /// # Errors
    /// When the engine has ended, which it never should.
    pub(super) fn draw(
        &mut self,
        pairs: &[Pair],
        seeds: &Seeds,
        record: &mut Record,
        mut on_end: impl FnMut(&Pair, &Outcome),
    ) -> anyhow::Result<()> {
        let library = &self.session.library;
        let jobs = pairs
            .iter()
            .map(|pair| {
                let recipe = match seeds.get(&pair.output) {
                    Some(seed) => vary(&self.recipe, library, *seed),
                    None => self.recipe.clone(),
                };
                job(self.options, recipe, pair)
            })
            .collect();
        let (tally, advice) = (&mut self.tally, &mut self.advice);
        let (is_json, draws_again) = (self.options.json, self.draws_again);
        self.session.run(jobs, |bar, index, outcome| {
            let is_hopeless = matches!(&outcome, Outcome::Failed(err) if is_hopeless(err));
            if let Some(pair) = pairs.get(index) {
                if let Outcome::Done(result) = &outcome
                    && let Some(imprint) = result.imprint.clone()
                {
                    record.written(&pair.output, imprint);
                }
                on_end(pair, &outcome);
                bar.suspend(|| print_outcome(is_json, tally, pair, outcome, draws_again));
            }
            if is_hopeless && let Some(advice) = advice.take() {
                bar.suspend(|| report::error(advice));
            }
            !is_hopeless
        })
    }
}

/// Whether what kept one drawing from being written keeps all others from it.
fn is_hopeless(err: &EngineError) -> bool {
    Blocker::behind(err).is_some_and(|blocker| blocker.is_for_every_file())
}

/// The style of a file that was named in place of one in the style library.
fn extra_style(options: &DrawingOptions) -> anyhow::Result<Option<StyleFile>> {
    let path = Path::new(&options.style);
    if is_style_file(path) {
        Ok(Some(read_style_file(path)?))
    } else {
        Ok(None)
    }
}

fn renderer_options(
    options: &DrawingOptions,
    extra_style: Option<StyleFile>,
) -> anyhow::Result<RendererOptions> {
    let weights = options
        .weights
        .as_ref()
        .map(|path| {
            std::fs::read(path)
                .with_context(|| format!("cannot read the weights {}", report::name(path)))
        })
        .transpose()?;
    Ok(RendererOptions {
        device: options.device,
        shared: None,
        weights,
        style_folder: StyleFolder::of_user().ok(),
        extra_style,
    })
}

fn recipe(options: &DrawingOptions, style: String) -> Recipe {
    let blend = options.blend.clone();
    Recipe {
        blend: blend.map(|name| (name, options.blend_share)),
        amount: options.amount,
        weights: Dials {
            style: options.style_weight,
            content: options.content_weight,
            cycle: options.cycle_weight,
        },
        ..Recipe::of_style(style)
    }
}

fn job(options: &DrawingOptions, recipe: Recipe, pair: &Pair) -> RenderRequest {
    let source = options.source_type.of(&recipe);
    RenderRequest {
        source: Source::File(pair.input.clone()),
        recipe,
        scale: options.scale,
        view: View::Full(options.size),
        sink: Sink::File(Output {
            path: pair.output.clone(),
            options: EncodeOptions {
                format: pair.format,
                quality: options.quality,
                depth: options.depth,
                source,
                resolution: options.dpi.map(Resolution::of_dpi),
                ..EncodeOptions::default()
            },
            color: options.profile.0,
            keep_metadata: options.metadata == MetadataChoice::Keep,
            overwrite: pair.overwrite,
            base: None,
        }),
    }
}
