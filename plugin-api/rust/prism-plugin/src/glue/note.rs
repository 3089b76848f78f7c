// SPDX-License-Identifier: MIT
//! The note of a plugin: a section of the file that the host reads without running the plugin (`prism/note.h`).

use crate::ffi;

/// The ELF note. `N` is the size of the text: a multiple of 4.
#[repr(C, align(4))]
pub struct Note<const N: usize> {
    owner_size: u32,
    text_size: u32,
    kind: u32,
    owner: [u8; 8],
    text: [u8; N],
}

/// The contents of a note. All are texts of one line.
pub struct Fields {
    /// The name in the configuration.
    pub id: &'static str,
    /// The name for people.
    pub name: &'static str,
    /// The version of the plugin.
    pub version: &'static str,
    /// The configurations that get this plugin without naming it.
    pub claims: &'static str,
    /// The keys of the configuration that the plugin reads.
    pub keys: &'static str,
    /// The lowest ABI minor of a host that the plugin works with.
    pub needs_minor: u32,
}

/// Stops the compiler if a field is not valid.
///
/// ```compile_fail
/// const _: () = prism_plugin::glue::note::check(&prism_plugin::glue::note::Fields {
///     id: "No Id",
///     name: "Parrot",
///     version: "0.1.0",
///     claims: "",
///     keys: "",
///     needs_minor: 9,
/// });
/// ```
pub const fn check(fields: &Fields) {
    let id = fields.id.as_bytes();
    assert!(!id.is_empty() && id.len() <= 32, "the id has 1 to 32 bytes");
    let mut i = 0;
    while i < id.len() {
        let valid = matches!(id[i], b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
        assert!(valid, "the id has a-z, 0-9, '-' and '_' only");
        i += 1;
    }
    let lines = is_line(fields.name) && is_line(fields.version);
    assert!(
        lines && is_line(fields.claims) && is_line(fields.keys),
        "each text is one line"
    );
}

const fn is_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] < b' ' {
            return false;
        }
        i += 1;
    }
    true
}

/// A text that is written in a constant.
struct Writer<const N: usize> {
    text: [u8; N],
    size: usize,
}

impl<const N: usize> Writer<N> {
    const fn add(mut self, text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut i = 0;
        while i < bytes.len() {
            // Each pass counts the size; only one with room for the text writes it.
            if self.size < N {
                self.text[self.size] = bytes[i];
            }
            self.size += 1;
            i += 1;
        }
        self
    }

    const fn add_number(mut self, number: u32) -> Self {
        let mut unit = 1;
        while number / unit >= 10 {
            unit *= 10;
        }
        while unit > 0 {
            let digit = (number / unit % 10) as u8;
            if self.size < N {
                self.text[self.size] = b'0' + digit;
            }
            self.size += 1;
            unit /= 10;
        }
        self
    }
}

const fn write<const N: usize>(fields: &Fields) -> Writer<N> {
    Writer {
        text: [0; N],
        size: 0,
    }
    .add("id=")
    .add(fields.id)
    .add("\nname=")
    .add(fields.name)
    .add("\nversion=")
    .add(fields.version)
    .add("\nabi=")
    .add_number(ffi::PRISM_ABI_MAJOR)
    .add(".")
    .add_number(ffi::PRISM_ABI_MINOR)
    .add("\nneeds=")
    .add_number(ffi::PRISM_ABI_MAJOR)
    .add(".")
    .add_number(fields.needs_minor)
    .add("\nclaims=")
    .add(fields.claims)
    .add("\nkeys=")
    .add(fields.keys)
    .add("\n\0")
}

/// Returns the `N` of a note: its text with a NUL, padded to four bytes.
pub const fn padded_size(fields: &Fields) -> usize {
    (write::<0>(fields).size + 3) / 4 * 4
}

/// Makes the note.
pub const fn note<const N: usize>(fields: &Fields) -> Note<N> {
    let written = write::<N>(fields);
    Note {
        owner_size: ffi::PRISM_NOTE_OWNER.len() as u32,
        text_size: written.size as u32,
        kind: ffi::PRISM_NOTE_TYPE,
        owner: *b"Prism\0\0\0",
        text: written.text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: Fields = Fields {
        id: "parrot",
        name: "Parrot",
        version: "0.1.0",
        claims: "protocol:parrot",
        keys: "parrot.word",
        needs_minor: 120,
    };
    static NOTE: Note<{ padded_size(&FIELDS) }> = note(&FIELDS);

    #[test]
    fn a_note_has_a_line_for_each_field() {
        let text = std::str::from_utf8(&NOTE.text[..NOTE.text_size as usize]).unwrap();
        let abi = format!("{}.{}", ffi::PRISM_ABI_MAJOR, ffi::PRISM_ABI_MINOR);
        assert_eq!(
            text,
            format!(
                "id=parrot\nname=Parrot\nversion=0.1.0\nabi={abi}\nneeds=0.120\n\
                 claims=protocol:parrot\nkeys=parrot.word\n\0"
            )
        );
    }

    #[test]
    fn a_text_of_two_lines_is_none() {
        check(&FIELDS);
        assert!(is_line("a b"));
        assert!(!is_line("a\nid=b"));
    }

    #[test]
    fn the_version_of_the_crate_is_that_of_the_abi() {
        let abi = format!("{}.{}.", ffi::PRISM_ABI_MAJOR, ffi::PRISM_ABI_MINOR);
        assert!(env!("CARGO_PKG_VERSION").starts_with(&abi));
    }

    #[test]
    fn a_note_is_padded_to_four_bytes() {
        assert_eq!(NOTE.text.len() % 4, 0);
        assert!(NOTE.text.len() - (NOTE.text_size as usize) < 4);
        assert_eq!(NOTE.owner_size, 6);
        assert_eq!(std::mem::size_of_val(&NOTE), 12 + 8 + NOTE.text.len());
    }
}
