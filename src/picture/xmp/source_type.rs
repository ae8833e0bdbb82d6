//! What a file says about how its picture was made: IPTC's property `DigitalSourceType`.
//!
//! Source: IPTC Photo Metadata Standard 2023.2, "Digital Source Type"; IPTC `NewsCodes`, vocabulary
//! `digitalsourcetype` of 23 October 2024.

use super::rewrite::{Verdict, rewrite, visit};
use super::{RDF, about, inserted};

/// IPTC's schema of further properties.
const IPTC_EXTENSION: &str = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
const NAME: &str = "DigitalSourceType";
const VOCABULARY: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/";
/// Who says one of these says more than could be said of a drawing.
const GENERATED: [&str; 3] = [
    "trainedAlgorithmicMedia",
    "compositeWithTrainedAlgorithmicMedia",
    "compositeSynthetic",
];

/// What a file says about how its picture was made.
///
/// What the photograph says of itself stays where it tells of a model that was trained on pictures;
/// that it was taken by a camera is no longer all of the truth about a drawing, and goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SourceType {
    /// What the photograph says: it is the same picture.
    #[default]
    AsPhotograph,
    /// Nothing.
    Unsaid,
    /// That a model which was trained on pictures has changed it: "augmentation, correction or
    /// enhancement using a Generative AI model".
    EditedByModel,
    /// That rules have changed it: "modification or correction by algorithm without changing the
    /// main content of the media, initiated or configured by a human".
    AlteredByAlgorithm,
}

impl SourceType {
    /// The concept of the vocabulary, if there is something to be said.
    pub fn concept(self) -> Option<&'static str> {
        match self {
            Self::AsPhotograph | Self::Unsaid => None,
            Self::EditedByModel => Some("compositeWithTrainedAlgorithmicMedia"),
            Self::AlteredByAlgorithm => Some("algorithmicallyEnhanced"),
        }
    }
}

/// A packet that says so, or the one that was there when there is nothing to add or to take away.
pub(crate) fn with_source_type(packet: Option<String>, source: SourceType) -> Option<String> {
    let says_more = packet.as_deref().is_some_and(is_generated);
    if source == SourceType::AsPhotograph || says_more {
        return packet;
    }
    let without = packet.map(|packet| {
        rewrite(&packet, &|namespace, name| {
            if (namespace, name) == (IPTC_EXTENSION, NAME) {
                Verdict::Drop
            } else {
                Verdict::Keep
            }
        })
    });
    let Some(concept) = source.concept() else {
        return without;
    };
    let about = without.as_deref().map_or_else(String::new, about);
    let description = format!(
        "<rdf:Description rdf:about=\"{about}\" xmlns:rdf=\"{RDF}\" xmlns:Iptc4xmpExt=\"{IPTC_EXTENSION}\">\
        <Iptc4xmpExt:{NAME}>{VOCABULARY}{concept}</Iptc4xmpExt:{NAME}></rdf:Description>"
    );
    Some(inserted(without.as_deref(), &description))
}

