// SPDX-License-Identifier: MIT
//! Edits, retractions, reactions and read markers: the service `prism.chat/1`.

// Conversions from C are unsafe as a whole. Safety of each from_c(): the struct is the host's, and it and all that it
// points to are valid for the lifetime of the result.
#![allow(unsafe_op_in_unsafe_fn)]

use crate::convert::{flag, str_of, str_to_c, strs_of, strs_to_c};
use crate::error::Result;
use crate::ffi;
use crate::messages::{Conversation, Message, Reference, RequestId, Time};
use crate::plugin::request;

record! {
    /// Request and event: a message has a new text.
    #[derive(Clone, Debug, Default)]
    pub struct ChatEdit<'a> {
        /// The message as it is now: the whole text. `request` is the id of this request.
        pub message: Message<'a>,
        /// The message as it was first sent.
        pub target: Reference<'a>,
    }
}

impl<'a> ChatEdit<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_chat_edit) -> Self {
        ChatEdit {
            message: Message::from_c(&*c.message),
            target: Reference::from_c(&*c.target),
        }
    }
}

record! {
    /// Request and event: a message is removed.
    #[derive(Clone, Debug, Default)]
    pub struct ChatRetraction<'a> {
        /// The kind of the conversation.
        pub kind: Conversation,
        /// The user.
        pub user: &'a str,
        /// The buddy or the room.
        pub buddy: &'a str,
        /// The participant. Event, `moderated`: the moderator; may be empty.
        pub nickname: &'a str,
        /// The message.
        pub target: Reference<'a>,
        /// Request: its id.
        pub request: RequestId,
        /// May be empty.
        pub reason: &'a str,
        /// Event: when it was, if that is in the past.
        pub time: Time,
        /// Event: not the author but the room, or a moderator, has removed it.
        pub moderated: bool,
        /// Event: the user has retracted it in another client of the network.
        pub carbon: bool,
        /// Event, in a room: as in [`Message`], of the author or, `moderated`, of the moderator.
        pub author_id: &'a str,
    }
}

impl<'a> ChatRetraction<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_chat_retraction) -> Self {
        ChatRetraction {
            kind: Conversation::or_contact(c.kind),
            user: str_of(c.user),
            buddy: str_of(c.buddy),
            nickname: str_of(c.nickname),
            target: Reference::from_c(&*c.target),
            request: c.request,
            reason: str_of(c.reason),
            time: c.time,
            moderated: c.flags & ffi::PRISM_CHAT_RETRACTION_MODERATED != 0,
            carbon: c.flags & ffi::PRISM_CHAT_RETRACTION_CARBON != 0,
            author_id: str_of(c.author_id),
        }
    }
}

numbers! {
    /// How the reactions of an event change those that this sender had on the message.
    #[derive(Default)]
    pub enum ChatChange {
        /// They replace them; none: all are gone.
        #[default]
        Set = PRISM_CHAT_REACTIONS_SET,
        /// They are added.
        Added = PRISM_CHAT_REACTIONS_ADDED,
        /// They are taken away.
        Removed = PRISM_CHAT_REACTIONS_REMOVED,
    }
}

record! {
    /// Request and event: somebody reacts to a message.
    #[derive(Clone, Debug, Default)]
    pub struct ChatReactions<'a> {
        /// The kind of the conversation.
        pub kind: Conversation,
        /// The user.
        pub user: &'a str,
        /// The buddy or the room.
        pub buddy: &'a str,
        /// The participant.
        pub nickname: &'a str,
        /// The message.
        pub target: Reference<'a>,
        /// Event: what `reactions` do. Request: always `Set`.
        pub change: ChatChange,
        /// Request: the user's whole set.
        pub reactions: Vec<&'a str>,
        /// Request: the difference to the set before. Event: none.
        pub added: Vec<&'a str>,
        /// Request: the difference to the set before. Event: none.
        pub removed: Vec<&'a str>,
        /// Request: its id.
        pub request: RequestId,
        /// Event, in a room: as in [`Message`], of the one who reacts.
        pub author_id: &'a str,
        /// Event: by the user, in another client of the network.
        pub carbon: bool,
    }
}

