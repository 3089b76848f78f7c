// SPDX-License-Identifier: MIT
//! Finds out which handlers a plugin implements, at compile time and on stable Rust.
//!
//! `Probe::<P>::MESSAGE` is a constant of its own if `P` implements `OnMessage`. Otherwise the compiler takes the
//! constant of the trait [`Unhandled`], which every probe has: a constant of the type goes before one of a trait. This
//! works for a type that is known, so `plugin!` names the constants where it has the plugin's type.

use super::{extensions, requests};
use crate::ffi;
use crate::plugin::*;
use crate::services::avatar::OnPictureWanted;
use crate::services::chat::*;
use crate::services::history::OnHistoryPage;
use crate::services::room_admin::*;
use std::marker::PhantomData;
use std::os::raw::c_void;

/// Stands for the plugin `P`.
pub struct Probe<P>(PhantomData<P>);

/// A function of a plugin's table.
pub type Thunk<C> = Option<unsafe extern "C" fn(*mut c_void, *const C)>;

/// Defines the constants of a group of requests.
macro_rules! probes {
    ($unhandled:ident { $($constant:ident: $trait:ident => $place:ident::$thunk:ident, $c:ident;)* }) => {
        /// The constants for handlers that a plugin lacks.
        pub trait $unhandled {
            $(
                /// The request is not handled.
                const $constant: Thunk<ffi::$c> = None;
            )*
        }

        impl<P> $unhandled for Probe<P> {}

        $(
            impl<P: $trait> Probe<P> {
                /// The request is handled by this function.
                pub const $constant: Thunk<ffi::$c> = Some($place::$thunk::<P>);
            }
        )*
    };
}

probes! {
    Unhandled {
        MESSAGE: OnMessage => requests::message, prism_message;
        STATUS_CHANGED: OnStatusChanged => requests::status_changed, prism_presence;
        ROSTER: OnRoster => requests::roster, prism_roster;
        BUDDY_CHANGED: OnBuddyChanged => requests::buddy_changed, prism_buddy;
        BUDDY_REMOVED: OnBuddyRemoved => requests::buddy_removed, prism_buddy_removed;
        BUDDY_BLOCKED: OnBuddyBlocked => requests::buddy_blocked, prism_block;
        AUTHORIZATION_ANSWERED: OnAuthorizationAnswered => requests::authorization_answered, prism_authorization;
        TYPING: OnTyping => requests::typing, prism_typing;
        ATTENTION: OnAttention => requests::attention, prism_attention;
        JOIN: OnJoin => requests::join, prism_join;
        LEAVE: OnLeave => requests::leave, prism_leave;
        SET_SUBJECT: OnSetSubject => requests::set_subject, prism_subject;
        VCARD_WANTED: OnVcardWanted => requests::vcard_wanted, prism_vcard_request;
        OWN_VCARD: OnOwnVcard => requests::own_vcard, prism_vcard;
        RAW_XML: OnRawXml => requests::raw_xml, prism_stanza;

        EDIT: OnEdit => extensions::edit, prism_chat_edit;
        RETRACT: OnRetract => extensions::retract, prism_chat_retraction;
        REACT: OnReact => extensions::react, prism_chat_reactions;
        MARK: OnMark => extensions::mark, prism_chat_marker;

        KICK: OnKick => extensions::kick, prism_rooms_change;
        BAN: OnBan => extensions::ban, prism_rooms_change;
        UNBAN: OnUnban => extensions::unban, prism_rooms_change;
        SET_ROLE: OnSetRole => extensions::set_role, prism_rooms_change;
        SET_AFFILIATION: OnSetAffiliation => extensions::set_affiliation, prism_rooms_change;
        LIST_AFFILIATION: OnListAffiliation => extensions::list_affiliation, prism_rooms_query;
        INVITE: OnInvite => extensions::invite, prism_rooms_invite;
        GET_SETTINGS: OnGetSettings => extensions::get_settings, prism_rooms_settings_query;
        CONFIGURE: OnConfigure => extensions::configure, prism_rooms_configuration;
        DESTROY_ROOM: OnDestroyRoom => extensions::destroy_room, prism_rooms_destroy;

        HISTORY_PAGE: OnHistoryPage => extensions::history_page, prism_history_request;
        PICTURE_WANTED: OnPictureWanted => extensions::picture_wanted, prism_picture_request;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Failure, Host, Login, Message, Plugin};

    struct Mute;
    impl Plugin for Mute {
        fn create(_: &Host<Self>) -> Result<Self, Failure> {
            Ok(Mute)
        }
        fn login(&mut self, _: &Login<'_>) {}
        fn logout(&mut self, _: &str) {}
    }

    struct Parrot;
    impl Plugin for Parrot {
        fn create(_: &Host<Self>) -> Result<Self, Failure> {
            Ok(Parrot)
        }
        fn login(&mut self, _: &Login<'_>) {}
        fn logout(&mut self, _: &str) {}
    }
    impl OnMessage for Parrot {
        fn message(&mut self, _: &Message<'_>) {}
    }

    #[test]
    fn only_implemented_handlers_have_a_function() {
        assert!(Probe::<Parrot>::MESSAGE.is_some());
        assert!(Probe::<Parrot>::JOIN.is_none());
        assert!(Probe::<Mute>::MESSAGE.is_none());
    }
}
