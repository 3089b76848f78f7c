// SPDX-License-Identifier: MIT
// Counters and gauges in C++: the host's service "prism.metrics/1". prism/metrics.h documents names, labels and limits.
//
//   prism::Metrics metrics(host);
//   lines_in_ = metrics.counter("lines_total", "Lines of the network.", {{"direction", "in"}});
//   lines_in_.add();
#ifndef PRISM_METRICS_HPP
#define PRISM_METRICS_HPP

#include <prism/host.hpp>
#include <prism/metrics.h>
#include <prism/types.hpp>

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace prism {

class Metrics;

namespace detail {

// One series. Cheap to copy. One that was not defined does nothing.
class Series {
 public:
  // The result of its definition. Unsupported: the host does not have the service.
  Result result() const noexcept { return result_; }

 protected:
  Series() = default;

  Result addAmount(double amount) const noexcept {
    return service_ ? Result(service_->add(host_, id_, amount)) : result_;
  }
  Result setValue(double value) const noexcept { return service_ ? Result(service_->set(host_, id_, value)) : result_; }

 private:
  friend class prism::Metrics;

  const prism_host* host_ = nullptr;
  const prism_metrics* service_ = nullptr;  // nullptr: not defined
  prism_metrics_id id_ = 0;
  Result result_ = Result::Unsupported;
};

}  // namespace detail

// A number that only grows.
class Counter : public detail::Series {
 public:
  // Counts nothing.
  Counter() = default;

  // [any] Adds 0 or more.
  Result add(double amount = 1) const noexcept { return addAmount(amount); }
};

// A number that goes up and down.
class Gauge : public detail::Series {
 public:
  // Shows nothing.
  Gauge() = default;

  // [any]
  Result add(double amount) const noexcept { return addAmount(amount); }
  Result set(double value) const noexcept { return setValue(value); }
};

// The service. Cheap to copy; valid until the process ends.
class Metrics {
 public:
  using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

  // [main]
  explicit Metrics(const Host& host)
      : host_(host.table()), service_(static_cast<const prism_metrics*>(host.service(PRISM_METRICS))) {}

  // Returns true if this host has the service.
  explicit operator bool() const { return service_ != nullptr; }

  // [main] Define a series. After a failure, which result() tells and the host has logged, the series does nothing.
  Counter counter(std::string_view name, std::string_view help, const Labels& labels = {}) const {
    return define<Counter>(PRISM_METRIC_COUNTER, name, help, labels);
  }
  Gauge gauge(std::string_view name, std::string_view help, const Labels& labels = {}) const {
    return define<Gauge>(PRISM_METRIC_GAUGE, name, help, labels);
  }

 private:
  template <typename Kind>
  Kind define(std::uint32_t kind, std::string_view name, std::string_view help, const Labels& labels) const {
    Kind series;
    if (!service_) {
      return series;
    }
    std::vector<prism_pair> pairs;
    pairs.reserve(labels.size());
    for (const auto& [label, value] : labels) {
      pairs.push_back({detail::toC(label), detail::toC(value)});
    }
    auto metric = detail::sized<prism_metric>();
    metric.kind = kind;
    metric.name = detail::toC(name);
    metric.help = detail::toC(help);
    metric.labels = pairs.data();
    metric.labels_count = pairs.size();
    detail::Series& base = series;
    base.host_ = host_;
    base.result_ = Result(service_->define(host_, &metric, &base.id_));
    base.service_ = base.result_ == Result::Ok ? service_ : nullptr;
    return series;
  }

  const prism_host* host_;
  const prism_metrics* service_;
};

}  // namespace prism

#endif