impl<'a> ChatReactions<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_chat_reactions) -> Self {
        ChatReactions {
            kind: Conversation::or_contact(c.kind),
            user: str_of(c.user),
            buddy: str_of(c.buddy),
            nickname: str_of(c.nickname),
            target: Reference::from_c(&*c.target),
            change: ChatChange::from_c(c.change).unwrap_or_default(),
            reactions: strs_of(c.reactions, c.reactions_count),
            added: strs_of(c.added, c.added_count),
            removed: strs_of(c.removed, c.removed_count),
            request: c.request,
            author_id: str_of(c.author_id),
            carbon: c.flags & ffi::PRISM_CHAT_REACTIONS_CARBON != 0,
        }
    }
}

record! {
    /// Request and event: a conversation has been read up to this message.
    #[derive(Clone, Debug, Default)]
    pub struct ChatMarker<'a> {
        /// The kind of the conversation.
        pub kind: Conversation,
        /// The user.
        pub user: &'a str,
        /// The buddy or the room.
        pub buddy: &'a str,
        /// The participant.
        pub nickname: &'a str,
        /// The last message that has been read.
        pub target: Reference<'a>,
        /// Event: when it was, if that is in the past.
        pub time: Time,
        /// Event: by the user, in another client of the network.
        pub carbon: bool,
    }
}

impl<'a> ChatMarker<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_chat_marker) -> Self {
        ChatMarker {
            kind: Conversation::or_contact(c.kind),
            user: str_of(c.user),
            buddy: str_of(c.buddy),
            nickname: str_of(c.nickname),
            target: Reference::from_c(&*c.target),
            time: c.time,
            carbon: c.flags & ffi::PRISM_CHAT_MARKER_CARBON != 0,
        }
    }
}

record! {
    /// The abilities of the network in some conversations. The narrowest ones that are given count. A limit of 0 is
    /// none.
    #[derive(Clone, Debug, Default)]
    pub struct ChatCapabilities<'a> {
        /// The kind of the conversations.
        pub kind: Conversation,
        /// Empty: all users.
        pub user: &'a str,
        /// A contact or a room; empty: all of this kind.
        pub buddy: &'a str,
        /// Removes what was told before for the same, so that the next wider ones count. The members below are not
        /// read.
        pub inherit: bool,
        /// Messages can be edited.
        pub edit: bool,
        /// Messages can be retracted.
        pub retract: bool,
        /// Messages can answer others.
        pub reply: bool,
        /// Messages can have reactions.
        pub react: bool,
        /// Messages can belong to threads.
        pub thread: bool,
        /// The network tells others what the user has read.
        pub mark: bool,
        /// The network tells whether a message has reached its recipient.
        pub deliver: bool,
        /// The age at which a message can no longer be edited.
        pub edit_seconds: u32,
        /// The age at which a message can no longer be retracted.
        pub retract_seconds: u32,
        /// On one message.
        pub reactions_per_user: u32,
        /// Different ones on one message, of all users.
        pub reactions_per_message: u32,
        /// Bytes of UTF-8; the host splits a longer message.
        pub longest_text: u32,
        /// The reactions that the network takes; none: any.
        pub reactions: Vec<&'a str>,
    }
}

service! {
    /// Tells what happens to a message later. The user's own wishes come by [`OnEdit`], [`OnRetract`], [`OnReact`] and
    /// [`OnMark`]. A capability without its handler is a fault.
    ///
    /// Events return [`Error::NoUser`](crate::Error::NoUser) if the user has no session, and
    /// [`Error::Argument`](crate::Error::Argument) if a member is not valid.
    pub struct Chat: prism_chat = PRISM_CHAT;
}

