// SPDX-License-Identifier: MIT
//! `prism/media.h`. Written by bindings.py.

use super::*;
use std::os::raw::c_void;

pub const PRISM_MEDIA: &[u8] = b"prism.media/1\0";
pub type prism_media_id = u64;
pub const PRISM_MEDIA_CAN_PUBLISH: u32 = 1;
pub const PRISM_MEDIA_CAN_FETCH: u32 = 2;
pub const PRISM_FILE_FROM_DESCRIPTOR: u32 = 1;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_file {
    pub struct_size: u32,
    pub flags: u32,
    pub user: prism_str,
    pub name: prism_str,
    pub mime_type: prism_str,
    pub bytes: prism_blob,
    pub fd: i32,
    pub reserved: u32,
}

sized!(prism_file);

pub const PRISM_PUBLISH_DONE: u32 = 1;
pub const PRISM_PUBLISH_TOO_LARGE: u32 = 2;
pub const PRISM_PUBLISH_FULL: u32 = 3;
pub const PRISM_PUBLISH_FAILED: u32 = 4;
pub const PRISM_PUBLISH_ENDED: u32 = 5;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_published {
    pub struct_size: u32,
    pub outcome: u32,
    pub url: prism_str,
    pub mime_type: prism_str,
    pub error: prism_str,
}

sized!(prism_published);

pub type prism_publish_fn = Option<
    unsafe extern "C" fn(data: *mut c_void, id: prism_media_id, published: *const prism_published),
>;
pub const PRISM_FETCH_TO_DESCRIPTOR: u32 = 1;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_fetch {
    pub struct_size: u32,
    pub flags: u32,
    pub user: prism_str,
    pub url: prism_str,
    pub max_size: u64,
    pub timeout_ms: u32,
    pub fd: i32,
}

sized!(prism_fetch);

pub const PRISM_FETCH_DONE: u32 = 1;
pub const PRISM_FETCH_FORBIDDEN: u32 = 2;
pub const PRISM_FETCH_TOO_LARGE: u32 = 3;
pub const PRISM_FETCH_TIMED_OUT: u32 = 4;
pub const PRISM_FETCH_REFUSED: u32 = 5;
pub const PRISM_FETCH_FAILED: u32 = 6;
pub const PRISM_FETCH_ENDED: u32 = 7;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_fetched {
    pub struct_size: u32,
    pub outcome: u32,
    pub http_status: u32,
    pub reserved: u32,
    pub error: prism_str,
    pub url: prism_str,
    pub mime_type: prism_str,
    pub bytes: prism_blob,
    pub size: u64,
}

sized!(prism_fetched);

pub type prism_fetch_fn = Option<
    unsafe extern "C" fn(data: *mut c_void, id: prism_media_id, fetched: *const prism_fetched),
>;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_media {
    pub struct_size: u32,
    pub abilities: u32,
    pub publish: unsafe extern "C" fn(
        host: *const prism_host,
        file: *const prism_file,
        done: prism_publish_fn,
        data: *mut c_void,
        id: *mut prism_media_id,
    ) -> prism_result,
    pub fetch: unsafe extern "C" fn(
        host: *const prism_host,
        fetch: *const prism_fetch,
        done: prism_fetch_fn,
        data: *mut c_void,
        id: *mut prism_media_id,
    ) -> prism_result,
    pub cancel: unsafe extern "C" fn(host: *const prism_host, id: prism_media_id) -> prism_result,
}
