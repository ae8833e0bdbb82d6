//! From the words on the command line to values, with the range in the error.

use super::Profile;
use crate::model::Dials;
use crate::picture::{ColorSpace, Depth, ImageError, OutputFormat};
use crate::render::{Recipe, Scale};

pub(super) fn minutes(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(minutes) if minutes > 0.0 && minutes <= 100_000.0 => Ok(minutes),
        _ => Err("not a number of minutes above 0".to_owned()),
    }
}

pub(super) fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (0.1..=3600.0).contains(&seconds) => Ok(seconds),
        _ => Err("not a number of seconds between 0.1 and 3600".to_owned()),
    }
}

pub(super) fn in_range(text: &str, range: std::ops::RangeInclusive<f32>) -> Result<f32, String> {
    let (low, high) = (range.start(), range.end());
    match text.parse::<f32>() {
        Ok(value) if range.contains(&value) => Ok(value),
        Ok(value) => Err(format!("{value} is not between {low} and {high}")),
        Err(_) => Err(format!("not a number between {low} and {high}")),
    }
}

pub(super) fn amount(text: &str) -> Result<f32, String> {
    in_range(text, Recipe::AMOUNT)
}

pub(super) fn share(text: &str) -> Result<f32, String> {
    in_range(text, 0.0..=1.0)
}

pub(super) fn weight(text: &str) -> Result<f32, String> {
    in_range(text, Dials::MIN..=Dials::MAX)
}

pub(super) fn scale(text: &str) -> Result<Scale, String> {
    if text == "full" {
        return Ok(Scale::Full);
    }
    let (low, high) = (Scale::MIN_PX, Scale::MAX_PX);
    match text.parse::<u32>() {
        Ok(px) if (low..=high).contains(&px) => Ok(Scale::Working(px)),
        _ => Err(format!(
            "neither `full` nor a number of pixels between {low} and {high}"
        )),
    }
}

pub(super) fn depth(text: &str) -> Result<Depth, String> {
    match text {
        "8" => Ok(Depth::Eight),
        "16" => Ok(Depth::Sixteen),
        _ => Err("8 or 16 bits a channel".to_owned()),
    }
}

pub(super) fn profile(text: &str) -> Result<Profile, String> {
    if text == "photo" {
        return Ok(Profile(None));
    }
    let space = text.parse::<ColorSpace>();
    space
        .map(|space| Profile(Some(space)))
        .map_err(|err| format!("{err}, or photo"))
}

pub(super) fn format(text: &str) -> Result<OutputFormat, String> {
    text.parse().map_err(|err: ImageError| err.to_string())
}
