// SPDX-License-Identifier: MIT
//! `prism/room_admin.h`. Written by bindings.py.

use super::*;
use std::os::raw::c_void;

pub const PRISM_ROOMS: &[u8] = b"prism.rooms/1\0";
pub const PRISM_ROOMS_CAN_KICK: u32 = 1;
pub const PRISM_ROOMS_CAN_BAN: u32 = 2;
pub const PRISM_ROOMS_CAN_SET_ROLE: u32 = 4;
pub const PRISM_ROOMS_CAN_SET_AFFILIATION: u32 = 8;
pub const PRISM_ROOMS_CAN_LIST: u32 = 16;
pub const PRISM_ROOMS_CAN_INVITE: u32 = 32;
pub const PRISM_ROOMS_CAN_CONFIGURE: u32 = 64;
pub const PRISM_ROOMS_CAN_DESTROY: u32 = 128;
pub const fn PRISM_ROOMS_BIT(number: u32) -> u32 {
    1 << number
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_rooms_capabilities {
    pub struct_size: u32,
    pub flags: u32,
    pub roles: u32,
    pub affiliations: u32,
    pub user: prism_str,
    pub room: prism_str,
}

sized!(prism_rooms_capabilities);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_rooms_change {
    pub struct_size: u32,
    pub role: u32,
    pub affiliation: u32,
    pub reserved: u32,
    pub id: prism_request_id,
    pub user: prism_str,
    pub room: prism_str,
    pub nickname: prism_str,
    pub account: prism_str,
    pub reason: prism_str,
}

sized!(prism_rooms_change);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_rooms_query {
    pub struct_size: u32,
    pub affiliation: u32,
    pub id: prism_request_id,
    pub user: prism_str,
    pub room: prism_str,
}

sized!(prism_rooms_query);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_rooms_invite {
    pub struct_size: u32,
    pub reserved: u32,
    pub id: prism_request_id,
    pub user: prism_str,
    pub room: prism_str,
    pub invitee: prism_str,
    pub reason: prism_str,
}

sized!(prism_rooms_invite);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_rooms_settings_query {
    pub struct_size: u32,
    pub reserved: u32,
    pub id: prism_request_id,
    pub user: prism_str,
    pub room: prism_str,
}

sized!(prism_rooms_settings_query);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_rooms_configuration {
    pub struct_size: u32,
    pub reserved: u32,
    pub id: prism_request_id,
    pub user: prism_str,
    pub room: prism_str,
    pub values: *const prism_pair,
    pub values_count: u64,
}

sized!(prism_rooms_configuration);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_rooms_destroy {
    pub struct_size: u32,
    pub reserved: u32,
    pub id: prism_request_id,
    pub user: prism_str,
    pub room: prism_str,
    pub reason: prism_str,
    pub alternative: prism_str,
}

sized!(prism_rooms_destroy);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_rooms_plugin {
    pub struct_size: u32,
    pub reserved: u32,
    pub kick:
        Option<unsafe extern "C" fn(instance: *mut c_void, change: *const prism_rooms_change)>,
    pub ban: Option<unsafe extern "C" fn(instance: *mut c_void, change: *const prism_rooms_change)>,
    pub unban:
        Option<unsafe extern "C" fn(instance: *mut c_void, change: *const prism_rooms_change)>,
    pub set_role:
        Option<unsafe extern "C" fn(instance: *mut c_void, change: *const prism_rooms_change)>,
    pub set_affiliation:
        Option<unsafe extern "C" fn(instance: *mut c_void, change: *const prism_rooms_change)>,
    pub list: Option<unsafe extern "C" fn(instance: *mut c_void, list: *const prism_rooms_query)>,
    pub invite:
        Option<unsafe extern "C" fn(instance: *mut c_void, invite: *const prism_rooms_invite)>,
    pub get_settings: Option<
        unsafe extern "C" fn(instance: *mut c_void, request: *const prism_rooms_settings_query),
    >,
    pub configure: Option<
        unsafe extern "C" fn(
            instance: *mut c_void,
            configuration: *const prism_rooms_configuration,
        ),
    >,
    pub destroy:
        Option<unsafe extern "C" fn(instance: *mut c_void, destroy: *const prism_rooms_destroy)>,
}

sized!(prism_rooms_plugin);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_rooms_member {
    pub struct_size: u32,
    pub role: u32,
    pub account: prism_str,
    pub nickname: prism_str,
    pub reason: prism_str,
}

sized!(prism_rooms_member);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_rooms_setting {
    pub struct_size: u32,
    pub reserved: u32,
    pub name: prism_str,
    pub field: *const prism_field,
}

sized!(prism_rooms_setting);

pub const PRISM_ROOMS_DONE: u32 = 1;
pub const PRISM_ROOMS_FAILED: u32 = 2;
pub const PRISM_ROOMS_FORBIDDEN: u32 = 3;
pub const PRISM_ROOMS_NOT_FOUND: u32 = 4;
pub const PRISM_ROOMS_CONFLICT: u32 = 5;
pub const PRISM_ROOMS_UNSUPPORTED: u32 = 6;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_rooms_answer {
    pub struct_size: u32,
    pub outcome: u32,
    pub id: prism_request_id,
    pub text: prism_str,
    pub members: *const *const prism_rooms_member,
    pub members_count: u64,
    pub settings: *const *const prism_rooms_setting,
    pub settings_count: u64,
}

sized!(prism_rooms_answer);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_rooms {
    pub struct_size: u32,
    pub reserved: u32,
    pub set_capabilities: unsafe extern "C" fn(
        host: *const prism_host,
        capabilities: *const prism_rooms_capabilities,
    ) -> prism_result,
    pub answer: unsafe extern "C" fn(
        host: *const prism_host,
        answer: *const prism_rooms_answer,
    ) -> prism_result,
}
