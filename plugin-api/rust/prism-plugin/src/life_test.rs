// SPDX-License-Identifier: MIT
//! The life of a plugin and of its callbacks, on a host for tests. What a closure owns is counted.

use crate::fake_host::FakeHost;
use crate::ffi;
use crate::glue::life;
use crate::{Error, Failure, Host, Login, Plugin, Timer};
use std::os::raw::c_void;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// A plugin that counts, and owns its timers.
struct Counting {
    host: Host<Counting>,
    count: u32,
    timers: Vec<Timer>,
    owned: Option<Rc<()>>,
}

impl Plugin for Counting {
    fn create(host: &Host<Self>) -> Result<Self, Failure> {
        host.info("created");
        Ok(Counting {
            host: host.clone(),
            count: 0,
            timers: Vec::new(),
            owned: None,
        })
    }
    fn login(&mut self, _: &Login<'_>) {}
    fn logout(&mut self, _: &str) {}
}

/// A plugin that was created by a host, as the ABI does it.
struct Created {
    host: FakeHost,
    instance: *mut c_void,
}

impl Created {
    fn new() -> Self {
        let host = FakeHost::new();
        let mut instance = std::ptr::null_mut();
        // SAFETY: this is what the host does.
        let result = unsafe { life::create::<Counting>(host.table(), &mut instance, 0) };
        assert_eq!(result, ffi::PRISM_OK);
        Created { host, instance }
    }

    /// Does something with the plugin, as a request does.
    fn with<R>(&self, body: impl FnOnce(&mut Counting) -> R) -> R {
        // SAFETY: the instance has been created, and not destroyed.
        let instance = unsafe { crate::instance::Instance::<Counting>::of(self.instance) };
        let called = instance.call("a test", crate::guard::Secrecy::Public, body);
        called.unwrap()
    }

    fn destroy(self) -> FakeHost {
        // SAFETY: this is what the host does, once.
        unsafe { life::destroy::<Counting>(self.instance) };
        self.host
    }
}

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_plugin_is_created_and_destroyed() {
    let created = Created::new();
    assert_eq!(created.host.take_lines(), ["created", "features 3"]);
    let owned = Rc::new(());
    created.with(|plugin| plugin.owned = Some(owned.clone()));
    created.destroy();
    assert_eq!(Rc::strong_count(&owned), 1);
}

#[test]
fn a_timer_is_called_with_the_plugin_until_it_is_cancelled() {
    let created = Created::new();
    let timer = created.with(|plugin| {
        plugin
            .host
            .every(SECOND, |plugin| plugin.count += 1)
            .unwrap()
    });
    created.host.pass_time();
    created.host.pass_time();
    timer.cancel();
    created.host.pass_time();
    assert!(!timer.is_open());
    assert_eq!(created.with(|plugin| plugin.count), 2);
    created.destroy();
}

#[test]
fn a_timer_that_is_called_once_ends_its_closure() {
    let created = Created::new();
    let owned = Rc::new(());
    let inside = owned.clone();
    let due = move |plugin: &mut Counting| {
        plugin.count += 1;
        drop(inside);
    };
    let timer = created.with(|plugin| plugin.host.after(SECOND, due).unwrap());
    assert_eq!(Rc::strong_count(&owned), 2);
    created.host.pass_time();
    assert_eq!(Rc::strong_count(&owned), 1);
    assert!(!timer.is_open());
    created.destroy();
}

#[test]
fn a_timer_may_drop_itself_while_it_is_called() {
    let created = Created::new();
    let owned = Rc::new(());
    let inside = owned.clone();
    created.with(|plugin| {
        let due = move |plugin: &mut Counting| {
            plugin.timers.clear();
            plugin.count += Rc::strong_count(&inside) as u32; // the closure is still there
        };
        let timer = plugin.host.every(SECOND, due);
        plugin.timers.push(timer.unwrap());
    });
    created.host.pass_time();
    assert_eq!(created.host.timers(), 0);
    assert_eq!(created.with(|plugin| plugin.count), 2);
    assert_eq!(Rc::strong_count(&owned), 1);
    created.destroy();
}

#[test]
fn a_timer_that_is_refused_ends_its_closure() {
    let created = Created::new();
    let owned = Rc::new(());
    let inside = owned.clone();
    created.host.refuse();
    let due = move |_: &mut Counting| drop(inside.clone());
    let refused = created.with(|plugin| plugin.host.every(SECOND, due).err());
    assert_eq!(refused, Some(Error::Limit));
    assert_eq!(Rc::strong_count(&owned), 1);
    created.destroy();
}

#[test]
fn timers_end_with_the_plugin_or_after_it() {
    let created = Created::new();
    let owned = Rc::new(());
    let (first, second) = (owned.clone(), owned.clone());
    let outliving = created.with(|plugin| {
        let timer = plugin.host.every(SECOND, move |_| drop(first.clone()));
        plugin.timers.push(timer.unwrap());
        plugin
            .host
            .every(SECOND, move |_| drop(second.clone()))
            .unwrap()
    });
    let host = created.destroy();
    assert_eq!(Rc::strong_count(&owned), 2);
    host.pass_time(); // calls no plugin: there is none
    assert!(host.take_faults().is_empty());
    drop(outliving);
    assert_eq!(Rc::strong_count(&owned), 1);
    assert_eq!(host.timers(), 0);
}

#[test]
fn a_panic_is_a_fault_and_the_timer_goes_on() {
    let created = Created::new();
    let timer = created.with(|plugin| {
        let due = |plugin: &mut Counting| {
            plugin.count += 1;
            assert!(plugin.count > 1, "too early");
        };
        plugin.host.every(SECOND, due).unwrap()
    });
    created.host.pass_time();
    created.host.pass_time();
    let faults = created.host.take_faults();
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(
        faults[0].starts_with("a timer: panic at src/life_test.rs:"),
        "{faults:?}"
    );
    assert!(faults[0].ends_with(": too early"), "{faults:?}");
    assert_eq!(created.with(|plugin| plugin.count), 2);
    timer.cancel();
    created.destroy();
}

#[test]
fn a_post_is_called_once_and_ends_what_it_owns() {
    let created = Created::new();
    let owned = Arc::new(());
    let inside = owned.clone();
    let poster = created.with(|plugin| plugin.host.poster());
    let work = move |plugin: &mut Counting| plugin.count += Arc::strong_count(&inside) as u32;
    poster.post(work).unwrap();
    created.host.run_posts();
    assert_eq!(created.with(|plugin| plugin.count), 2);
    assert_eq!(Arc::strong_count(&owned), 1);

    let host = created.destroy();
    host.refuse();
    let inside = owned.clone();
    let refused = poster.post(move |_| drop(inside));
    assert_eq!(refused, Err(Error::State));
    assert_eq!(Arc::strong_count(&owned), 1);
}
