// SPDX-License-Identifier: MIT
//! Callbacks that the host knows by their address: of timers, watches, questions, lookups and the like.

use crate::error::{check, Result};
use crate::ffi::{prism_host, prism_result, PRISM_ERR_THREAD, PRISM_OK};
use crate::guard::{guarded, Secrecy};
use crate::instance::Shared;
use std::cell::{Cell, RefCell};
use std::os::raw::c_void;
use std::rc::Rc;

/// The function of the host that removes an object by its id, such as `timer_remove`.
pub(crate) type Remove = unsafe extern "C" fn(*const prism_host, u64) -> prism_result;

/// How often the host calls a callback.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Calls {
    Once,
    Often,
}

/// A callback. Its owner and the host each hold a reference, and a call holds a third one, so the owner may end within
/// the call.
struct Callback<P, F: ?Sized> {
    instance: Shared<P>,
    id: Cell<u64>, // 0: the host does not know it any more
    calls: Calls,
    remove: Remove,
    run: RefCell<Box<F>>,
    /// The host's reference, as Rc::into_raw() has returned it; null: given up.
    held: Cell<*const Self>,
}

impl<P, F: ?Sized> Callback<P, F> {
    /// Gives up the host's reference.
    ///
    /// # Safety
    /// The host does not use the callback any more. The caller holds a reference of its own.
    unsafe fn release(&self) {
        let held = self.held.replace(std::ptr::null());
        if !held.is_null() {
            // SAFETY: the pointer is that of Rc::into_raw(), and is used once.
            drop(unsafe { Rc::from_raw(held) });
        }
    }
}

/// A callback without its types.
trait Registered {
    fn id(&self) -> u64;
    fn host(&self) -> *const prism_host;
    fn cancel(&self);
}

impl<P, F: ?Sized> Registered for Callback<P, F> {
    fn id(&self) -> u64 {
        self.id.get()
    }

    fn host(&self) -> *const prism_host {
        self.instance.host
    }

    fn cancel(&self) {
        let id = self.id.replace(0);
        if id == 0 {
            return;
        }
        // SAFETY: `remove` is the function of the host for this kind of object, and `id` is the host's id of it.
        let removed = unsafe { (self.remove)(self.instance.host, id) };
        // On another thread, the host refuses to remove it, and keeps calling it. A handle cannot get there.
        if removed != PRISM_ERR_THREAD {
            // SAFETY: the object is removed, and the owner of `self` holds a reference.
            unsafe { self.release() };
        }
    }
}

/// Owns a callback of the host: cancels it at its end.
pub(crate) struct Registration(Rc<dyn Registered>);

impl Registration {
    /// Lets the host know a callback. `add` passes the pointer as `data`, and a place for the id.
    pub(crate) fn new<P: 'static, F: ?Sized + 'static>(
        instance: &Shared<P>,
        calls: Calls,
        remove: Remove,
        run: Box<F>,
        add: impl FnOnce(*mut c_void, *mut u64) -> prism_result,
    ) -> Result<Self> {
        let callback = Rc::new(Callback {
            instance: instance.clone(),
            id: Cell::new(0),
            calls,
            remove,
            run: RefCell::new(run),
            held: Cell::new(std::ptr::null()),
        });
        let data = Rc::into_raw(callback.clone());
        callback.held.set(data);
        let mut id = 0;
        let result = add(data as *mut c_void, &mut id);
        if result != PRISM_OK {
            // SAFETY: the host has refused the callback, so it does not use it.
            unsafe { callback.release() };
            return Err(check(instance.host, result)
                .err()
                .unwrap_or(crate::Error::Failed));
        }
        callback.id.set(id);
        Ok(Registration(callback))
    }

    /// Returns the host's id; 0 if the object has ended.
    pub(crate) fn id(&self) -> u64 {
        self.0.id()
    }

    pub(crate) fn host(&self) -> *const prism_host {
        self.0.host()
    }

    pub(crate) fn cancel(&self) {
        self.0.cancel();
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        self.cancel();
    }
}

/// Calls a callback of a plugin, and reports a panic as a fault of `place`.
///
/// # Safety
/// `data` is the pointer that [`Registration::new`] has given to the host, for the same `P` and `F`, and the host may
/// call it.
pub(crate) unsafe fn call<P, F: ?Sized>(
    data: *mut c_void,
    place: &str,
    secrecy: Secrecy,
    body: impl FnOnce(&mut F, &mut P),
) {
    let pointer = data as *const Callback<P, F>;
    // SAFETY: the pointer is that of an Rc, of which the host holds a reference.
    let callback = unsafe {
        Rc::increment_strong_count(pointer);
        Rc::from_raw(pointer)
    };
    if callback.calls == Calls::Once && callback.id.replace(0) != 0 {
        // SAFETY: this is the only call, and `callback` is a reference of its own.
        unsafe { callback.release() };
    }
    callback.instance.call(place, secrecy, |plugin| {
        body(&mut callback.run.borrow_mut(), plugin)
    });
    // The last reference ends the closure, and whatever it owns.
    let host = callback.instance.host;
    guarded(host, place, secrecy, move || drop(callback));
}

/// Defines the owner of a callback of the host.
macro_rules! owner {
    ($(#[$meta:meta])* pub struct $name:ident;) => {
        $(#[$meta])*
        #[must_use = "it is cancelled when it is dropped"]
        pub struct $name(pub(crate) crate::callback::Registration);

        impl $name {
            /// Returns true if it has neither ended nor been cancelled.
            #[must_use]
            pub fn is_open(&self) -> bool {
                self.0.id() != 0
            }

            /// Cancels it: its callback is not called afterwards. Allowed within the callback, and after its end.
            pub fn cancel(&self) {
                self.0.cancel();
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, concat!(stringify!($name), "({})"), self.0.id())
            }
        }
    };
}
pub(crate) use owner;
