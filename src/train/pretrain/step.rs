//! One step of training the base weights: the codes, and what is minimised for which style.

use burn::module::{Module, Param};
use burn::prelude::{Device, Tensor};
use burn::tensor::TensorData;

use crate::model::discriminator::Discriminator;
use crate::model::features::FeatureExtractor;
use crate::model::generator::Generator;
use crate::model::perceptual::NUM_LEVELS;
use crate::model::{CODE_SIZE, Dials, ModelError, StyleCode};
use crate::train::gan::views::Views;
use crate::train::gan::{Codes, Gan, Learner, Rates};
use crate::train::loss::areas::AreaShares;
use crate::train::objective::{Batch, LossShares, Means, Objective, StepLosses, Ways};

/// What each loss counts, as found on photographs and pages of six styles.
pub(super) const SHARES: LossShares = LossShares {
    style: 6.0,
    adversarial: 1.2,
    content: 1.1,
    cycle: 10.0,
    // A photograph drawn with its own code stays what it is.
    identity: 6.0,
    areas: AreaShares {
        crack: 14.0,
        total_variation: 4.0,
        tint: 20.0,
        brightness: 12.0,
    },
};
/// Share of the past in the running average of the weights.
const AVERAGE_SHARE: f64 = 0.998;
/// Adam's step size for the discriminator; at 1e-3 it falls back to guessing.
const RATE_D: f64 = 4e-4;

/// What is trained: the generator and a table of codes.
#[derive(Module, Debug)]
pub(crate) struct BaseLearner {
    pub(crate) generator: Generator,
    /// `[1 + styles, 32]`; the first row is that of an untouched photograph.
    pub(crate) codes: Param<Tensor<2>>,
}

impl BaseLearner {
    /// The rows of the table.
    ///
    /// # Errors
    /// [`ModelError::Backend`] when the device fails.
    pub(crate) fn rows(&self) -> Result<Vec<StyleCode>, ModelError> {
        let numbers = self.codes.val().try_into_vec_as::<f32>()?;
        let (rows, _) = numbers.as_chunks::<CODE_SIZE>();
        Ok(rows.iter().map(|row| StyleCode(*row)).collect())
    }
}

/// What a style is measured by.
#[derive(Clone, Debug)]
pub(crate) struct StyleGoal {
    /// Gram matrices of its pages for each band of scales, `[1, c, c]` per level.
    pub(crate) grams: Vec<[Tensor<3>; NUM_LEVELS]>,
    /// Whether it has colours, and with them even areas.
    pub(crate) is_coloured: bool,
}

impl StyleGoal {
    /// Gram matrices for samples at scales in these bands, `[n, c, c]` per level.
    fn grams_of(&self, bands: &[usize]) -> [Tensor<3>; NUM_LEVELS] {
        std::array::from_fn(|level| {
            let of_each = bands.iter().filter_map(|band| self.grams.get(*band));
            Tensor::cat(of_each.map(|grams| grams[level].clone()).collect(), 0)
        })
    }
}

/// What a step trains, and what it aims at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Aim<'a> {
    /// Row of the style's code in the table.
    pub(crate) row: usize,
    pub(crate) goal: &'a StyleGoal,
    /// The band of scales in which each sample lies.
    pub(crate) bands: &'a [usize],
    pub(crate) shares: LossShares,
    /// What the discriminator is shown.
    pub(crate) views: Views,
    /// Decides by chance how.
    pub(crate) seed: u64,
}

impl Learner for BaseLearner {
    fn generator(&self) -> &Generator {
        &self.generator
    }
}

/// Networks on the plain `device` go in; training happens there with gradients.
pub(crate) fn networks(
    generator: Generator,
    codes: &[StyleCode],
    discriminator: Discriminator,
    perceptual: FeatureExtractor,
    rms: [f32; NUM_LEVELS],
    device: &Device,
) -> Gan<BaseLearner> {
    let device = device.clone().autodiff();
    let table: Vec<f32> = codes.iter().flat_map(|code| code.0).collect();
    let table = TensorData::new(table, [codes.len(), CODE_SIZE]);
    let learner = BaseLearner {
        generator: generator.train(),
        codes: Param::from_tensor(Tensor::from_data(table, &device)),
    };
    Gan::new(
        learner,
        discriminator,
        perceptual,
        rms,
        AVERAGE_SHARE,
        &device,
    )
}

