// SPDX-License-Identifier: MIT
//! `prism/rooms.h`. Written by bindings.py.

use super::*;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_join {
    pub struct_size: u32,
    pub reserved: u32,
    pub user: prism_str,
    pub room: prism_str,
    pub nickname: prism_str,
    pub password: prism_str,
}

sized!(prism_join);

pub const PRISM_JOIN_ERROR_ROOM_NOT_FOUND: u32 = 1;
pub const PRISM_JOIN_ERROR_NICKNAME_IN_USE: u32 = 2;
pub const PRISM_JOIN_ERROR_NOT_AUTHORIZED: u32 = 3;
pub const PRISM_JOIN_ERROR_BANNED: u32 = 4;
pub const PRISM_JOIN_ERROR_PASSWORD: u32 = 5;
pub const PRISM_JOIN_ERROR_ROOM_FULL: u32 = 6;
pub const PRISM_JOIN_ERROR_OTHER: u32 = 7;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_join_failed {
    pub struct_size: u32,
    pub error: u32,
    pub user: prism_str,
    pub room: prism_str,
    pub text: prism_str,
}

sized!(prism_join_failed);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_leave {
    pub struct_size: u32,
    pub reserved: u32,
    pub user: prism_str,
    pub room: prism_str,
}

sized!(prism_leave);

pub const PRISM_ROLE_VISITOR: u32 = 1;
pub const PRISM_ROLE_PARTICIPANT: u32 = 2;
pub const PRISM_ROLE_MODERATOR: u32 = 3;
pub const PRISM_AFFILIATION_NONE: u32 = 1;
pub const PRISM_AFFILIATION_OUTCAST: u32 = 2;
pub const PRISM_AFFILIATION_MEMBER: u32 = 3;
pub const PRISM_AFFILIATION_ADMIN: u32 = 4;
pub const PRISM_AFFILIATION_OWNER: u32 = 5;
pub const PRISM_PARTICIPANT_MODERATOR: u32 = 1;
pub const PRISM_PARTICIPANT_ME: u32 = 2;
pub const PRISM_PARTICIPANT_KICKED: u32 = 4;
pub const PRISM_PARTICIPANT_BANNED: u32 = 8;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_participant {
    pub struct_size: u32,
    pub flags: u32,
    pub status: u32,
    pub reserved: u32,
    pub user: prism_str,
    pub room: prism_str,
    pub nickname: prism_str,
    pub new_nickname: prism_str,
    pub status_text: prism_str,
    pub icon_hash: prism_str,
    pub alias: prism_str,
    pub role: u32,
    pub affiliation: u32,
    pub account: prism_str,
    pub actor: prism_str,
}

sized!(prism_participant);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_subject {
    pub struct_size: u32,
    pub reserved: u32,
    pub user: prism_str,
    pub room: prism_str,
    pub nickname: prism_str,
    pub subject: prism_str,
    pub time: prism_time,
}

sized!(prism_subject);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_invitation {
    pub struct_size: u32,
    pub reserved: u32,
    pub user: prism_str,
    pub room: prism_str,
    pub inviter: prism_str,
    pub reason: prism_str,
    pub password: prism_str,
}

sized!(prism_invitation);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_room {
    pub struct_size: u32,
    pub reserved: u32,
    pub name: prism_str,
    pub title: prism_str,
}

sized!(prism_room);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_room_list {
    pub struct_size: u32,
    pub reserved: u32,
    pub user: prism_str,
    pub rooms: *const *const prism_room,
    pub rooms_count: u64,
}

sized!(prism_room_list);
