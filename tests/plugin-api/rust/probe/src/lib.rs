// SPDX-License-Identifier: MIT
//! A plugin that does what a message tells it to, for tests of the Rust crate. The first word of a message is the verb.

mod services;

use prism_plugin::*;
use services::Services;
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::time::Duration;

struct Probe {
    host: Host<Probe>,
    timers: Vec<Timer>,
    connection: Option<Connection>,
    services: Option<Services>,
}

/// Ends the watch before the socket.
struct Connection {
    watch: Watch,
    near: UnixStream,
    far: UnixStream,
}

impl Probe {
    fn say(&self, user: &str, text: &str) {
        let message = Message::from_contact(user, "probe", text);
        self.host.message(&message).ok();
    }

    /// Lets a timer drop itself within its callback.
    fn timer_of_its_own_end(&mut self, user: String) {
        let timer = self
            .host
            .every(Duration::from_millis(1), move |probe: &mut Probe| {
                probe.timers.clear();
                probe.say(&user, "the timer has ended itself");
            });
        self.timers.push(timer.unwrap());
    }

    fn post_from_thread(&self, user: String) {
        let poster = self.host.poster();
        std::thread::spawn(move || {
            let id = std::thread::current().id();
            poster.post(move |probe| {
                let same = std::thread::current().id() == id;
                probe.say(&user, if same { "same thread" } else { "main thread" });
            })
        });
    }

    fn watch_socket(&mut self, user: String) {
        let (near, far) = UnixStream::pair().unwrap();
        let watch = self
            .host
            .watch(&near, Ready::READABLE, move |probe, ready| {
                let mut byte = [0];
                let text = match &mut probe.connection {
                    Some(connection) => {
                        connection.near.read_exact(&mut byte).unwrap();
                        connection.watch.modify(Ready::NONE).unwrap();
                        format!("{:?} {}", ready, byte[0])
                    }
                    None => "no connection".to_owned(),
                };
                probe.connection = None;
                probe.say(&user, &text);
            });
        let watch = watch.unwrap();
        self.connection = Some(Connection { watch, near, far });
        if let Some(connection) = &mut self.connection {
            connection.far.write_all(&[42]).unwrap();
        }
    }

    fn panic_in(&mut self, place: &str) {
        match place {
            "timer" => {
                let due = |_: &mut Probe| panic!("in the timer");
                self.timers
                    .push(self.host.after(Duration::ZERO, due).unwrap());
            }
            "post" => self.host.poster().post(|_| panic!("in the post")).unwrap(),
            "thread" => {
                let named = std::thread::Builder::new().name("worker".to_owned());
                let thread = named.spawn(|| panic!("in the thread")).unwrap();
                thread.join().unwrap_err();
            }
            "caught" => {
                std::panic::catch_unwind(|| panic!("caught by the plugin")).unwrap_err();
            }
            "index" => {
                let list: Vec<i32> = Vec::new();
                let beyond = place.len();
                self.host.info(&list[beyond].to_string());
            }
            _ => panic!("in the request"),
        }
    }
}

impl Plugin for Probe {
    fn create(host: &Host<Self>) -> std::result::Result<Self, Failure> {
        match host.config("probe.create").as_deref() {
            Some("fails") => return Err("the configuration is not mine".into()),
            Some("panics") => panic!("no configuration at all"),
            _ => {}
        }
        let services = match host.config_bool("probe.services", false) {
            true => Some(Services::new(host)?),
            false => None,
        };
        Ok(Probe {
            host: host.clone(),
            timers: Vec::new(),
            connection: None,
            services,
        })
    }

    fn features(&self) -> Features {
        Features::default().receipts(true)
    }

    fn stop(&mut self) -> Stop {
        let host = self.host.clone();
        let timer = self.host.after(Duration::from_millis(1), move |_| {
            host.info("stopped later");
            host.stopped().unwrap();
        });
        self.timers.push(timer.unwrap());
        Stop::Pending
    }

    fn login(&mut self, login: &Login<'_>) {
        if login.password == "panic" {
            panic!("the password is {}", login.password);
        }
        self.host.connected(login.user).ok();
    }

    fn logout(&mut self, user: &str) {
        self.host.info(&format!("{} is logged out", user));
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.host.info("the probe is dropped");
    }
}

impl OnMessage for Probe {
    fn message(&mut self, message: &Message<'_>) {
        let user = message.user.to_owned();
        let (verb, rest) = message.text.split_once(' ').unwrap_or((message.text, ""));
        match verb {
            "panic" => self.panic_in(rest),
            "timer" => self.timer_of_its_own_end(user),
            "thread" => self.post_from_thread(user),
            "watch" => self.watch_socket(user),
            "config" => {
                let list = self.host.config_list("probe.list").join("+");
                let section = self.host.config_section("probe").len();
                let number = self.host.config_int("probe.number", 5, 0..=10);
                let yes = self.host.config_bool("probe.yes", false);
                self.say(&user, &format!("{} {} {} {}", list, section, number, yes));
            }
            "stranger" => {
                let result = self
                    .host
                    .message(&Message::from_contact("nobody", "x", "x"));
                self.say(&user, &format!("{:?}", result));
            }
            _ if self.use_service(&user, verb, rest) => {}
            _ => self.say(&user, message.text),
        }
    }
}

impl OnJoin for Probe {
    fn join(&mut self, join: &Join<'_>) {
        match join.room {
            "#closed" => {
                self.host
                    .join_failed(join.user, join.room, JoinError::Password, "A password.")
            }
            "#panic" => panic!("the password is {}", join.password),
            _ => {
                let bob = Participant::new(join.user, join.room, "bob");
                let bob = bob
                    .role(Some(Role::Moderator))
                    .affiliation(Some(Affiliation::Owner));
                self.host.participant_changed(&bob).unwrap();
                let myself = Participant::new(join.user, join.room, join.nickname);
                self.host.joined(&myself)
            }
        }
        .unwrap();
    }
}

prism_plugin::plugin! {
    id: "probe",
    name: "Rust Probe",
    version: "1.0.0",
    claims: "",
    keys: "probe.*",
    plugin: Probe,
}
