// SPDX-License-Identifier: MIT
//! Contacts, their presence, and vCards.
// Conversions from C are unsafe as a whole. Safety of each from_c(): the struct is the host's, and it and all that it
// points to are valid for the lifetime of the result.
#![allow(unsafe_op_in_unsafe_fn)]

use crate::convert::{bytes_of, bytes_to_c, flag, list_of, str_of, str_to_c, strs_of, strs_to_c};
use crate::ffi;

numbers! {
    /// The presence of the user, a buddy or a participant.
    #[derive(Default)]
    pub enum Status {
        /// Is there.
        #[default]
        Online = PRISM_STATUS_ONLINE,
        /// Is away.
        Away = PRISM_STATUS_AWAY,
        /// Wants to talk.
        FreeForChat = PRISM_STATUS_FREE_FOR_CHAT,
        /// Is away for longer.
        ExtendedAway = PRISM_STATUS_EXTENDED_AWAY,
        /// Is busy.
        DoNotDisturb = PRISM_STATUS_DO_NOT_DISTURB,
        /// Is not there. Of a participant: has left.
        Offline = PRISM_STATUS_OFFLINE,
        /// Is there, but does not show it.
        Invisible = PRISM_STATUS_INVISIBLE,
    }
}

record! {
    /// Request: the user's own presence.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Presence<'a> {
        /// The user.
        pub user: &'a str,
        /// The status.
        pub status: Status,
        /// The text of the status.
        pub text: &'a str,
    }
}

impl<'a> Presence<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_presence) -> Self {
        Presence {
            user: str_of(c.user),
            status: Status::from_c(c.status).unwrap_or_default(),
            text: str_of(c.text),
        }
    }
}

record! {
    /// Request and event: a contact of the user.
    ///
    /// An event replaces what Spectrum knows of the buddy, but an empty alias keeps the old alias, and an empty list of
    /// groups keeps the old groups.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Buddy<'a> {
        /// The user.
        pub user: &'a str,
        /// The name of the contact on the network.
        pub buddy: &'a str,
        /// Event: the status. Request: `Online`, and without meaning.
        pub status: Status,
        /// The text of the status.
        pub status_text: &'a str,
        /// The name to show.
        pub alias: &'a str,
        /// Groups of the roster, at most 1,000.
        pub groups: Vec<&'a str>,
        /// Changes with the avatar. Empty: the host fills it in with [`Avatar`](crate::Avatar).
        pub icon_hash: &'a str,
        /// The user has blocked the contact.
        pub blocked: bool,
    }
}

impl<'a> Buddy<'a> {
    /// A contact that is online.
    #[must_use]
    pub fn new(user: &'a str, buddy: &'a str) -> Self {
        Buddy::default().user(user).buddy(buddy)
    }

    pub(crate) unsafe fn from_c(c: &'a ffi::prism_buddy) -> Self {
        Buddy {
            user: str_of(c.user),
            buddy: str_of(c.buddy),
            status: Status::from_c(c.status).unwrap_or_default(),
            status_text: str_of(c.status_text),
            alias: str_of(c.alias),
            groups: strs_of(c.groups, c.groups_count),
            icon_hash: str_of(c.icon_hash),
            blocked: c.blocked != 0,
        }
    }

    pub(crate) fn with_c<R>(&self, call: impl FnOnce(&ffi::prism_buddy) -> R) -> R {
        let groups = strs_to_c(&self.groups);
        let mut c = ffi::prism_buddy::sized();
        c.status = self.status as u32;
        c.user = str_to_c(self.user);
        c.buddy = str_to_c(self.buddy);
        c.alias = str_to_c(self.alias);
        c.groups = groups.as_ptr();
        c.groups_count = groups.len() as u64;
        c.status_text = str_to_c(self.status_text);
        c.icon_hash = str_to_c(self.icon_hash);
        c.blocked = flag(self.blocked, 1);
        call(&c)
    }
}

