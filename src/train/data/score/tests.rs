//! The score of pages whose signs are given.

use super::*;

fn good() -> PageSigns {
    PageSigns {
        long_side_px: 640,
        softness: 0.2,
        contrast: 0.8,
        drawn: 0.9,
        lettering: 0.0,
        place: vec![0.0, 0.0],
        ..PageSigns::default()
    }
}

fn score(pages: &[PageSigns]) -> Score {
    let pages: Vec<&PageSigns> = pages.iter().collect();
    Score::of(&pages, LeftOut::default()).unwrap()
}

/// So many pages whose places differ a little.
fn pages(num: usize, page: &PageSigns) -> Vec<PageSigns> {
    let one = |i: usize| PageSigns {
        place: vec![page.place[0] + 0.1 * (i % 3) as f32, 0.05 * (i % 2) as f32],
        ..page.clone()
    };
    (0..num).map(one).collect()
}

#[test]
fn good_pages_have_a_high_score_and_say_why() {
    let found = score(&pages(24, &good()));
    assert!(found.value >= 97, "{found:?}");
    let reasons = [Reason::OneHand(24), Reason::ManyPages(24), Reason::Sharp];
    assert_eq!(found.reasons, reasons);
    assert!(found.reasons.iter().all(|reason| reason.advice().is_none()));
}

#[test]
fn each_fault_lowers_the_score_and_is_the_first_reason() {
    let best = score(&pages(24, &good())).value;
    let faults = [
        (
            PageSigns {
                softness: 0.6,
                ..good()
            },
            Reason::Soft(24),
        ),
        (
            PageSigns {
                contrast: 0.2,
                ..good()
            },
            Reason::Grey(24),
        ),
        (
            PageSigns {
                long_side_px: 170,
                ..good()
            },
            Reason::Small(24),
        ),
        (
            PageSigns {
                lettering: 0.7,
                ..good()
            },
            Reason::Lettering(24),
        ),
        (
            PageSigns {
                drawn: 0.1,
                ..good()
            },
            Reason::Empty(24),
        ),
    ];
    for (fault, reason) in faults {
        let found = score(&pages(24, &fault));
        assert!(found.value + 15 < best, "{reason:?}: {found:?}");
        assert_eq!(found.reasons[0], reason);
        assert_eq!(found.reasons.len(), 3);
        assert!(found.reasons[0].advice().is_some());
        // Half of them are half as bad.
        let half = [pages(12, &good()), pages(12, &fault)].concat();
        let half = score(&half);
        assert!(
            (found.value..best).contains(&half.value),
            "{reason:?}: {half:?}"
        );
    }
}

#[test]
fn pages_that_are_all_a_little_soft_are_counted() {
    let page = PageSigns {
        softness: 0.37,
        ..good()
    };
    assert_eq!(score(&pages(24, &page)).reasons[0], Reason::Soft(24));
}

#[test]
fn few_pages_and_pages_of_two_hands_score_less() {
    let values: Vec<u8> = [24, 8, 3, 1]
        .map(|num| score(&pages(num, &good())).value)
        .into();
    assert!(values.is_sorted_by(|a, b| a > b), "{values:?}");
    assert_eq!(score(&pages(2, &good())).reasons[0], Reason::FewPages(2));
    let other = PageSigns {
        place: vec![1.6, 0.0],
        ..good()
    };
    let two = score(&[pages(12, &good()), pages(8, &other)].concat());
    assert_eq!(two.reasons[0], Reason::TwoHands(12, 8));
    assert!(two.value < values[1], "{two:?}");
}

#[test]
fn pages_left_out_are_among_those_that_are_counted() {
    let problems = [
        PageProblem::MostlyText,
        PageProblem::Blank,
        PageProblem::MostlyText,
    ];
    let left_out = LeftOut::among(&problems);
    assert_eq!(left_out, LeftOut { text: 2, blank: 1 });
    let lettered = PageSigns {
        lettering: 0.8,
        ..good()
    };
    let pages = pages(7, &lettered);
    let found = Score::of(&pages.iter().collect::<Vec<_>>(), left_out).unwrap();
    assert_eq!(found.reasons[0], Reason::Lettering(9));
    assert_eq!(found.reasons[0].in_words(), "9 pages are mostly lettering");
    assert_eq!(Score::of(&[], left_out), None);
}

#[test]
fn the_worst_pages_still_score_one() {
    let worst = PageSigns {
        long_side_px: 1,
        softness: 1.0,
        lettering: 1.0,
        ..PageSigns::default()
    };
    let found = score(&[worst]);
    assert!((1..=3).contains(&found.value), "{found:?}");
}
