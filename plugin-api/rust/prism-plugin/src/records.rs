// SPDX-License-Identifier: MIT
//! The macros behind the structs and the enumerations of this crate.

/// Defines a struct of requests and events, with a setter for each member that returns the struct.
///
/// The struct cannot be written as a literal outside of this crate, since the ABI adds members to its structs.
macro_rules! record {
    (
        $(#[$meta:meta])*
        pub struct $name:ident $(<$life:lifetime>)? {
            $($(#[$about:meta])* pub $field:ident: $kind:ty,)*
        }
    ) => {
        $(#[$meta])*
        #[non_exhaustive]
        pub struct $name $(<$life>)? {
            $($(#[$about])* pub $field: $kind,)*
        }

        impl $(<$life>)? $name $(<$life>)? {
            $(
                #[doc = concat!("Sets [`", stringify!($field), "`](#structfield.", stringify!($field), ").")]
                #[must_use]
                pub fn $field(mut self, $field: $kind) -> Self {
                    self.$field = $field;
                    self
                }
            )*
        }
    };
}

/// Defines an enumeration of numbers of the ABI, with conversions in both directions.
macro_rules! numbers {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$about:meta])* $variant:ident = $number:ident,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[repr(u32)]
        pub enum $name {
            $($(#[$about])* $variant = crate::ffi::$number,)*
        }

        impl $name {
            /// Returns the value for a number of the ABI; nothing for 0 and for a number that this version lacks.
            #[allow(dead_code)]
            pub(crate) fn from_c(number: u32) -> Option<Self> {
                match number {
                    $(crate::ffi::$number => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}
