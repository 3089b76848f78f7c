// SPDX-License-Identifier: MIT
//! `prism/host.h`. Written by bindings.py.

use super::*;
use std::os::raw::{c_char, c_void};

pub const PRISM_LOG_TRACE: u32 = 1;
pub const PRISM_LOG_DEBUG: u32 = 2;
pub const PRISM_LOG_INFO: u32 = 3;
pub const PRISM_LOG_WARNING: u32 = 4;
pub const PRISM_LOG_ERROR: u32 = 5;
pub const PRISM_WATCH_READABLE: u32 = 1;
pub const PRISM_WATCH_WRITABLE: u32 = 2;
pub type prism_watch = u64;
pub type prism_timer = u64;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_memory {
    pub struct_size: u32,
    pub reserved: u32,
    pub resident_kb: u64,
    pub shared_kb: u64,
}

sized!(prism_memory);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_schedule {
    pub struct_size: u32,
    pub reserved: u32,
    pub first_ms: u64,
    pub period_ms: u64,
    pub slack_ms: u64,
}

sized!(prism_schedule);

pub type prism_watch_fn =
    Option<unsafe extern "C" fn(data: *mut c_void, watch: prism_watch, fd: i32, ready: u32)>;
pub type prism_timer_fn = Option<unsafe extern "C" fn(data: *mut c_void, timer: prism_timer)>;
pub type prism_post_fn = Option<unsafe extern "C" fn(data: *mut c_void)>;
pub type prism_value_fn = Option<unsafe extern "C" fn(data: *mut c_void, value: prism_str)>;
pub type prism_pair_fn =
    Option<unsafe extern "C" fn(data: *mut c_void, name: prism_str, value: prism_str)>;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_host {
    pub struct_size: u32,
    pub abi_version: u32,
    pub log: unsafe extern "C" fn(host: *const prism_host, level: u32, text: prism_str),
    pub log_area:
        unsafe extern "C" fn(host: *const prism_host, level: u32, area: prism_str, text: prism_str),
    pub log_enabled:
        unsafe extern "C" fn(host: *const prism_host, level: u32, area: prism_str) -> i32,
    pub get_service:
        unsafe extern "C" fn(host: *const prism_host, name: *const c_char) -> *const c_void,
    pub config_get:
        unsafe extern "C" fn(host: *const prism_host, key: prism_str, value: *mut prism_str) -> i32,
    pub config_bool:
        unsafe extern "C" fn(host: *const prism_host, key: prism_str, fallback: i32) -> i32,
    pub config_int: unsafe extern "C" fn(
        host: *const prism_host,
        key: prism_str,
        fallback: i64,
        least: i64,
        most: i64,
    ) -> i64,
    pub config_list: unsafe extern "C" fn(
        host: *const prism_host,
        key: prism_str,
        visit: prism_value_fn,
        data: *mut c_void,
    ) -> u64,
    pub config_section: unsafe extern "C" fn(
        host: *const prism_host,
        section: prism_str,
        visit: prism_pair_fn,
        data: *mut c_void,
    ) -> u64,
    pub watch_add: unsafe extern "C" fn(
        host: *const prism_host,
        fd: i32,
        events: u32,
        ready: prism_watch_fn,
        data: *mut c_void,
        watch: *mut prism_watch,
    ) -> prism_result,
    pub watch_modify: unsafe extern "C" fn(
        host: *const prism_host,
        watch: prism_watch,
        events: u32,
    ) -> prism_result,
    pub watch_remove:
        unsafe extern "C" fn(host: *const prism_host, watch: prism_watch) -> prism_result,
    pub timer_add: unsafe extern "C" fn(
        host: *const prism_host,
        schedule: *const prism_schedule,
        due: prism_timer_fn,
        data: *mut c_void,
        timer: *mut prism_timer,
    ) -> prism_result,
    pub timer_remove:
        unsafe extern "C" fn(host: *const prism_host, timer: prism_timer) -> prism_result,
    pub post: unsafe extern "C" fn(
        host: *const prism_host,
        run: prism_post_fn,
        data: *mut c_void,
    ) -> prism_result,
    pub stopped: unsafe extern "C" fn(host: *const prism_host) -> prism_result,
    pub connected: unsafe extern "C" fn(
        host: *const prism_host,
        connected: *const prism_connected,
    ) -> prism_result,
    pub disconnected: unsafe extern "C" fn(
        host: *const prism_host,
        disconnected: *const prism_disconnected,
    ) -> prism_result,
    pub message: unsafe extern "C" fn(
        host: *const prism_host,
        message: *const prism_message,
    ) -> prism_result,
    pub receipt: unsafe extern "C" fn(
        host: *const prism_host,
        receipt: *const prism_receipt,
    ) -> prism_result,
    pub buddy_changed:
        unsafe extern "C" fn(host: *const prism_host, buddy: *const prism_buddy) -> prism_result,
    pub buddy_removed: unsafe extern "C" fn(
        host: *const prism_host,
        removed: *const prism_buddy_removed,
    ) -> prism_result,
    pub roster_complete: unsafe extern "C" fn(
        host: *const prism_host,
        complete: *const prism_roster_complete,
    ) -> prism_result,
    pub authorization_requested: unsafe extern "C" fn(
        host: *const prism_host,
        authorization: *const prism_authorization,
    ) -> prism_result,
    pub typing:
        unsafe extern "C" fn(host: *const prism_host, typing: *const prism_typing) -> prism_result,
    pub attention: unsafe extern "C" fn(
        host: *const prism_host,
        attention: *const prism_attention,
    ) -> prism_result,
    pub joined: unsafe extern "C" fn(
        host: *const prism_host,
        instance: *const prism_participant,
    ) -> prism_result,
    pub join_failed: unsafe extern "C" fn(
        host: *const prism_host,
        failed: *const prism_join_failed,
    ) -> prism_result,
    pub participant_changed: unsafe extern "C" fn(
        host: *const prism_host,
        participant: *const prism_participant,
    ) -> prism_result,
    pub subject_changed: unsafe extern "C" fn(
        host: *const prism_host,
        subject: *const prism_subject,
    ) -> prism_result,
    pub room_invited: unsafe extern "C" fn(
        host: *const prism_host,
        invitation: *const prism_invitation,
    ) -> prism_result,
    pub room_list:
        unsafe extern "C" fn(host: *const prism_host, list: *const prism_room_list) -> prism_result,
    pub vcard:
        unsafe extern "C" fn(host: *const prism_host, vcard: *const prism_vcard) -> prism_result,
    pub raw_xml: unsafe extern "C" fn(host: *const prism_host, stanza: prism_str) -> prism_result,
    pub set_features: unsafe extern "C" fn(
        host: *const prism_host,
        features: *const prism_features,
    ) -> prism_result,
    pub fault: unsafe extern "C" fn(host: *const prism_host, r#where: prism_str, text: prism_str),
    pub system_error: unsafe extern "C" fn(host: *const prism_host) -> i32,
}
