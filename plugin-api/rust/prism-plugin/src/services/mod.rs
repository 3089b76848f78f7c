// SPDX-License-Identifier: MIT
//! The services of the host, one module for each. A plugin makes the object of a service in `create()`.

/// Defines the object of a service.
macro_rules! service {
    ($(#[$meta:meta])* pub struct $name:ident: $table:ident = $constant:ident;) => {
        $(#[$meta])*
        ///
        /// Cheap to clone. It belongs to the main thread.
        pub struct $name<P> {
            host: crate::Host<P>,
            table: *const crate::ffi::$table,
        }

        impl<P> Clone for $name<P> {
            fn clone(&self) -> Self {
                $name {
                    host: self.host.clone(),
                    table: self.table,
                }
            }
        }

        impl<P> std::fmt::Debug for $name<P> {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(stringify!($name))
            }
        }

        impl<P: 'static> $name<P> {
            /// Gets the service. To be called in [`Plugin::create`](crate::Plugin::create).
            #[must_use]
            pub fn new(host: &crate::Host<P>) -> Self {
                $name {
                    host: host.clone(),
                    table: host.service(crate::ffi::$constant),
                }
            }

            /// Returns true if this host has the service. Without it, each function returns
            /// [`Error::Unsupported`](crate::Error::Unsupported).
            #[must_use]
            pub fn is_available(&self) -> bool {
                !self.table.is_null()
            }

            fn table(&self) -> crate::Result<&'static crate::ffi::$table> {
                // SAFETY: the table is null, or valid until the process ends.
                unsafe { self.table.as_ref() }.ok_or(crate::Error::Unsupported)
            }
        }
    };
}

/// Calls a function of the table of a service. Returns the result of the ABI.
macro_rules! table_call {
    ($table:expr, $host:expr, $function:ident $(, $argument:expr)*) => {{
        let (table, host) = ($table, $host);
        // SAFETY: the table has all functions of this ABI version. The arguments borrow until the call returns.
        unsafe { (table.$function)(host $(, $argument)*) }
    }};
}

/// Calls a function of a service. Returns its result, or that the service is missing.
macro_rules! service_call {
    ($self:ident, $function:ident $(, $argument:expr)*) => {
        match $self.table() {
            Ok(table) => $self.host.check(table_call!(table, $self.host.raw(), $function $(, $argument)*)),
            Err(error) => Err(error),
        }
    };
}

/// Makes a callback for the end of something of one that is called once.
macro_rules! once {
    ($function:expr, $plugin:ident, $answer:ident) => {{
        let mut once = Some($function);
        Box::new(move |plugin: &mut $plugin, answer: &$answer<'_>| {
            if let Some(function) = once.take() {
                function(plugin, answer);
            }
        })
    }};
}

/// Defines what answers one request of the host. Answering takes it, so there is one answer. If it is dropped without
/// one, the request has failed, and a warning names it, unless a panic has dropped it.
macro_rules! responder {
    ($(#[$meta:meta])* pub struct $name:ident: $table:ident, $answer:ident, $failed:ident;) => {
        $(#[$meta])*
        ///
        /// It belongs to the main thread. If it is dropped, the request has failed, and a warning is in the log.
        #[must_use = "the request fails when it is dropped"]
        pub struct $name {
            host: *const crate::ffi::prism_host,
            table: *const crate::ffi::$table,
            id: u64,
            what: String,
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, concat!(stringify!($name), "({})"), self.id)
            }
        }

        impl $name {
            pub(crate) fn new(
                host: *const crate::ffi::prism_host,
                table: *const crate::ffi::$table,
                id: u64,
                what: &str,
            ) -> Self {
                $name {
                    host,
                    table,
                    id,
                    what: what.to_owned(),
                }
            }

            /// Answers the request. If the host refuses the answer, the request fails at once.
            fn give(mut self, answer: &mut crate::ffi::$answer) -> crate::Result {
                answer.id = self.id;
                let result = self.send(answer);
                if matches!(result, Ok(()) | Err(crate::Error::Ended)) {
                    self.id = 0;
                }
                result
            }

            fn send(&self, answer: &crate::ffi::$answer) -> crate::Result {
                // SAFETY: the table is null, or valid until the process ends.
                match unsafe { self.table.as_ref() } {
                    Some(table) => {
                        crate::error::check(self.host, table_call!(table, self.host, answer, answer))
                    }
                    None => Err(crate::Error::Unsupported),
                }
            }
        }

        impl Drop for $name {
            fn drop(&mut self) {
                if self.id == 0 {
                    return;
                }
                let mut answer = crate::ffi::$answer::sized();
                answer.outcome = crate::ffi::$failed;
                answer.id = self.id;
                if self.send(&answer).is_ok() && !std::thread::panicking() {
                    let text = format!("{} was not answered: its responder is gone", self.what);
                    crate::host::log(self.host, crate::LogLevel::Warning, "", &text);
                }
            }
        }
    };
}

pub mod admin;
pub mod avatar;
pub mod chat;
pub mod commands;
pub mod history;
pub mod media;
pub mod metrics;
pub mod prompts;
pub mod resolve;
pub mod room_admin;
pub mod settings;
pub mod storage;
pub mod values;
