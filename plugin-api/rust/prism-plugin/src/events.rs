// SPDX-License-Identifier: MIT
//! The events that a plugin tells the host.

use crate::convert::{str_to_c, List};
use crate::error::Result;
use crate::ffi;
use crate::host::host_call;
use crate::host::Host;
use crate::messages::{Attention, Message, Receipt, Typing};
use crate::rooms::{Invitation, JoinError, Participant, RoomName, Subject};
use crate::roster::{Buddy, Vcard};
use crate::session::ConnectionError;

/// Events. If the user has no session, each returns [`Error::NoUser`](crate::Error::NoUser), does nothing, and is a
/// fault of the plugin: forget what is under way for a user when `logout()` is called.
impl<P: 'static> Host<P> {
    /// The user is logged in. Answers a login. [`Error::State`](crate::Error::State) if it was answered so before.
    pub fn connected(&self, user: &str) -> Result {
        let mut c = ffi::prism_connected::sized();
        c.user = str_to_c(user);
        self.check(host_call!(self.raw(), connected, &c))
    }

    /// The user could not be logged in, or is not logged in any more. The session ends without a `logout()`. `text` is
    /// a sentence for the user.
    pub fn disconnected(&self, user: &str, error: ConnectionError, text: &str) -> Result {
        let mut c = ffi::prism_disconnected::sized();
        c.error = error as u32;
        c.user = str_to_c(user);
        c.text = str_to_c(text);
        self.check(host_call!(self.raw(), disconnected, &c))
    }

    /// A message for the user. [`Error::Argument`](crate::Error::Argument) if it is empty,
    /// [`Error::State`](crate::Error::State) in a room that the user has not joined.
    pub fn message(&self, message: &Message<'_>) -> Result {
        self.check(message.with_c(|c| host_call!(self.raw(), message, c)))
    }

    /// The state of a request of the user has changed. [`Error::Ended`](crate::Error::Ended) if it is of an earlier
    /// session of the user, or if this state cannot come any more: that is no fault. Errors of
    /// [`State`](crate::Error::State) and [`Argument`](crate::Error::Argument) if there is no such request, or if the
    /// names are not those of the request.
    pub fn receipt(&self, receipt: &Receipt<'_>) -> Result {
        self.check(host_call!(self.raw(), receipt, &receipt.to_c()))
    }

    /// A buddy is new or has changed. Replaces what Spectrum knows of the buddy.
    pub fn buddy_changed(&self, buddy: &Buddy<'_>) -> Result {
        self.check(buddy.with_c(|c| host_call!(self.raw(), buddy_changed, c)))
    }

    /// A buddy is no contact any more.
    pub fn buddy_removed(&self, user: &str, buddy: &str) -> Result {
        let mut c = ffi::prism_buddy_removed::sized();
        c.user = str_to_c(user);
        c.buddy = str_to_c(buddy);
        self.check(host_call!(self.raw(), buddy_removed, &c))
    }

    /// The plugin has reported every contact of the network. The host removes the others from the roster.
    pub fn roster_complete(&self, user: &str) -> Result {
        let mut c = ffi::prism_roster_complete::sized();
        c.user = str_to_c(user);
        self.check(host_call!(self.raw(), roster_complete, &c))
    }

    /// A buddy asks for permission to see the user's presence.
    /// [`OnAuthorizationAnswered`](crate::OnAuthorizationAnswered) gets the answer.
    pub fn authorization_requested(&self, user: &str, buddy: &str) -> Result {
        let mut c = ffi::prism_authorization::sized();
        c.user = str_to_c(user);
        c.buddy = str_to_c(buddy);
        self.check(host_call!(self.raw(), authorization_requested, &c))
    }

    /// The typing state of a buddy or a participant has changed.
    pub fn typing(&self, typing: &Typing<'_>) -> Result {
        self.check(host_call!(self.raw(), typing, &typing.to_c()))
    }

    /// A buddy or a participant asks for the user's attention.
    pub fn attention(&self, attention: &Attention<'_>) -> Result {
        self.check(host_call!(self.raw(), attention, &attention.to_c()))
    }

    /// The user is in the room, as this participant. Answers a join. To be called after the participants who are there
    /// have been reported, and before the subject. [`Error::State`](crate::Error::State) if the user has not asked to
    /// join.
    pub fn joined(&self, myself: &Participant<'_>) -> Result {
        self.check(host_call!(self.raw(), joined, &myself.to_c()))
    }

    /// The user could not enter the room, or could not get a nickname there. Answers a join. `text` is a sentence for
    /// the user.
    pub fn join_failed(&self, user: &str, room: &str, error: JoinError, text: &str) -> Result {
        let mut c = ffi::prism_join_failed::sized();
        c.error = error as u32;
        c.user = str_to_c(user);
        c.room = str_to_c(room);
        c.text = str_to_c(text);
        self.check(host_call!(self.raw(), join_failed, &c))
    }

    /// A participant of a room has entered, changed or left. [`Error::State`](crate::Error::State) if the user is not
    /// in the room, and has not asked to join it.
    pub fn participant_changed(&self, participant: &Participant<'_>) -> Result {
        self.check(host_call!(
            self.raw(),
            participant_changed,
            &participant.to_c()
        ))
    }

    /// The subject of a room, after a join or a change.
    pub fn subject_changed(&self, subject: &Subject<'_>) -> Result {
        self.check(host_call!(self.raw(), subject_changed, &subject.to_c()))
    }

    /// An invitation to a room. If the user accepts, a join follows.
    pub fn room_invited(&self, invitation: &Invitation<'_>) -> Result {
        self.check(host_call!(self.raw(), room_invited, &invitation.to_c()))
    }

    /// The rooms of the network, the most popular first; at most 100,000. `user` is whose list it is; empty:
    /// everybody's. [`Error::State`](crate::Error::State) for everybody's list in `create()` and `start()`.
    pub fn room_list(&self, user: &str, rooms: &[RoomName<'_>]) -> Result {
        let list = List::new(rooms.iter().copied().map(RoomName::to_c));
        let mut c = ffi::prism_room_list::sized();
        c.user = str_to_c(user);
        c.rooms = list.data();
        c.rooms_count = list.size();
        self.check(host_call!(self.raw(), room_list, &c))
    }

    /// A vCard. Answers all open requests for the same owner. [`Error::State`](crate::Error::State) if there is none.
    pub fn vcard(&self, vcard: &Vcard<'_>) -> Result {
        self.check(host_call!(self.raw(), vcard, &vcard.to_c()))
    }

    /// Writes one stanza into the user's XMPP stream. [`Error::Argument`](crate::Error::Argument) if it is not one that
    /// Spectrum can take.
    pub fn raw_xml(&self, stanza: &str) -> Result {
        self.check(host_call!(self.raw(), raw_xml, str_to_c(stanza)))
    }
}
