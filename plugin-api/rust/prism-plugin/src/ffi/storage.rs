// SPDX-License-Identifier: MIT
//! `prism/storage.h`. Written by bindings.py.

use super::*;
use std::os::raw::c_void;

pub const PRISM_STORAGE: &[u8] = b"prism.storage/1\0";
pub const PRISM_STORAGE_MAX_KEY: u32 = 255;
pub const PRISM_STORAGE_MAX_VALUE: u32 = 262144;
pub const PRISM_STORAGE_MAX_KEYS: u32 = 2048;
pub const PRISM_STORAGE_MAX_BYTES: u32 = 1048576;
pub type prism_storage_value_fn =
    Option<unsafe extern "C" fn(data: *mut c_void, value: prism_blob)>;
pub type prism_storage_key_fn = Option<unsafe extern "C" fn(data: *mut c_void, key: prism_str)>;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_storage {
    pub struct_size: u32,
    pub reserved: u32,
    pub get: unsafe extern "C" fn(
        host: *const prism_host,
        user: prism_str,
        key: prism_str,
        visit: prism_storage_value_fn,
        data: *mut c_void,
    ) -> prism_result,
    pub set: unsafe extern "C" fn(
        host: *const prism_host,
        user: prism_str,
        key: prism_str,
        value: prism_blob,
    ) -> prism_result,
    pub remove: unsafe extern "C" fn(
        host: *const prism_host,
        user: prism_str,
        key: prism_str,
    ) -> prism_result,
    pub list: unsafe extern "C" fn(
        host: *const prism_host,
        user: prism_str,
        prefix: prism_str,
        visit: prism_storage_key_fn,
        data: *mut c_void,
    ) -> prism_result,
}
