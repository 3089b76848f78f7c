// SPDX-License-Identifier: MIT
//! Old messages, and the messages that a user has missed: the service `prism.history/1`.

// Conversions from C are unsafe as a whole. Safety of each from_c(): the struct is the host's, and it and all that it
// points to are valid for the lifetime of the result.
#![allow(unsafe_op_in_unsafe_fn)]

use super::room_admin::answered;
use crate::convert::{flag, str_of, str_to_c, strs_to_c, List};
use crate::error::Result;
use crate::ffi;
use crate::messages::{Conversation, Message, Time};
use std::os::raw::c_void;

record! {
    /// A message of the conversation, or a time. At least one member is given.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct HistoryPoint<'a> {
        /// The network's id of a message; empty if it is not known.
        pub id: &'a str,
        /// Of the message; 0 if it is not known.
        pub time: Time,
    }
}

impl<'a> HistoryPoint<'a> {
    unsafe fn from_c(c: *const ffi::prism_history_point) -> Option<Self> {
        let c: &'a ffi::prism_history_point = c.as_ref()?;
        Some(HistoryPoint {
            id: str_of(c.id),
            time: c.time,
        })
    }

    fn to_c(self) -> ffi::prism_history_point {
        let mut c = ffi::prism_history_point::sized();
        c.id = str_to_c(self.id);
        c.time = self.time;
        c
    }
}

numbers! {
    /// The part of the messages within all bounds that is wanted if there are more than the limit.
    #[derive(Default)]
    pub enum HistoryPart {
        /// The newest.
        #[default]
        Newest = PRISM_HISTORY_NEWEST,
        /// The oldest.
        Oldest = PRISM_HISTORY_OLDEST,
        /// Half of them before `around`, that message itself, and half of them after it.
        Around = PRISM_HISTORY_AROUND,
    }
}

record! {
    /// Request: a page is wanted.
    #[derive(Clone, Debug, Default)]
    pub struct HistoryRequest<'a> {
        /// The kind of the conversation.
        pub kind: Conversation,
        /// The user.
        pub user: &'a str,
        /// The contact or the room.
        pub buddy: &'a str,
        /// The participant, in private.
        pub nickname: &'a str,
        /// The part that is wanted.
        pub part: HistoryPart,
        /// Entries.
        pub limit: u32,
        /// A bound, which is not part of the page.
        pub after: Option<HistoryPoint<'a>>,
        /// A bound, which is not part of the page.
        pub before: Option<HistoryPoint<'a>>,
        /// The middle, which is part of the page.
        pub around: Option<HistoryPoint<'a>>,
    }
}

impl<'a> HistoryRequest<'a> {
    pub(crate) unsafe fn from_c(c: &'a ffi::prism_history_request) -> Self {
        HistoryRequest {
            kind: Conversation::or_contact(c.kind),
            user: str_of(c.user),
            buddy: str_of(c.buddy),
            nickname: str_of(c.nickname),
            part: HistoryPart::from_c(c.part).unwrap_or_default(),
            limit: c.limit,
            after: HistoryPoint::from_c(c.after),
            before: HistoryPoint::from_c(c.before),
            around: HistoryPoint::from_c(c.around),
        }
    }
}

record! {
    /// The reactions of one sender to a message.
    #[derive(Clone, Debug, Default)]
    pub struct HistoryReactions<'a> {
        /// The whole set, 1 to 20.
        pub reactions: Vec<&'a str>,
        /// In a room: the participant; with `own`, it may be empty.
        pub nickname: &'a str,
        /// The user has reacted.
        pub own: bool,
        /// In a room: as in [`Message`].
        pub author_id: &'a str,
    }
}

record! {
    /// A message of the archive, in its state at the time of the answer.
    #[derive(Clone, Debug, Default)]
    pub struct HistoryEntry<'a> {
        /// With its last text, its first id, and the time when it was first sent.
        pub message: Message<'a>,
        /// `message` has the last text.
        pub edited: bool,
        /// It has been removed. Neither text nor reactions are needed.
        pub retracted: bool,
        /// The time of the last edit; 0: unknown.
        pub edited_time: Time,
        /// Of at most 100 senders, each once.
        pub reactions: Vec<HistoryReactions<'a>>,
    }
}

record! {
    /// A page: the oldest message first.
    #[derive(Clone, Debug, Default)]
    pub struct HistoryPage<'a> {
        /// At most `limit` of the request.
        pub entries: Vec<HistoryEntry<'a>>,
        /// There are no more in the direction of the page.
        pub complete: bool,
        /// The end of the page, if it is another one than the first message.
        pub first: Option<HistoryPoint<'a>>,
        /// The end of the page, if it is another one than the last message.
        pub last: Option<HistoryPoint<'a>>,
    }
}

