// SPDX-License-Identifier: MIT
//! `prism/history.h`. Written by bindings.py.

use super::*;
use std::os::raw::c_void;

pub const PRISM_HISTORY: &[u8] = b"prism.history/1\0";
pub const PRISM_HISTORY_MAX_PAGE: u32 = 500;
pub const PRISM_HISTORY_MAX_MISSED: u32 = 1000;
pub const PRISM_HISTORY_MAX_SENDERS: u32 = 10000;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_history_point {
    pub struct_size: u32,
    pub reserved: u32,
    pub id: prism_str,
    pub time: prism_time,
}

sized!(prism_history_point);

pub const PRISM_HISTORY_NEWEST: u32 = 1;
pub const PRISM_HISTORY_OLDEST: u32 = 2;
pub const PRISM_HISTORY_AROUND: u32 = 3;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_history_request {
    pub struct_size: u32,
    pub kind: u32,
    pub part: u32,
    pub limit: u32,
    pub flags: u32,
    pub reserved: u32,
    pub id: prism_request_id,
    pub user: prism_str,
    pub buddy: prism_str,
    pub nickname: prism_str,
    pub after: *const prism_history_point,
    pub before: *const prism_history_point,
    pub around: *const prism_history_point,
}

sized!(prism_history_request);

pub const PRISM_HISTORY_DONE: u32 = 1;
pub const PRISM_HISTORY_FAILED: u32 = 2;
pub const PRISM_HISTORY_COMPLETE: u32 = 1;
pub const PRISM_HISTORY_REACTIONS_OWN: u32 = 1;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_history_reactions {
    pub struct_size: u32,
    pub flags: u32,
    pub nickname: prism_str,
    pub author_id: prism_str,
    pub reactions: *const prism_str,
    pub reactions_count: u64,
}

sized!(prism_history_reactions);

pub const PRISM_HISTORY_ENTRY_RETRACTED: u32 = 1;
pub const PRISM_HISTORY_ENTRY_EDITED: u32 = 2;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_history_entry {
    pub struct_size: u32,
    pub flags: u32,
    pub message: *const prism_message,
    pub edited: prism_time,
    pub reactions: *const *const prism_history_reactions,
    pub reactions_count: u64,
}

sized!(prism_history_entry);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_history_answer {
    pub struct_size: u32,
    pub outcome: u32,
    pub flags: u32,
    pub reserved: u32,
    pub id: prism_request_id,
    pub text: prism_str,
    pub entries: *const *const prism_history_entry,
    pub entries_count: u64,
    pub first: *const prism_history_point,
    pub last: *const prism_history_point,
}

sized!(prism_history_answer);

pub const PRISM_HISTORY_CAN_LATEST: u32 = 1;
pub const PRISM_HISTORY_CAN_LATEST_AFTER: u32 = 2;
pub const PRISM_HISTORY_CAN_BEFORE: u32 = 4;
pub const PRISM_HISTORY_CAN_AFTER: u32 = 8;
pub const PRISM_HISTORY_CAN_AROUND: u32 = 16;
pub const PRISM_HISTORY_BY_ID: u32 = 32;
pub const PRISM_HISTORY_BY_TIME: u32 = 64;
pub const PRISM_HISTORY_KEEPS_POSITION: u32 = 128;
pub const PRISM_HISTORY_ASKS_MISSED: u32 = 256;
pub const PRISM_HISTORY_ASKS_FIRST: u32 = 512;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_history_capabilities {
    pub struct_size: u32,
    pub kind: u32,
    pub flags: u32,
    pub longest_page: u32,
    pub most_missed: u32,
    pub reserved: u32,
    pub user: prism_str,
    pub buddy: prism_str,
}

sized!(prism_history_capabilities);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_history_position {
    pub struct_size: u32,
    pub kind: u32,
    pub user: prism_str,
    pub buddy: prism_str,
    pub nickname: prism_str,
    pub id: prism_str,
    pub time: prism_time,
}

sized!(prism_history_position);

pub type prism_history_position_fn =
    Option<unsafe extern "C" fn(data: *mut c_void, position: *const prism_history_position)>;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_history {
    pub struct_size: u32,
    pub reserved: u32,
    pub set_capabilities: unsafe extern "C" fn(
        host: *const prism_host,
        capabilities: *const prism_history_capabilities,
    ) -> prism_result,
    pub answer: unsafe extern "C" fn(
        host: *const prism_host,
        answer: *const prism_history_answer,
    ) -> prism_result,
    pub catch_up: unsafe extern "C" fn(
        host: *const prism_host,
        conversation: *const prism_history_position,
    ) -> prism_result,
    pub set_position: unsafe extern "C" fn(
        host: *const prism_host,
        position: *const prism_history_position,
    ) -> prism_result,
    pub list_positions: unsafe extern "C" fn(
        host: *const prism_host,
        user: prism_str,
        visit: prism_history_position_fn,
        data: *mut c_void,
    ) -> prism_result,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_history_plugin {
    pub struct_size: u32,
    pub reserved: u32,
    pub page:
        Option<unsafe extern "C" fn(instance: *mut c_void, request: *const prism_history_request)>,
}

sized!(prism_history_plugin);
