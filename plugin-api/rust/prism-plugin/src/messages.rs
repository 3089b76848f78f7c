// SPDX-License-Identifier: MIT
//! Messages with their files and replies, receipts, typing states, and calls for attention.
//!
//! A struct may be for requests of the host and for events of the plugin. `request` is the host's id of a request, to
//! which a [`Receipt`] refers. `id` is the network's id of a message, which only the plugin makes.
// Conversions from C are unsafe as a whole. Safety of each from_c(): the struct is the host's, and it and all that it
// points to are valid for the lifetime of the result.
#![allow(unsafe_op_in_unsafe_fn)]

use crate::convert::{flag, list_of, str_of, str_to_c, List};
use crate::ffi;

/// Identifies a request. The host makes it. Never 0, and never used again while the process runs.
pub type RequestId = u64;

/// Milliseconds since 1970-01-01 00:00 UTC. 0: now, or not given.
pub type Time = i64;

numbers! {
    /// The kind of a conversation. It says what `buddy` and `nickname` of a struct are.
    #[derive(Default)]
    pub enum Conversation {
        /// With the buddy `buddy`.
        #[default]
        Contact = PRISM_CONVERSATION_CONTACT,
        /// In the room `buddy`. Event: `nickname` is who acts there; empty: the room itself.
        Room = PRISM_CONVERSATION_ROOM,
        /// With the participant `nickname` of the room `buddy`.
        Private = PRISM_CONVERSATION_PRIVATE,
        /// With the host's own contact. Commands only.
        Host = PRISM_CONVERSATION_HOST,
    }
}

impl Conversation {
    pub(crate) fn or_contact(number: u32) -> Self {
        Self::from_c(number).unwrap_or_default()
    }
}

record! {
    /// A file at a web address that belongs to a message.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Attachment<'a> {
        /// Its address.
        pub url: &'a str,
        /// Its type, such as `image/png`.
        pub mime_type: &'a str,
        /// The contents of a picture, for those who cannot see it.
        pub description: &'a str,
        /// The file name, without a path.
        pub name: &'a str,
        /// Bytes; 0: unknown.
        pub size: u64,
    }
}

impl<'a> Attachment<'a> {
    unsafe fn from_c(c: &'a ffi::prism_attachment) -> Self {
        Attachment {
            url: str_of(c.url),
            mime_type: str_of(c.mime_type),
            description: str_of(c.description),
            name: str_of(c.name),
            size: c.size,
        }
    }

    pub(crate) fn to_c(&self) -> ffi::prism_attachment {
        let mut c = ffi::prism_attachment::sized();
        c.url = str_to_c(self.url);
        c.mime_type = str_to_c(self.mime_type);
        c.description = str_to_c(self.description);
        c.name = str_to_c(self.name);
        c.size = self.size;
        c
    }
}

record! {
    /// An earlier message of the same conversation that a message, an event or a request refers to.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Reference<'a> {
        /// The network's id.
        pub id: &'a str,
        /// The author's nickname at that time, in a room or in private there.
        pub nickname: &'a str,
        /// The text of the message, or its beginning.
        pub text: &'a str,
        /// The user has written it.
        pub own: bool,
        /// Request: the `request` of the user's message; 0: unknown.
        pub request: RequestId,
    }
}

impl<'a> Reference<'a> {
    /// Refers to a message by the network's id.
    #[must_use]
    pub fn to(id: &'a str) -> Self {
        Reference::default().id(id)
    }

    pub(crate) unsafe fn from_c(c: &'a ffi::prism_reference) -> Self {
        Reference {
            id: str_of(c.id),
            nickname: str_of(c.nickname),
            text: str_of(c.text),
            own: c.flags & ffi::PRISM_REFERENCE_OWN != 0,
            request: c.request,
        }
    }

    pub(crate) fn to_c(&self) -> ffi::prism_reference {
        let mut c = ffi::prism_reference::sized();
        c.flags = flag(self.own, ffi::PRISM_REFERENCE_OWN);
        c.request = self.request;
        c.id = str_to_c(self.id);
        c.nickname = str_to_c(self.nickname);
        c.text = str_to_c(self.text);
        c
    }
}

record! {
    /// Request and event: a message between the user and a buddy, a room, or a participant of a room.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Message<'a> {
        /// The kind of the conversation.
        pub kind: Conversation,
        /// The user.
        pub user: &'a str,
        /// The other side, a buddy or a room.
        pub buddy: &'a str,
        /// The participant. Event in a room: the author; empty: the room itself.
        pub nickname: &'a str,
        /// The text, without the quote of the message that it answers if `reply_to` is given.
        pub text: &'a str,
        /// The same text as a well-formed fragment of XHTML.
        pub xhtml: &'a str,
        /// Event: the network's id of the message.
        pub id: &'a str,
        /// Event: when it was sent, if that is in the past.
        pub time: Time,
        /// Request: its id.
        pub request: RequestId,
        /// Request: the sender wants a receipt. Answer by [`Host::receipt`](crate::Host::receipt).
        pub receipt_wanted: bool,
        /// Event: a notice that expects no answer.
        pub headline: bool,
        /// Event: the user has sent it from another client.
        pub carbon: bool,
        /// Files, at most 100. Request: what the user has uploaded.
        pub attachments: Vec<Attachment<'a>>,
        /// The message that this one answers.
        pub reply_to: Option<Reference<'a>>,
        /// The thread that the message belongs to, by the network's name of it in an event.
        pub thread: &'a str,
        /// Event, in a room: an id of the author that stays when the nickname changes.
        pub author_id: &'a str,
    }
}

