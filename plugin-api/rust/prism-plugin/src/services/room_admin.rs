// SPDX-License-Identifier: MIT
//! Moderation and administration of rooms: the service `prism.rooms/1`.

// Conversions from C are unsafe as a whole. Safety of each from_c(): the struct is the host's, and it and all that it
// points to are valid for the lifetime of the result.
#![allow(unsafe_op_in_unsafe_fn)]

use super::prompts::Field;
use super::values::choices_to_c;
use crate::convert::{array_of, flag, str_of, str_to_c, List};
use crate::error::Result;
use crate::ffi;
use crate::rooms::{Affiliation, Role};

numbers! {
    /// Why a request has failed.
    pub enum RoomsError {
        /// Another reason, which the text tells.
        Failed = PRISM_ROOMS_FAILED,
        /// The user may not do this.
        Forbidden = PRISM_ROOMS_FORBIDDEN,
        /// There is no such participant, account or setting.
        NotFound = PRISM_ROOMS_NOT_FOUND,
        /// It would leave the room without an owner, or the like.
        Conflict = PRISM_ROOMS_CONFLICT,
        /// The network cannot do this here.
        Unsupported = PRISM_ROOMS_UNSUPPORTED,
    }
}

record! {
    /// The abilities of the network in all rooms, or in one room of one user.
    #[derive(Clone, Debug, Default)]
    pub struct RoomsCapabilities<'a> {
        /// Empty, with `room`: all users.
        pub user: &'a str,
        /// A room of the user, who has asked to join it.
        pub room: &'a str,
        /// Removes what was told before for the same, so that the next wider ones count. The members below are not
        /// read.
        pub inherit: bool,
        /// [`OnKick`].
        pub kick: bool,
        /// [`OnBan`] and [`OnUnban`].
        pub ban: bool,
        /// [`OnSetRole`].
        pub set_role: bool,
        /// [`OnSetAffiliation`].
        pub set_affiliation: bool,
        /// [`OnListAffiliation`].
        pub list: bool,
        /// [`OnInvite`].
        pub invite: bool,
        /// [`OnGetSettings`] and [`OnConfigure`].
        pub configure: bool,
        /// [`OnDestroyRoom`].
        pub destroy: bool,
        /// The roles that users can set; none: all.
        pub roles: Vec<Role>,
        /// The affiliations that users can set and list; none: all.
        pub affiliations: Vec<Affiliation>,
    }
}

record! {
    /// Request: somebody is to be kicked, banned or unbanned, or gets a role or an affiliation.
    #[derive(Clone, Debug, Default)]
    pub struct RoomsChange<'a> {
        /// The user who asks.
        pub user: &'a str,
        /// The room.
        pub room: &'a str,
        /// The participant, as far as it is known.
        pub nickname: &'a str,
        /// The account, as far as it is known.
        pub account: &'a str,
        /// Of [`OnSetRole`].
        pub role: Option<Role>,
        /// Of [`OnSetAffiliation`].
        pub affiliation: Option<Affiliation>,
        /// May be empty.
        pub reason: &'a str,
    }
}

impl<'a> RoomsChange<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_rooms_change) -> Self {
        RoomsChange {
            user: str_of(c.user),
            room: str_of(c.room),
            nickname: str_of(c.nickname),
            account: str_of(c.account),
            role: Role::from_c(c.role),
            affiliation: Affiliation::from_c(c.affiliation),
            reason: str_of(c.reason),
        }
    }
}

record! {
    /// Request: the accounts with this affiliation are wanted.
    #[derive(Clone, Debug, Default)]
    pub struct RoomsQuery<'a> {
        /// The user who asks.
        pub user: &'a str,
        /// The room.
        pub room: &'a str,
        /// Given, and never `None` of [`Affiliation`].
        pub affiliation: Option<Affiliation>,
    }
}

impl<'a> RoomsQuery<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_rooms_query) -> Self {
        RoomsQuery {
            user: str_of(c.user),
            room: str_of(c.room),
            affiliation: Affiliation::from_c(c.affiliation),
        }
    }
}

record! {
    /// Request: a contact or an account is to be invited.
    #[derive(Clone, Debug, Default)]
    pub struct RoomsInvite<'a> {
        /// The user who asks.
        pub user: &'a str,
        /// The room.
        pub room: &'a str,
        /// The contact or the account.
        pub invitee: &'a str,
        /// May be empty.
        pub reason: &'a str,
    }
}

impl<'a> RoomsInvite<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_rooms_invite) -> Self {
        RoomsInvite {
            user: str_of(c.user),
            room: str_of(c.room),
            invitee: str_of(c.invitee),
            reason: str_of(c.reason),
        }
    }
}

