// SPDX-License-Identifier: MIT
//! Small values that outlive the process: the service `prism.storage/1`.

use crate::convert::{bytes_of, bytes_to_c, str_of, str_to_c};
use crate::error::Result;
use crate::ffi;
use std::os::raw::c_void;

/// The `user` of values that belong to the transport as a whole.
pub const WHOLE_TRANSPORT: &str = "";

service! {
    /// Stores small values of a user, or of the transport ([`WHOLE_TRANSPORT`]).
    ///
    /// All backends of the transport share them, and the last login of a user wins: a backend where the user has logged
    /// in before gets [`Error::State`](crate::Error::State). Values can be read in `create()`, and changed from
    /// `start()` on; those of a user from the login until `logout()` has returned. A failure of a file is
    /// [`Error::System`](crate::Error::System) with its `errno`.
    pub struct Storage: prism_storage = PRISM_STORAGE;
}

impl<P: 'static> Storage<P> {
    /// Returns a value; nothing if there is none.
    pub fn get(&self, user: &str, key: &str) -> Result<Option<Vec<u8>>> {
        unsafe extern "C" fn take(data: *mut c_void, value: ffi::prism_blob) {
            // SAFETY: `data` is the option below. The value is valid until this returns.
            let (taken, value) = unsafe { (&mut *(data as *mut Option<Vec<u8>>), bytes_of(value)) };
            *taken = Some(value.to_vec());
        }
        let mut value: Option<Vec<u8>> = None;
        let data = &mut value as *mut Option<Vec<u8>> as *mut c_void;
        let (user, key) = (str_to_c(user), str_to_c(key));
        service_call!(self, get, user, key, Some(take), data)?;
        Ok(value)
    }

    /// Stores a value, any bytes, in place of the last one. At most 256 KiB, else
    /// [`Error::TooLarge`](crate::Error::TooLarge); [`Error::Limit`](crate::Error::Limit) beyond 2,048 keys or 1 MiB of
    /// the user.
    pub fn set(&self, user: &str, key: &str, value: &[u8]) -> Result {
        service_call!(self, set, str_to_c(user), str_to_c(key), bytes_to_c(value))
    }

    /// Removes a value, if there is one.
    pub fn remove(&self, user: &str, key: &str) -> Result {
        service_call!(self, remove, str_to_c(user), str_to_c(key))
    }

    /// Returns the keys that begin with `prefix`, sorted by bytes.
    pub fn list(&self, user: &str, prefix: &str) -> Result<Vec<String>> {
        unsafe extern "C" fn add(data: *mut c_void, key: ffi::prism_str) {
            // SAFETY: `data` is the vector below. The key is valid until this returns.
            let (keys, key) = unsafe { (&mut *(data as *mut Vec<String>), str_of(key)) };
            keys.push(key.to_owned());
        }
        let mut keys: Vec<String> = Vec::new();
        let data = &mut keys as *mut Vec<String> as *mut c_void;
        let (user, prefix) = (str_to_c(user), str_to_c(prefix));
        service_call!(self, list, user, prefix, Some(add), data)?;
        Ok(keys)
    }
}
