//! What the styles that the program comes with are called.

use super::tr;

/// A style's name for people, in the language of this thread; a learnt one has its own.
pub fn style_name(style: &str) -> String {
    match style {
        "comic" => tr!("style-comic"),
        "bold" => tr!("style-bold"),
        "soft-cel" => tr!("style-soft-cel"),
        "inked" => tr!("style-inked"),
        "newsprint" => tr!("style-newsprint"),
        "pop" => tr!("style-pop"),
        "oz-neill" => tr!("style-oz-neill"),
        "peppercarrot" => tr!("style-peppercarrot"),
        "ukiyoe-hiroshige" => tr!("style-ukiyoe-hiroshige"),
        "walter-crane" => tr!("style-walter-crane"),
        "kate-greenaway" => tr!("style-kate-greenaway"),
        "ink-philmay" => tr!("style-ink-philmay"),
        "ink-gibson" => tr!("style-ink-gibson"),
        "engraving-dore" => tr!("style-engraving-dore"),
        other => other.to_owned(),
    }
}
