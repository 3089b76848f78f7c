// SPDX-License-Identifier: MIT
//! The thunks and the tables of the requests of services, which the host asks for by their names.

use super::probe::Thunk;
use super::requests::{fail_request, thunks};
use super::Extension;
use crate::ffi;
use crate::guard::Secrecy;
use crate::instance::Instance;
use crate::services::avatar::*;
use crate::services::chat::*;
use crate::services::history::*;
use crate::services::room_admin::*;
use std::ffi::CStr;
use std::mem::size_of;
use std::os::raw::{c_char, c_void};

thunks! {
    edit: OnEdit, prism_chat_edit => ChatEdit, or |host, c: &ffi::prism_chat_edit| {
        // SAFETY: the host's struct has a message.
        let message = unsafe { &*c.message };
        let names = (message.user, message.buddy, message.nickname);
        fail_request(host, message.kind, message.request, names)
    };
    retract: OnRetract, prism_chat_retraction => ChatRetraction, or |host, c: &ffi::prism_chat_retraction| {
        fail_request(host, c.kind, c.request, (c.user, c.buddy, c.nickname))
    };
    react: OnReact, prism_chat_reactions => ChatReactions, or |host, c: &ffi::prism_chat_reactions| {
        fail_request(host, c.kind, c.request, (c.user, c.buddy, c.nickname))
    };
    mark: OnMark, prism_chat_marker => ChatMarker;
    picture_wanted: OnPictureWanted, prism_picture_request => PictureRequest;
}

/// Defines thunks of requests that a responder answers. After a panic, the responder has failed the request.
macro_rules! answered_thunks {
    ($responder:ident, $table:ident = $constant:ident, $secrecy:expr => {
        $($name:ident: $trait:ident, $c:ident => $kind:ident;)*
    }) => {
        $(
            #[doc = concat!("`", stringify!($name), "()`.")]
            ///
            /// # Safety
            /// Called by the host, as the ABI says.
            pub unsafe extern "C" fn $name<P: $trait>(instance: *mut c_void, request: *const ffi::$c) {
                // SAFETY: the host passes the pointer of create(), and a struct that is valid until this returns.
                let (shared, request) = unsafe { (Instance::<P>::of(instance), &*request) };
                let place = concat!(stringify!($name), "()");
                let service = crate::host::host_call!(shared.host, get_service, ffi::$constant.as_ptr().cast());
                let table: *const ffi::$table = service.cast();
                let responder = $responder::new(shared.host, table, request.id, place);
                shared.call(place, $secrecy, |plugin| {
                    // SAFETY: as above.
                    plugin.$name(unsafe { &$kind::from_c(request) }, responder);
                });
            }
        )*
    };
}

answered_thunks! {
    RoomsResponder, prism_rooms = PRISM_ROOMS, Secrecy::Public => {
        kick: OnKick, prism_rooms_change => RoomsChange;
        ban: OnBan, prism_rooms_change => RoomsChange;
        unban: OnUnban, prism_rooms_change => RoomsChange;
        set_role: OnSetRole, prism_rooms_change => RoomsChange;
        set_affiliation: OnSetAffiliation, prism_rooms_change => RoomsChange;
        list_affiliation: OnListAffiliation, prism_rooms_query => RoomsQuery;
        invite: OnInvite, prism_rooms_invite => RoomsInvite;
        get_settings: OnGetSettings, prism_rooms_settings_query => RoomsSettingsQuery;
        destroy_room: OnDestroyRoom, prism_rooms_destroy => RoomsDestroy;
    }
}

answered_thunks! {
    RoomsResponder, prism_rooms = PRISM_ROOMS, Secrecy::Secret => {
        configure: OnConfigure, prism_rooms_configuration => RoomsConfiguration;
    }
}

answered_thunks! {
    HistoryResponder, prism_history = PRISM_HISTORY, Secrecy::Public => {
        history_page: OnHistoryPage, prism_history_request => HistoryRequest;
    }
}

/// Makes the table of `prism.chat/1`.
pub const fn chat(
    edit: Thunk<ffi::prism_chat_edit>,
    retract: Thunk<ffi::prism_chat_retraction>,
    react: Thunk<ffi::prism_chat_reactions>,
    mark: Thunk<ffi::prism_chat_marker>,
) -> Extension<ffi::prism_chat_plugin> {
    Extension(ffi::prism_chat_plugin {
        struct_size: size_of::<ffi::prism_chat_plugin>() as u32,
        reserved: 0,
        edit,
        retract,
        react,
        mark,
    })
}

/// Makes the table of `prism.avatar/1`.
pub const fn avatar(
    wanted: Thunk<ffi::prism_picture_request>,
) -> Extension<ffi::prism_avatar_plugin> {
    Extension(ffi::prism_avatar_plugin {
        struct_size: size_of::<ffi::prism_avatar_plugin>() as u32,
        reserved: 0,
        wanted,
    })
}

/// Makes the table of `prism.history/1`.
pub const fn history(
    page: Thunk<ffi::prism_history_request>,
) -> Extension<ffi::prism_history_plugin> {
    Extension(ffi::prism_history_plugin {
        struct_size: size_of::<ffi::prism_history_plugin>() as u32,
        reserved: 0,
        page,
    })
}

/// Returns the table for a name that the host asks for, or null. A table without a function is left out.
///
/// # Safety
/// `name` ends with a NUL.
pub unsafe fn find(
    name: *const c_char,
    tables: &[(&'static [u8], bool, *const c_void)],
) -> *const c_void {
    // SAFETY: the caller says so.
    let wanted = unsafe { CStr::from_ptr(name) }.to_bytes_with_nul();
    let found = tables
        .iter()
        .find(|(name, handled, _)| *handled && *name == wanted);
    found.map_or(std::ptr::null(), |(_, _, table)| *table)
}

/// Tells whether a table has a function.
macro_rules! any {
    ($($table:ident: $first:ident $(, $function:ident)*;)*) => {
        $(
            impl ffi::$table {
                /// Returns true if the table has a function.
                #[doc(hidden)]
                pub fn any(&self) -> bool {
                    self.$first.is_some() $(|| self.$function.is_some())*
                }
            }
        )*
    };
}

any! {
    prism_chat_plugin: edit, retract, react, mark;
    prism_rooms_plugin: kick, ban, unban, set_role, set_affiliation, list, invite, get_settings, configure, destroy;
    prism_history_plugin: page;
    prism_avatar_plugin: wanted;
}
