// SPDX-License-Identifier: MIT
//! The plugin behind the `self` pointer of the ABI.

use crate::ffi::prism_host;
use crate::guard::{guarded, report, Secrecy};
use std::any::Any;
use std::cell::RefCell;
use std::os::raw::c_void;
use std::rc::Rc;

/// Holds a plugin from its `create()` until `destroy()`. Handles and callbacks keep it alive beyond that, empty.
pub(crate) struct Instance<P> {
    pub(crate) host: *const prism_host,
    pub(crate) plugin: RefCell<Option<P>>,
    /// The objects that the host knows by their addresses without an id: the handlers of the commands.
    pub(crate) kept: RefCell<Option<Rc<dyn Any>>>,
}

impl<P> Instance<P> {
    pub(crate) fn new(host: *const prism_host) -> Rc<Self> {
        Rc::new(Instance {
            host,
            plugin: RefCell::new(None),
            kept: RefCell::new(None),
        })
    }

    /// Returns the instance of a `self` pointer.
    ///
    /// # Safety
    /// The pointer is that of [`Rc::into_raw`] in `create()`, and `destroy()` has not been called.
    pub(crate) unsafe fn of<'a>(instance: *mut c_void) -> &'a Self {
        // SAFETY: the caller says so.
        unsafe { &*(instance as *const Self) }
    }

    /// Calls the plugin's function `place`, and reports a panic. Returns nothing after a panic, and without a plugin.
    pub(crate) fn call<R>(
        &self,
        place: &str,
        secrecy: Secrecy,
        body: impl FnOnce(&mut P) -> R,
    ) -> Option<R> {
        guarded(self.host, place, secrecy, || {
            match self.plugin.try_borrow_mut() {
                Ok(mut plugin) => plugin.as_mut().map(body),
                Err(_) => {
                    report(
                        self.host,
                        place,
                        "was called within another call of the plugin",
                    );
                    None
                }
            }
        })
        .flatten()
    }

    /// Ends the plugin. Its watches and timers in the host may outlive it, but call nothing any more.
    pub(crate) fn end(&self) {
        guarded(self.host, "drop()", Secrecy::Public, || {
            let plugin = self.plugin.borrow_mut().take();
            drop(plugin);
            let kept = self.kept.borrow_mut().take();
            drop(kept);
        });
    }
}

/// A shared instance.
pub(crate) type Shared<P> = Rc<Instance<P>>;
