// SPDX-License-Identifier: MIT
//! The thunks of a plugin's life, and of its sessions.

use crate::convert::{str_of, str_to_c};
use crate::ffi;
use crate::guard::{catch, watch_panics, Secrecy};
use crate::host::host_call;
use crate::host::Host;
use crate::instance::Instance;
use crate::plugin::{Failure, Plugin, Stop};
use crate::session::Login;
use std::os::raw::c_void;
use std::rc::Rc;

/// Runs `body` of create() and start(), where a failure ends the process, and its text is the reason.
fn or_failed<T>(
    host: *const ffi::prism_host,
    body: impl FnOnce() -> Result<T, Failure>,
) -> Option<T> {
    let reason = match catch(body) {
        Ok(Ok(value)) => return Some(value),
        // The text of a failure is the plugin's own code, which may panic as well.
        Ok(Err(failure)) => match catch(|| failure.to_string()) {
            Ok(reason) => reason,
            Err(panic) => panic.describe(Secrecy::Public),
        },
        Err(panic) => panic.describe(Secrecy::Public),
    };
    host_call!(host, log, ffi::PRISM_LOG_ERROR, str_to_c(&reason));
    None
}

/// `create()`. `implied` are the features of the implemented handlers.
///
/// # Safety
/// Called by the host, as the ABI says.
pub unsafe fn create<P: Plugin>(
    host: *const ffi::prism_host,
    instance: *mut *mut c_void,
    implied: u32,
) -> ffi::prism_result {
    watch_panics(host);
    let shared = Instance::new(host);
    let handle = Host {
        instance: shared.clone(),
    };
    let created = or_failed(host, || {
        let plugin = P::create(&handle)?;
        let features = plugin.features().to_c(implied);
        if host_call!(host, set_features, &features) != ffi::PRISM_OK {
            return Err("the host has refused what features() says".into());
        }
        *shared.plugin.borrow_mut() = Some(plugin);
        Ok(())
    });
    if created.is_none() {
        return ffi::PRISM_ERR_FAILED;
    }
    // SAFETY: the host passes a place for the pointer. destroy() gets the reference back.
    unsafe { *instance = Rc::into_raw(shared) as *mut c_void };
    ffi::PRISM_OK
}

/// `start()`.
///
/// # Safety
/// Called by the host, as the ABI says. So are all functions below.
pub unsafe extern "C" fn start<P: Plugin>(instance: *mut c_void) -> ffi::prism_result {
    // SAFETY: the host passes the pointer of create().
    let shared = unsafe { Instance::<P>::of(instance) };
    let started = or_failed(shared.host, || {
        shared
            .plugin
            .borrow_mut()
            .as_mut()
            .map_or(Ok(()), Plugin::start)
    });
    match started {
        Some(()) => ffi::PRISM_OK,
        None => ffi::PRISM_ERR_FAILED,
    }
}

/// `stop()`.
///
/// # Safety
/// As for [`start`].
pub unsafe extern "C" fn stop<P: Plugin>(instance: *mut c_void) -> ffi::prism_result {
    // SAFETY: the host passes the pointer of create().
    let shared = unsafe { Instance::<P>::of(instance) };
    match shared.call("stop()", Secrecy::Public, Plugin::stop) {
        Some(Stop::Pending) => ffi::PRISM_PENDING,
        _ => ffi::PRISM_OK,
    }
}

/// `destroy()`.
///
/// # Safety
/// As for [`start`].
pub unsafe extern "C" fn destroy<P: Plugin>(instance: *mut c_void) {
    // SAFETY: the host passes the pointer of create(), for the last time.
    let shared = unsafe { Rc::from_raw(instance as *const Instance<P>) };
    shared.end();
}

/// `memory_usage()`.
///
/// # Safety
/// As for [`start`].
pub unsafe extern "C" fn memory_usage<P: Plugin>(
    instance: *mut c_void,
    memory: *mut ffi::prism_memory,
) {
    // SAFETY: the host passes the pointer of create(), and a struct of its own.
    let (shared, memory) = unsafe { (Instance::<P>::of(instance), &mut *memory) };
    if let Some(more) = shared.call("memory_usage()", Secrecy::Public, Plugin::memory_usage) {
        memory.resident_kb += more.resident_kb;
        memory.shared_kb += more.shared_kb;
    }
}

/// `login()`. A panic answers the login, and ends what the plugin may have stored about the user by then.
///
/// # Safety
/// As for [`start`].
pub unsafe extern "C" fn login<P: Plugin>(instance: *mut c_void, login: *const ffi::prism_login) {
    // SAFETY: the host passes the pointer of create(), and a struct that is valid until this returns.
    let (shared, login) = unsafe { (Instance::<P>::of(instance), &*login) };
    let done = shared.call("login()", Secrecy::Secret, |plugin| {
        // SAFETY: as above.
        plugin.login(unsafe { &Login::from_c(login) });
    });
    if done.is_some() {
        return;
    }
    let mut refusal = ffi::prism_disconnected::sized();
    refusal.error = ffi::PRISM_CONNECTION_ERROR_OTHER;
    refusal.user = login.user;
    refusal.text = str_to_c("The login has failed because of a fault in the gateway.");
    if host_call!(shared.host, disconnected, &refusal) == ffi::PRISM_OK {
        end_session(shared, login.user);
    }
}

/// `logout()`.
///
/// # Safety
/// As for [`start`].
pub unsafe extern "C" fn logout<P: Plugin>(
    instance: *mut c_void,
    logout: *const ffi::prism_logout,
) {
    // SAFETY: the host passes the pointer of create(), and a struct that is valid until this returns.
    let (shared, user) = unsafe { (Instance::<P>::of(instance), (*logout).user) };
    end_session(shared, user);
}

fn end_session<P: Plugin>(shared: &Instance<P>, user: ffi::prism_str) {
    shared.call("logout()", Secrecy::Public, |plugin| {
        // SAFETY: the string is valid until the host's call returns.
        plugin.logout(unsafe { str_of(user) });
    });
}
