// SPDX-License-Identifier: MIT
//! The expansion of `plugin!`. Not part of the interface.
//!
//! Each function of the plugin's table is a thunk: it finds the instance, converts the request, calls the method of the
//! trait, and lets no panic out.

pub mod extensions;
pub mod life;
pub mod note;
pub mod probe;
pub mod requests;

use crate::ffi::{
    prism_avatar_plugin, prism_chat_plugin, prism_history_plugin, prism_plugin, prism_rooms_plugin,
};

/// The table of a plugin as a static object.
#[repr(transparent)]
pub struct Table(pub prism_plugin);

// SAFETY: nothing writes to the table, and its pointers lead to functions and string literals.
unsafe impl Sync for Table {}

/// A table of an extension as a static object.
#[repr(transparent)]
pub struct Extension<T>(pub T);

/// The tables of extensions.
pub trait ExtensionTable {}
impl ExtensionTable for prism_avatar_plugin {}
impl ExtensionTable for prism_chat_plugin {}
impl ExtensionTable for prism_history_plugin {}
impl ExtensionTable for prism_rooms_plugin {}

// SAFETY: as for Table.
unsafe impl<T: ExtensionTable> Sync for Extension<T> {}