impl<P: 'static> Chat<P> {
    /// Replaces or removes the capabilities for the same kind, user and buddy. Usually called in `create()`, or before
    /// [`Host::connected`](crate::Host::connected).
    pub fn set_capabilities(&self, can: &ChatCapabilities<'_>) -> Result {
        let reactions = strs_to_c(&can.reactions);
        let mut c = ffi::prism_chat_capabilities::sized();
        c.kind = can.kind as u32;
        c.flags = flag(can.edit, ffi::PRISM_CHAT_CAN_EDIT)
            | flag(can.retract, ffi::PRISM_CHAT_CAN_RETRACT)
            | flag(can.reply, ffi::PRISM_CHAT_CAN_REPLY)
            | flag(can.react, ffi::PRISM_CHAT_CAN_REACT)
            | flag(can.thread, ffi::PRISM_CHAT_CAN_THREAD)
            | flag(can.mark, ffi::PRISM_CHAT_CAN_MARK)
            | flag(can.deliver, ffi::PRISM_CHAT_CAN_DELIVER);
        if can.inherit {
            c.flags = ffi::PRISM_CAPABILITIES_INHERIT;
        }
        c.edit_seconds = can.edit_seconds;
        c.retract_seconds = can.retract_seconds;
        c.reactions_per_user = can.reactions_per_user;
        c.reactions_per_message = can.reactions_per_message;
        c.longest_text = can.longest_text;
        c.user = str_to_c(can.user);
        c.buddy = str_to_c(can.buddy);
        c.reactions = reactions.as_ptr();
        c.reactions_count = reactions.len() as u64;
        service_call!(self, set_capabilities, &c)
    }

    /// A message has been edited by its author.
    pub fn edited(&self, edit: &ChatEdit<'_>) -> Result {
        let target = edit.target.to_c();
        edit.message.with_c(|message| {
            let mut c = ffi::prism_chat_edit::sized();
            c.message = message;
            c.target = &target;
            service_call!(self, edited, &c)
        })
    }

    /// A message has been retracted by its author, or removed by a moderator.
    pub fn retracted(&self, retraction: &ChatRetraction<'_>) -> Result {
        let target = retraction.target.to_c();
        let mut c = ffi::prism_chat_retraction::sized();
        c.kind = retraction.kind as u32;
        c.flags = flag(retraction.moderated, ffi::PRISM_CHAT_RETRACTION_MODERATED)
            | flag(retraction.carbon, ffi::PRISM_CHAT_RETRACTION_CARBON);
        c.request = retraction.request;
        c.user = str_to_c(retraction.user);
        c.buddy = str_to_c(retraction.buddy);
        c.nickname = str_to_c(retraction.nickname);
        c.target = &target;
        c.reason = str_to_c(retraction.reason);
        c.time = retraction.time;
        c.author_id = str_to_c(retraction.author_id);
        service_call!(self, retracted, &c)
    }

    /// A buddy or a participant has reacted to a message.
    pub fn reacted(&self, reactions: &ChatReactions<'_>) -> Result {
        let target = reactions.target.to_c();
        let set = strs_to_c(&reactions.reactions);
        let mut c = ffi::prism_chat_reactions::sized();
        c.kind = reactions.kind as u32;
        c.change = reactions.change as u32;
        c.flags = flag(reactions.carbon, ffi::PRISM_CHAT_REACTIONS_CARBON);
        c.request = reactions.request;
        c.user = str_to_c(reactions.user);
        c.buddy = str_to_c(reactions.buddy);
        c.nickname = str_to_c(reactions.nickname);
        c.target = &target;
        c.author_id = str_to_c(reactions.author_id);
        c.reactions = set.as_ptr();
        c.reactions_count = set.len() as u64;
        service_call!(self, reacted, &c)
    }

    /// A buddy or a participant has read up to a message. For networks that tell a position; others call
    /// [`Host::receipt`](crate::Host::receipt) with `Displayed`. [`Error::Ended`](crate::Error::Ended) if that has been
    /// told already, which is no fault.
    pub fn marked(&self, marker: &ChatMarker<'_>) -> Result {
        let target = marker.target.to_c();
        let mut c = ffi::prism_chat_marker::sized();
        c.kind = marker.kind as u32;
        c.flags = flag(marker.carbon, ffi::PRISM_CHAT_MARKER_CARBON);
        c.user = str_to_c(marker.user);
        c.buddy = str_to_c(marker.buddy);
        c.nickname = str_to_c(marker.nickname);
        c.target = &target;
        c.time = marker.time;
        service_call!(self, marked, &c)
    }
}

request! {
    /// The user edits a message of the own.
    OnEdit: edit(edit: ChatEdit<'_>);

    /// The user retracts a message of the own.
    OnRetract: retract(retraction: ChatRetraction<'_>);

    /// The user's reactions to a message change.
    OnReact: react(reactions: ChatReactions<'_>);

    /// The user has read up to a message of others.
    OnMark: mark(marker: ChatMarker<'_>);
}
