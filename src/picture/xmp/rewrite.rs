//! Going through an XML text and changing elements and attributes by their names.
//!
//! No tree is made: what is kept is copied byte by byte, so that nothing changes its spelling. A
//! text that is no XML is copied from where it goes wrong.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// What becomes of an element or an attribute.
pub(super) enum Verdict {
    Keep,
    /// It goes, with all that is in it.
    Drop,
    /// It gets this text instead of its content.
    Set(Cow<'static, str>),
    /// The number that it holds, if it is one, is multiplied.
    Scale(f64),
}

/// The prefixes that packets without declarations use.
const USUAL: [(&str, &str); 4] = [
    ("tiff", super::TIFF),
    ("exif", super::EXIF),
    ("photoshop", super::PHOTOSHOP),
    ("xmp", super::XMP),
];

/// Goes through a text; `decide` takes the namespace and the local name of each element and
/// attribute.
pub(super) fn rewrite(text: &str, decide: &dyn Fn(&str, &str) -> Verdict) -> String {
    rewrite_within(text, &|namespace, name, _| decide(namespace, name))
}

/// As [`rewrite`]; `decide` takes the local names of the elements that it is in, too, from outside
/// in.
pub(super) fn rewrite_within(
    text: &str,
    decide: &dyn Fn(&str, &str, &[&str]) -> Verdict,
) -> String {
    let namespaces = namespaces(text);
    let judge = |name: &str, within: &[&str]| {
        let (prefix, local) = split(name);
        namespaces
            .get(prefix)
            .map_or(Verdict::Keep, |namespace| decide(namespace, local, within))
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut within: Vec<&str> = Vec::new();
    while let Some((before, tag, after)) = next_tag(rest) {
        out += before;
        rest = after;
        let Some(name) = start_name(tag) else {
            if tag.starts_with("</") {
                within.pop();
            }
            out += tag;
            continue;
        };
        let found = judge(name, &within);
        within.push(split(name).1);
        let verdict = |name: &str| judge(name, &within);
        match found {
            Verdict::Keep => put_start(&mut out, tag, name, &verdict),
            Verdict::Scale(ratio) => {
                put_start(&mut out, tag, name, &verdict);
                if let Some((text, behind)) = rest.find('<').map(|end| rest.split_at(end))
                    && !tag.ends_with("/>")
                {
                    out += &scaled(text, ratio);
                    rest = behind;
                }
            }
            Verdict::Drop => {
                rest = behind_element(tag, rest).1;
                if !tag.ends_with("/>") {
                    within.pop();
                }
                trim_blank_line(&mut out);
            }
            Verdict::Set(value) => {
                put_start(&mut out, tag, name, &verdict);
                if !tag.ends_with("/>") {
                    let (end, after) = behind_element(tag, rest);
                    out += &value;
                    out += end;
                    rest = after;
                    within.pop();
                }
            }
        }
        if tag.ends_with("/>") {
            within.pop();
        }
    }
    out + rest
}

/// The prefix of a name, and the rest.
fn split(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}

/// A number, whole, with a point or as a fraction, so many times as large; anything else stays as
/// it is.
fn scaled(text: &str, ratio: f64) -> Cow<'_, str> {
    let number = text.trim();
    let parse = |text: &str| text.parse::<f64>().ok().filter(|value| value.is_finite());
    let new = if let Some((above, below)) = number.split_once('/') {
        let hundredths = parse(above).zip(parse(below).filter(|below| *below != 0.0));
        hundredths.map(|(above, below)| format!("{:.0}/100", above / below * ratio * 100.0))
    } else if number.contains('.') {
        parse(number).map(|value| (value * ratio).to_string())
    } else {
        parse(number).map(|value| format!("{:.0}", value * ratio))
    };
    new.map_or(Cow::Borrowed(text), |new| {
        text.replacen(number, &new, 1).into()
    })
}

/// Goes through a text; `see` takes the namespace, the local name and the value of each element and
/// attribute. The value of an element is the text up to the next tag.
pub(crate) fn visit(text: &str, see: &mut dyn FnMut(&str, &str, &str)) {
    let namespaces = namespaces(text);
    let mut see = |name: &str, value: &str| {
        let (prefix, local) = split(name);
        if let Some(namespace) = namespaces.get(prefix) {
            see(namespace, local, value);
        }
    };
    let mut rest = text;
    while let Some((_, tag, after)) = next_tag(rest) {
        rest = after;
        if let Some(name) = start_name(tag) {
            see(name, after.split('<').next().unwrap_or_default());
            for attribute in attributes(tag, name) {
                see(attribute.name, attribute.value);
            }
        }
    }
}

/// The namespaces that are declared anywhere in the text, by their prefixes.
fn namespaces(text: &str) -> BTreeMap<&str, &str> {
    let mut found: BTreeMap<_, _> = USUAL.into_iter().collect();
    let mut rest = text;
    while let Some((_, tag, after)) = next_tag(rest) {
        rest = after;
        if let Some(name) = start_name(tag) {
            for attribute in attributes(tag, name) {
                if let Some(prefix) = attribute.name.strip_prefix("xmlns:") {
                    found.insert(prefix, attribute.value);
                }
            }
        }
    }
    found
}

/// The text before the next tag, the tag with its brackets, and what follows.
fn next_tag(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find('<')?;
    let (before, from) = text.split_at(start);
    let closed = |end: &str| from.find(end).map(|at| at + end.len());
    let length = if from.starts_with("<!--") {
        closed("-->")?
    } else if from.starts_with("<![CDATA[") {
        closed("]]>")?
    } else if from.starts_with("<?") {
        closed("?>")?
    } else {
        let mut quote = None;
        let end = from.bytes().position(|byte| {
            if quote == Some(byte) {
                quote = None;
            } else if quote.is_none() && matches!(byte, b'"' | b'\'') {
                quote = Some(byte);
            }
            quote.is_none() && byte == b'>'
        });
        end? + 1
    };
    let (tag, after) = from.split_at(length);
    Some((before, tag, after))
}

/// The name of the element that a tag opens; `None` for any other tag.
fn start_name(tag: &str) -> Option<&str> {
    let inner = tag.strip_prefix('<')?;
    if inner.starts_with(['/', '!', '?']) {
        return None;
    }
    let end = inner.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>'))?;
    inner.get(..end).filter(|name| !name.is_empty())
}

/// An attribute, and where it stands in its tag, with the white space before it.
struct Attribute<'a> {
    name: &'a str,
    value: &'a str,
    whole: &'a str,
}

