// SPDX-License-Identifier: MIT
//! Strings, bytes and lists between Rust and the ABI.
// Conversions from C are unsafe as a whole. Safety of each from_c(): the struct is the host's, and it and all that it
// points to are valid for the lifetime of the result.
#![allow(unsafe_op_in_unsafe_fn)]

use crate::ffi::{prism_blob, prism_str};

/// Borrows a string for a call of the host.
pub(crate) fn str_to_c(text: &str) -> prism_str {
    prism_str {
        data: text.as_ptr().cast(),
        size: text.len() as u64,
    }
}

/// Borrows bytes for a call of the host.
pub(crate) fn bytes_to_c(bytes: &[u8]) -> prism_blob {
    prism_blob {
        data: bytes.as_ptr().cast(),
        size: bytes.len() as u64,
    }
}

/// Borrows strings for a call of the host. The result holds the array.
pub(crate) fn strs_to_c<T: AsRef<str>>(texts: &[T]) -> Vec<prism_str> {
    texts.iter().map(|text| str_to_c(text.as_ref())).collect()
}

/// Returns `flag` if it is set, else 0.
pub(crate) fn flag(set: bool, flag: u32) -> u32 {
    if set {
        flag
    } else {
        0
    }
}

/// An array of pointers to structs, as the ABI has its lists. The pointers are valid as long as this exists.
pub(crate) struct List<T> {
    pointers: Vec<*const T>,
    _structs: Vec<T>,
}

impl<T> List<T> {
    pub(crate) fn new(structs: impl Iterator<Item = T>) -> Self {
        let structs: Vec<T> = structs.collect();
        List {
            pointers: structs.iter().map(|one| one as *const T).collect(),
            _structs: structs,
        }
    }

    pub(crate) fn data(&self) -> *const *const T {
        self.pointers.as_ptr()
    }

    pub(crate) fn size(&self) -> u64 {
        self.pointers.len() as u64
    }

    /// Returns the first struct, or null.
    pub(crate) fn first(&self) -> *const T {
        self.pointers.first().copied().unwrap_or(std::ptr::null())
    }
}

/// Returns bytes of the host.
///
/// # Safety
/// The blob is one of the host's, which is valid for `'a`.
pub(crate) unsafe fn bytes_of<'a>(blob: prism_blob) -> &'a [u8] {
    if blob.size == 0 {
        return &[];
    }
    std::slice::from_raw_parts(blob.data.cast(), blob.size as usize)
}

/// Returns a string of the host. It is UTF-8 by contract: of another one, this is the part before the first fault.
///
/// # Safety
/// The string is one of the host's, which is valid for `'a`.
pub(crate) unsafe fn str_of<'a>(text: prism_str) -> &'a str {
    let bytes: &'a [u8] = raw_str_of(text);
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
    }
}

/// Returns the bytes of a string that need not be UTF-8, such as a value of the configuration.
///
/// # Safety
/// As for [`str_of`].
pub(crate) unsafe fn raw_str_of<'a>(text: prism_str) -> &'a [u8] {
    bytes_of(prism_blob {
        data: text.data.cast(),
        size: text.size,
    })
}

/// Returns an array of structs of the host.
///
/// # Safety
/// `data` points to `size` structs that are valid for `'a`.
pub(crate) unsafe fn array_of<'a, T>(data: *const T, size: u64) -> &'a [T] {
    if size == 0 {
        return &[];
    }
    std::slice::from_raw_parts(data, size as usize)
}

/// Returns an array of strings of the host.
///
/// # Safety
/// As for [`array_of`] and [`str_of`].
pub(crate) unsafe fn strs_of<'a>(data: *const prism_str, size: u64) -> Vec<&'a str> {
    array_of(data, size)
        .iter()
        .map(|text| str_of(*text))
        .collect()
}

/// Returns the structs of an array of pointers.
///
/// # Safety
/// `data` points to `size` pointers to structs. All of them are valid for `'a`.
pub(crate) unsafe fn list_of<'a, T>(data: *const *const T, size: u64) -> Vec<&'a T> {
    array_of(data, size).iter().map(|one| &**one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_come_back_as_they_were() {
        for text in ["", "a", "naïve ☃"] {
            // SAFETY: the string outlives the call.
            assert_eq!(unsafe { str_of(str_to_c(text)) }, text);
        }
    }

    #[test]
    fn a_string_ends_before_the_first_byte_that_is_not_utf8() {
        let text = prism_str {
            data: b"ab\xffcd".as_ptr().cast(),
            size: 5,
        };
        // SAFETY: the bytes are static.
        assert_eq!(unsafe { str_of(text) }, "ab");
    }

    #[test]
    fn an_empty_string_may_be_null() {
        let text = prism_str {
            data: std::ptr::null(),
            size: 0,
        };
        // SAFETY: an empty string is not read.
        assert_eq!(unsafe { str_of(text) }, "");
    }

    #[test]
    fn a_list_points_to_its_structs_after_a_move() {
        let list = List::new([1, 2, 3].into_iter());
        let moved = list;
        // SAFETY: the list exists.
        let read: Vec<&i32> = unsafe { list_of(moved.data(), moved.size()) };
        assert_eq!(read, [&1, &2, &3]);
    }
}