/// Trains on one batch of a style.
///
/// # Errors
/// [`ModelError::Backend`] when the device fails.
pub(crate) fn step(
    networks: &mut Gan<BaseLearner>,
    batch: Batch,
    aim: &Aim<'_>,
    rate: f64,
) -> Result<StepLosses, ModelError> {
    let Aim {
        row,
        goal,
        bands,
        mut shares,
        views,
        seed,
    } = *aim;
    if !goal.is_coloured {
        shares.areas = shares.areas.of_pen();
    }
    let objective = Objective {
        grams: &goal.grams_of(bands),
        shares,
        weights: Dials::NEUTRAL,
        ways: Ways::PhotoAndItself,
        sets_scale: false,
        views,
        seed,
    };
    let codes = |learner: &BaseLearner, n| {
        let codes = learner.codes.val();
        let code_in = |row: usize| codes.clone().narrow(0, row, 1).expand([n, CODE_SIZE]);
        let style = code_in(row);
        Codes {
            // The code says which style is judged; it does not learn to please.
            projected: style.clone().detach(),
            style,
            photo: code_in(0),
        }
    };
    let rates = Rates {
        generator: rate,
        discriminator: RATE_D,
    };
    // Every loss counts what its share says, whatever its size.
    networks.step(batch, &objective, &mut Means::default(), codes, rates)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BaseModel, Teaching};
    use crate::train::loss::gram;

    const SIDE: usize = 64;

    fn waves(phase: f32) -> TensorData {
        let mut numbers = Vec::new();
        for i in 0..6 {
            for y in 0..SIDE {
                for x in 0..SIDE {
                    let (x, y) = (0.31 * x as f32, 0.17 * y as f32 * (1.0 + phase));
                    numbers.push(0.5 + 0.4 * (x + y + phase + i as f32).sin());
                }
            }
        }
        TensorData::new(numbers, [2, 3, SIDE, SIDE])
    }

    /// The shipped networks, and a coloured style whose pages are waves.
    fn shipped() -> (Gan<BaseLearner>, StyleGoal) {
        let base = include_bytes!("../../../assets/models/base-v3.safetensors");
        let teaching = include_bytes!("../../../assets/models/teaching-v3.safetensors");
        let base = BaseModel::from_bytes(base).unwrap();
        let teaching = Teaching::from_bytes(teaching).unwrap();
        let device = Device::flex();
        let mut codes = vec![base.photo()];
        codes.extend(base.styles().iter().map(|style| style.code));
        let perceptual = teaching.extractor(&device).unwrap();
        let pages = Tensor::<4>::from_data(waves(2.0), &device);
        let features = crate::train::loss::scaled(perceptual.forward(pages), &teaching.rms());
        let goal = StyleGoal {
            grams: vec![features.map(|level| gram(level).mean_dim(0))],
            is_coloured: true,
        };
        let gan = networks(
            base.generator(&device).unwrap(),
            &codes,
            teaching.discriminator(&device).unwrap(),
            perceptual,
            teaching.rms(),
            &device,
        );
        (gan, goal)
    }

    fn batch() -> Batch {
        Batch {
            photos: waves(0.0),
            pages: waves(2.0),
            kept: None,
            dials: vec![[0.0; 3], [0.5, -0.25, 1.0]],
        }
    }

    fn aim(goal: &StyleGoal) -> Aim<'_> {
        Aim {
            row: 4,
            goal,
            bands: &[0, 0],
            shares: SHARES,
            views: Views::default(),
            seed: 0,
        }
    }

    #[test]
    fn content_cycle_and_even_areas_are_those_of_what_is_kept() {
        let first = |kept: Option<TensorData>| {
            let (mut gan, goal) = shipped();
            let batch = Batch { kept, ..batch() };
            step(&mut gan, batch, &aim(&goal), 8e-4).unwrap()
        };
        let smoothed = first(None);
        // What the step itself would find: only what must come back is another.
        let photos = Tensor::from_data(waves(0.0), &Device::flex());
        let image = crate::train::flattened(&photos).image;
        let same = first(Some(image.try_into_data().unwrap()));
        assert!((same.content - smoothed.content).abs() < 1e-5, "{same:?}");
        assert!((same.crack - smoothed.crack).abs() < 1e-5, "{same:?}");
        assert!((same.cycle - smoothed.cycle).abs() > 1e-3, "{same:?}");
        // Nothing is kept: all of it is even, and what is drawn is a crack.
        let grey = vec![0.5_f32; 6 * SIDE * SIDE];
        let nothing = first(Some(TensorData::new(grey, [2, 3, SIDE, SIDE])));
        assert!(nothing.crack > 4.0 * smoothed.crack, "{nothing:?}");
        assert!(nothing.content > 1.5 * smoothed.content, "{nothing:?}");
        for (a, b) in [
            (nothing.style, smoothed.style),
            (nothing.tint, smoothed.tint),
        ] {
            assert!((a - b).abs() < 1e-5, "{nothing:?}");
        }
    }

    #[test]
    fn each_sample_aims_at_pages_of_its_own_scale() {
        let (_, goal) = shipped();
        let darker = goal.grams[0].clone().map(|gram| gram.mul_scalar(0.25));
        let goal = StyleGoal {
            grams: vec![goal.grams[0].clone(), darker],
            ..goal
        };
        let sum = |bands: &[usize]| {
            let [_, _, level, _] = goal.grams_of(bands);
            let sums = level.sum_dim(2).sum_dim(1);
            sums.try_into_vec_as::<f32>().unwrap()
        };
        let [large, small] = sum(&[0, 1])[..] else {
            panic!("not one for each sample");
        };
        assert!((small / large - 0.25).abs() < 1e-4, "{large} {small}");
        assert_eq!(sum(&[1, 0]), [small, large]);
    }

    #[test]
    fn the_losses_of_a_step_are_those_of_pytorch() {
        let (mut gan, goal) = shipped();
        let aim = aim(&goal);
        let losses = step(&mut gan, batch(), &aim, 8e-4).unwrap();
        // What tests/fixtures/base_step.py prints.
        let expected = [
            (losses.style, 0.80539),
            (losses.content, 0.33987),
            (losses.cycle, 0.11974),
            (losses.adversarial, 0.33451),
            (losses.crack, 0.00474),
            (losses.tint, 0.07855),
            (losses.brightness, 0.04660),
            (losses.identity.unwrap(), 0.09343),
            (losses.discriminator, 0.67070),
        ];
        for (found, expected) in expected {
            assert!((found - expected).abs() < 2e-4, "{found}, not {expected}");
        }
        // And the step goes downhill.
        let next = step(&mut gan, batch(), &aim, 8e-4).unwrap();
        assert!(next.style < losses.style, "{next:?}");
    }
}