record! {
    /// The pages that the network can give of some conversations. The narrowest ones that are given count.
    #[derive(Clone, Debug, Default)]
    pub struct HistoryCapabilities<'a> {
        /// The kind of the conversations.
        pub kind: Conversation,
        /// Empty: all users.
        pub user: &'a str,
        /// A contact or a room; empty: all of this kind.
        pub buddy: &'a str,
        /// Removes what was told before for the same, so that the next wider ones count. The members below are not
        /// read.
        pub inherit: bool,
        /// The latest messages.
        pub latest: bool,
        /// The latest since a point.
        pub latest_after: bool,
        /// Those directly before a point.
        pub before: bool,
        /// Those directly after a point.
        pub after: bool,
        /// Those on both sides of a point.
        pub around: bool,
        /// Points may be messages by their ids.
        pub by_id: bool,
        /// Points may be times.
        pub by_time: bool,
        /// The host keeps the position of the user.
        pub keeps_position: bool,
        /// The host asks for missed messages.
        pub asks_missed: bool,
        /// With `asks_missed`: for the latest messages of a room without a position.
        pub asks_first: bool,
        /// Entries of one page, at most 500; 0: 100.
        pub longest_page: u32,
        /// Missed messages to send, at most 1,000; 0: 100.
        pub most_missed: u32,
    }
}

record! {
    /// The user's position in a conversation: the last message that the user was sent.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct HistoryPosition<'a> {
        /// The kind of the conversation.
        pub kind: Conversation,
        /// The user.
        pub user: &'a str,
        /// The contact or the room.
        pub buddy: &'a str,
        /// The participant, in private.
        pub nickname: &'a str,
        /// The network's id of the message; may be empty.
        pub id: &'a str,
        /// Of the message.
        pub time: Time,
    }
}

impl<'a> HistoryPosition<'a> {
    unsafe fn from_c(c: &'a ffi::prism_history_position) -> Self {
        HistoryPosition {
            kind: Conversation::or_contact(c.kind),
            user: str_of(c.user),
            buddy: str_of(c.buddy),
            nickname: str_of(c.nickname),
            id: str_of(c.id),
            time: c.time,
        }
    }

    fn to_c(&self) -> ffi::prism_history_position {
        let mut c = ffi::prism_history_position::sized();
        c.kind = self.kind as u32;
        c.user = str_to_c(self.user);
        c.buddy = str_to_c(self.buddy);
        c.nickname = str_to_c(self.nickname);
        c.id = str_to_c(self.id);
        c.time = self.time;
        c
    }
}

responder! {
    /// Answers a request for a page, in the handler or later.
    pub struct HistoryResponder: prism_history, prism_history_answer, PRISM_HISTORY_FAILED;
}

impl HistoryResponder {
    /// The page. [`Error::Ended`](crate::Error::Ended) if the request has ended, with the session or at its time limit.
    /// [`Error::Limit`](crate::Error::Limit) if the page is too large: the user is told.
    pub fn done(self, page: &HistoryPage<'_>) -> Result {
        with_entries(&page.entries, |entries| {
            let first = page.first.map(HistoryPoint::to_c);
            let last = page.last.map(HistoryPoint::to_c);
            let mut c = ffi::prism_history_answer::sized();
            c.outcome = ffi::PRISM_HISTORY_DONE;
            c.flags = flag(page.complete, ffi::PRISM_HISTORY_COMPLETE);
            c.entries = entries.data();
            c.entries_count = entries.size();
            c.first = pointer(&first);
            c.last = pointer(&last);
            self.give(&mut c)
        })
    }

    /// There is no page; `text` is the reason for the user, and may be empty.
    pub fn failed(self, text: &str) -> Result {
        let mut c = ffi::prism_history_answer::sized();
        c.outcome = ffi::PRISM_HISTORY_FAILED;
        c.text = str_to_c(text);
        self.give(&mut c)
    }
}

fn pointer<T>(option: &Option<T>) -> *const T {
    option
        .as_ref()
        .map_or(std::ptr::null(), |value| value as *const T)
}

