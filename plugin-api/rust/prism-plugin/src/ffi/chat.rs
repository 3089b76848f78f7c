// SPDX-License-Identifier: MIT
//! `prism/chat.h`. Written by bindings.py.

use super::*;
use std::os::raw::c_void;

pub const PRISM_CHAT: &[u8] = b"prism.chat/1\0";

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_chat_edit {
    pub struct_size: u32,
    pub reserved: u32,
    pub message: *const prism_message,
    pub target: *const prism_reference,
}

sized!(prism_chat_edit);

pub const PRISM_CHAT_RETRACTION_MODERATED: u32 = 1;
pub const PRISM_CHAT_RETRACTION_CARBON: u32 = 2;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_chat_retraction {
    pub struct_size: u32,
    pub kind: u32,
    pub flags: u32,
    pub reserved: u32,
    pub request: prism_request_id,
    pub user: prism_str,
    pub buddy: prism_str,
    pub nickname: prism_str,
    pub target: *const prism_reference,
    pub reason: prism_str,
    pub time: prism_time,
    pub author_id: prism_str,
}

sized!(prism_chat_retraction);

pub const PRISM_CHAT_REACTIONS_SET: u32 = 1;
pub const PRISM_CHAT_REACTIONS_ADDED: u32 = 2;
pub const PRISM_CHAT_REACTIONS_REMOVED: u32 = 3;
pub const PRISM_CHAT_REACTIONS_CARBON: u32 = 1;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_chat_reactions {
    pub struct_size: u32,
    pub kind: u32,
    pub change: u32,
    pub flags: u32,
    pub request: prism_request_id,
    pub user: prism_str,
    pub buddy: prism_str,
    pub nickname: prism_str,
    pub target: *const prism_reference,
    pub author_id: prism_str,
    pub reactions: *const prism_str,
    pub reactions_count: u64,
    pub added: *const prism_str,
    pub added_count: u64,
    pub removed: *const prism_str,
    pub removed_count: u64,
}

sized!(prism_chat_reactions);

pub const PRISM_CHAT_MARKER_CARBON: u32 = 1;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_chat_marker {
    pub struct_size: u32,
    pub kind: u32,
    pub flags: u32,
    pub reserved: u32,
    pub user: prism_str,
    pub buddy: prism_str,
    pub nickname: prism_str,
    pub target: *const prism_reference,
    pub time: prism_time,
}

sized!(prism_chat_marker);

pub const PRISM_CHAT_CAN_EDIT: u32 = 1;
pub const PRISM_CHAT_CAN_RETRACT: u32 = 2;
pub const PRISM_CHAT_CAN_REPLY: u32 = 4;
pub const PRISM_CHAT_CAN_REACT: u32 = 8;
pub const PRISM_CHAT_CAN_THREAD: u32 = 16;
pub const PRISM_CHAT_CAN_MARK: u32 = 32;
pub const PRISM_CHAT_CAN_DELIVER: u32 = 64;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_chat_capabilities {
    pub struct_size: u32,
    pub kind: u32,
    pub flags: u32,
    pub edit_seconds: u32,
    pub retract_seconds: u32,
    pub reactions_per_user: u32,
    pub reactions_per_message: u32,
    pub longest_text: u32,
    pub user: prism_str,
    pub buddy: prism_str,
    pub reactions: *const prism_str,
    pub reactions_count: u64,
}

sized!(prism_chat_capabilities);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_chat {
    pub struct_size: u32,
    pub reserved: u32,
    pub set_capabilities: unsafe extern "C" fn(
        host: *const prism_host,
        capabilities: *const prism_chat_capabilities,
    ) -> prism_result,
    pub edited:
        unsafe extern "C" fn(host: *const prism_host, edit: *const prism_chat_edit) -> prism_result,
    pub retracted: unsafe extern "C" fn(
        host: *const prism_host,
        retraction: *const prism_chat_retraction,
    ) -> prism_result,
    pub reacted: unsafe extern "C" fn(
        host: *const prism_host,
        reactions: *const prism_chat_reactions,
    ) -> prism_result,
    pub marked: unsafe extern "C" fn(
        host: *const prism_host,
        marker: *const prism_chat_marker,
    ) -> prism_result,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_chat_plugin {
    pub struct_size: u32,
    pub reserved: u32,
    pub edit: Option<unsafe extern "C" fn(instance: *mut c_void, edit: *const prism_chat_edit)>,
    pub retract: Option<
        unsafe extern "C" fn(instance: *mut c_void, retraction: *const prism_chat_retraction),
    >,
    pub react:
        Option<unsafe extern "C" fn(instance: *mut c_void, reactions: *const prism_chat_reactions)>,
    pub mark: Option<unsafe extern "C" fn(instance: *mut c_void, marker: *const prism_chat_marker)>,
}

sized!(prism_chat_plugin);
