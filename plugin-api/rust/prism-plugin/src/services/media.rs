// SPDX-License-Identifier: MIT
//! Files on the web: the service `prism.media/1`.

use super::values::milliseconds;
use crate::callback::{call, owner, Calls, Registration};
use crate::convert::{bytes_of, bytes_to_c, flag, str_of, str_to_c};
use crate::error::Result;
use crate::ffi;
use crate::guard::Secrecy;
use std::os::raw::c_void;
use std::os::unix::io::{AsRawFd, BorrowedFd};
use std::time::Duration;

record! {
    /// A file to publish.
    #[derive(Clone, Debug, Default)]
    pub struct File<'a> {
        /// The user that the file is for.
        pub user: &'a str,
        /// As the network calls the file; may be empty.
        pub name: &'a str,
        /// May be empty: the extension of `name` decides.
        pub mime_type: &'a str,
        /// The contents.
        pub bytes: &'a [u8],
        /// A regular file that has the contents instead, open for reading. It must not change before the callback.
        pub descriptor: Option<BorrowedFd<'a>>,
    }
}

numbers! {
    /// How a publication has ended.
    pub enum PublishOutcome {
        /// The file is there.
        Done = PRISM_PUBLISH_DONE,
        /// The file is larger than the administrator allows.
        TooLarge = PRISM_PUBLISH_TOO_LARGE,
        /// There is no space left.
        Full = PRISM_PUBLISH_FULL,
        /// The file cannot be read or written.
        Failed = PRISM_PUBLISH_FAILED,
        /// The process is about to end.
        Ended = PRISM_PUBLISH_ENDED,
    }
}

/// The result of a publication.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Published<'a> {
    /// The outcome.
    pub outcome: PublishOutcome,
    /// For an attachment; empty after a failure.
    pub url: &'a str,
    /// The type that the extension of the published file stands for.
    pub mime_type: &'a str,
    /// After a failure: why, as a part of a sentence to the user.
    pub error: &'a str,
}

record! {
    /// A URL to fetch.
    #[derive(Clone, Debug, Default)]
    pub struct FetchRequest<'a> {
        /// The user that it is fetched for.
        pub user: &'a str,
        /// http or https. It need not be trusted: the host fetches from public addresses only.
        pub url: &'a str,
        /// Bytes; 0: the administrator's limit.
        pub max_size: u64,
        /// At most 10 minutes; 0: one minute.
        pub timeout: Duration,
        /// A regular file to which the bytes are written, instead of keeping them in memory.
        pub descriptor: Option<BorrowedFd<'a>>,
    }
}

numbers! {
    /// How a fetch has ended.
    pub enum FetchOutcome {
        /// The file has been fetched.
        Done = PRISM_FETCH_DONE,
        /// The URL, or a redirect, is not valid or not allowed.
        Forbidden = PRISM_FETCH_FORBIDDEN,
        /// The file is too large.
        TooLarge = PRISM_FETCH_TOO_LARGE,
        /// It has taken too long.
        TimedOut = PRISM_FETCH_TIMED_OUT,
        /// The server's answer is no success; `http_status` has it.
        Refused = PRISM_FETCH_REFUSED,
        /// For example, there is no such host.
        Failed = PRISM_FETCH_FAILED,
        /// The process is about to end.
        Ended = PRISM_FETCH_ENDED,
    }
}

/// The result of a fetch.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Fetched<'a> {
    /// The outcome.
    pub outcome: FetchOutcome,
    /// Of the last answer; 0: there was none.
    pub http_status: u32,
    /// Why it has failed, in English and without a full stop.
    pub error: &'a str,
    /// The URL after all redirects.
    pub url: &'a str,
    /// As the server says; may be empty, and may be wrong.
    pub mime_type: &'a str,
    /// The body. Empty with a descriptor.
    pub bytes: &'a [u8],
    /// The size of the body.
    pub size: u64,
}

owner! {
    /// A publication that goes on as long as this exists.
    pub struct Publication;
}

owner! {
    /// A fetch that goes on as long as this exists.
    pub struct Fetch;
}

service! {
    /// Publishes files of the network on the web server, and fetches those of users.
    ///
    /// Both return [`Error::NoUser`](crate::Error::NoUser) if the user has no session,
    /// [`Error::Unsupported`](crate::Error::Unsupported) if this host is not set up for it, and
    /// [`Error::Limit`](crate::Error::Limit) if too many are open.
    pub struct Media: prism_media = PRISM_MEDIA;
}