impl<'a> Message<'a> {
    /// Event: a message of a contact.
    #[must_use]
    pub fn from_contact(user: &'a str, buddy: &'a str, text: &'a str) -> Self {
        Message::default().user(user).buddy(buddy).text(text)
    }

    /// Event: a message in a room. An empty nickname stands for the room itself.
    #[must_use]
    pub fn in_room(user: &'a str, room: &'a str, nickname: &'a str, text: &'a str) -> Self {
        Message::from_contact(user, room, text)
            .nickname(nickname)
            .kind(Conversation::Room)
    }

    /// Event: a message of a participant of a room to the user alone.
    #[must_use]
    pub fn in_private(user: &'a str, room: &'a str, nickname: &'a str, text: &'a str) -> Self {
        Message::from_contact(user, room, text)
            .nickname(nickname)
            .kind(Conversation::Private)
    }

    pub(crate) unsafe fn from_c(c: &'a ffi::prism_message) -> Self {
        Message {
            kind: Conversation::or_contact(c.kind),
            user: str_of(c.user),
            buddy: str_of(c.buddy),
            nickname: str_of(c.nickname),
            text: str_of(c.text),
            xhtml: str_of(c.xhtml),
            id: str_of(c.id),
            time: c.time,
            request: c.request,
            receipt_wanted: c.flags & ffi::PRISM_MESSAGE_RECEIPT_WANTED != 0,
            headline: c.flags & ffi::PRISM_MESSAGE_HEADLINE != 0,
            carbon: c.flags & ffi::PRISM_MESSAGE_CARBON != 0,
            attachments: list_of(c.attachments, c.attachments_count)
                .into_iter()
                .map(|file| Attachment::from_c(file))
                .collect(),
            reply_to: c.reply_to.as_ref().map(|to| Reference::from_c(to)),
            thread: str_of(c.thread),
            author_id: str_of(c.author_id),
        }
    }

    pub(crate) fn with_c<R>(&self, call: impl FnOnce(&ffi::prism_message) -> R) -> R {
        call(self.to_owned_c().get())
    }

    /// Returns the message as the host takes it. It borrows the strings of this.
    pub(crate) fn to_owned_c(&self) -> MessageToC {
        let attachments = List::new(self.attachments.iter().map(Attachment::to_c));
        let reply_to = List::new(self.reply_to.iter().map(Reference::to_c));
        let mut c = ffi::prism_message::sized();
        c.kind = self.kind as u32;
        c.flags = flag(self.headline, ffi::PRISM_MESSAGE_HEADLINE)
            | flag(self.carbon, ffi::PRISM_MESSAGE_CARBON)
            | flag(self.receipt_wanted, ffi::PRISM_MESSAGE_RECEIPT_WANTED);
        c.request = self.request;
        c.user = str_to_c(self.user);
        c.buddy = str_to_c(self.buddy);
        c.nickname = str_to_c(self.nickname);
        c.text = str_to_c(self.text);
        c.xhtml = str_to_c(self.xhtml);
        c.id = str_to_c(self.id);
        c.reply_to = reply_to.first();
        c.thread = str_to_c(self.thread);
        c.author_id = str_to_c(self.author_id);
        c.time = self.time;
        c.attachments = attachments.data();
        c.attachments_count = attachments.size();
        MessageToC {
            c,
            _attachments: attachments,
            _reply_to: reply_to,
        }
    }
}

/// A message as the host takes it, with the structs that it points to.
pub(crate) struct MessageToC {
    c: ffi::prism_message,
    _attachments: List<ffi::prism_attachment>,
    _reply_to: List<ffi::prism_reference>,
}

impl MessageToC {
    pub(crate) fn get(&self) -> &ffi::prism_message {
        &self.c
    }
}

numbers! {
    /// The state of a request of the user.
    #[derive(Default)]
    pub enum ReceiptState {
        /// The network has it.
        #[default]
        Accepted = PRISM_RECEIPT_ACCEPTED,
        /// A client of the recipient has it.
        Delivered = PRISM_RECEIPT_DELIVERED,
        /// The recipient has seen it.
        Displayed = PRISM_RECEIPT_DISPLAYED,
        /// It will not be delivered, or not be done.
        Failed = PRISM_RECEIPT_FAILED,
    }
}

record! {
    /// Event: the state of one request of the user. `Accepted`, `Delivered` and `Displayed` come in this order;
    /// `Failed` is the last one.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Receipt<'a> {
        /// As in the request.
        pub kind: Conversation,
        /// The user.
        pub user: &'a str,
        /// As in the request.
        pub buddy: &'a str,
        /// In private: as in the request. In a room: the reader, or empty.
        pub nickname: &'a str,
        /// Of the request that it is about.
        pub request: RequestId,
        /// The state.
        pub state: ReceiptState,
        /// The id that the network has given to the message. Once told, it stays.
        pub network_id: &'a str,
        /// With `Failed`: the reason, a sentence for the user. Empty with other states.
        pub text: &'a str,
        /// When it came to this, if that is in the past.
        pub time: Time,
    }
}

