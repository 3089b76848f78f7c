// SPDX-License-Identifier: MIT
//! `prism/types.h`. Written by bindings.py.

use std::os::raw::{c_char, c_void};

pub const PRISM_ABI_MAJOR: u32 = 0;
pub const PRISM_ABI_MINOR: u32 = 9;
pub const PRISM_ABI_VERSION: u32 = 0x00000009;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_str {
    pub data: *const c_char,
    pub size: u64,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_pair {
    pub name: prism_str,
    pub value: prism_str,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_blob {
    pub data: *const c_void,
    pub size: u64,
}

pub type prism_result = i32;
pub const PRISM_OK: prism_result = 0;
pub const PRISM_PENDING: prism_result = 1;
pub const PRISM_ERR_FAILED: prism_result = -1;
pub const PRISM_ERR_ARGUMENT: prism_result = -2;
pub const PRISM_ERR_NO_USER: prism_result = -3;
pub const PRISM_ERR_THREAD: prism_result = -4;
pub const PRISM_ERR_STATE: prism_result = -5;
pub const PRISM_ERR_SYSTEM: prism_result = -6;
pub const PRISM_ERR_MEMORY: prism_result = -7;
pub const PRISM_ERR_LIMIT: prism_result = -8;
pub const PRISM_ERR_TOO_LARGE: prism_result = -9;
pub const PRISM_ERR_UNSUPPORTED: prism_result = -10;
pub const PRISM_ERR_ENDED: prism_result = -11;
pub type prism_request_id = u64;
pub const PRISM_CONVERSATION_CONTACT: u32 = 1;
pub const PRISM_CONVERSATION_ROOM: u32 = 2;
pub const PRISM_CONVERSATION_PRIVATE: u32 = 3;
pub const PRISM_CONVERSATION_HOST: u32 = 4;
pub const fn PRISM_CONVERSATION_BIT(kind: u32) -> u32 {
    1 << kind
}
pub const PRISM_CAPABILITIES_INHERIT: u32 = 0x80000000;
pub type prism_time = i64;
