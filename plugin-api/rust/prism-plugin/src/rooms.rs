// SPDX-License-Identifier: MIT
//! Chat rooms and their participants.
// Conversions from C are unsafe as a whole. Safety of each from_c(): the struct is the host's, and it and all that it
// points to are valid for the lifetime of the result.
#![allow(unsafe_op_in_unsafe_fn)]

use crate::convert::{flag, str_of, str_to_c};
use crate::ffi;
use crate::messages::Time;
use crate::roster::Status;

record! {
    /// Request: the user wants to enter a room. The password must not be logged.
    #[derive(Clone, Default)]
    pub struct Join<'a> {
        /// The user.
        pub user: &'a str,
        /// The room.
        pub room: &'a str,
        /// The wanted nickname.
        pub nickname: &'a str,
        /// The password of the room; may be empty.
        pub password: &'a str,
    }
}

impl<'a> Join<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_join) -> Self {
        Join {
            user: str_of(c.user),
            room: str_of(c.room),
            nickname: str_of(c.nickname),
            password: str_of(c.password),
        }
    }
}

numbers! {
    /// Why a join has failed.
    pub enum JoinError {
        /// There is no such room.
        RoomNotFound = PRISM_JOIN_ERROR_ROOM_NOT_FOUND,
        /// Somebody else has the nickname.
        NicknameInUse = PRISM_JOIN_ERROR_NICKNAME_IN_USE,
        /// The user may not enter the room, for example because it is for members.
        NotAuthorized = PRISM_JOIN_ERROR_NOT_AUTHORIZED,
        /// The user is banned.
        Banned = PRISM_JOIN_ERROR_BANNED,
        /// A password is wanted, or the given one is wrong.
        Password = PRISM_JOIN_ERROR_PASSWORD,
        /// The room is full.
        RoomFull = PRISM_JOIN_ERROR_ROOM_FULL,
        /// Another reason.
        Other = PRISM_JOIN_ERROR_OTHER,
    }
}

record! {
    /// Request: the user has left a room.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Leave<'a> {
        /// The user.
        pub user: &'a str,
        /// The room.
        pub room: &'a str,
    }
}

impl<'a> Leave<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_leave) -> Self {
        Leave {
            user: str_of(c.user),
            room: str_of(c.room),
        }
    }
}

numbers! {
    /// The rights of a participant while it is in the room.
    pub enum Role {
        /// May not write where the room is moderated.
        Visitor = PRISM_ROLE_VISITOR,
        /// May write.
        Participant = PRISM_ROLE_PARTICIPANT,
        /// May kick participants, and set the role of others.
        Moderator = PRISM_ROLE_MODERATOR,
    }
}

numbers! {
    /// The affiliation of an account with a room. It outlasts the participant's stay.
    pub enum Affiliation {
        /// None.
        None = PRISM_AFFILIATION_NONE,
        /// Is banned.
        Outcast = PRISM_AFFILIATION_OUTCAST,
        /// Is a member.
        Member = PRISM_AFFILIATION_MEMBER,
        /// Administers the room.
        Admin = PRISM_AFFILIATION_ADMIN,
        /// Owns the room.
        Owner = PRISM_AFFILIATION_OWNER,
    }
}

record! {
    /// Event: a participant of a room, who may be the user.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Participant<'a> {
        /// The user who is in the room.
        pub user: &'a str,
        /// The room.
        pub room: &'a str,
        /// The nickname. May be empty if `me` is set.
        pub nickname: &'a str,
        /// Given if the participant changes its nickname to this one.
        pub new_nickname: &'a str,
        /// `Offline`: has left, and not with `new_nickname`.
        pub status: Status,
        /// The text of the status; the reason if the user has left without a request.
        pub status_text: &'a str,
        /// Changes with the avatar. Empty: the host fills it in with [`Avatar`](crate::Avatar).
        pub icon_hash: &'a str,
        /// The name to show, which Spectrum uses as a nickname.
        pub alias: &'a str,
        /// The participant is the user.
        pub me: bool,
        /// Has been removed from the room.
        pub kicked: bool,
        /// Has been removed, and may not come back.
        pub banned: bool,
        /// Nothing: unknown.
        pub role: Option<Role>,
        /// Nothing: unknown.
        pub affiliation: Option<Affiliation>,
        /// The participant's name outside of the room. Empty: unknown.
        pub account: &'a str,
        /// The nickname of the one who has kicked or banned the participant. Empty: the room, or unknown.
        pub actor: &'a str,
    }
}

