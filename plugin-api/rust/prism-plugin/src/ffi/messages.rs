// SPDX-License-Identifier: MIT
//! `prism/messages.h`. Written by bindings.py.

use super::*;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_attachment {
    pub struct_size: u32,
    pub reserved: u32,
    pub url: prism_str,
    pub mime_type: prism_str,
    pub description: prism_str,
    pub name: prism_str,
    pub size: u64,
}

sized!(prism_attachment);

pub const PRISM_REFERENCE_OWN: u32 = 1;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_reference {
    pub struct_size: u32,
    pub flags: u32,
    pub request: prism_request_id,
    pub id: prism_str,
    pub nickname: prism_str,
    pub text: prism_str,
}

sized!(prism_reference);

pub const PRISM_MESSAGE_HEADLINE: u32 = 1;
pub const PRISM_MESSAGE_CARBON: u32 = 2;
pub const PRISM_MESSAGE_RECEIPT_WANTED: u32 = 4;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_message {
    pub struct_size: u32,
    pub kind: u32,
    pub flags: u32,
    pub reserved: u32,
    pub request: prism_request_id,
    pub user: prism_str,
    pub buddy: prism_str,
    pub nickname: prism_str,
    pub text: prism_str,
    pub xhtml: prism_str,
    pub id: prism_str,
    pub reply_to: *const prism_reference,
    pub thread: prism_str,
    pub author_id: prism_str,
    pub time: prism_time,
    pub attachments: *const *const prism_attachment,
    pub attachments_count: u64,
}

sized!(prism_message);

pub const PRISM_RECEIPT_ACCEPTED: u32 = 1;
pub const PRISM_RECEIPT_DELIVERED: u32 = 2;
pub const PRISM_RECEIPT_DISPLAYED: u32 = 3;
pub const PRISM_RECEIPT_FAILED: u32 = 4;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_receipt {
    pub struct_size: u32,
    pub kind: u32,
    pub state: u32,
    pub reserved: u32,
    pub request: prism_request_id,
    pub user: prism_str,
    pub buddy: prism_str,
    pub nickname: prism_str,
    pub network_id: prism_str,
    pub text: prism_str,
    pub time: prism_time,
}

sized!(prism_receipt);

pub const PRISM_TYPING_ACTIVE: u32 = 1;
pub const PRISM_TYPING_COMPOSING: u32 = 2;
pub const PRISM_TYPING_PAUSED: u32 = 3;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_typing {
    pub struct_size: u32,
    pub kind: u32,
    pub state: u32,
    pub reserved: u32,
    pub user: prism_str,
    pub buddy: prism_str,
    pub nickname: prism_str,
}

sized!(prism_typing);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_attention {
    pub struct_size: u32,
    pub kind: u32,
    pub request: prism_request_id,
    pub user: prism_str,
    pub buddy: prism_str,
    pub nickname: prism_str,
    pub text: prism_str,
}

sized!(prism_attention);
