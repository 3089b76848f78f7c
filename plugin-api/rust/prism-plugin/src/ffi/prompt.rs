// SPDX-License-Identifier: MIT
//! `prism/prompt.h`. Written by bindings.py.

use super::*;
use std::os::raw::c_void;

pub const PRISM_PROMPTS: &[u8] = b"prism.prompts/1\0";
pub type prism_prompts_id = u64;
pub const PRISM_FIELD_FLAG_REQUIRED: u32 = 1;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_field {
    pub struct_size: u32,
    pub kind: u32,
    pub flags: u32,
    pub reserved: u32,
    pub label: prism_str,
    pub initial: prism_str,
    pub choices: *const *const prism_choice,
    pub choices_count: u64,
    pub least: i64,
    pub most: i64,
}

sized!(prism_field);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_prompt {
    pub struct_size: u32,
    pub timeout_ms: u32,
    pub user: prism_str,
    pub title: prism_str,
    pub text: prism_str,
    pub fields: *const *const prism_field,
    pub fields_count: u64,
    pub attachments: *const *const prism_attachment,
    pub attachments_count: u64,
}

sized!(prism_prompt);

pub const PRISM_PROMPT_ANSWERED: u32 = 1;
pub const PRISM_PROMPT_CANCELLED: u32 = 2;
pub const PRISM_PROMPT_TIMED_OUT: u32 = 3;
pub const PRISM_PROMPT_ENDED: u32 = 4;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_prompt_answer {
    pub struct_size: u32,
    pub outcome: u32,
    pub values: *const prism_str,
    pub values_count: u64,
}

sized!(prism_prompt_answer);

pub type prism_prompt_fn = Option<
    unsafe extern "C" fn(
        data: *mut c_void,
        id: prism_prompts_id,
        answer: *const prism_prompt_answer,
    ),
>;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_notice {
    pub struct_size: u32,
    pub reserved: u32,
    pub user: prism_str,
    pub text: prism_str,
    pub attachments: *const *const prism_attachment,
    pub attachments_count: u64,
}

sized!(prism_notice);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_prompts {
    pub struct_size: u32,
    pub reserved: u32,
    pub ask: unsafe extern "C" fn(
        host: *const prism_host,
        prompt: *const prism_prompt,
        ended: prism_prompt_fn,
        data: *mut c_void,
        id: *mut prism_prompts_id,
    ) -> prism_result,
    pub cancel: unsafe extern "C" fn(host: *const prism_host, id: prism_prompts_id) -> prism_result,
    pub tell:
        unsafe extern "C" fn(host: *const prism_host, notice: *const prism_notice) -> prism_result,
}