impl<'a> Receipt<'a> {
    /// A receipt for a message of the user.
    #[must_use]
    pub fn of(message: &Message<'a>, state: ReceiptState) -> Self {
        Receipt {
            kind: message.kind,
            user: message.user,
            buddy: message.buddy,
            nickname: message.nickname,
            request: message.request,
            state,
            ..Receipt::default()
        }
    }

    pub(crate) fn to_c(&self) -> ffi::prism_receipt {
        let mut c = ffi::prism_receipt::sized();
        c.kind = self.kind as u32;
        c.state = self.state as u32;
        c.request = self.request;
        c.user = str_to_c(self.user);
        c.buddy = str_to_c(self.buddy);
        c.nickname = str_to_c(self.nickname);
        c.network_id = str_to_c(self.network_id);
        c.text = str_to_c(self.text);
        c.time = self.time;
        c
    }
}

numbers! {
    /// Chat states (XEP-0085).
    #[derive(Default)]
    pub enum TypingState {
        /// Has stopped typing.
        #[default]
        Active = PRISM_TYPING_ACTIVE,
        /// Types.
        Composing = PRISM_TYPING_COMPOSING,
        /// Has paused.
        Paused = PRISM_TYPING_PAUSED,
    }
}

record! {
    /// Request: the user's typing state. Event: that of a buddy or a participant.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Typing<'a> {
        /// The kind of the conversation.
        pub kind: Conversation,
        /// The user.
        pub user: &'a str,
        /// The buddy or the room.
        pub buddy: &'a str,
        /// The participant.
        pub nickname: &'a str,
        /// The state.
        pub state: TypingState,
    }
}

impl<'a> Typing<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_typing) -> Self {
        Typing {
            kind: Conversation::or_contact(c.kind),
            user: str_of(c.user),
            buddy: str_of(c.buddy),
            nickname: str_of(c.nickname),
            state: TypingState::from_c(c.state).unwrap_or_default(),
        }
    }

    pub(crate) fn to_c(&self) -> ffi::prism_typing {
        let mut c = ffi::prism_typing::sized();
        c.kind = self.kind as u32;
        c.state = self.state as u32;
        c.user = str_to_c(self.user);
        c.buddy = str_to_c(self.buddy);
        c.nickname = str_to_c(self.nickname);
        c
    }
}

record! {
    /// Request: the user asks for attention. Event: a buddy or a participant asks for the user's.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Attention<'a> {
        /// The kind of the conversation.
        pub kind: Conversation,
        /// The user.
        pub user: &'a str,
        /// The buddy or the room.
        pub buddy: &'a str,
        /// The participant.
        pub nickname: &'a str,
        /// May be empty.
        pub text: &'a str,
        /// Request: its id.
        pub request: RequestId,
    }
}

impl<'a> Attention<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_attention) -> Self {
        Attention {
            kind: Conversation::or_contact(c.kind),
            user: str_of(c.user),
            buddy: str_of(c.buddy),
            nickname: str_of(c.nickname),
            text: str_of(c.text),
            request: c.request,
        }
    }

    pub(crate) fn to_c(&self) -> ffi::prism_attention {
        let mut c = ffi::prism_attention::sized();
        c.kind = self.kind as u32;
        c.request = self.request;
        c.user = str_to_c(self.user);
        c.buddy = str_to_c(self.buddy);
        c.nickname = str_to_c(self.nickname);
        c.text = str_to_c(self.text);
        c
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_comes_back_as_it_was() {
        let message = Message::in_room("alice@x.org", "#tea", "bob", "hi")
            .id("42")
            .time(1_700_000_000_000)
            .reply_to(Some(Reference::to("41").nickname("carol").own(true)))
            .attachments(vec![Attachment::default()
                .url("https://x.org/a.png")
                .size(7)]);
        // SAFETY: the struct and its strings exist during the call.
        message.with_c(|c| assert_eq!(unsafe { Message::from_c(c) }, message));
    }

    #[test]
    fn a_receipt_has_the_names_of_its_message() {
        let message = Message::in_private("alice@x.org", "#tea", "bob", "hi").request(7);
        let receipt = Receipt::of(&message, ReceiptState::Failed).text("No.");
        assert_eq!(receipt.kind, Conversation::Private);
        assert_eq!(
            (receipt.user, receipt.buddy, receipt.nickname),
            ("alice@x.org", "#tea", "bob")
        );
        assert_eq!((receipt.request, receipt.text), (7, "No."));
    }

    #[test]
    fn a_number_of_a_later_version_is_nothing() {
        assert_eq!(Conversation::from_c(0), None);
        assert_eq!(Conversation::from_c(99), None);
        assert_eq!(TypingState::from_c(2), Some(TypingState::Composing));
    }
}
