/* SPDX-License-Identifier: MIT */
/*
 * Counters and gauges of the plugin: the host's service "prism.metrics/1".
 *
 *   const prism_metrics* metrics = host->get_service(host, PRISM_METRICS);
 *
 * The host writes them to its file of metrics for Prometheus (prism.metrics_file), every 15 seconds, and prism-status
 * --json shows them. A metric `name` is called prism_plugin_<id>_<name> there; a '-' in the plugin's id becomes '_'.
 * The name of the file needs `${id}`, so that backends do not share one: prism.metrics_file = /run/prism/${id}.prom.
 * The host removes the file when it ends.
 *
 * A metric is one series, or several that differ in the values of their labels:
 *
 *   lines_total {direction="in"}
 *   lines_total {direction="out"}
 *
 * The values of labels are words of the plugin's own. Never use the name of a user, a contact, a room or a server:
 * Prometheus keeps each series for weeks, and others can read the file.
 */
#ifndef PRISM_METRICS_H
#define PRISM_METRICS_H

#include <prism/host.h>
#include <prism/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PRISM_METRICS "prism.metrics/1"

typedef uint64_t prism_metrics_id; /* of a series; never 0 */

#define PRISM_METRIC_COUNTER 1u /* only grows; its name ends in _total */
#define PRISM_METRIC_GAUGE 2u   /* goes up and down */

/* One series of a metric. */
typedef struct prism_metric {
  uint32_t struct_size;
  uint32_t kind; /* PRISM_METRIC_... */

  /* 1 to 64 characters: a lower-case letter, and then lower-case letters, digits and '_'. Use base units, and name them
   * at the end: `wait_seconds`, `received_bytes_total`. A gauge must not end in _total, nor any metric in _bucket,
   * _count or _sum, which Prometheus gives to other kinds. */
  prism_str name;

  /* The thing that is counted: one line of 1 to 200 bytes. */
  prism_str help;

  /* The labels of the series, at most 4. A name is as that of a metric, and none of `id`, `le`, `quantile` and
   * `transport`, nor does it begin with "__". A value has at most 128 bytes. */
  const prism_pair* labels;
  uint64_t labels_count;
} prism_metric;

/* The service. This table grows only at its end. */
typedef struct prism_metrics {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* [main] Defines a series, whose value is 0, and sets *series. It cannot be removed. If the series exists, *series is
   * its id, and its value stays. PRISM_ERR_ARGUMENT if the metric has another kind, help or names of labels in another
   * series. PRISM_ERR_LIMIT if the plugin has 256 series. */
  prism_result (*define)(const prism_host* host, const prism_metric* metric, prism_metrics_id* series);

  /* [any] Adds to the value: to a counter 0 or more, to a gauge any number. Takes no lock. PRISM_ERR_ARGUMENT for an
   * infinite amount, or one that is no number. Whole values are exact up to 2 to the power of 53. */
  prism_result (*add)(const prism_host* host, prism_metrics_id series, double amount);

  /* [any] Sets the value of a gauge. PRISM_ERR_ARGUMENT as above. */
  prism_result (*set)(const prism_host* host, prism_metrics_id series, double value);
} prism_metrics;

#ifdef __cplusplus
}
#endif

#endif
