// SPDX-License-Identifier: MIT
//! The thunks of requests.

use crate::convert::{str_of, str_to_c};
use crate::ffi;
use crate::guard::Secrecy;
use crate::host::host_call;
use crate::instance::Instance;
use crate::messages::{Attention, Message, Typing};
use crate::plugin::*;
use crate::rooms::{Join, Leave, Subject};
use crate::roster::{
    Authorization, Block, Buddy, BuddyRemoved, Presence, Roster, Vcard, VcardRequest,
};
use std::os::raw::c_void;

/// Tells the user that a panic has ended a request, as an error of that request.
pub(crate) fn fail_request(
    host: *const ffi::prism_host,
    kind: u32,
    request: ffi::prism_request_id,
    (user, buddy, nickname): (ffi::prism_str, ffi::prism_str, ffi::prism_str),
) {
    let mut c = ffi::prism_receipt::sized();
    c.kind = kind;
    c.state = ffi::PRISM_RECEIPT_FAILED;
    c.request = request;
    c.user = user;
    c.buddy = buddy;
    c.nickname = nickname;
    c.text = str_to_c("There was a fault in the gateway.");
    host_call!(host, receipt, &c);
}

/// Defines thunks. After a panic, `or` runs with the host and the struct of the ABI.
macro_rules! thunks {
    ($($name:ident: $trait:ident, $c:ident => $kind:ident $(, or $failed:expr)?;)*) => {
        $(
            #[doc = concat!("`", stringify!($name), "()`.")]
            ///
            /// # Safety
            /// Called by the host, as the ABI says.
            pub unsafe extern "C" fn $name<P: $trait>(instance: *mut c_void, request: *const ffi::$c) {
                // SAFETY: the host passes the pointer of create(), and a struct that is valid until this returns.
                let (shared, request) = unsafe { (Instance::<P>::of(instance), &*request) };
                let done = shared.call(concat!(stringify!($name), "()"), Secrecy::Public, |plugin| {
                    // SAFETY: as above.
                    plugin.$name(unsafe { &$kind::from_c(request) });
                });
                if done.is_none() {
                    $($failed(shared.host, request);)?
                }
            }
        )*
    };
}
pub(crate) use thunks;

thunks! {
    message: OnMessage, prism_message => Message, or |host, c: &ffi::prism_message| {
        fail_request(host, c.kind, c.request, (c.user, c.buddy, c.nickname))
    };
    status_changed: OnStatusChanged, prism_presence => Presence;
    roster: OnRoster, prism_roster => Roster;
    buddy_changed: OnBuddyChanged, prism_buddy => Buddy;
    buddy_removed: OnBuddyRemoved, prism_buddy_removed => BuddyRemoved;
    buddy_blocked: OnBuddyBlocked, prism_block => Block;
    authorization_answered: OnAuthorizationAnswered, prism_authorization => Authorization;
    typing: OnTyping, prism_typing => Typing;
    attention: OnAttention, prism_attention => Attention, or |host, c: &ffi::prism_attention| {
        fail_request(host, c.kind, c.request, (c.user, c.buddy, c.nickname))
    };
    leave: OnLeave, prism_leave => Leave;
    set_subject: OnSetSubject, prism_subject => Subject;
    vcard_wanted: OnVcardWanted, prism_vcard_request => VcardRequest;
    own_vcard: OnOwnVcard, prism_vcard => Vcard;
}

/// `join()`, which has a password. A panic answers the request.
///
/// # Safety
/// Called by the host, as the ABI says.
pub unsafe extern "C" fn join<P: OnJoin>(instance: *mut c_void, join: *const ffi::prism_join) {
    // SAFETY: the host passes the pointer of create(), and a struct that is valid until this returns.
    let (shared, join) = unsafe { (Instance::<P>::of(instance), &*join) };
    let done = shared.call("join()", Secrecy::Secret, |plugin| {
        // SAFETY: as above.
        plugin.join(unsafe { &Join::from_c(join) });
    });
    if done.is_none() {
        let mut c = ffi::prism_join_failed::sized();
        c.error = ffi::PRISM_JOIN_ERROR_OTHER;
        c.user = join.user;
        c.room = join.room;
        c.text = str_to_c("Joining has failed because of a fault in the gateway.");
        host_call!(shared.host, join_failed, &c);
    }
}

/// `raw_xml()`, which may have a password.
///
/// # Safety
/// Called by the host, as the ABI says.
pub unsafe extern "C" fn raw_xml<P: OnRawXml>(
    instance: *mut c_void,
    stanza: *const ffi::prism_stanza,
) {
    // SAFETY: the host passes the pointer of create(), and a struct that is valid until this returns.
    let (shared, stanza) = unsafe { (Instance::<P>::of(instance), &*stanza) };
    shared.call("raw_xml()", Secrecy::Secret, |plugin| {
        // SAFETY: as above.
        let (user, xml) = unsafe { (str_of(stanza.user), str_of(stanza.xml)) };
        plugin.raw_xml(user, xml);
    });
}
