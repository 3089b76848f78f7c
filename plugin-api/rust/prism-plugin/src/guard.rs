// SPDX-License-Identifier: MIT
//! The boundary at which panics end. A panic that unwinds into the host would abort the process of all users.
//!
//! [`watch_panics`] replaces the panic hook of this plugin, which has a standard library of its own. The hook notes
//! where a panic began. At the boundary, the panic becomes a fault of the plugin with that place. A panic on a thread
//! of the plugin has no boundary of ours: the hook reports it at once.

use crate::convert::str_to_c;
use crate::ffi::prism_host;
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicPtr, Ordering};

/// The secrecy of a panic's text, which decides if it may be reported. It could repeat a secret that the call was
/// given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Secrecy {
    Public,
    Secret,
}

/// A panic that was caught.
pub(crate) struct Panic {
    place: String,
    text: String,
}

impl Panic {
    /// Returns the description of the panic; without its text if that may be a secret.
    pub(crate) fn describe(&self, secrecy: Secrecy) -> String {
        let at = if self.place.is_empty() { "" } else { " at " };
        match secrecy {
            Secrecy::Public => format!("panic{}{}: {}", at, self.place, self.text),
            Secrecy::Secret => format!("panic{}{}", at, self.place),
        }
    }
}

thread_local! {
    /// How many calls of [`catch`] are on the stack of this thread.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    /// Where the last panic of this thread began.
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

static HOST: AtomicPtr<prism_host> = AtomicPtr::new(std::ptr::null_mut());

/// Replaces the panic hook.
pub(crate) fn watch_panics(host: *const prism_host) {
    HOST.store(host as *mut prism_host, Ordering::Release);
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(String::new, |place| {
            format!("{}:{}", place.file(), place.line())
        });
        let caught = !cfg!(panic = "abort") && DEPTH.try_with(Cell::get).unwrap_or(0) > 0;
        if caught {
            // A thread whose locals have ended has no boundary on its stack either.
            let _ = PLACE.try_with(|last| *last.borrow_mut() = place);
            return;
        }
        let panic = Panic {
            place,
            text: text_of(info.payload()),
        };
        let thread = std::thread::current();
        let name = format!("the thread {}", thread.name().unwrap_or("without a name"));
        report(
            HOST.load(Ordering::Acquire),
            &name,
            &panic.describe(Secrecy::Public),
        );
    }));
}

/// Runs `body`, and catches a panic.
pub(crate) fn catch<R>(body: impl FnOnce() -> R) -> Result<R, Panic> {
    DEPTH.with(|depth| depth.set(depth.get() + 1));
    // Work that the body leaves half done belongs to the plugin, which goes on after a panic as after an error.
    let result = catch_unwind(AssertUnwindSafe(body));
    DEPTH.with(|depth| depth.set(depth.get() - 1));
    result.map_err(|payload| {
        let text = text_of(payload.as_ref());
        if !payload.is::<&str>() && !payload.is::<String>() {
            std::mem::forget(payload); // its destructor might panic
        }
        Panic {
            place: PLACE.with(|place| place.replace(String::new())),
            text,
        }
    })
}

/// Runs `body`, and reports a panic as a fault of the plugin's function `place`. Returns nothing then.
pub(crate) fn guarded<R>(
    host: *const prism_host,
    place: &str,
    secrecy: Secrecy,
    body: impl FnOnce() -> R,
) -> Option<R> {
    match catch(body) {
        Ok(result) => Some(result),
        Err(panic) => {
            report(host, place, &panic.describe(secrecy));
            None
        }
    }
}

/// Reports a fault of the plugin.
pub(crate) fn report(host: *const prism_host, place: &str, text: &str) {
    if !host.is_null() {
        crate::host::host_call!(host, fault, str_to_c(place), str_to_c(text));
    }
}

fn text_of(payload: &(dyn Any + Send)) -> String {
    if let Some(text) = payload.downcast_ref::<&str>() {
        (*text).to_owned()
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        "a value that is no text".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_described_with_its_text_unless_that_is_a_secret() {
        let panic = catch(|| panic!("the password is {}", "hunter2"))
            .err()
            .unwrap();
        assert!(panic
            .describe(Secrecy::Public)
            .ends_with(": the password is hunter2"));
        assert!(!panic.describe(Secrecy::Secret).contains("hunter2"));
    }

    #[test]
    fn a_panic_with_another_value_is_caught() {
        struct Loud;
        impl Drop for Loud {
            fn drop(&mut self) {
                panic!("in the destructor");
            }
        }
        let panic = catch(|| std::panic::panic_any(Loud)).err().unwrap();
        assert!(panic
            .describe(Secrecy::Public)
            .ends_with("a value that is no text"));
    }

    #[test]
    fn what_does_not_panic_returns_its_value() {
        assert_eq!(catch(|| 7).ok(), Some(7));
    }
}
