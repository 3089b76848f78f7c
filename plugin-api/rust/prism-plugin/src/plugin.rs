// SPDX-License-Identifier: MIT
//! The plugin, and the requests that it may handle.
//!
//! The host answers a request itself if the plugin does not have the function, so the table must hold the functions
//! that the plugin implements, and no others. Rust cannot tell whether a method of a trait is overridden. So each
//! optional request is a trait of its own, and `plugin!` finds out at compile time which of them the type implements.
//! Nobody has to list them, and none can be forgotten.

use crate::host::Host;
use crate::messages::{Attention, Message, Typing};
use crate::rooms::{Join, Leave, Subject};
use crate::roster::{
    Authorization, Block, Buddy, BuddyRemoved, Presence, Roster, Vcard, VcardRequest,
};
use crate::session::{Features, Login};

/// Why `create()` or `start()` has failed: a sentence for the administrator.
pub type Failure = Box<dyn std::error::Error>;

/// The state of a plugin when the process is about to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It is done.
    Done,
    /// It calls [`Host::stopped`] within two seconds.
    Pending,
}

record! {
    /// Memory in units of 1,024 bytes.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Memory {
        /// The resident memory.
        pub resident_kb: u64,
        /// The part of it that is shared with other processes.
        pub shared_kb: u64,
    }
}

/// A plugin. One instance serves all users of the process.
///
/// All functions are called on the main thread, one at a time, and must not wait for the network. The strings of a
/// request are borrowed until the function returns.
///
/// A panic ends the one call, and is a fault of the plugin in the log. The user is told that the request has failed,
/// where there is somebody to tell.
///
/// When the plugin is dropped, requests, watches, timers and posts have ended. Its threads and descriptors must end
/// then.
pub trait Plugin: Sized + 'static {
    /// Makes the instance. The host can be used from now on, but for its events. Fails if the configuration is not
    /// valid: the process ends then, with the text as the reason. Also called by `--check`, which does not start the
    /// plugin: start threads and connections in [`start`](Plugin::start).
    fn create(host: &Host<Self>) -> Result<Self, Failure>;

    /// Returns the plugin's abilities beside those that its handlers say. Called once after `create()`.
    fn features(&self) -> Features {
        Features::default()
    }

    /// Requests may come from now on. After a failure, the process ends, with the text as the reason.
    fn start(&mut self) -> Result<(), Failure> {
        Ok(())
    }

    /// The process is about to end, and all sessions have ended.
    fn stop(&mut self) -> Stop {
        Stop::Done
    }

    /// Returns the memory of the plugin's other processes. The host counts its own.
    fn memory_usage(&mut self) -> Memory {
        Memory::default()
    }

    /// A user wants to be logged in. Answer by [`Host::connected`] or [`Host::disconnected`], now or later. A panic
    /// answers the login with an error, and `logout()` follows.
    fn login(&mut self, login: &Login<'_>);

    /// The session has ended. Further events for this user are refused. Does not come after the plugin's own
    /// [`Host::disconnected`].
    fn logout(&mut self, user: &str);
}

/// Defines the traits of optional requests.
macro_rules! request {
    ($($(#[$meta:meta])* $name:ident: $method:ident($argument:ident: $kind:ty);)*) => {
        $(
            $(#[$meta])*
            pub trait $name: crate::Plugin {
                /// Called for each request.
                fn $method(&mut self, $argument: &$kind);
            }
        )*
    };
}
pub(crate) use request;

request! {
    /// The user writes to a buddy, a room or a participant. Without it, the user is told that the network takes no
    /// messages.
    OnMessage: message(message: Message<'_>);

    /// The user's own presence changes. It may come before [`Host::connected`].
    OnStatusChanged: status_changed(presence: Presence<'_>);

    /// The user's contacts as Spectrum knows them, right after the login.
    OnRoster: roster(roster: Roster<'_>);

    /// The user adds a contact, or changes its alias or groups.
    OnBuddyChanged: buddy_changed(buddy: Buddy<'_>);

    /// The user removes a contact.
    OnBuddyRemoved: buddy_removed(removed: BuddyRemoved<'_>);

    /// The user blocks or unblocks a contact.
    OnBuddyBlocked: buddy_blocked(block: Block<'_>);

    /// The user has answered what [`Host::authorization_requested`] has asked.
    OnAuthorizationAnswered: authorization_answered(answer: Authorization<'_>);

    /// The user's typing state changes.
    OnTyping: typing(typing: Typing<'_>);

    /// The user asks for the attention of a buddy or a participant.
    OnAttention: attention(attention: Attention<'_>);

    /// The user wants to enter a room. Answer by [`Host::joined`], after the participants, or by
    /// [`Host::join_failed`]. A panic answers the request with an error. Without it, the user is told that there is no
    /// such room.
    OnJoin: join(join: Join<'_>);

    /// The user leaves a room. Need not come before the logout, which ends everything.
    OnLeave: leave(leave: Leave<'_>);

    /// The user wants to change the subject of a room.
    OnSetSubject: set_subject(subject: Subject<'_>);

    /// A vCard is wanted. Answer by [`Host::vcard`] within 40 seconds. Without it, the host answers at once.
    OnVcardWanted: vcard_wanted(request: VcardRequest<'_>);

    /// The user has changed the own vCard.
    OnOwnVcard: own_vcard(vcard: Vcard<'_>);
}

/// A stanza of the user, with [`Features::raw_xml`]. A few kinds come without it, such as an iq to a contact.
pub trait OnRawXml: Plugin {
    /// Called for each stanza: one element in the namespace `jabber:client`. It may hold a password, and must not be
    /// logged.
    fn raw_xml(&mut self, user: &str, stanza: &str);
}
