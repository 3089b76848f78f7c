// SPDX-License-Identifier: MIT
//! Network plugins for Spectrum 2 in Rust, by the plugin ABI of Prism.
//!
//! A plugin is a shared object that connects one network to Spectrum 2. Here it is a type that implements [`Plugin`],
//! and a trait for each request that its network supports, such as [`OnMessage`] and [`OnJoin`]. [`plugin!`] makes the
//! shared object of it, and has an example.
//!
//! # Threads
//! All functions of the plugin and all callbacks are called on one thread, one at a time, and none may wait for the
//! network. They get the plugin as `&mut`, so there is nothing to lock. [`Host`] belongs to this thread. Another thread
//! brings its results by a [`Poster`].
//!
//! # Ownership
//! Strings of requests are borrowed until the function returns. Strings of events are borrowed for the call. A
//! [`Timer`], a [`Watch`] and the like end when they are dropped.
//!
//! # Errors
//! Calls of the host return [`Result`]. The host has logged a fault of the plugin when it returns an error, so a plugin
//! may ignore it. A panic stops at the boundary of the plugin, and is a fault in the log, with its place. The crate
//! replaces the panic hook for that. A plugin that is built with `panic = "abort"` ends the process of all users.
#![warn(missing_docs, unsafe_op_in_unsafe_fn)]

#[macro_use]
mod records;

pub mod ffi;
#[doc(hidden)]
pub mod glue;

mod callback;
mod convert;
mod error;
mod event_loop;
mod events;
#[cfg(test)]
mod fake_host;
mod guard;
mod host;
mod instance;
#[cfg(test)]
mod life_test;
mod macros;
mod messages;
mod plugin;
mod poster;
mod rooms;
mod roster;
mod services;
mod session;

pub use error::{Error, Result};
pub use event_loop::{Ready, Timer, Watch};
pub use host::{Host, LogLevel};
pub use messages::*;
pub use plugin::*;
pub use poster::Poster;
pub use rooms::*;
pub use roster::*;
pub use services::admin::*;
pub use services::avatar::*;
pub use services::chat::*;
pub use services::commands::*;
pub use services::history::*;
pub use services::media::*;
pub use services::metrics::*;
pub use services::prompts::*;
pub use services::resolve::*;
pub use services::room_admin::*;
pub use services::settings::*;
pub use services::storage::*;
pub use services::values::*;
pub use session::*;

/// Compiles the code of the guide.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Guide;
