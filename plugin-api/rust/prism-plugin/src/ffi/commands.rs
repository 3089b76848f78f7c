// SPDX-License-Identifier: MIT
//! `prism/commands.h`. Written by bindings.py.

use super::*;
use std::os::raw::c_void;

pub const PRISM_COMMANDS: &[u8] = b"prism.commands/1\0";
pub const PRISM_ARGUMENT_FLAG_OPTIONAL: u32 = 1;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_argument {
    pub struct_size: u32,
    pub kind: u32,
    pub flags: u32,
    pub reserved: u32,
    pub name: prism_str,
    pub label: prism_str,
    pub description: prism_str,
    pub initial: prism_str,
    pub first_characters: prism_str,
    pub choices: *const *const prism_choice,
    pub choices_count: u64,
    pub least: i64,
    pub most: i64,
}

sized!(prism_argument);

pub const PRISM_COMMAND_FLAG_HIDDEN: u32 = 1;
pub const PRISM_COMMAND_FLAG_ADMIN: u32 = 2;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_command {
    pub struct_size: u32,
    pub flags: u32,
    pub r#where: u32,
    pub timeout_ms: u32,
    pub name: prism_str,
    pub aliases: *const prism_str,
    pub aliases_count: u64,
    pub title: prism_str,
    pub description: prism_str,
    pub arguments: *const *const prism_argument,
    pub arguments_count: u64,
}

sized!(prism_command);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_invocation {
    pub struct_size: u32,
    pub kind: u32,
    pub id: prism_request_id,
    pub user: prism_str,
    pub buddy: prism_str,
    pub nickname: prism_str,
    pub name: prism_str,
    pub values: *const prism_str,
    pub values_count: u64,
    pub text: prism_str,
}

sized!(prism_invocation);

pub type prism_command_fn =
    Option<unsafe extern "C" fn(data: *mut c_void, invocation: *const prism_invocation)>;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_command_set {
    pub struct_size: u32,
    pub flags: u32,
    pub commands: *const *const prism_command,
    pub commands_count: u64,
    pub run: prism_command_fn,
    pub data: *mut c_void,
}

sized!(prism_command_set);

pub const PRISM_COMMAND_SET_DOTS: u32 = 1;
pub const PRISM_COMMAND_SET_PASS_UNKNOWN: u32 = 2;
pub const PRISM_COMMAND_DONE: u32 = 1;
pub const PRISM_COMMAND_FAILED: u32 = 2;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_command_answer {
    pub struct_size: u32,
    pub outcome: u32,
    pub id: prism_request_id,
    pub text: prism_str,
}

sized!(prism_command_answer);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_commands {
    pub struct_size: u32,
    pub reserved: u32,
    pub define: unsafe extern "C" fn(
        host: *const prism_host,
        set: *const prism_command_set,
    ) -> prism_result,
    pub answer: unsafe extern "C" fn(
        host: *const prism_host,
        answer: *const prism_command_answer,
    ) -> prism_result,
}