record! {
    /// Request: the configuration of a room is wanted.
    #[derive(Clone, Debug, Default)]
    pub struct RoomsSettingsQuery<'a> {
        /// The user who asks.
        pub user: &'a str,
        /// The room.
        pub room: &'a str,
    }
}

impl<'a> RoomsSettingsQuery<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_rooms_settings_query) -> Self {
        RoomsSettingsQuery {
            user: str_of(c.user),
            room: str_of(c.room),
        }
    }
}

record! {
    /// Request: settings of a room are to be changed. A value may be a secret, and must not be logged.
    #[derive(Clone, Default)]
    pub struct RoomsConfiguration<'a> {
        /// The user who asks.
        pub user: &'a str,
        /// The room.
        pub room: &'a str,
        /// The names of settings with their new values. Others stay.
        pub values: Vec<(&'a str, &'a str)>,
    }
}

impl<'a> RoomsConfiguration<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_rooms_configuration) -> Self {
        RoomsConfiguration {
            user: str_of(c.user),
            room: str_of(c.room),
            values: array_of(c.values, c.values_count)
                .iter()
                .map(|pair| (str_of(pair.name), str_of(pair.value)))
                .collect(),
        }
    }
}

record! {
    /// Request: the room is to end for everybody.
    #[derive(Clone, Debug, Default)]
    pub struct RoomsDestroy<'a> {
        /// The user who asks.
        pub user: &'a str,
        /// The room.
        pub room: &'a str,
        /// May be empty.
        pub reason: &'a str,
        /// The name of a room that takes its place; may be empty.
        pub alternative: &'a str,
    }
}

impl<'a> RoomsDestroy<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_rooms_destroy) -> Self {
        RoomsDestroy {
            user: str_of(c.user),
            room: str_of(c.room),
            reason: str_of(c.reason),
            alternative: str_of(c.alternative),
        }
    }
}

record! {
    /// An account with an affiliation.
    #[derive(Clone, Debug, Default)]
    pub struct RoomsMember<'a> {
        /// The argument of [`OnBan`], [`OnUnban`] and [`OnSetAffiliation`].
        pub account: &'a str,
        /// In the room; may be empty.
        pub nickname: &'a str,
        /// If it is in the room.
        pub role: Option<Role>,
        /// Of a ban; may be empty.
        pub reason: &'a str,
    }
}

impl RoomsMember<'_> {
    fn to_c(&self) -> ffi::prism_rooms_member {
        let mut c = ffi::prism_rooms_member::sized();
        c.role = self.role.map_or(0, |role| role as u32);
        c.account = str_to_c(self.account);
        c.nickname = str_to_c(self.nickname);
        c.reason = str_to_c(self.reason);
        c
    }
}

record! {
    /// A setting of a room.
    #[derive(Clone, Debug, Default)]
    pub struct RoomsSetting<'a> {
        /// Identifies the setting: a-z, 0-9, `-` and `_`.
        pub name: &'a str,
        /// Its `initial` is the present value.
        pub field: Field<'a>,
    }
}

impl<'a> RoomsSetting<'a> {
    /// A setting with its field.
    #[must_use]
    pub fn new(name: &'a str, field: Field<'a>) -> Self {
        RoomsSetting { name, field }
    }
}

responder! {
    /// Answers a request of a room, in the handler or later.
    pub struct RoomsResponder: prism_rooms, prism_rooms_answer, PRISM_ROOMS_FAILED;
}

impl RoomsResponder {
    /// It is done, or was so already. [`Error::Ended`](crate::Error::Ended) if the request has ended, with the session
    /// or at its time limit. So for all answers.
    pub fn done(self) -> Result {
        let mut c = ffi::prism_rooms_answer::sized();
        c.outcome = ffi::PRISM_ROOMS_DONE;
        self.give(&mut c)
    }

    /// It has failed. `text` is for the user; empty: the host has a sentence.
    pub fn failed(self, error: RoomsError, text: &str) -> Result {
        let mut c = ffi::prism_rooms_answer::sized();
        c.outcome = error as u32;
        c.text = str_to_c(text);
        self.give(&mut c)
    }

