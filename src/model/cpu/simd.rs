//! Which vector instructions are used, and the few operations that the layers build on.
//!
//! Everything below [`InstructionSet::run`] must be `#[inline(always)]`: a function that is not
//! inlined is compiled for the oldest processor and loses the wide registers. Closures cannot be
//! marked so: in the inner loops there are plain loops instead, no `array::map` or `from_fn`.

use std::any::TypeId;

use pulp::{Arch, Scalar128b, Simd, WithSimd};

/// The widest instructions that this processor has, found once per generator.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) enum InstructionSet {
    /// AVX-512, AVX2 with FMA, or NEON.
    Wide(Arch),
    /// SSE 4.2, which pulp's own choice leaves out.
    #[cfg(target_arch = "x86_64")]
    Sse(pulp::x86::V2),
    /// Four lanes of plain arithmetic, left to the compiler.
    Portable,
}

impl InstructionSet {
    /// Asks the processor.
    pub(in crate::model) fn detect() -> Self {
        match Arch::new() {
            Arch::Scalar => Self::narrow(),
            wide => Self::Wide(wide),
        }
    }

    #[cfg(target_arch = "x86_64")]
    fn narrow() -> Self {
        pulp::x86::V2::try_new().map_or(Self::Portable, Self::Sse)
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn narrow() -> Self {
        Self::Portable
    }

    /// Every set that this processor can run, narrowest first.
    #[cfg(test)]
    pub(in crate::model) fn available() -> Vec<Self> {
        let mut sets = vec![Self::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            sets.extend(pulp::x86::V2::try_new().map(Self::Sse));
            sets.extend(pulp::x86::V3::try_new().map(|simd| Self::Wide(Arch::V3(simd))));
        }
        sets.push(Self::detect());
        sets
    }

    /// Runs `op` with these instructions.
    #[inline]
    pub(in crate::model) fn run<Op: WithSimd>(self, op: Op) -> Op::Output {
        match self {
            Self::Wide(arch) => arch.dispatch(op),
            #[cfg(target_arch = "x86_64")]
            Self::Sse(simd) => Simd::vectorize(simd, op),
            Self::Portable => Simd::vectorize(Scalar128b, op),
        }
    }

    /// 32-bit floats in one register.
    pub(in crate::model) fn lanes(self) -> usize {
        struct Lanes;
        impl WithSimd for Lanes {
            type Output = usize;
            fn with_simd<S: Simd>(self, _: S) -> usize {
                S::F32_LANES
            }
        }
        self.run(Lanes)
    }
}

/// `a * b + c`, fused where that is one instruction.
#[inline(always)]
pub(in crate::model) fn mul_add<S: Simd>(simd: S, a: S::f32s, b: S::f32s, c: S::f32s) -> S::f32s {
    // Without hardware for it, pulp calls a function of the C library for every number.
    if fuses::<S>() {
        simd.mul_add_e_f32s(a, b, c)
    } else {
        simd.add_f32s(simd.mul_f32s(a, b), c)
    }
}

/// Whether multiplication and addition are one instruction; known while compiling.
#[inline(always)]
fn fuses<S: Simd>() -> bool {
    #[cfg(target_arch = "x86_64")]
    if TypeId::of::<S>() == TypeId::of::<pulp::x86::V2>() {
        return false;
    }
    TypeId::of::<S>() != TypeId::of::<Scalar128b>()
}

/// `numbers` as registers; its length must be a multiple of the lanes, a rest is left out.
#[inline(always)]
pub(in crate::model) fn vectors<S: Simd>(_: S, numbers: &[f32]) -> &[S::f32s] {
    S::as_simd_f32s(numbers).0
}

/// As [`vectors`], to write.
#[inline(always)]
pub(in crate::model) fn vectors_mut<S: Simd>(_: S, numbers: &mut [f32]) -> &mut [S::f32s] {
    S::as_mut_simd_f32s(numbers).0
}
