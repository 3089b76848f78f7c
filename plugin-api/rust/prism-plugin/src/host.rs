// SPDX-License-Identifier: MIT
//! The host: its log, its configuration, and its own state.

use crate::convert::{raw_str_of, str_to_c};
use crate::error::{check, Result};
use crate::ffi;
use crate::instance::Shared;
use crate::poster::Poster;
use std::os::raw::c_void;
use std::rc::Rc;

/// Calls a function of the host's table, whose first parameter is the host.
macro_rules! host_call {
    ($host:expr, $function:ident $(, $argument:expr)*) => {{
        let host: *const crate::ffi::prism_host = $host;
        // SAFETY: create() has got the table, which has all functions of this ABI version, and is valid until the
        // process ends. The arguments borrow until the call returns.
        unsafe { ((*host).$function)(host $(, $argument)*) }
    }};
}
pub(crate) use host_call;

/// The importance of a line in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum LogLevel {
    /// Each step.
    Trace = ffi::PRISM_LOG_TRACE,
    /// Details that help to find a fault.
    Debug = ffi::PRISM_LOG_DEBUG,
    /// News that the administrator may want to know.
    Info = ffi::PRISM_LOG_INFO,
    /// A state that the administrator should look at.
    Warning = ffi::PRISM_LOG_WARNING,
    /// A fault that the administrator has to mend.
    Error = ffi::PRISM_LOG_ERROR,
}

/// The host, as the plugin `P` calls it. Cheap to clone.
///
/// It belongs to the main thread, the one of the event loop: it is neither `Send` nor `Sync`. Another thread uses a
/// [`Poster`].
///
/// ```compile_fail
/// fn elsewhere<P: prism_plugin::Plugin>(host: prism_plugin::Host<P>) {
///     std::thread::spawn(move || host.info("this does not compile"));
/// }
/// ```
pub struct Host<P> {
    pub(crate) instance: Shared<P>,
}

impl<P> Clone for Host<P> {
    fn clone(&self) -> Self {
        Host {
            instance: self.instance.clone(),
        }
    }
}

impl<P> std::fmt::Debug for Host<P> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Host")
    }
}

/// Writes a line in the log of the plugin, category `Plugin.<id>` or, with an area, `Plugin.<id>.<area>`.
pub(crate) fn log(host: *const ffi::prism_host, level: LogLevel, area: &str, text: &str) {
    if area.is_empty() {
        host_call!(host, log, level as u32, str_to_c(text));
    } else {
        host_call!(host, log_area, level as u32, str_to_c(area), str_to_c(text));
    }
}

