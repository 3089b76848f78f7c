// SPDX-License-Identifier: MIT
//! The state of a user who is logged in.

use crate::{Ticker, CONTACT};
use prism_plugin::{Buddy, Host, Message, Timer};
use std::time::Duration;

#[derive(Default)]
pub(crate) struct Session {
    /// Sends the line again and again. Ends with the session, or when another one takes its place.
    timer: Option<Timer>,
}

impl Session {
    pub(crate) fn answer(&mut self, host: &Host<Ticker>, message: &Message<'_>, line: &str) {
        if message.text == "now" {
            say(host, message.user, line);
        } else if message.text == "stop" {
            self.timer = None;
            say(host, message.user, "I say no more.");
        } else if let Some(seconds) = message.text.strip_prefix("every ") {
            match seconds.parse::<f64>() {
                Ok(seconds) if (0.01..=86_400.0).contains(&seconds) => {
                    self.repeat(host, message.user, Duration::from_secs_f64(seconds));
                }
                _ => say(host, message.user, "Write `every 10` for each ten seconds."),
            }
        } else {
            say(host, message.user, message.text);
        }
    }

    fn repeat(&mut self, host: &Host<Ticker>, user: &str, period: Duration) {
        let name = user.to_owned();
        let timer = host.every(period, move |ticker: &mut Ticker| {
            say(&ticker.host, &name, &ticker.line);
        });
        match timer {
            Ok(timer) => self.timer = Some(timer),
            Err(error) => say(host, user, &format!("That is not possible: {error}.")),
        }
    }
}

/// Shows the contact with the line as the text of its status.
pub(crate) fn show_contact(host: &Host<Ticker>, user: &str, line: &str) {
    let contact = Buddy::new(user, CONTACT).alias("Ticker").status_text(line);
    host.buddy_changed(&contact).ok();
}

fn say(host: &Host<Ticker>, user: &str, text: &str) {
    let text = if text.is_empty() {
        "There is no line."
    } else {
        text
    };
    host.message(&Message::from_contact(user, CONTACT, text))
        .ok();
}
