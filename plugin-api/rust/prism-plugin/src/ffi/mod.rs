// SPDX-License-Identifier: MIT
//! The plugin ABI as C has it, one module for each header of `prism/`.
//!
//! The names are those of C, and the headers document them. The rest of this crate is a safe form of it. A plugin that
//! needs the ABI itself, such as a service that has no safe form, calls [`Host::raw`](crate::Host::raw).
//!
//! Constants with the name of a service are bytes with a NUL at the end. Functions of the host are always there, those
//! of a plugin are optional.
#![allow(missing_docs, non_camel_case_types, non_snake_case)]

/// Gives a struct the constructor that `PRISM_INIT` is in C.
macro_rules! sized {
    ($name:ident) => {
        impl $name {
            /// Returns the struct with its size, and 0 in all other members.
            pub fn sized() -> Self {
                // SAFETY: each member is a number, a raw pointer, an optional function, or a struct of these. All of
                // them may be 0.
                let mut new: Self = unsafe { std::mem::zeroed() };
                new.struct_size = std::mem::size_of::<Self>() as u32;
                new
            }
        }
    };
}

pub mod admin;
pub mod avatar;
pub mod chat;
pub mod commands;
pub mod history;
pub mod host;
pub mod media;
pub mod messages;
pub mod metrics;
pub mod note;
pub mod plugin;
pub mod prompt;
pub mod resolve;
pub mod room_admin;
pub mod rooms;
pub mod roster;
pub mod session;
pub mod settings;
pub mod storage;
pub mod types;
pub mod values;

pub use self::{
    admin::*, avatar::*, chat::*, commands::*, history::*, host::*, media::*, messages::*,
    metrics::*, note::*, plugin::*, prompt::*, resolve::*, room_admin::*, rooms::*, roster::*,
    session::*, settings::*, storage::*, types::*, values::*,
};
