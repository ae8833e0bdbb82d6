//! Code compiled for the widest vectors that the processor has.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the wider vectors"
)]

use pulp::{Arch, Simd, WithSimd};

/// Runs `f` as compiled for the processor's widest vectors. `f` and all that it calls must be
/// `#[inline(always)]`.
///
/// Not the same as [`Arch::dispatch`] of the closure: that calls it by way of `FnOnce`, for which
/// the compiler makes a function that is not inlined when it is long, and so stays with the oldest
/// vectors.
#[inline(always)]
pub(super) fn wide<R>(f: impl FnMut() -> R) -> R {
    struct Wide<F>(F);
    impl<R, F: FnMut() -> R> WithSimd for Wide<F> {
        type Output = R;

        #[inline(always)]
        fn with_simd<S: Simd>(mut self, _: S) -> R {
            (self.0)()
        }
    }
    Arch::new().dispatch(Wide(f))
}
