// SPDX-License-Identifier: MIT
//! `prism/session.h`. Written by bindings.py.

use super::*;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_login {
    pub struct_size: u32,
    pub reserved: u32,
    pub user: prism_str,
    pub legacy_name: prism_str,
    pub password: prism_str,
    pub settings: *const prism_pair,
    pub settings_count: u64,
}

sized!(prism_login);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_connected {
    pub struct_size: u32,
    pub reserved: u32,
    pub user: prism_str,
}

sized!(prism_connected);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_logout {
    pub struct_size: u32,
    pub reserved: u32,
    pub user: prism_str,
}

sized!(prism_logout);

pub const PRISM_CONNECTION_ERROR_NETWORK: u32 = 1;
pub const PRISM_CONNECTION_ERROR_INVALID_USERNAME: u32 = 2;
pub const PRISM_CONNECTION_ERROR_AUTHENTICATION_FAILED: u32 = 3;
pub const PRISM_CONNECTION_ERROR_AUTHENTICATION_IMPOSSIBLE: u32 = 4;
pub const PRISM_CONNECTION_ERROR_NO_SSL_SUPPORT: u32 = 5;
pub const PRISM_CONNECTION_ERROR_ENCRYPTION: u32 = 6;
pub const PRISM_CONNECTION_ERROR_NAME_IN_USE: u32 = 7;
pub const PRISM_CONNECTION_ERROR_INVALID_SETTINGS: u32 = 8;
pub const PRISM_CONNECTION_ERROR_CERT_NOT_PROVIDED: u32 = 9;
pub const PRISM_CONNECTION_ERROR_CERT_UNTRUSTED: u32 = 10;
pub const PRISM_CONNECTION_ERROR_CERT_EXPIRED: u32 = 11;
pub const PRISM_CONNECTION_ERROR_CERT_NOT_ACTIVATED: u32 = 12;
pub const PRISM_CONNECTION_ERROR_CERT_HOSTNAME_MISMATCH: u32 = 13;
pub const PRISM_CONNECTION_ERROR_CERT_FINGERPRINT_MISMATCH: u32 = 14;
pub const PRISM_CONNECTION_ERROR_CERT_SELF_SIGNED: u32 = 15;
pub const PRISM_CONNECTION_ERROR_CERT_OTHER: u32 = 16;
pub const PRISM_CONNECTION_ERROR_OTHER: u32 = 17;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_disconnected {
    pub struct_size: u32,
    pub error: u32,
    pub user: prism_str,
    pub text: prism_str,
}

sized!(prism_disconnected);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_stanza {
    pub struct_size: u32,
    pub reserved: u32,
    pub user: prism_str,
    pub xml: prism_str,
}

sized!(prism_stanza);

pub const PRISM_FEATURE_PASSWORD: u32 = 1;
pub const PRISM_FEATURE_REGISTRATION: u32 = 2;
pub const PRISM_FEATURE_RECEIPTS: u32 = 4;
pub const PRISM_FEATURE_ROOMS: u32 = 8;
pub const PRISM_FEATURE_RAW_XML: u32 = 16;
pub const PRISM_FEATURE_UNESCAPED_JIDS: u32 = 32;
pub const PRISM_FEATURE_ROSTER_ON_LOGIN: u32 = 64;
pub const PRISM_FEATURE_RELOGIN: u32 = 128;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_features {
    pub struct_size: u32,
    pub flags: u32,
}

sized!(prism_features);
