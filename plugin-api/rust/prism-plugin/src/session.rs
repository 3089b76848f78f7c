// SPDX-License-Identifier: MIT
//! Logging in and out. A session lasts from the login until `logout()`, or until the plugin's
//! [`disconnected`](crate::Host::disconnected).
// Conversions from C are unsafe as a whole. Safety of each from_c(): the struct is the host's, and it and all that it
// points to are valid for the lifetime of the result.
#![allow(unsafe_op_in_unsafe_fn)]

use crate::convert::{array_of, flag, str_of};
use crate::ffi;

record! {
    /// Request: a user wants to be logged in. Passwords and settings must not be logged.
    #[derive(Clone, Default)]
    pub struct Login<'a> {
        /// The user, an XMPP bare JID, which identifies the session.
        pub user: &'a str,
        /// The account as it was registered. Without registration: the nickname of the first join, or the full JID.
        pub legacy_name: &'a str,
        /// The password of the account; may be empty.
        pub password: &'a str,
        /// The user's own settings, names and values.
        pub settings: Vec<(&'a str, &'a str)>,
    }
}

impl<'a> Login<'a> {
    /// # Safety
    /// The struct is one of the host's, which is valid for `'a`.
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_login) -> Self {
        Login {
            user: str_of(c.user),
            legacy_name: str_of(c.legacy_name),
            password: str_of(c.password),
            settings: array_of(c.settings, c.settings_count)
                .iter()
                .map(|pair| (str_of(pair.name), str_of(pair.value)))
                .collect(),
        }
    }

    /// Returns the value of a setting.
    #[must_use]
    pub fn setting(&self, name: &str) -> Option<&'a str> {
        let found = self.settings.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| *value)
    }
}

numbers! {
    /// Why a login has failed or a session has ended.
    ///
    /// After `Network` and `Other`, Spectrum logs the user in again at once, up to three times. Any other error is
    /// final, and the user gets the text.
    pub enum ConnectionError {
        /// The network cannot be reached.
        Network = PRISM_CONNECTION_ERROR_NETWORK,
        /// The name of the account is not valid.
        InvalidUsername = PRISM_CONNECTION_ERROR_INVALID_USERNAME,
        /// The password is wrong.
        AuthenticationFailed = PRISM_CONNECTION_ERROR_AUTHENTICATION_FAILED,
        /// There is no way to authenticate that both sides know.
        AuthenticationImpossible = PRISM_CONNECTION_ERROR_AUTHENTICATION_IMPOSSIBLE,
        /// The server has no TLS.
        NoSslSupport = PRISM_CONNECTION_ERROR_NO_SSL_SUPPORT,
        /// The encryption cannot be set up.
        Encryption = PRISM_CONNECTION_ERROR_ENCRYPTION,
        /// The name is in use.
        NameInUse = PRISM_CONNECTION_ERROR_NAME_IN_USE,
        /// The settings of the user are not valid.
        InvalidSettings = PRISM_CONNECTION_ERROR_INVALID_SETTINGS,
        /// The server has no certificate.
        CertNotProvided = PRISM_CONNECTION_ERROR_CERT_NOT_PROVIDED,
        /// The certificate is of an unknown authority.
        CertUntrusted = PRISM_CONNECTION_ERROR_CERT_UNTRUSTED,
        /// The certificate has expired.
        CertExpired = PRISM_CONNECTION_ERROR_CERT_EXPIRED,
        /// The certificate is not valid yet.
        CertNotActivated = PRISM_CONNECTION_ERROR_CERT_NOT_ACTIVATED,
        /// The certificate is that of another host.
        CertHostnameMismatch = PRISM_CONNECTION_ERROR_CERT_HOSTNAME_MISMATCH,
        /// The certificate is not the one that was expected.
        CertFingerprintMismatch = PRISM_CONNECTION_ERROR_CERT_FINGERPRINT_MISMATCH,
        /// The certificate is signed by itself.
        CertSelfSigned = PRISM_CONNECTION_ERROR_CERT_SELF_SIGNED,
        /// Another fault of the certificate.
        CertOther = PRISM_CONNECTION_ERROR_CERT_OTHER,
        /// Another error.
        Other = PRISM_CONNECTION_ERROR_OTHER,
    }
}

record! {
    /// The plugin's abilities, and its wishes to Spectrum.
    ///
    /// Rooms and the roster at the login are announced if the plugin implements [`OnJoin`](crate::OnJoin) and
    /// [`OnRoster`](crate::OnRoster).
    #[derive(Clone, Debug)]
    pub struct Features {
        /// False: this configuration has no rooms, although the plugin has [`OnJoin`](crate::OnJoin).
        pub rooms: bool,
        /// Registration needs a password.
        pub password: bool,
        /// Users register with the gateway before they log in.
        pub registration: bool,
        /// The plugin calls [`receipt`](crate::Host::receipt).
        pub receipts: bool,
        /// Messages, presence and roster come by [`OnRawXml`](crate::OnRawXml).
        pub raw_xml: bool,
        /// `@` in a name becomes `%`, not `\40` of XEP-0106.
        pub unescaped_jids: bool,
        /// A login comes for a user with a session, without a logout before.
        pub relogin: bool,
    }
}

impl Default for Features {
    fn default() -> Self {
        Features {
            rooms: true,
            password: true,
            registration: true,
            receipts: false,
            raw_xml: false,
            unescaped_jids: false,
            relogin: false,
        }
    }
}

impl Features {
    /// `implied` are the features of the implemented handlers.
    pub(crate) fn to_c(&self, implied: u32) -> ffi::prism_features {
        let refused = flag(!self.rooms, ffi::PRISM_FEATURE_ROOMS);
        let mut c = ffi::prism_features::sized();
        c.flags = (implied & !refused)
            | flag(self.password, ffi::PRISM_FEATURE_PASSWORD)
            | flag(self.registration, ffi::PRISM_FEATURE_REGISTRATION)
            | flag(self.receipts, ffi::PRISM_FEATURE_RECEIPTS)
            | flag(self.raw_xml, ffi::PRISM_FEATURE_RAW_XML)
            | flag(self.unescaped_jids, ffi::PRISM_FEATURE_UNESCAPED_JIDS)
            | flag(self.relogin, ffi::PRISM_FEATURE_RELOGIN);
        c
    }
}
