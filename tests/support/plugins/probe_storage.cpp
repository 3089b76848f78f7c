// SPDX-License-Identifier: MIT
#include "tests/support/plugins/probe_storage.h"

#include <cstring>
#include <stdexcept>
#include <utility>

namespace prism::tests {
namespace {

// Returns `result N`, with the error of the system if there was one.
std::string describe(const prism_host* host, prism_result result) {
  return "result " + std::to_string(result) +
         (result == PRISM_ERR_SYSTEM ? std::string(" ") + std::strerror(host->system_error(host)) : "");
}

void takeValue(void* data, prism_blob value) {
  *static_cast<std::string*>(data) += " [" + std::string(static_cast<const char*>(value.data), value.size) + "]";
}

void takeKey(void* data, prism_str key) { *static_cast<std::string*>(data) += " " + text(key); }

}  // namespace

ProbeStorage::ProbeStorage(const prism_host* host, Answer answer)
    : host_(host),
      service_(static_cast<const prism_storage*>(host->get_service(host, PRISM_STORAGE))),
      answer_(std::move(answer)) {
  std::string found;
  const prism_result read = service_->get(host_, {}, PRISM_STR("create"), &takeValue, &found);
  const std::string line =
      "in create: " + describe(host_, read) + found + ", set " + describe(host_, set("", "create", "too early"));
  host_->log(host_, PRISM_LOG_INFO, borrowed(line));
}

void ProbeStorage::execute(const std::string& user, Words& words) {
  std::string whose = user;
  std::string what = word(words);
  if (what == "of") {
    whose = word(words);
    whose = whose == "-" ? "" : whose;
    what = word(words);
  }
  answer_(user, resultOf(whose, what, words));
}

void ProbeStorage::store(const std::string& user, const std::string& key, const std::string& value) {
  const prism_result result = set(user, key, value);
  const std::string line = "stored " + key + " of " + user + ": " + describe(host_, result);
  host_->log(host_, PRISM_LOG_INFO, borrowed(line));
}

std::string ProbeStorage::resultOf(const std::string& user, const std::string& what, Words& words) {
  const std::string key = word(words);
  std::string found;
  prism_result result = PRISM_OK;
  if (what == "get") {
    result = service_->get(host_, borrowed(user), borrowed(key), &takeValue, &found);
  } else if (what == "set") {
    result = set(user, key, word(words));
  } else if (what == "set-large") {
    result = set(user, key, std::string(number(words), 'x'));
  } else if (what == "remove") {
    result = service_->remove(host_, borrowed(user), borrowed(key));
  } else if (what == "list") {
    result = service_->list(host_, borrowed(user), borrowed(key), &takeKey, &found);
  } else if (what == "throw") {
    const auto thrower = [](void*, prism_blob) { throw std::runtime_error("thrown in a visit"); };
    result = service_->get(host_, borrowed(user), borrowed(key), thrower, nullptr);
  } else {
    throw std::invalid_argument("nothing to do with values like " + what);
  }
  return describe(host_, result) + found;
}

prism_result ProbeStorage::set(const std::string& user, const std::string& key, const std::string& value) {
  return service_->set(host_, borrowed(user), borrowed(key), {value.data(), value.size()});
}

}  // namespace prism::tests
