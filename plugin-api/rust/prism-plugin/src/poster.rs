// SPDX-License-Identifier: MIT
//! The part of the host that other threads use.

use crate::convert::str_to_c;
use crate::error::{check, Error, Result};
use crate::ffi::{prism_host, PRISM_ERR_SYSTEM, PRISM_OK};
use crate::guard::{report, Secrecy};
use crate::host::host_call;
use crate::host::{log, LogLevel};
use crate::instance::Instance;
use std::os::raw::c_void;

/// Brings work from other threads to the main thread, and writes to the log. Cheap to clone.
///
/// It may outlive the plugin. Then [`post`](Poster::post) returns [`Error::State`].
pub struct Poster<P> {
    host: *const prism_host,
    instance: *const Instance<P>,
}

// SAFETY: the functions that a Poster calls are those that the ABI allows on any thread. Only the main thread uses the
// instance, in run().
unsafe impl<P> Send for Poster<P> {}
// SAFETY: as above; a Poster never changes.
unsafe impl<P> Sync for Poster<P> {}

impl<P> Clone for Poster<P> {
    fn clone(&self) -> Self {
        Poster { ..*self }
    }
}

impl<P> std::fmt::Debug for Poster<P> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Poster")
    }
}

struct Post<P> {
    instance: *const Instance<P>,
    work: Box<dyn FnOnce(&mut P) + Send>,
}

impl<P: 'static> Poster<P> {
    pub(crate) fn new(host: *const prism_host, instance: *const Instance<P>) -> Self {
        Poster { host, instance }
    }

    /// Calls `work` with the plugin on the main thread soon, at the latest before the plugin is dropped. The posts of
    /// one thread keep their order. If the result is an error, `work` is dropped here.
    ///
    /// If 65,536 posts wait, another thread blocks here. So a function on the main thread must not wait for a thread
    /// that posts. Once the host logs all users out, no thread blocks, and the result is [`Error::Limit`].
    pub fn post(&self, work: impl FnOnce(&mut P) + Send + 'static) -> Result {
        let post = Box::into_raw(Box::new(Post {
            instance: self.instance,
            work: Box::new(work),
        }));
        let result = host_call!(self.host, post, Some(run::<P>), post as *mut c_void);
        if result == PRISM_OK {
            return Ok(());
        }
        // SAFETY: the host has refused the post, so it is still this function's.
        drop(unsafe { Box::from_raw(post) });
        // The reason of a failure of the system can be asked for on the main thread only.
        if result == PRISM_ERR_SYSTEM {
            return Err(Error::Failed);
        }
        check(self.host, result)
    }

    /// Writes a line in the category `Plugin.<id>`. Never log a secret.
    pub fn log(&self, level: LogLevel, text: &str) {
        log(self.host, level, "", text);
    }

    /// Writes a line in the category `Plugin.<id>.<area>`.
    pub fn log_area(&self, level: LogLevel, area: &str, text: &str) {
        log(self.host, level, area, text);
    }

    /// Returns true if a line of this level would be written somewhere. `area` may be empty.
    #[must_use]
    pub fn log_enabled(&self, level: LogLevel, area: &str) -> bool {
        host_call!(self.host, log_enabled, level as u32, str_to_c(area)) != 0
    }

    /// Reports a fault that the plugin has found in itself. Never pass a secret. A panic on a thread is reported
    /// without this.
    pub fn fault(&self, place: &str, text: &str) {
        report(self.host, place, text);
    }
}

unsafe extern "C" fn run<P: 'static>(data: *mut c_void) {
    // SAFETY: `data` is the post that post() has given to the host, which calls it once, before destroy().
    let (post, instance) = unsafe {
        let post = Box::from_raw(data as *mut Post<P>);
        let instance = &*post.instance;
        (post, instance)
    };
    instance.call("a post", Secrecy::Public, |plugin| (post.work)(plugin));
}