/// The attributes of a tag.
fn attributes<'a>(tag: &'a str, name: &str) -> impl Iterator<Item = Attribute<'a>> {
    let mut rest = tag.get(1 + name.len()..).unwrap_or_default();
    std::iter::from_fn(move || {
        let trimmed = rest.trim_start();
        let blank = rest.len() - trimmed.len();
        let equals = trimmed.find('=')?;
        let (name, after) = trimmed.split_at(equals);
        let quoted = after.get(1..)?.trim_start();
        let quote = quoted.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let inner = quoted.get(1..)?;
        let (value, behind) = inner.split_once(quote)?;
        let whole = rest.get(..rest.len() - behind.len())?;
        debug_assert!(blank <= whole.len());
        rest = behind;
        Some(Attribute {
            name: name.trim_end(),
            value,
            whole,
        })
    })
}

/// Copies a tag with what is kept of its attributes.
fn put_start(out: &mut String, tag: &str, name: &str, verdict: &dyn Fn(&str) -> Verdict) {
    out.push('<');
    *out += name;
    let mut copied = 1 + name.len();
    for attribute in attributes(tag, name) {
        copied += attribute.whole.len();
        match verdict(attribute.name) {
            Verdict::Keep => *out += attribute.whole,
            Verdict::Drop => {}
            Verdict::Set(value) => put_attribute(out, &attribute, &value),
            Verdict::Scale(ratio) => {
                put_attribute(out, &attribute, &scaled(attribute.value, ratio));
            }
        }
    }
    *out += tag.get(copied..).unwrap_or(">");
}

/// Copies an attribute with another value.
fn put_attribute(out: &mut String, attribute: &Attribute<'_>, value: &str) {
    // The last quote closes the value, and the value stands before it.
    let start = attribute.whole.len() - attribute.value.len() - 1;
    let (before, _) = attribute.whole.split_at(start);
    *out += before;
    *out += value;
    let quote = attribute.whole.get(attribute.whole.len() - 1..);
    *out += quote.unwrap_or("\"");
}

/// The tag that closes the element which `tag` opened, and what follows it.
fn behind_element<'a>(tag: &str, text: &'a str) -> (&'a str, &'a str) {
    if tag.ends_with("/>") {
        return ("", text);
    }
    let mut depth = 1;
    let mut rest = text;
    while let Some((_, tag, after)) = next_tag(rest) {
        rest = after;
        if tag.starts_with("</") {
            depth -= 1;
        } else if start_name(tag).is_some() && !tag.ends_with("/>") {
            depth += 1;
        }
        if depth == 0 {
            return (tag, after);
        }
    }
    ("", "")
}

/// Takes the white space before an element that goes off, up to the line break.
fn trim_blank_line(out: &mut String) {
    let kept = out.trim_end_matches([' ', '\t']).len();
    if out.get(..kept).is_some_and(|text| text.ends_with('\n')) {
        out.truncate(kept - 1);
    }
}
