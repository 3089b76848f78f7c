// SPDX-License-Identifier: MIT
//! A thread that reads the file. Reading may block, as a library of a network may, so the main thread must not do it.

use crate::Ticker;
use prism_plugin::{LogLevel, Poster};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{channel, RecvTimeoutError, Sender};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

/// Bytes of a line that are read.
const LONGEST_LINE: u64 = 1000;

/// Owns the thread, and ends it.
pub(crate) struct Feed {
    end: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Feed {
    pub(crate) fn start(
        poster: Poster<Ticker>,
        file: PathBuf,
        period: Duration,
    ) -> std::io::Result<Self> {
        let (end, ended) = channel();
        let thread = Builder::new().name("feed".to_owned()).spawn(move || {
            let mut last = None;
            loop {
                let line = first_line(&file).unwrap_or_else(|error| {
                    poster.log(LogLevel::Debug, &format!("{}: {error}", file.display()));
                    String::new()
                });
                if last.as_ref() != Some(&line) {
                    last = Some(line.clone());
                    // Fails once the process is about to end: the main thread drops `end` then, too.
                    let _ = poster.post(move |ticker| ticker.line_changed(line));
                }
                if ended.recv_timeout(period) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
            }
        })?;
        Ok(Feed {
            end: Some(end),
            thread: Some(thread),
        })
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join(); // a panic of the thread is in the log already
        }
    }
}

fn first_line(file: &Path) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    BufReader::new(File::open(file)?.take(LONGEST_LINE)).read_until(b'\n', &mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
}
