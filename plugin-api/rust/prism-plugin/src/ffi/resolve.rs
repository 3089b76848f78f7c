// SPDX-License-Identifier: MIT
//! `prism/resolve.h`. Written by bindings.py.

use super::*;
use std::os::raw::c_void;

pub const PRISM_RESOLVE: &[u8] = b"prism.resolve/1\0";
pub type prism_resolve_id = u64;
pub const PRISM_FAMILY_IPV4: u32 = 1;
pub const PRISM_FAMILY_IPV6: u32 = 2;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_lookup {
    pub struct_size: u32,
    pub family: u32,
    pub port: u32,
    pub timeout_ms: u32,
    pub name: prism_str,
}

sized!(prism_lookup);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_address {
    pub struct_size: u32,
    pub family: u32,
    pub text: prism_str,
    pub sockaddr: prism_blob,
}

sized!(prism_address);

pub const PRISM_LOOKUP_FOUND: u32 = 1;
pub const PRISM_LOOKUP_NOT_FOUND: u32 = 2;
pub const PRISM_LOOKUP_TIMED_OUT: u32 = 3;
pub const PRISM_LOOKUP_FAILED: u32 = 4;
pub const PRISM_LOOKUP_ENDED: u32 = 5;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_lookup_answer {
    pub struct_size: u32,
    pub outcome: u32,
    pub error: prism_str,
    pub addresses: *const *const prism_address,
    pub addresses_count: u64,
}

sized!(prism_lookup_answer);

pub type prism_lookup_fn = Option<
    unsafe extern "C" fn(
        data: *mut c_void,
        id: prism_resolve_id,
        answer: *const prism_lookup_answer,
    ),
>;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_resolve {
    pub struct_size: u32,
    pub reserved: u32,
    pub resolve: unsafe extern "C" fn(
        host: *const prism_host,
        lookup: *const prism_lookup,
        answered: prism_lookup_fn,
        data: *mut c_void,
        id: *mut prism_resolve_id,
    ) -> prism_result,
    pub cancel: unsafe extern "C" fn(host: *const prism_host, id: prism_resolve_id) -> prism_result,
}
