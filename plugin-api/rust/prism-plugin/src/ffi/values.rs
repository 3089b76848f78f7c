// SPDX-License-Identifier: MIT
//! `prism/values.h`. Written by bindings.py.

use super::*;

pub const PRISM_VALUE_TEXT: u32 = 1;
pub const PRISM_VALUE_LONG_TEXT: u32 = 2;
pub const PRISM_VALUE_SECRET: u32 = 3;
pub const PRISM_VALUE_INTEGER: u32 = 4;
pub const PRISM_VALUE_BOOLEAN: u32 = 5;
pub const PRISM_VALUE_CHOICE: u32 = 6;
pub const PRISM_VALUE_CHOICES: u32 = 7;
pub const PRISM_VALUE_NOTE: u32 = 8;
pub const PRISM_VALUE_CONTACT: u32 = 9;
pub const PRISM_VALUE_ROOM: u32 = 10;
pub const PRISM_VALUE_PARTICIPANT: u32 = 11;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_choice {
    pub struct_size: u32,
    pub reserved: u32,
    pub value: prism_str,
    pub label: prism_str,
}

sized!(prism_choice);
