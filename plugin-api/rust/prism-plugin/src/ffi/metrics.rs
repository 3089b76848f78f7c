// SPDX-License-Identifier: MIT
//! `prism/metrics.h`. Written by bindings.py.

use super::*;

pub const PRISM_METRICS: &[u8] = b"prism.metrics/1\0";
pub type prism_metrics_id = u64;
pub const PRISM_METRIC_COUNTER: u32 = 1;
pub const PRISM_METRIC_GAUGE: u32 = 2;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_metric {
    pub struct_size: u32,
    pub kind: u32,
    pub name: prism_str,
    pub help: prism_str,
    pub labels: *const prism_pair,
    pub labels_count: u64,
}

sized!(prism_metric);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct prism_metrics {
    pub struct_size: u32,
    pub reserved: u32,
    pub define: unsafe extern "C" fn(
        host: *const prism_host,
        metric: *const prism_metric,
        series: *mut prism_metrics_id,
    ) -> prism_result,
    pub add: unsafe extern "C" fn(
        host: *const prism_host,
        series: prism_metrics_id,
        amount: f64,
    ) -> prism_result,
    pub set: unsafe extern "C" fn(
        host: *const prism_host,
        series: prism_metrics_id,
        value: f64,
    ) -> prism_result,
}
