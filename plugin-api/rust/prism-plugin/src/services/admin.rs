// SPDX-License-Identifier: MIT
//! Commands to Spectrum 2 as its administrator types them: the draft `prism.admin.draft/1`, which may vanish.

use crate::callback::{call, owner, Calls, Registration};
use crate::convert::{str_of, str_to_c};
use crate::error::Result;
use crate::ffi;
use crate::guard::Secrecy;
use std::os::raw::c_void;

numbers! {
    /// The outcome of a command.
    pub enum AdminOutcome {
        /// Spectrum has answered.
        Answered = PRISM_ADMIN_ANSWERED,
        /// There was no answer within 60 seconds.
        TimedOut = PRISM_ADMIN_TIMED_OUT,
        /// The process is about to end.
        Ended = PRISM_ADMIN_ENDED,
    }
}

/// How a command has ended.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AdminAnswer<'a> {
    /// The outcome.
    pub outcome: AdminOutcome,
    /// Spectrum's answer, a text for people.
    pub text: &'a str,
}

owner! {
    /// A command whose answer is awaited as long as this exists. Spectrum executes it all the same.
    pub struct AdminCommand;
}

service! {
    /// Sends commands to Spectrum 2, such as `online_users_count`.
    pub struct Admin: prism_admin = PRISM_ADMIN;
}

type Ended<P> = dyn FnMut(&mut P, &AdminAnswer<'_>);

impl<P: 'static> Admin<P> {
    /// Sends a command, one line. `ended` is called once, unless the command is cancelled, and never before this
    /// returns. [`Error::State`](crate::Error::State) in `create()` and `start()`.
    pub fn send(
        &self,
        command: &str,
        ended: impl FnOnce(&mut P, &AdminAnswer<'_>) + 'static,
    ) -> Result<AdminCommand> {
        let table = self.table()?;
        let host = self.host.raw();
        let line = str_to_c(command);
        let run: Box<Ended<P>> = once!(ended, P, AdminAnswer);
        Registration::new(
            &self.host.instance,
            Calls::Once,
            table.cancel,
            run,
            |data, id| table_call!(table, host, send, line, Some(on_ended::<P>), data, id),
        )
        .map(AdminCommand)
    }
}

unsafe extern "C" fn on_ended<P: 'static>(
    data: *mut c_void,
    _: ffi::prism_admin_id,
    answer: *const ffi::prism_admin_answer,
) {
    // SAFETY: the host passes the pointer of send(), and an answer that is valid until this returns.
    unsafe {
        let c = &*answer;
        call::<P, Ended<P>>(
            data,
            "an answer of Spectrum",
            Secrecy::Public,
            |run, plugin| {
                let answer = AdminAnswer {
                    outcome: AdminOutcome::from_c(c.outcome).unwrap_or(AdminOutcome::Ended),
                    text: str_of(c.text),
                };
                run(plugin, &answer);
            },
        );
    }
}
