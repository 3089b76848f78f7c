// SPDX-License-Identifier: MIT
//! `prism/roster.h`. Written by bindings.py.

use super::*;

pub const PRISM_STATUS_ONLINE: u32 = 1;
pub const PRISM_STATUS_AWAY: u32 = 2;
pub const PRISM_STATUS_FREE_FOR_CHAT: u32 = 3;
pub const PRISM_STATUS_EXTENDED_AWAY: u32 = 4;
pub const PRISM_STATUS_DO_NOT_DISTURB: u32 = 5;
pub const PRISM_STATUS_OFFLINE: u32 = 6;
pub const PRISM_STATUS_INVISIBLE: u32 = 7;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_presence {
    pub struct_size: u32,
    pub status: u32,
    pub user: prism_str,
    pub text: prism_str,
}

sized!(prism_presence);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_buddy {
    pub struct_size: u32,
    pub status: u32,
    pub user: prism_str,
    pub buddy: prism_str,
    pub alias: prism_str,
    pub groups: *const prism_str,
    pub groups_count: u64,
    pub status_text: prism_str,
    pub icon_hash: prism_str,
    pub blocked: u32,
    pub reserved: u32,
}

sized!(prism_buddy);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_roster {
    pub struct_size: u32,
    pub reserved: u32,
    pub user: prism_str,
    pub buddies: *const *const prism_buddy,
    pub buddies_count: u64,
}

sized!(prism_roster);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_roster_complete {
    pub struct_size: u32,
    pub reserved: u32,
    pub user: prism_str,
}

sized!(prism_roster_complete);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_buddy_removed {
    pub struct_size: u32,
    pub reserved: u32,
    pub user: prism_str,
    pub buddy: prism_str,
}

sized!(prism_buddy_removed);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_authorization {
    pub struct_size: u32,
    pub accepted: u32,
    pub user: prism_str,
    pub buddy: prism_str,
}

sized!(prism_authorization);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_block {
    pub struct_size: u32,
    pub blocked: u32,
    pub user: prism_str,
    pub buddy: prism_str,
}

sized!(prism_block);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_vcard_request {
    pub struct_size: u32,
    pub reserved: u32,
    pub user: prism_str,
    pub buddy: prism_str,
    pub nickname: prism_str,
}

sized!(prism_vcard_request);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_vcard {
    pub struct_size: u32,
    pub reserved: u32,
    pub user: prism_str,
    pub buddy: prism_str,
    pub nickname: prism_str,
    pub full_name: prism_str,
    pub vcard_nickname: prism_str,
    pub photo: prism_blob,
}

sized!(prism_vcard);
