// SPDX-License-Identifier: MIT
//! `prism/admin.h`. Written by bindings.py.

use super::*;
use std::os::raw::c_void;

pub const PRISM_ADMIN: &[u8] = b"prism.admin.draft/1\0";
pub type prism_admin_id = u64;
pub const PRISM_ADMIN_ANSWERED: u32 = 1;
pub const PRISM_ADMIN_TIMED_OUT: u32 = 2;
pub const PRISM_ADMIN_ENDED: u32 = 3;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_admin_answer {
    pub struct_size: u32,
    pub outcome: u32,
    pub text: prism_str,
}

sized!(prism_admin_answer);

pub type prism_admin_fn = Option<
    unsafe extern "C" fn(data: *mut c_void, id: prism_admin_id, answer: *const prism_admin_answer),
>;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_admin {
    pub struct_size: u32,
    pub reserved: u32,
    pub send: unsafe extern "C" fn(
        host: *const prism_host,
        command: prism_str,
        ended: prism_admin_fn,
        data: *mut c_void,
        id: *mut prism_admin_id,
    ) -> prism_result,
    pub cancel: unsafe extern "C" fn(host: *const prism_host, id: prism_admin_id) -> prism_result,
}
