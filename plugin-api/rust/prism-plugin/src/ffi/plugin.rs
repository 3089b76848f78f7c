// SPDX-License-Identifier: MIT
//! `prism/plugin.h`. Written by bindings.py.

use super::*;
use std::os::raw::{c_char, c_void};

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_plugin {
    pub struct_size: u32,
    pub abi_version: u32,
    pub min_host_minor: u32,
    pub reserved: u32,
    pub id: *const c_char,
    pub version: *const c_char,
    pub create: Option<
        unsafe extern "C" fn(host: *const prism_host, instance: *mut *mut c_void) -> prism_result,
    >,
    pub start: Option<unsafe extern "C" fn(instance: *mut c_void) -> prism_result>,
    pub stop: Option<unsafe extern "C" fn(instance: *mut c_void) -> prism_result>,
    pub destroy: Option<unsafe extern "C" fn(instance: *mut c_void)>,
    pub memory_usage:
        Option<unsafe extern "C" fn(instance: *mut c_void, memory: *mut prism_memory)>,
    pub login: Option<unsafe extern "C" fn(instance: *mut c_void, login: *const prism_login)>,
    pub logout: Option<unsafe extern "C" fn(instance: *mut c_void, logout: *const prism_logout)>,
    pub message: Option<unsafe extern "C" fn(instance: *mut c_void, message: *const prism_message)>,
    pub status_changed:
        Option<unsafe extern "C" fn(instance: *mut c_void, presence: *const prism_presence)>,
    pub roster: Option<unsafe extern "C" fn(instance: *mut c_void, roster: *const prism_roster)>,
    pub buddy_changed:
        Option<unsafe extern "C" fn(instance: *mut c_void, buddy: *const prism_buddy)>,
    pub buddy_removed:
        Option<unsafe extern "C" fn(instance: *mut c_void, removed: *const prism_buddy_removed)>,
    pub buddy_blocked:
        Option<unsafe extern "C" fn(instance: *mut c_void, block: *const prism_block)>,
    pub authorization_answered:
        Option<unsafe extern "C" fn(instance: *mut c_void, answer: *const prism_authorization)>,
    pub typing: Option<unsafe extern "C" fn(instance: *mut c_void, typing: *const prism_typing)>,
    pub attention:
        Option<unsafe extern "C" fn(instance: *mut c_void, attention: *const prism_attention)>,
    pub join: Option<unsafe extern "C" fn(instance: *mut c_void, join: *const prism_join)>,
    pub leave: Option<unsafe extern "C" fn(instance: *mut c_void, leave: *const prism_leave)>,
    pub set_subject:
        Option<unsafe extern "C" fn(instance: *mut c_void, subject: *const prism_subject)>,
    pub vcard_wanted:
        Option<unsafe extern "C" fn(instance: *mut c_void, request: *const prism_vcard_request)>,
    pub own_vcard: Option<unsafe extern "C" fn(instance: *mut c_void, vcard: *const prism_vcard)>,
    pub raw_xml: Option<unsafe extern "C" fn(instance: *mut c_void, stanza: *const prism_stanza)>,
    pub get_extension:
        Option<unsafe extern "C" fn(instance: *mut c_void, name: *const c_char) -> *const c_void>,
}

sized!(prism_plugin);

pub type prism_plugin_query_fn =
    Option<unsafe extern "C" fn(host_abi_version: u32) -> *const prism_plugin>;