impl<P: 'static> Host<P> {
    /// Returns the table of the ABI, for what has no safe form here. It is valid until the process ends.
    #[must_use]
    pub fn raw(&self) -> *const ffi::prism_host {
        self.instance.host
    }

    /// Returns what other threads use.
    #[must_use]
    pub fn poster(&self) -> Poster<P> {
        Poster::new(self.instance.host, Rc::as_ptr(&self.instance))
    }

    /// Returns the table of a service, or null. The name ends with a NUL.
    pub(crate) fn service<T>(&self, name: &'static [u8]) -> *const T {
        host_call!(self.raw(), get_service, name.as_ptr().cast()).cast()
    }

    pub(crate) fn check(&self, result: ffi::prism_result) -> Result {
        check(self.raw(), result)
    }

    // ---- Log. Never log a secret.

    /// Writes a line in the category `Plugin.<id>`.
    pub fn log(&self, level: LogLevel, text: &str) {
        log(self.raw(), level, "", text);
    }

    /// Writes a line in the category `Plugin.<id>.<area>`, for which the administrator can set a level. `area` is 1 to
    /// 32 letters, digits, `-` and `_`.
    pub fn log_area(&self, level: LogLevel, area: &str, text: &str) {
        log(self.raw(), level, area, text);
    }

    /// Returns true if a line of this level would be written somewhere. `area` may be empty. To be called before a line
    /// that is expensive to format.
    #[must_use]
    pub fn log_enabled(&self, level: LogLevel, area: &str) -> bool {
        host_call!(self.raw(), log_enabled, level as u32, str_to_c(area)) != 0
    }

    /// Writes a line of the level TRACE.
    pub fn trace(&self, text: &str) {
        self.log(LogLevel::Trace, text);
    }

    /// Writes a line of the level DEBUG.
    pub fn debug(&self, text: &str) {
        self.log(LogLevel::Debug, text);
    }

    /// Writes a line of the level INFO.
    pub fn info(&self, text: &str) {
        self.log(LogLevel::Info, text);
    }

    /// Writes a line of the level WARN.
    pub fn warning(&self, text: &str) {
        self.log(LogLevel::Warning, text);
    }

    /// Writes a line of the level ERROR.
    pub fn error(&self, text: &str) {
        self.log(LogLevel::Error, text);
    }

    /// Reports a fault that the plugin has found in itself. It is logged, counted and, with `prism.strict`, made the
    /// exit code, like a panic. `place` is the function, at most 64 bytes. Never pass a secret.
    pub fn fault(&self, place: &str, text: &str) {
        crate::guard::report(self.raw(), place, text);
    }

    // ---- Configuration: the transport's .cfg file. A key is "section.key". Bytes that are not UTF-8 become U+FFFD.

    /// Returns the value of a key, the last one of several; nothing if the key does not exist.
    #[must_use]
    pub fn config(&self, key: &str) -> Option<String> {
        let mut value = ffi::prism_str {
            data: std::ptr::null(),
            size: 0,
        };
        if host_call!(self.raw(), config_get, str_to_c(key), &mut value) == 0 {
            return None;
        }
        // SAFETY: the host's values are valid until destroy() returns.
        Some(String::from_utf8_lossy(unsafe { raw_str_of(value) }).into_owned())
    }

    /// Returns a value as a boolean. Returns `fallback` if the key does not exist or, with a warning in the log, if the
    /// value is no boolean.
    #[must_use]
    pub fn config_bool(&self, key: &str, fallback: bool) -> bool {
        host_call!(self.raw(), config_bool, str_to_c(key), fallback.into()) != 0
    }

    /// Returns a value as a whole number. Returns `fallback` if the key does not exist. With a warning in the log,
    /// returns `fallback` if the value is no number, and the nearer limit if it is not in the range.
    #[must_use]
    pub fn config_int(
        &self,
        key: &str,
        fallback: i64,
        range: std::ops::RangeInclusive<i64>,
    ) -> i64 {
        let (least, most) = range.into_inner();
        host_call!(self.raw(), config_int, str_to_c(key), fallback, least, most)
    }

    /// Returns all values of a key, in the order of the file.
    #[must_use]
    pub fn config_list(&self, key: &str) -> Vec<String> {
        unsafe extern "C" fn add(data: *mut c_void, value: ffi::prism_str) {
            // SAFETY: `data` is the vector below, and the host's values are valid until destroy() returns. If there is
            // no memory, the process ends: nothing here panics.
            let (values, value) = unsafe { (&mut *(data as *mut Vec<String>), raw_str_of(value)) };
            values.push(String::from_utf8_lossy(value).into_owned());
        }
        let mut values: Vec<String> = Vec::new();
        let data = &mut values as *mut Vec<String> as *mut c_void;
        host_call!(self.raw(), config_list, str_to_c(key), Some(add), data);
        values
    }

    /// Returns the keys of a section, without its name, with each of their values, sorted by key.
    #[must_use]
    pub fn config_section(&self, section: &str) -> Vec<(String, String)> {
        type Pairs = Vec<(String, String)>;
        unsafe extern "C" fn add(data: *mut c_void, name: ffi::prism_str, value: ffi::prism_str) {
            // SAFETY: as in config_list().
            let (pairs, name, value) = unsafe {
                (
                    &mut *(data as *mut Pairs),
                    raw_str_of(name),
                    raw_str_of(value),
                )
            };
            let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
            pairs.push((text(name), text(value)));
        }
        let mut pairs: Pairs = Vec::new();
        let data = &mut pairs as *mut Pairs as *mut c_void;
        host_call!(
            self.raw(),
            config_section,
            str_to_c(section),
            Some(add),
            data
        );
        pairs
    }

    /// The plugin is done, after its `stop()` has returned [`Stop::Pending`](crate::Stop::Pending).
    pub fn stopped(&self) -> Result {
        self.check(host_call!(self.raw(), stopped))
    }
}