    /// Answers [`OnListAffiliation`]. At most 10,000.
    pub fn members(self, members: &[RoomsMember<'_>]) -> Result {
        let list = List::new(members.iter().map(RoomsMember::to_c));
        let mut c = ffi::prism_rooms_answer::sized();
        c.outcome = ffi::PRISM_ROOMS_DONE;
        c.members = list.data();
        c.members_count = list.size();
        self.give(&mut c)
    }

    /// Answers [`OnGetSettings`]. At most 100.
    pub fn settings(self, settings: &[RoomsSetting<'_>]) -> Result {
        let choices: Vec<_> = settings
            .iter()
            .map(|setting| choices_to_c(&setting.field.choices))
            .collect();
        let fields: Vec<_> = settings
            .iter()
            .zip(&choices)
            .map(|(setting, choices)| setting.field.to_c(choices))
            .collect();
        let list = List::new(settings.iter().zip(&fields).map(|(setting, field)| {
            let mut c = ffi::prism_rooms_setting::sized();
            c.name = str_to_c(setting.name);
            c.field = field;
            c
        }));
        let mut c = ffi::prism_rooms_answer::sized();
        c.outcome = ffi::PRISM_ROOMS_DONE;
        c.settings = list.data();
        c.settings_count = list.size();
        self.give(&mut c)
    }
}

service! {
    /// Announces what the network has for the moderation of rooms. The requests come by [`OnKick`] and so on. A
    /// capability without its handler is a fault.
    pub struct Rooms: prism_rooms = PRISM_ROOMS;
}

impl<P: 'static> Rooms<P> {
    /// Replaces or removes the capabilities of all rooms, or of one room. [`Error::State`](crate::Error::State) if the
    /// user has not asked to join the room.
    pub fn set_capabilities(&self, can: &RoomsCapabilities<'_>) -> Result {
        let bit = |mask, number| mask | ffi::PRISM_ROOMS_BIT(number);
        let roles = can.roles.iter().map(|role| *role as u32);
        let affiliations = can.affiliations.iter().map(|one| *one as u32);
        let mut c = ffi::prism_rooms_capabilities::sized();
        c.flags = flag(can.kick, ffi::PRISM_ROOMS_CAN_KICK)
            | flag(can.ban, ffi::PRISM_ROOMS_CAN_BAN)
            | flag(can.set_role, ffi::PRISM_ROOMS_CAN_SET_ROLE)
            | flag(can.set_affiliation, ffi::PRISM_ROOMS_CAN_SET_AFFILIATION)
            | flag(can.list, ffi::PRISM_ROOMS_CAN_LIST)
            | flag(can.invite, ffi::PRISM_ROOMS_CAN_INVITE)
            | flag(can.configure, ffi::PRISM_ROOMS_CAN_CONFIGURE)
            | flag(can.destroy, ffi::PRISM_ROOMS_CAN_DESTROY);
        if can.inherit {
            c.flags = ffi::PRISM_CAPABILITIES_INHERIT;
        }
        c.roles = roles.fold(0, bit);
        c.affiliations = affiliations.fold(0, bit);
        c.user = str_to_c(can.user);
        c.room = str_to_c(can.room);
        service_call!(self, set_capabilities, &c)
    }
}

/// Defines the traits of requests that are answered by a responder.
macro_rules! answered {
    ($responder:ident { $($(#[$meta:meta])* $name:ident: $method:ident($argument:ident: $kind:ty);)* }) => {
        $(
            $(#[$meta])*
            pub trait $name: crate::Plugin {
                /// Called for each request. A panic is the answer `Failed`.
                fn $method(&mut self, $argument: &$kind, responder: $responder);
            }
        )*
    };
}
pub(crate) use answered;

answered! {
    RoomsResponder {
        /// A participant is to be removed, who may join again.
        OnKick: kick(change: RoomsChange<'_>);

        /// A participant is to be removed if it is there, and to be kept out.
        OnBan: ban(change: RoomsChange<'_>);

        /// A ban is to end.
        OnUnban: unban(change: RoomsChange<'_>);

        /// A participant is to get a role.
        OnSetRole: set_role(change: RoomsChange<'_>);

        /// An account is to get an affiliation. `Outcast` comes only without [`OnBan`].
        OnSetAffiliation: set_affiliation(change: RoomsChange<'_>);

        /// The accounts with an affiliation are wanted. Answer by [`RoomsResponder::members`].
        OnListAffiliation: list_affiliation(query: RoomsQuery<'_>);

        /// Somebody is to be invited.
        OnInvite: invite(invite: RoomsInvite<'_>);

        /// The configuration is wanted. Answer by [`RoomsResponder::settings`]. Comes before each [`OnConfigure`], too.
        OnGetSettings: get_settings(query: RoomsSettingsQuery<'_>);

        /// The configuration is to be changed.
        OnConfigure: configure(configuration: RoomsConfiguration<'_>);

        /// The room is to be destroyed. The user has confirmed it.
        OnDestroyRoom: destroy_room(destroy: RoomsDestroy<'_>);
    }
}
