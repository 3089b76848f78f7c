// SPDX-License-Identifier: MIT
//! The errors of calls of the host.

use crate::ffi;
use std::fmt;

/// Why a call of the host has failed. The host has logged the details of each fault of the plugin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The call has failed for another reason.
    Failed,
    /// An argument is invalid.
    Argument,
    /// The user has no session.
    NoUser,
    /// A function of the main thread was called on another one.
    Thread,
    /// The plugin, the session or the room is not in the state for this call.
    State,
    /// A system call has failed with this `errno`.
    System(i32),
    /// Out of memory.
    Memory,
    /// Too many objects of this kind are open, or the call comes too often.
    Limit,
    /// One object, such as a file, is larger than its limit.
    TooLarge,
    /// This host, or its configuration, does not have the function.
    Unsupported,
    /// The object has existed, and has ended. This is no fault.
    Ended,
}

/// The result of a call of the host.
pub type Result<T = ()> = std::result::Result<T, Error>;

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Failed => formatter.write_str("the call has failed"),
            Error::Argument => formatter.write_str("an argument is invalid"),
            Error::NoUser => formatter.write_str("the user has no session"),
            Error::Thread => formatter.write_str("this is not the main thread"),
            Error::State => formatter.write_str("this is not the state for the call"),
            Error::System(errno) => std::io::Error::from_raw_os_error(*errno).fmt(formatter),
            Error::Memory => formatter.write_str("out of memory"),
            Error::Limit => formatter.write_str("a limit is reached"),
            Error::TooLarge => formatter.write_str("the object is too large"),
            Error::Unsupported => formatter.write_str("the host does not support the function"),
            Error::Ended => formatter.write_str("the object has ended"),
        }
    }
}

impl std::error::Error for Error {}

impl Error {
    /// Returns the error for a negative result. `errno` is asked for only after a failure of the system.
    pub(crate) fn from_c(result: ffi::prism_result, errno: impl FnOnce() -> i32) -> Self {
        match result {
            ffi::PRISM_ERR_ARGUMENT => Error::Argument,
            ffi::PRISM_ERR_NO_USER => Error::NoUser,
            ffi::PRISM_ERR_THREAD => Error::Thread,
            ffi::PRISM_ERR_STATE => Error::State,
            ffi::PRISM_ERR_SYSTEM => Error::System(errno()),
            ffi::PRISM_ERR_MEMORY => Error::Memory,
            ffi::PRISM_ERR_LIMIT => Error::Limit,
            ffi::PRISM_ERR_TOO_LARGE => Error::TooLarge,
            ffi::PRISM_ERR_UNSUPPORTED => Error::Unsupported,
            ffi::PRISM_ERR_ENDED => Error::Ended,
            _ => Error::Failed,
        }
    }
}

/// Returns the result of a call of the host.
pub(crate) fn check(host: *const ffi::prism_host, result: ffi::prism_result) -> Result {
    if result >= 0 {
        return Ok(());
    }
    Err(Error::from_c(result, || {
        crate::host::host_call!(host, system_error)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_negative_number_is_a_failure() {
        assert_eq!(Error::from_c(-1000, || 0), Error::Failed);
    }

    #[test]
    fn a_failure_of_the_system_has_its_errno_and_text() {
        let error = Error::from_c(ffi::PRISM_ERR_SYSTEM, || 28);
        assert_eq!(error, Error::System(28));
        assert!(error.to_string().contains("No space left on device"));
    }
}
