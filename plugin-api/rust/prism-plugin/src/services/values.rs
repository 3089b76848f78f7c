// SPDX-License-Identifier: MIT
//! The values that users give: in the fields of a question, as arguments of a command, and as settings.

use crate::convert::{str_to_c, List};
use crate::ffi;
use std::time::Duration;

numbers! {
    /// The kind of a value, and its form.
    #[derive(Default)]
    pub enum ValueKind {
        /// One line of text.
        #[default]
        Text = PRISM_VALUE_TEXT,
        /// Text of one or more lines.
        LongText = PRISM_VALUE_LONG_TEXT,
        /// One line, which the host neither logs nor repeats to the user.
        Secret = PRISM_VALUE_SECRET,
        /// A whole number in decimal.
        Integer = PRISM_VALUE_INTEGER,
        /// `1` or `0`.
        Boolean = PRISM_VALUE_BOOLEAN,
        /// The value of one choice.
        Choice = PRISM_VALUE_CHOICE,
        /// The value of each chosen choice, one a line.
        Choices = PRISM_VALUE_CHOICES,
        /// Nothing: a text to show, without an answer.
        Note = PRISM_VALUE_NOTE,
        /// The name of a contact.
        Contact = PRISM_VALUE_CONTACT,
        /// The name of a room.
        Room = PRISM_VALUE_ROOM,
        /// The nickname of a participant of a room.
        Participant = PRISM_VALUE_PARTICIPANT,
    }
}

record! {
    /// One of the choices for [`ValueKind::Choice`] and [`ValueKind::Choices`].
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Choice<'a> {
        /// One line of 1 to 1,024 bytes.
        pub value: &'a str,
        /// The text that the user reads; empty: `value`.
        pub label: &'a str,
    }
}

impl<'a> Choice<'a> {
    /// A choice that the user reads as `label`.
    #[must_use]
    pub fn new(value: &'a str, label: &'a str) -> Self {
        Choice { value, label }
    }
}

/// A choice that the user reads as it is.
impl<'a> From<&'a str> for Choice<'a> {
    fn from(value: &'a str) -> Self {
        Choice { value, label: "" }
    }
}

/// Returns the values of the chosen choices out of a value of the kind [`ValueKind::Choices`].
pub fn chosen(value: &str) -> impl Iterator<Item = &str> {
    value.split('\n').filter(|one| !one.is_empty())
}

/// Copies the kind, the initial value, the choices and the range of a described value to its C struct.
macro_rules! value_to_c {
    ($c:ident, $value:expr, $choices:expr) => {
        let (least, most) = $value.range.unwrap_or_default();
        $c.kind = $value.kind as u32;
        $c.initial = str_to_c($value.initial);
        $c.choices = $choices.data();
        $c.choices_count = $choices.size();
        $c.least = least;
        $c.most = most;
    };
}
pub(crate) use value_to_c;

pub(crate) fn choices_to_c(choices: &[Choice<'_>]) -> List<ffi::prism_choice> {
    List::new(choices.iter().map(|choice| {
        let mut c = ffi::prism_choice::sized();
        c.value = str_to_c(choice.value);
        c.label = str_to_c(choice.label);
        c
    }))
}

/// Returns a time limit of the ABI. More than it can say is its longest one, which the host refuses.
pub(crate) fn milliseconds(time: Duration) -> u32 {
    u32::try_from(time.as_millis()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chosen_values_are_lines() {
        assert_eq!(chosen("a\nb c").collect::<Vec<_>>(), ["a", "b c"]);
        assert_eq!(chosen("").count(), 0);
    }

    #[test]
    fn a_time_that_is_too_long_is_not_cut() {
        assert_eq!(milliseconds(Duration::from_secs(2)), 2000);
        assert_eq!(milliseconds(Duration::MAX), u32::MAX);
    }
}
