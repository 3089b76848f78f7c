// SPDX-License-Identifier: MIT
//! The settings of a user: the draft `prism.settings.draft/1`, which may vanish.

use super::values::{choices_to_c, value_to_c, Choice, ValueKind};
use crate::convert::{str_of, str_to_c, List};
use crate::error::Result;
use crate::ffi;

record! {
    /// One setting.
    #[derive(Clone, Debug, Default)]
    pub struct Setting<'a> {
        /// Its name in [`Login::settings`](crate::Login): 1 to 64 letters, digits, `_`, `-` and `.`.
        pub key: &'a str,
        /// `Text`, `LongText`, `Secret`, `Integer`, `Boolean` or `Choice`.
        pub kind: ValueKind,
        /// A few words for the user.
        pub title: &'a str,
        /// May be empty.
        pub description: &'a str,
        /// The value without another one.
        pub initial: &'a str,
        /// For `Integer`: the lowest and the highest value.
        pub range: Option<(i64, i64)>,
        /// For `Choice`.
        pub choices: Vec<Choice<'a>>,
    }
}

service! {
    /// Describes the settings of users. The host then checks those of each login.
    pub struct Settings: prism_settings = PRISM_SETTINGS;
}

impl<P: 'static> Settings<P> {
    /// Describes all settings. Only once, within `create()` or `start()`; else [`Error::State`](crate::Error::State).
    pub fn define(&self, settings: &[Setting<'_>]) -> Result {
        let choices: Vec<_> = settings
            .iter()
            .map(|setting| choices_to_c(&setting.choices))
            .collect();
        let list = List::new(settings.iter().zip(&choices).map(|(setting, choices)| {
            let mut c = ffi::prism_setting::sized();
            value_to_c!(c, setting, choices);
            c.key = str_to_c(setting.key);
            c.title = str_to_c(setting.title);
            c.description = str_to_c(setting.description);
            c
        }));
        let mut c = ffi::prism_setting_set::sized();
        c.settings = list.data();
        c.settings_count = list.size();
        service_call!(self, define, &c)
    }

    /// Returns the value of a setting in the user's session. [`Error::Argument`](crate::Error::Argument) if there is no
    /// such setting.
    pub fn get(&self, user: &str, key: &str) -> Result<String> {
        let mut value = str_to_c("");
        service_call!(self, get, str_to_c(user), str_to_c(key), &mut value)?;
        // SAFETY: the value is valid until the session ends.
        Ok(unsafe { str_of(value) }.to_owned())
    }
}