impl<'a> Participant<'a> {
    /// A participant who is in the room.
    #[must_use]
    pub fn new(user: &'a str, room: &'a str, nickname: &'a str) -> Self {
        Participant::default()
            .user(user)
            .room(room)
            .nickname(nickname)
    }

    pub(crate) fn to_c(&self) -> ffi::prism_participant {
        let mut c = ffi::prism_participant::sized();
        c.flags = flag(self.me, ffi::PRISM_PARTICIPANT_ME)
            | flag(self.kicked, ffi::PRISM_PARTICIPANT_KICKED)
            | flag(self.banned, ffi::PRISM_PARTICIPANT_BANNED);
        c.status = self.status as u32;
        c.user = str_to_c(self.user);
        c.room = str_to_c(self.room);
        c.nickname = str_to_c(self.nickname);
        c.new_nickname = str_to_c(self.new_nickname);
        c.status_text = str_to_c(self.status_text);
        c.icon_hash = str_to_c(self.icon_hash);
        c.alias = str_to_c(self.alias);
        c.role = self.role.map_or(0, |role| role as u32);
        c.affiliation = self.affiliation.map_or(0, |affiliation| affiliation as u32);
        c.account = str_to_c(self.account);
        c.actor = str_to_c(self.actor);
        c
    }
}

record! {
    /// Request: the user wants to change the subject of a room. Event: the subject.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Subject<'a> {
        /// The user.
        pub user: &'a str,
        /// The room.
        pub room: &'a str,
        /// Event: the author.
        pub nickname: &'a str,
        /// The subject.
        pub subject: &'a str,
        /// Event: when it was set, if that is in the past.
        pub time: Time,
    }
}

impl<'a> Subject<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_subject) -> Self {
        Subject {
            user: str_of(c.user),
            room: str_of(c.room),
            nickname: str_of(c.nickname),
            subject: str_of(c.subject),
            time: c.time,
        }
    }

    pub(crate) fn to_c(&self) -> ffi::prism_subject {
        let mut c = ffi::prism_subject::sized();
        c.user = str_to_c(self.user);
        c.room = str_to_c(self.room);
        c.nickname = str_to_c(self.nickname);
        c.subject = str_to_c(self.subject);
        c.time = self.time;
        c
    }
}

record! {
    /// Event: an invitation to a room. The password must not be logged.
    #[derive(Clone, Default)]
    pub struct Invitation<'a> {
        /// The user.
        pub user: &'a str,
        /// The room, by the name for a join.
        pub room: &'a str,
        /// A buddy; empty: the invitation comes from the room.
        pub inviter: &'a str,
        /// The reason.
        pub reason: &'a str,
        /// The password of the room.
        pub password: &'a str,
    }
}

impl Invitation<'_> {
    pub(crate) fn to_c(&self) -> ffi::prism_invitation {
        let mut c = ffi::prism_invitation::sized();
        c.user = str_to_c(self.user);
        c.room = str_to_c(self.room);
        c.inviter = str_to_c(self.inviter);
        c.reason = str_to_c(self.reason);
        c.password = str_to_c(self.password);
        c
    }
}

record! {
    /// Event: an entry in a list of rooms.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct RoomName<'a> {
        /// The name for a join.
        pub name: &'a str,
        /// The text that the user reads; may be empty.
        pub title: &'a str,
    }
}

impl<'a> RoomName<'a> {
    /// A room of the network.
    #[must_use]
    pub fn new(name: &'a str, title: &'a str) -> Self {
        RoomName { name, title }
    }

    pub(crate) fn to_c(self) -> ffi::prism_room {
        let mut c = ffi::prism_room::sized();
        c.name = str_to_c(self.name);
        c.title = str_to_c(self.title);
        c
    }
}
