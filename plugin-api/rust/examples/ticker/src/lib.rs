// SPDX-License-Identifier: MIT
//! A plugin that tells its users the first line of a file, as a contact called `ticker`. It shows what most networks
//! need: a thread for a source that blocks, a timer for each user, and receipts.
//!
//! Users write `now`, `every SECONDS` and `stop` to the contact. It repeats any other text.
#![deny(unsafe_code)]

mod feed;
mod session;

use feed::Feed;
use prism_plugin::{
    ConnectionError, Failure, Features, Host, Login, Message, OnMessage, Plugin, Receipt,
    ReceiptState, Stop,
};
use session::Session;
use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;

/// The name of the contact.
const CONTACT: &str = "ticker";

struct Ticker {
    host: Host<Ticker>,
    file: PathBuf,
    period: Duration,
    feed: Option<Feed>,
    line: String,
    sessions: HashMap<String, Session>,
}

impl Ticker {
    /// Called on the main thread by a post of the feed.
    fn line_changed(&mut self, line: String) {
        self.line = line;
        for user in self.sessions.keys() {
            session::show_contact(&self.host, user, &self.line);
        }
    }
}

impl Plugin for Ticker {
    fn create(host: &Host<Self>) -> Result<Self, Failure> {
        let file = host.config("ticker.file").ok_or("ticker.file is missing")?;
        let period = host.config_int("ticker.period_ms", 1000, 10..=3_600_000);
        Ok(Ticker {
            host: host.clone(),
            file: PathBuf::from(file),
            period: Duration::from_millis(period.unsigned_abs()),
            feed: None,
            line: String::new(),
            sessions: HashMap::new(),
        })
    }

    fn features(&self) -> Features {
        Features::default().password(false).receipts(true)
    }

    fn start(&mut self) -> Result<(), Failure> {
        let feed = Feed::start(self.host.poster(), self.file.clone(), self.period);
        self.feed = Some(feed?);
        Ok(())
    }

    fn stop(&mut self) -> Stop {
        self.feed = None; // ends the thread
        Stop::Done
    }

    fn login(&mut self, login: &Login<'_>) {
        if login.legacy_name.is_empty() {
            let text = "A name is needed.";
            let error = ConnectionError::InvalidUsername;
            self.host.disconnected(login.user, error, text).ok();
            return;
        }
        self.sessions
            .insert(login.user.to_owned(), Session::default());
        self.host.connected(login.user).ok();
        session::show_contact(&self.host, login.user, &self.line);
    }

    fn logout(&mut self, user: &str) {
        self.sessions.remove(user);
    }
}

impl OnMessage for Ticker {
    fn message(&mut self, message: &Message<'_>) {
        let session = match self.sessions.get_mut(message.user) {
            Some(session) if message.buddy == CONTACT => session,
            _ => {
                let receipt = Receipt::of(message, ReceiptState::Failed);
                let receipt = receipt.text("There is only the contact `ticker`.");
                self.host.receipt(&receipt).ok();
                return;
            }
        };
        if message.receipt_wanted {
            let receipt = Receipt::of(message, ReceiptState::Delivered);
            self.host.receipt(&receipt).ok();
        }
        session.answer(&self.host, message, &self.line);
    }
}

prism_plugin::plugin! {
    id: "ticker",
    name: "Ticker",
    version: env!("CARGO_PKG_VERSION"),
    claims: "key:ticker.file",
    keys: "ticker.file ticker.period_ms",
    plugin: Ticker,
}
