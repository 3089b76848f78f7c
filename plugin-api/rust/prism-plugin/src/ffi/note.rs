// SPDX-License-Identifier: MIT
//! `prism/note.h`. Written by bindings.py.

use super::*;

pub const PRISM_NEEDS_MINOR: u32 = PRISM_ABI_MINOR;
pub const PRISM_NOTE_OWNER: &[u8] = b"Prism\0";
pub const PRISM_NOTE_TYPE: u32 = 1;
