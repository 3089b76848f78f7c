// SPDX-License-Identifier: MIT
//! `prism/settings.h`. Written by bindings.py.

use super::*;

pub const PRISM_SETTINGS: &[u8] = b"prism.settings.draft/1\0";

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_setting {
    pub struct_size: u32,
    pub kind: u32,
    pub key: prism_str,
    pub title: prism_str,
    pub description: prism_str,
    pub initial: prism_str,
    pub least: i64,
    pub most: i64,
    pub choices: *const *const prism_choice,
    pub choices_count: u64,
}

sized!(prism_setting);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_setting_set {
    pub struct_size: u32,
    pub reserved: u32,
    pub settings: *const *const prism_setting,
    pub settings_count: u64,
}

sized!(prism_setting_set);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_settings {
    pub struct_size: u32,
    pub reserved: u32,
    pub define: unsafe extern "C" fn(
        host: *const prism_host,
        set: *const prism_setting_set,
    ) -> prism_result,
    pub get: unsafe extern "C" fn(
        host: *const prism_host,
        user: prism_str,
        key: prism_str,
        value: *mut prism_str,
    ) -> prism_result,
}
