// SPDX-License-Identifier: MIT
//! Counters and gauges: the service `prism.metrics/1`.

use crate::convert::str_to_c;
use crate::error::{check, Error, Result};
use crate::ffi;

service! {
    /// Defines counters and gauges, which the host writes to its file of metrics for Prometheus.
    ///
    /// Labels are words of the plugin's own. Never use the name of a user, a contact, a room or a server.
    pub struct Metrics: prism_metrics = PRISM_METRICS;
}

/// A series of a metric, on the main thread and on any other. Without the service, it does nothing.
#[derive(Clone, Copy)]
struct Series {
    host: *const ffi::prism_host,
    table: *const ffi::prism_metrics,
    id: ffi::prism_metrics_id,
}

// SAFETY: the ABI allows add() and set() on any thread, and the tables are valid until the process ends.
unsafe impl Send for Series {}
// SAFETY: as above; a Series never changes.
unsafe impl Sync for Series {}

impl Series {
    fn add(&self, amount: f64) -> Result {
        // SAFETY: the table is null, or valid until the process ends.
        match unsafe { self.table.as_ref() } {
            Some(table) => check(
                self.host,
                table_call!(table, self.host, add, self.id, amount),
            ),
            None => Err(Error::Unsupported),
        }
    }

    fn set(&self, value: f64) -> Result {
        // SAFETY: as in add().
        match unsafe { self.table.as_ref() } {
            Some(table) => check(
                self.host,
                table_call!(table, self.host, set, self.id, value),
            ),
            None => Err(Error::Unsupported),
        }
    }
}

/// A value that only grows. Any thread may use it.
#[derive(Clone, Copy)]
pub struct Counter(Series);

impl Counter {
    /// Adds one.
    pub fn increment(&self) {
        self.add(1.0).ok();
    }

    /// Adds 0 or more. [`Error::Argument`] for another amount.
    pub fn add(&self, amount: f64) -> Result {
        self.0.add(amount)
    }
}

/// A value that goes up and down. Any thread may use it.
#[derive(Clone, Copy)]
pub struct Gauge(Series);

impl Gauge {
    /// Adds any number.
    pub fn add(&self, amount: f64) -> Result {
        self.0.add(amount)
    }

    /// Sets the value.
    pub fn set(&self, value: f64) -> Result {
        self.0.set(value)
    }
}

impl std::fmt::Debug for Counter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Counter({})", self.0.id)
    }
}

impl std::fmt::Debug for Gauge {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Gauge({})", self.0.id)
    }
}

impl<P: 'static> Metrics<P> {
    /// Defines a counter. Its name ends in `_total`. `help` says what is counted. [`Error::Argument`] for a name or a
    /// label that is not valid, and for another help or other names of labels in another series of the name.
    pub fn counter(&self, name: &str, help: &str, labels: &[(&str, &str)]) -> Result<Counter> {
        self.define(ffi::PRISM_METRIC_COUNTER, name, help, labels)
            .map(Counter)
    }

    /// Defines a gauge. Errors as for a counter.
    pub fn gauge(&self, name: &str, help: &str, labels: &[(&str, &str)]) -> Result<Gauge> {
        self.define(ffi::PRISM_METRIC_GAUGE, name, help, labels)
            .map(Gauge)
    }

    fn define(&self, kind: u32, name: &str, help: &str, labels: &[(&str, &str)]) -> Result<Series> {
        let labels: Vec<_> = labels
            .iter()
            .map(|(name, value)| ffi::prism_pair {
                name: str_to_c(name),
                value: str_to_c(value),
            })
            .collect();
        let mut c = ffi::prism_metric::sized();
        c.kind = kind;
        c.name = str_to_c(name);
        c.help = str_to_c(help);
        c.labels = labels.as_ptr();
        c.labels_count = labels.len() as u64;
        let mut id = 0;
        service_call!(self, define, &c, &mut id)?;
        Ok(Series {
            host: self.host.raw(),
            table: self.table,
            id,
        })
    }
}
