// SPDX-License-Identifier: MIT
//! Pictures of contacts, participants and the user: the service `prism.avatar/1`.

// Conversions from C are unsafe as a whole. Safety of each from_c(): the struct is the host's, and it and all that it
// points to are valid for the lifetime of the result.
#![allow(unsafe_op_in_unsafe_fn)]

use crate::convert::{bytes_to_c, flag, str_of, str_to_c};
use crate::error::Result;
use crate::ffi;
use crate::plugin::request;

record! {
    /// The picture that somebody has. With `id` alone, [`OnPictureWanted`] follows.
    #[derive(Clone, Debug, Default)]
    pub struct Picture<'a> {
        /// The user who sees it.
        pub user: &'a str,
        /// The owner; empty: the user.
        pub buddy: &'a str,
        /// Given if the owner is this participant of the room `buddy`.
        pub nickname: &'a str,
        /// The network's id of the picture; empty: the URL is the id, or the bytes are.
        pub id: &'a str,
        /// The host fetches it. Not together with `bytes`.
        pub url: &'a str,
        /// Those of an image file.
        pub bytes: &'a [u8],
    }
}

record! {
    /// Request: the bytes of a picture are wanted.
    #[derive(Clone, Debug, Default)]
    pub struct PictureRequest<'a> {
        /// The user.
        pub user: &'a str,
        /// The owner; empty: the user.
        pub buddy: &'a str,
        /// Given if the owner is this participant of the room `buddy`.
        pub nickname: &'a str,
        /// Of the last [`Avatar::set`] for this owner.
        pub id: &'a str,
    }
}

impl<'a> PictureRequest<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_picture_request) -> Self {
        PictureRequest {
            user: str_of(c.user),
            buddy: str_of(c.buddy),
            nickname: str_of(c.nickname),
            id: str_of(c.id),
        }
    }
}

service! {
    /// Tells which picture somebody has. The host does the rest.
    ///
    /// [`Error::TooLarge`](crate::Error::TooLarge) if the bytes fit into no stanza, and
    /// [`Error::Unsupported`](crate::Error::Unsupported) if they are no image: the owner has no picture then, and it is
    /// no fault.
    pub struct Avatar: prism_avatar = PRISM_AVATAR;
}

impl<P: 'static> Avatar<P> {
    /// Says which picture somebody has. To be called before the first presence of the owner.
    pub fn set(&self, picture: &Picture<'_>) -> Result {
        self.tell(picture, false)
    }

    /// Says that somebody has no picture.
    pub fn remove(&self, user: &str, buddy: &str, nickname: &str) -> Result {
        let owner = Picture::default().user(user).buddy(buddy);
        self.tell(&owner.nickname(nickname), true)
    }

    fn tell(&self, picture: &Picture<'_>, none: bool) -> Result {
        let mut c = ffi::prism_picture::sized();
        c.flags = flag(none, ffi::PRISM_PICTURE_NONE);
        c.user = str_to_c(picture.user);
        c.buddy = str_to_c(picture.buddy);
        c.nickname = str_to_c(picture.nickname);
        c.id = str_to_c(picture.id);
        c.url = str_to_c(picture.url);
        c.bytes = bytes_to_c(picture.bytes);
        service_call!(self, set, &c)
    }
}

request! {
    /// The bytes of a picture are wanted that was set without a URL. Answer by [`Avatar::set`] or [`Avatar::remove`],
    /// now or within 30 seconds.
    OnPictureWanted: picture_wanted(request: PictureRequest<'_>);
}
