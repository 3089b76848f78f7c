// SPDX-License-Identifier: MIT
//! A host for tests: it keeps the callbacks that a plugin adds, and calls them when the test says so.

use crate::ffi::*;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::mem::MaybeUninit;
use std::os::raw::c_void;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::Once;

type Due = unsafe extern "C" fn(*mut c_void, prism_timer);
type Run = unsafe extern "C" fn(*mut c_void);

#[derive(Default)]
struct State {
    last_id: u64,
    timers: BTreeMap<u64, (Due, *mut c_void, bool)>,
    posts: Vec<(Run, *mut c_void)>,
    faults: Vec<String>,
    lines: Vec<String>,
    refuses: bool,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::new(State::default());
}

/// The host of one test, which has a thread of its own. All share one table, which is valid until the process ends.
pub struct FakeHost {
    table: *const prism_host,
}

static TABLE: AtomicPtr<prism_host> = AtomicPtr::new(std::ptr::null_mut());
static MADE: Once = Once::new();

impl FakeHost {
    pub fn new() -> Self {
        MADE.call_once(|| TABLE.store(Box::into_raw(Box::new(table())), Ordering::Release));
        FakeHost {
            table: TABLE.load(Ordering::Acquire),
        }
    }

    pub fn table(&self) -> *const prism_host {
        self.table
    }

    /// Refuses timers and posts from now on.
    pub fn refuse(&self) {
        STATE.with(|state| state.borrow_mut().refuses = true);
    }

    /// Calls each timer once.
    pub fn pass_time(&self) {
        let ids: Vec<u64> = STATE.with(|state| state.borrow().timers.keys().copied().collect());
        for id in ids {
            let due = STATE.with(|state| {
                let timers = &mut state.borrow_mut().timers;
                match timers.get(&id) {
                    Some((_, _, true)) => timers.remove(&id),
                    other => other.copied(),
                }
            });
            if let Some((due, data, _)) = due {
                // SAFETY: the timer has not been removed.
                unsafe { due(data, id) };
            }
        }
    }

    /// Calls all posts.
    pub fn run_posts(&self) {
        let posts = STATE.with(|state| std::mem::take(&mut state.borrow_mut().posts));
        for (run, data) in posts {
            // SAFETY: each post is called once.
            unsafe { run(data) };
        }
    }

    pub fn timers(&self) -> usize {
        STATE.with(|state| state.borrow().timers.len())
    }

    pub fn take_faults(&self) -> Vec<String> {
        STATE.with(|state| std::mem::take(&mut state.borrow_mut().faults))
    }

    pub fn take_lines(&self) -> Vec<String> {
        STATE.with(|state| std::mem::take(&mut state.borrow_mut().lines))
    }
}

fn table() -> prism_host {
    let mut table: MaybeUninit<prism_host> = MaybeUninit::uninit();
    let functions = table.as_mut_ptr();
    // SAFETY: each member is a number, or the pointer of a function. The functions that no test needs end the process,
    // whatever their parameters are.
    unsafe {
        let words = functions as *mut *const ();
        for i in 0..std::mem::size_of::<prism_host>() / std::mem::size_of::<*const ()>() {
            *words.add(i) = missing as *const ();
        }
        (*functions).struct_size = std::mem::size_of::<prism_host>() as u32;
        (*functions).abi_version = PRISM_ABI_VERSION;
        (*functions).log = log;
        (*functions).timer_add = timer_add;
        (*functions).timer_remove = timer_remove;
        (*functions).post = post;
        (*functions).set_features = set_features;
        (*functions).fault = fault;
        (*functions).system_error = system_error;
        table.assume_init()
    }
}

extern "C" fn missing() {
    std::process::abort();
}

unsafe extern "C" fn log(_: *const prism_host, _: u32, text: prism_str) {
    // SAFETY: the plugin passes a string.
    let text = unsafe { crate::convert::str_of(text) }.to_owned();
    STATE.with(|state| state.borrow_mut().lines.push(text));
}

unsafe extern "C" fn timer_add(
    _: *const prism_host,
    schedule: *const prism_schedule,
    due: prism_timer_fn,
    data: *mut c_void,
    timer: *mut prism_timer,
) -> prism_result {
    STATE.with(|state| {
        let mut state = state.borrow_mut();
        if state.refuses {
            return PRISM_ERR_LIMIT;
        }
        state.last_id += 1;
        let id = state.last_id;
        // SAFETY: the plugin passes a schedule, and a place for the id.
        let once = unsafe {
            *timer = id;
            (*schedule).period_ms == 0
        };
        state.timers.insert(id, (due.unwrap(), data, once));
        PRISM_OK
    })
}

unsafe extern "C" fn timer_remove(_: *const prism_host, timer: prism_timer) -> prism_result {
    STATE.with(|state| state.borrow_mut().timers.remove(&timer));
    PRISM_OK
}

unsafe extern "C" fn post(
    _: *const prism_host,
    run: prism_post_fn,
    data: *mut c_void,
) -> prism_result {
    STATE.with(|state| {
        let mut state = state.borrow_mut();
        if state.refuses {
            return PRISM_ERR_STATE;
        }
        state.posts.push((run.unwrap(), data));
        PRISM_OK
    })
}

unsafe extern "C" fn set_features(
    _: *const prism_host,
    features: *const prism_features,
) -> prism_result {
    // SAFETY: the plugin passes a struct.
    let flags = unsafe { (*features).flags };
    STATE.with(|state| state.borrow_mut().lines.push(format!("features {flags}")));
    PRISM_OK
}

unsafe extern "C" fn fault(_: *const prism_host, place: prism_str, text: prism_str) {
    // SAFETY: the plugin passes strings.
    let (place, text) = unsafe { (crate::convert::str_of(place), crate::convert::str_of(text)) };
    let line = format!("{place}: {text}");
    if place.starts_with("the thread") {
        eprintln!("{line}"); // a test has failed
    }
    STATE.with(|state| state.borrow_mut().faults.push(line));
}

extern "C" fn system_error(_: *const prism_host) -> i32 {
    28
}
