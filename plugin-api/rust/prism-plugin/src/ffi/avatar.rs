// SPDX-License-Identifier: MIT
//! `prism/avatar.h`. Written by bindings.py.

use super::*;
use std::os::raw::c_void;

pub const PRISM_AVATAR: &[u8] = b"prism.avatar/1\0";
pub const PRISM_PICTURE_NONE: u32 = 1;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_picture {
    pub struct_size: u32,
    pub flags: u32,
    pub user: prism_str,
    pub buddy: prism_str,
    pub nickname: prism_str,
    pub id: prism_str,
    pub url: prism_str,
    pub bytes: prism_blob,
}

sized!(prism_picture);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_avatar {
    pub struct_size: u32,
    pub reserved: u32,
    pub set: unsafe extern "C" fn(
        host: *const prism_host,
        picture: *const prism_picture,
    ) -> prism_result,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_picture_request {
    pub struct_size: u32,
    pub reserved: u32,
    pub user: prism_str,
    pub buddy: prism_str,
    pub nickname: prism_str,
    pub id: prism_str,
}

sized!(prism_picture_request);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_avatar_plugin {
    pub struct_size: u32,
    pub reserved: u32,
    pub wanted:
        Option<unsafe extern "C" fn(instance: *mut c_void, request: *const prism_picture_request)>,
}

sized!(prism_avatar_plugin);