/// Calls `body` with the entries as the host takes them.
fn with_entries<R>(
    entries: &[HistoryEntry<'_>],
    body: impl FnOnce(&List<ffi::prism_history_entry>) -> R,
) -> R {
    let sets: Vec<Vec<_>> = entries
        .iter()
        .map(|entry| {
            let senders = entry.reactions.iter();
            senders.map(|sender| strs_to_c(&sender.reactions)).collect()
        })
        .collect();
    let senders: Vec<_> = entries
        .iter()
        .zip(&sets)
        .map(|(entry, sets)| {
            List::new(entry.reactions.iter().zip(sets).map(|(sender, set)| {
                let mut c = ffi::prism_history_reactions::sized();
                c.flags = flag(sender.own, ffi::PRISM_HISTORY_REACTIONS_OWN);
                c.nickname = str_to_c(sender.nickname);
                c.author_id = str_to_c(sender.author_id);
                c.reactions = set.as_ptr();
                c.reactions_count = set.len() as u64;
                c
            }))
        })
        .collect();
    let messages: Vec<_> = entries
        .iter()
        .map(|entry| entry.message.to_owned_c())
        .collect();
    let list = List::new(entries.iter().enumerate().map(|(i, entry)| {
        let mut c = ffi::prism_history_entry::sized();
        c.flags = flag(entry.retracted, ffi::PRISM_HISTORY_ENTRY_RETRACTED)
            | flag(entry.edited, ffi::PRISM_HISTORY_ENTRY_EDITED);
        c.message = messages[i].get();
        c.edited = entry.edited_time;
        c.reactions = senders[i].data();
        c.reactions_count = senders[i].size();
        c
    }));
    body(&list)
}

service! {
    /// Announces which pages of its archive the network can give, and keeps the positions of users. Requests come by
    /// [`OnHistoryPage`].
    pub struct History: prism_history = PRISM_HISTORY;
}

impl<P: 'static> History<P> {
    /// Replaces or removes the capabilities for the same kind, user and buddy. Call it in `create()`, before
    /// `connected()`, or before `joined()`.
    pub fn set_capabilities(&self, can: &HistoryCapabilities<'_>) -> Result {
        let mut c = ffi::prism_history_capabilities::sized();
        c.kind = can.kind as u32;
        c.flags = flag(can.latest, ffi::PRISM_HISTORY_CAN_LATEST)
            | flag(can.latest_after, ffi::PRISM_HISTORY_CAN_LATEST_AFTER)
            | flag(can.before, ffi::PRISM_HISTORY_CAN_BEFORE)
            | flag(can.after, ffi::PRISM_HISTORY_CAN_AFTER)
            | flag(can.around, ffi::PRISM_HISTORY_CAN_AROUND)
            | flag(can.by_id, ffi::PRISM_HISTORY_BY_ID)
            | flag(can.by_time, ffi::PRISM_HISTORY_BY_TIME)
            | flag(can.keeps_position, ffi::PRISM_HISTORY_KEEPS_POSITION)
            | flag(can.asks_missed, ffi::PRISM_HISTORY_ASKS_MISSED)
            | flag(can.asks_first, ffi::PRISM_HISTORY_ASKS_FIRST);
        if can.inherit {
            c.flags = ffi::PRISM_CAPABILITIES_INHERIT;
        }
        c.longest_page = can.longest_page;
        c.most_missed = can.most_missed;
        c.user = str_to_c(can.user);
        c.buddy = str_to_c(can.buddy);
        service_call!(self, set_capabilities, &c)
    }

    /// Asks for the messages after the position of the user. `id` and `time` are it if there is none.
    /// [`Error::Unsupported`](crate::Error::Unsupported) if the capabilities allow no such request: this is no fault.
    pub fn catch_up(&self, conversation: &HistoryPosition<'_>) -> Result {
        service_call!(self, catch_up, &conversation.to_c())
    }

    /// The user has seen this message, or all until this time. The time is needed.
    pub fn set_position(&self, position: &HistoryPosition<'_>) -> Result {
        service_call!(self, set_position, &position.to_c())
    }

    /// Calls `visit` for each position of the user, in no order. It may call the host.
    pub fn list_positions(
        &self,
        user: &str,
        mut visit: impl FnMut(&HistoryPosition<'_>),
    ) -> Result {
        struct Visit<'a> {
            visit: &'a mut dyn FnMut(&HistoryPosition<'_>),
            panic: Option<Box<dyn std::any::Any + Send>>,
        }
        extern "C" fn on_position(data: *mut c_void, position: *const ffi::prism_history_position) {
            // SAFETY: `data` is the struct below. The position is valid until this returns.
            let (visiting, position) = unsafe {
                let visiting = &mut *(data as *mut Visit<'_>);
                (visiting, HistoryPosition::from_c(&*position))
            };
            if visiting.panic.is_none() {
                let visit = std::panic::AssertUnwindSafe(|| (visiting.visit)(&position));
                visiting.panic = std::panic::catch_unwind(visit).err();
            }
        }
        let mut visiting = Visit {
            visit: &mut visit,
            panic: None,
        };
        let data = &mut visiting as *mut Visit<'_> as *mut c_void;
        let result = service_call!(
            self,
            list_positions,
            str_to_c(user),
            Some(on_position),
            data
        );
        // The panic of `visit` must not unwind through the host. It goes on from here.
        if let Some(panic) = visiting.panic {
            std::panic::resume_unwind(panic);
        }
        result
    }
}

answered! {
    HistoryResponder {
        /// A page is wanted. Only pages that the capabilities allow are asked for.
        OnHistoryPage: history_page(request: HistoryRequest<'_>);
    }
}