record! {
    /// Request: the user's contacts as Spectrum knows them.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Roster<'a> {
        /// The user.
        pub user: &'a str,
        /// All contacts.
        pub buddies: Vec<Buddy<'a>>,
    }
}

impl<'a> Roster<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_roster) -> Self {
        Roster {
            user: str_of(c.user),
            buddies: list_of(c.buddies, c.buddies_count)
                .into_iter()
                .map(|buddy| Buddy::from_c(buddy))
                .collect(),
        }
    }
}

record! {
    /// Request: the user has removed a contact.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct BuddyRemoved<'a> {
        /// The user.
        pub user: &'a str,
        /// The contact.
        pub buddy: &'a str,
    }
}

impl<'a> BuddyRemoved<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_buddy_removed) -> Self {
        BuddyRemoved {
            user: str_of(c.user),
            buddy: str_of(c.buddy),
        }
    }
}

record! {
    /// Request: the user's answer to [`Host::authorization_requested`](crate::Host::authorization_requested).
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Authorization<'a> {
        /// The user.
        pub user: &'a str,
        /// The buddy who has asked.
        pub buddy: &'a str,
        /// The buddy may see the user's presence.
        pub accepted: bool,
    }
}

impl<'a> Authorization<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_authorization) -> Self {
        Authorization {
            user: str_of(c.user),
            buddy: str_of(c.buddy),
            accepted: c.accepted != 0,
        }
    }
}

record! {
    /// Request: the user blocks or unblocks a contact.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Block<'a> {
        /// The user.
        pub user: &'a str,
        /// The contact.
        pub buddy: &'a str,
        /// False: unblocks it.
        pub blocked: bool,
    }
}

impl<'a> Block<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_block) -> Self {
        Block {
            user: str_of(c.user),
            buddy: str_of(c.buddy),
            blocked: c.blocked != 0,
        }
    }
}

record! {
    /// Request: a vCard is wanted.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct VcardRequest<'a> {
        /// The user.
        pub user: &'a str,
        /// The owner; empty: the user.
        pub buddy: &'a str,
        /// Given if the owner is this participant of the room `buddy`.
        pub nickname: &'a str,
    }
}

impl<'a> VcardRequest<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_vcard_request) -> Self {
        VcardRequest {
            user: str_of(c.user),
            buddy: str_of(c.buddy),
            nickname: str_of(c.nickname),
        }
    }
}

record! {
    /// Request and event: a vCard.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Vcard<'a> {
        /// The user.
        pub user: &'a str,
        /// The owner; empty: the user.
        pub buddy: &'a str,
        /// Given if the owner is this participant of the room `buddy`.
        pub nickname: &'a str,
        /// The full name.
        pub full_name: &'a str,
        /// The owner's nickname as the vCard states it.
        pub vcard_nickname: &'a str,
        /// An image file.
        pub photo: &'a [u8],
    }
}

impl<'a> Vcard<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_vcard) -> Self {
        Vcard {
            user: str_of(c.user),
            buddy: str_of(c.buddy),
            nickname: str_of(c.nickname),
            full_name: str_of(c.full_name),
            vcard_nickname: str_of(c.vcard_nickname),
            photo: bytes_of(c.photo),
        }
    }

    pub(crate) fn to_c(&self) -> ffi::prism_vcard {
        let mut c = ffi::prism_vcard::sized();
        c.user = str_to_c(self.user);
        c.buddy = str_to_c(self.buddy);
        c.nickname = str_to_c(self.nickname);
        c.full_name = str_to_c(self.full_name);
        c.vcard_nickname = str_to_c(self.vcard_nickname);
        c.photo = bytes_to_c(self.photo);
        c
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buddy_comes_back_as_it_was() {
        let buddy = Buddy::new("alice@x.org", "bob")
            .status(Status::Away)
            .alias("Bob")
            .groups(vec!["friends", "work"])
            .blocked(true);
        // SAFETY: the struct and its strings exist during the call.
        buddy.with_c(|c| assert_eq!(unsafe { Buddy::from_c(c) }, buddy));
    }
}
