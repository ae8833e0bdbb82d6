//! The colours of the landscape that an empty window shows, as a photograph and in three styles.

use eframe::egui::Color32;

/// Four colours, of which two stand for one thing where it goes over from light to dark.
#[derive(Clone, Copy, Debug)]
pub(in crate::ui) struct Colors {
    pub(in crate::ui) sky: [Color32; 2],
    pub(in crate::ui) sun: Color32,
    pub(in crate::ui) mountains: [Color32; 2],
    pub(in crate::ui) meadow: [Color32; 2],
    pub(in crate::ui) front: [Color32; 2],
    pub(in crate::ui) wall: [Color32; 2],
    pub(in crate::ui) roof: [Color32; 2],
    pub(in crate::ui) crown: [Color32; 2],
    pub(in crate::ui) trunk: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

const fn flat(hex: u32) -> [Color32; 2] {
    [rgb(hex), rgb(hex)]
}

/// In soft light.
pub(in crate::ui) const PHOTO: Colors = Colors {
    sky: [rgb(0x5D_8D_B8), rgb(0xEE_DC_BF)],
    sun: rgb(0xFF_F1_C9),
    mountains: [rgb(0x7C_8C_A2), rgb(0xB5_BC_C0)],
    meadow: [rgb(0x9A_A8_62), rgb(0x66_83_48)],
    front: [rgb(0x5E_77_3C), rgb(0x36_4C_29)],
    wall: [rgb(0xE4_D2_B4), rgb(0xA8_93_77)],
    roof: [rgb(0xB0_64_4B), rgb(0x7E_43_33)],
    crown: [rgb(0x7F_9A_55), rgb(0x3A_56_2F)],
    trunk: rgb(0x59_45_33),
};

/// Flat and loud.
pub(in crate::ui) const COMIC: Colors = Colors {
    sky: flat(0x8F_CF_EC),
    sun: rgb(0xFF_D5_3E),
    mountains: flat(0x7C_90_B8),
    meadow: flat(0xA6_CE_58),
    front: flat(0x5F_A0_46),
    wall: flat(0xFB_EC_C6),
    roof: [super::ACCENT, super::ACCENT],
    crown: flat(0x3E_94_55),
    trunk: rgb(0x7B_4F_33),
};

/// One ink on paper.
pub(in crate::ui) const PEN: Colors = Colors {
    sky: flat(0xFA_F6_EA),
    sun: rgb(0xFA_F6_EA),
    mountains: flat(0xFA_F6_EA),
    meadow: flat(0xFA_F6_EA),
    front: flat(0xFA_F6_EA),
    wall: flat(0xFA_F6_EA),
    roof: flat(0x24_21_1F),
    crown: flat(0xFA_F6_EA),
    trunk: rgb(0x24_21_1F),
};

/// Two inks on paper, as a woodblock prints them.
pub(in crate::ui) const PRINT: Colors = Colors {
    sky: [rgb(0x2F_54_78), rgb(0xF2_E3_C6)],
    sun: rgb(0xD9_5B_43),
    mountains: flat(0x41_6A_8C),
    meadow: flat(0xC9_C0_8C),
    front: flat(0x5B_7A_5E),
    wall: flat(0xF2_E3_C6),
    roof: flat(0x2B_3F_55),
    crown: flat(0x46_6B_57),
    trunk: rgb(0x2B_3F_55),
};

/// Lines of drawings.
pub(in crate::ui) const INK: Color32 = rgb(0x1D_1B_1A);
/// Dots of a halftone in the sky.
pub(in crate::ui) const DOTS: Color32 = rgb(0xC9_E9_F7);
/// The border of a print, and the shadow below it.
pub(in crate::ui) const PAPER: Color32 = rgb(0xFD_FC_F8);
pub(in crate::ui) const SHADOW: Color32 = Color32::from_black_alpha(56);
/// Between the border and what lies around it.
pub(in crate::ui) const EDGE: Color32 = Color32::from_black_alpha(70);