type OnPublished<P> = dyn FnMut(&mut P, &Published<'_>);
type OnFetched<P> = dyn FnMut(&mut P, &Fetched<'_>);

impl<P: 'static> Media<P> {
    /// Returns true if [`publish`](Media::publish) works here.
    #[must_use]
    pub fn can_publish(&self) -> bool {
        self.abilities() & ffi::PRISM_MEDIA_CAN_PUBLISH != 0
    }

    /// Returns true if [`fetch`](Media::fetch) works here.
    #[must_use]
    pub fn can_fetch(&self) -> bool {
        self.abilities() & ffi::PRISM_MEDIA_CAN_FETCH != 0
    }

    fn abilities(&self) -> u32 {
        self.table().map_or(0, |table| table.abilities)
    }

    /// Starts to write a file into the web server's directory. `done` is called once, unless the publication is
    /// cancelled, and never before this returns.
    pub fn publish(
        &self,
        file: &File<'_>,
        done: impl FnOnce(&mut P, &Published<'_>) + 'static,
    ) -> Result<Publication> {
        let table = self.table()?;
        let mut c = ffi::prism_file::sized();
        c.flags = flag(file.descriptor.is_some(), ffi::PRISM_FILE_FROM_DESCRIPTOR);
        c.user = str_to_c(file.user);
        c.name = str_to_c(file.name);
        c.mime_type = str_to_c(file.mime_type);
        c.bytes = bytes_to_c(file.bytes);
        c.fd = file.descriptor.map_or(-1, |fd| fd.as_raw_fd());
        let host = self.host.raw();
        let run: Box<OnPublished<P>> = once!(done, P, Published);
        Registration::new(
            &self.host.instance,
            Calls::Once,
            table.cancel,
            run,
            |data, id| table_call!(table, host, publish, &c, Some(on_published::<P>), data, id),
        )
        .map(Publication)
    }

    /// Starts a fetch. `done` is called once, unless the fetch is cancelled, and never before this returns.
    pub fn fetch(
        &self,
        request: &FetchRequest<'_>,
        done: impl FnOnce(&mut P, &Fetched<'_>) + 'static,
    ) -> Result<Fetch> {
        let table = self.table()?;
        let mut c = ffi::prism_fetch::sized();
        c.flags = flag(request.descriptor.is_some(), ffi::PRISM_FETCH_TO_DESCRIPTOR);
        c.user = str_to_c(request.user);
        c.url = str_to_c(request.url);
        c.max_size = request.max_size;
        c.timeout_ms = milliseconds(request.timeout);
        c.fd = request.descriptor.map_or(-1, |fd| fd.as_raw_fd());
        let host = self.host.raw();
        let run: Box<OnFetched<P>> = once!(done, P, Fetched);
        Registration::new(
            &self.host.instance,
            Calls::Once,
            table.cancel,
            run,
            |data, id| table_call!(table, host, fetch, &c, Some(on_fetched::<P>), data, id),
        )
        .map(Fetch)
    }
}

unsafe extern "C" fn on_published<P: 'static>(
    data: *mut c_void,
    _: ffi::prism_media_id,
    published: *const ffi::prism_published,
) {
    // SAFETY: the host passes the pointer of publish(), and a struct that is valid until this returns.
    unsafe {
        let c = &*published;
        call::<P, OnPublished<P>>(data, "a publication", Secrecy::Public, |run, plugin| {
            let published = Published {
                outcome: PublishOutcome::from_c(c.outcome).unwrap_or(PublishOutcome::Failed),
                url: str_of(c.url),
                mime_type: str_of(c.mime_type),
                error: str_of(c.error),
            };
            run(plugin, &published);
        });
    }
}

unsafe extern "C" fn on_fetched<P: 'static>(
    data: *mut c_void,
    _: ffi::prism_media_id,
    fetched: *const ffi::prism_fetched,
) {
    // SAFETY: the host passes the pointer of fetch(), and a struct that is valid until this returns.
    unsafe {
        let c = &*fetched;
        call::<P, OnFetched<P>>(data, "a fetch", Secrecy::Public, |run, plugin| {
            let fetched = Fetched {
                outcome: FetchOutcome::from_c(c.outcome).unwrap_or(FetchOutcome::Failed),
                http_status: c.http_status,
                error: str_of(c.error),
                url: str_of(c.url),
                mime_type: str_of(c.mime_type),
                bytes: bytes_of(c.bytes),
                size: c.size,
            };
            run(plugin, &fetched);
        });
    }
}
