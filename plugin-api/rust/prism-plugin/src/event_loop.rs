// SPDX-License-Identifier: MIT
//! Timers, and watches of descriptors.

use crate::callback::{call, owner, Calls, Registration};
use crate::error::{check, Result};
use crate::ffi;
use crate::guard::Secrecy;
use crate::host::host_call;
use crate::host::Host;
use std::os::raw::c_void;
use std::os::unix::io::AsRawFd;
use std::time::Duration;

/// The events that a watch waits for, or that have occurred.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ready {
    /// A read does not block.
    pub readable: bool,
    /// A write does not block.
    pub writable: bool,
}

impl Ready {
    /// Nothing: pauses a watch.
    pub const NONE: Ready = Ready {
        readable: false,
        writable: false,
    };
    /// Reading only.
    pub const READABLE: Ready = Ready {
        readable: true,
        writable: false,
    };
    /// Writing only.
    pub const WRITABLE: Ready = Ready {
        readable: false,
        writable: true,
    };
    /// Reading and writing.
    pub const BOTH: Ready = Ready {
        readable: true,
        writable: true,
    };

    fn to_c(self) -> u32 {
        crate::convert::flag(self.readable, ffi::PRISM_WATCH_READABLE)
            | crate::convert::flag(self.writable, ffi::PRISM_WATCH_WRITABLE)
    }

    fn from_c(mask: u32) -> Self {
        Ready {
            readable: mask & ffi::PRISM_WATCH_READABLE != 0,
            writable: mask & ffi::PRISM_WATCH_WRITABLE != 0,
        }
    }
}

owner! {
    /// A timer. It ends when this is dropped, which is allowed within its own callback.
    pub struct Timer;
}

owner! {
    /// A watch of a descriptor. It ends when this is dropped, which is allowed within its own callback.
    ///
    /// It does not own the descriptor, and has to end before the descriptor is closed. Members of a struct are dropped
    /// in their order, so the watch comes before the socket:
    ///
    /// ```
    /// struct Connection {
    ///     watch: prism_plugin::Watch,
    ///     socket: std::net::TcpStream,
    /// }
    /// ```
    pub struct Watch;
}

impl Watch {
    /// Changes what the watch waits for.
    pub fn modify(&self, events: Ready) -> Result {
        let result = host_call!(self.0.host(), watch_modify, self.0.id(), events.to_c());
        check(self.0.host(), result)
    }
}

/// When a timer is due, on the monotonic clock.
#[derive(Clone, Copy, Debug)]
struct Schedule {
    first: Duration,
    period: Duration,
    slack: Duration,
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

type OnDue<P> = dyn FnMut(&mut P);
type OnReady<P> = dyn FnMut(&mut P, Ready);

impl<P: 'static> Host<P> {
    /// Calls `due` with the plugin once after `time`. The host may delay whole seconds, four or more, by a sixteenth.
    pub fn after(&self, time: Duration, due: impl FnOnce(&mut P) + 'static) -> Result<Timer> {
        self.after_with_slack(time, Duration::ZERO, due)
    }

    /// As [`after`](Host::after), but the call may come `slack` later, so that timers share a wake-up of the process.
    pub fn after_with_slack(
        &self,
        time: Duration,
        slack: Duration,
        due: impl FnOnce(&mut P) + 'static,
    ) -> Result<Timer> {
        let mut once = Some(due);
        self.add_timer(
            Schedule {
                first: time,
                period: Duration::ZERO,
                slack,
            },
            Calls::Once,
            Box::new(move |plugin| {
                if let Some(due) = once.take() {
                    due(plugin);
                }
            }),
        )
    }

    /// Calls `due` with the plugin each `period`, at least one millisecond. Missed calls are not made up for.
    pub fn every(&self, period: Duration, due: impl FnMut(&mut P) + 'static) -> Result<Timer> {
        let period = period.max(Duration::from_millis(1));
        self.add_timer(
            Schedule {
                first: period,
                period,
                slack: Duration::ZERO,
            },
            Calls::Often,
            Box::new(due),
        )
    }

    fn add_timer(&self, schedule: Schedule, calls: Calls, due: Box<OnDue<P>>) -> Result<Timer> {
        unsafe extern "C" fn on_due<P: 'static>(data: *mut c_void, _: ffi::prism_timer) {
            // SAFETY: the host passes the pointer of add_timer().
            unsafe {
                call::<P, OnDue<P>>(data, "a timer", Secrecy::Public, |due, plugin| due(plugin));
            }
        }
        let mut c = ffi::prism_schedule::sized();
        c.first_ms = milliseconds(schedule.first);
        c.period_ms = milliseconds(schedule.period);
        c.slack_ms = milliseconds(schedule.slack);
        // SAFETY: the table is valid until the process ends.
        let remove = unsafe { (*self.raw()).timer_remove };
        Registration::new(&self.instance, calls, remove, due, |data, id| {
            host_call!(self.raw(), timer_add, &c, Some(on_due::<P>), data, id)
        })
        .map(Timer)
    }

    /// Calls `ready` with the plugin whenever the descriptor is ready for one of `events` (level-triggered). An error
    /// or a hang-up is reported as all of `events`: the next read or write shows it. A descriptor has at most one
    /// watch. The plugin keeps the descriptor, and ends the watch before it closes the descriptor.
    pub fn watch(
        &self,
        descriptor: &impl AsRawFd,
        events: Ready,
        ready: impl FnMut(&mut P, Ready) + 'static,
    ) -> Result<Watch> {
        unsafe extern "C" fn on_ready<P: 'static>(
            data: *mut c_void,
            _: ffi::prism_watch,
            _: i32,
            ready: u32,
        ) {
            // SAFETY: the host passes the pointer of watch().
            unsafe {
                call::<P, OnReady<P>>(data, "a watch", Secrecy::Public, |run, plugin| {
                    run(plugin, Ready::from_c(ready))
                });
            }
        }
        // SAFETY: the table is valid until the process ends.
        let remove = unsafe { (*self.raw()).watch_remove };
        let run: Box<OnReady<P>> = Box::new(ready);
        Registration::new(&self.instance, Calls::Often, remove, run, |data, id| {
            host_call!(
                self.raw(),
                watch_add,
                descriptor.as_raw_fd(),
                events.to_c(),
                Some(on_ready::<P>),
                data,
                id
            )
        })
        .map(Watch)
    }
}