/// Whether a packet says that a trained model has made or changed the picture.
fn is_generated(packet: &str) -> bool {
    let (mut found, mut is_within) = (false, false);
    visit(packet, &mut |namespace, name, value| {
        let is_it = (namespace, name) == (IPTC_EXTENSION, NAME);
        // The value is a text, or an address that the element leads to.
        let is_value = is_it || is_within && (namespace, name) == (RDF, "resource");
        let concept = value.trim().rsplit('/').next().unwrap_or_default();
        found |= is_value && GENERATED.contains(&concept);
        is_within = is_it;
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF \
        xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">";
    const TAIL: &str = "</rdf:RDF></x:xmpmeta>";

    fn said(packet: Option<&str>, source: SourceType) -> Option<String> {
        with_source_type(packet.map(str::to_owned), source)
    }

    /// The three ways in which programs write it.
    fn packets(concept: &str) -> [String; 3] {
        let about = format!("<rdf:Description rdf:about='uuid:1' xmlns:e='{IPTC_EXTENSION}'");
        let uri = format!("{VOCABULARY}{concept}");
        [
            format!(
                "{HEAD}{about}><e:{NAME}>{uri}</e:{NAME}><e:Event>x</e:Event></rdf:Description>{TAIL}"
            ),
            format!("{HEAD}{about} e:{NAME}='{uri}' e:Event='x'/>{TAIL}"),
            format!(
                "{HEAD}{about}><e:{NAME} rdf:resource='{uri}'/><e:Event>x</e:Event></rdf:Description>{TAIL}"
            ),
        ]
    }

    #[test]
    fn a_photograph_s_claim_gives_way_and_all_else_stays() {
        for packet in packets("digitalCapture") {
            for (source, concept) in [
                (
                    SourceType::EditedByModel,
                    "compositeWithTrainedAlgorithmicMedia<",
                ),
                (SourceType::AlteredByAlgorithm, "algorithmicallyEnhanced<"),
            ] {
                let new = said(Some(&packet), source).unwrap();
                assert!(
                    new.contains(concept) && !new.contains("digitalCapture"),
                    "{new}"
                );
                assert_eq!(new.matches("digitalsourcetype/").count(), 1, "{new}");
                assert!(new.contains("Event") && new.contains("uuid:1"), "{new}");
                assert!(new.ends_with(TAIL), "{new}");
                // All of a packet is about the same.
                assert!(new.contains("rdf:about=\"uuid:1\""), "{new}");
            }
            let silent = said(Some(&packet), SourceType::Unsaid).unwrap();
            assert!(
                !silent.contains("digitalsourcetype/") && silent.contains("Event"),
                "{silent}"
            );
            assert_eq!(
                said(Some(&packet), SourceType::AsPhotograph).as_ref(),
                Some(&packet)
            );
        }
    }

    #[test]
    fn a_picture_that_a_model_made_is_never_said_to_be_less() {
        for concept in GENERATED {
            for packet in packets(concept) {
                for source in [
                    SourceType::AsPhotograph,
                    SourceType::Unsaid,
                    SourceType::EditedByModel,
                    SourceType::AlteredByAlgorithm,
                ] {
                    assert_eq!(said(Some(&packet), source).as_ref(), Some(&packet));
                }
            }
        }
        // Elsewhere these words say nothing about the picture.
        let packet = format!(
            "{HEAD}<rdf:Description xmlns:e='{IPTC_EXTENSION}' e:Event='x/{}'/>{TAIL}",
            GENERATED[0]
        );
        let new = said(Some(&packet), SourceType::AlteredByAlgorithm).unwrap();
        assert!(new.contains("algorithmicallyEnhanced"));
    }

    #[test]
    fn without_a_packet_one_is_made_and_only_to_say_something() {
        assert_eq!(said(None, SourceType::Unsaid), None);
        assert_eq!(said(None, SourceType::AsPhotograph), None);
        for packet in [
            None,
            Some("no XMP"),
            Some("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"),
        ] {
            let new = said(packet, SourceType::EditedByModel).unwrap();
            assert!(
                new.contains("<rdf:RDF") && new.contains("/compositeWithTrained"),
                "{new}"
            );
            // It is its own neighbour: said once, whoever says it again.
            assert_eq!(said(Some(&new), SourceType::EditedByModel), Some(new));
        }
    }

    #[test]
    fn another_prefix_for_rdf_is_understood() {
        let packet = format!(
            "<x:xmpmeta xmlns:x='adobe:ns:meta/'><r:RDF xmlns:r='{RDF}'><r:Description r:about=''/>\
            </r:RDF></x:xmpmeta>"
        );
        let new = said(Some(&packet), SourceType::EditedByModel).unwrap();
        assert!(
            new.ends_with("</rdf:Description></r:RDF></x:xmpmeta>"),
            "{new}"
        );
    }
}
