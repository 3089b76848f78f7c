// SPDX-License-Identifier: MIT
#include "host/media/fetches.h"

#include "host/base/abi.h"
#include "host/base/quote.h"
#include "host/base/xml_text.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace prism::host {
namespace {

// The maximum number of fetches that run at a time, in all and of a user. Each may keep a whole file in memory.
constexpr std::size_t kMostRunning = 8;
constexpr std::size_t kMostRunningOfUser = 2;

// The maximum number of fetches that run or wait, in all and of a user.
constexpr std::size_t kMostOpen = 256;
constexpr std::size_t kMostOpenOfUser = 16;

}  // namespace

Fetches::Fetches(MediaIds& ids, NetworkModule& network, Guard& guard, TimerSource& timers, PluginBoundary& boundary,
                 std::uint64_t max_size)
    : ids_(ids),
      network_(network),
      guard_(guard),
      timers_(timers),
      boundary_(boundary),
      max_size_(max_size),
      turns_(kMostRunning, kMostRunningOfUser) {}

Fetches::~Fetches() {
  for (const auto& [id, open] : open_) {
    timers_.remove(open->timer);
  }
}

prism_result Fetches::fetch(const prism_fetch* fetch, prism_fetch_fn done, void* data, prism_media_id* id) {
  if (!done || !id) {
    guard_.reportMisbehaviour("media.fetch", done ? "id is NULL" : "done is NULL");
    return PRISM_ERR_ARGUMENT;
  }
  Network::Fetch request;
  if (const prism_result result = guard_.readFetch(fetch, &request); result != PRISM_OK) {
    return result;
  }
  if (!network_.get()) {
    guard_.reportMisbehaviour("media.fetch", "PRISM_MEDIA_CAN_FETCH is not set");
    return PRISM_ERR_UNSUPPORTED;
  }
  if (over_) {
    guard_.reportMisbehaviour("media.fetch", "the process is about to end");
    return PRISM_ERR_STATE;
  }
  const std::string user(view(fetch->user));
  if (countOf(user) >= kMostOpenOfUser) {
    guard_.reportMisbehaviour("media.fetch",
                              fmt::format("{} fetches for user {} are open already", kMostOpenOfUser, inQuotes(user)));
    return PRISM_ERR_LIMIT;
  }
  if (open_.size() >= kMostOpen) {
    guard_.noteLimit("media.fetch", fmt::format("{} fetches are open already", kMostOpen));
    return PRISM_ERR_LIMIT;
  }
  UniqueFd fd;
  if (request.fd >= 0) {
    fd = UniqueFd(::fcntl(request.fd, F_DUPFD_CLOEXEC, 0));
    if (!fd) {
      return PRISM_ERR_SYSTEM;
    }
    request.fd = fd.get();
  }
  request.max_size = request.max_size == 0 ? max_size_ : std::min(request.max_size, max_size_);
  const Clock::time_point deadline = Clock::now() + request.timeout;
  SecretVector<char> url(request.url.begin(), request.url.end());
  request.url = {};
  auto open = std::make_unique<Open>(Open{this, ids_.next(), user, request, std::move(url), done, data, deadline});
  open->too_long = fetch->url.size > kLongestFetchUrl;
  open->fd = std::move(fd);
  open->timer = timers_.add(open->request.timeout, {}, &Fetches::onTimeout, open.get());
  open->place = turns_.wait(user, open.get());
  *id = open->id;
  open_.emplace(open->id, std::move(open));
  startWaiting();
  return PRISM_OK;
}

std::size_t Fetches::countOf(std::string_view user) const {
  return static_cast<std::size_t>(
      std::count_if(open_.begin(), open_.end(), [&](const auto& each) { return each.second->user == user; }));
}

prism_result Fetches::cancel(prism_media_id id) {
  if (!ids_.everHad(id)) {
    guard_.reportMisbehaviour("media.cancel", fmt::format("there is no fetch or publication {}", id));
    return PRISM_ERR_ARGUMENT;
  }
  if (const auto node = open_.extract(id)) {
    release(*node.mapped());
    startWaiting();
  }
  return PRISM_OK;
}

// Starts as many fetches as may run.
void Fetches::startWaiting() {
  while (const auto turn = over_ ? std::nullopt : turns_.take()) {
    start(turn->item);
  }
}

// Gives back what a fetch that ends has of others.
void Fetches::release(const Open& open) {
  timers_.remove(open.timer);
  if (open.task) {
    turns_.stop(open.user);
  } else {
    turns_.leave(open.user, open.place);
  }
}

void Fetches::start(Open* open) {
  timers_.remove(std::exchange(open->timer, 0));
  Network::Fetch request = open->request;
  const SecretVector<char> url = std::move(open->url);
  request.url = {url.data(), url.size()};
  request.timeout = std::max(std::chrono::milliseconds(1),
                             std::chrono::duration_cast<std::chrono::milliseconds>(open->deadline - Clock::now()));
  open->task =
      network_.get()->fetch(request, [this, id = open->id](const Network::Fetched& fetched) { end(id, fetched); });
}

void Fetches::onTimeout(void* data, TimerQueue::Id) {
  Open& open = *static_cast<Open*>(data);
  Network::Fetched fetched;
  fetched.outcome = PRISM_FETCH_TIMED_OUT;
  fetched.error = "too many other files are fetched";
  open.fetches->end(open.id, fetched);
}

void Fetches::endAll() {
  over_ = true;
  Network::Fetched fetched;
  fetched.outcome = PRISM_FETCH_ENDED;
  fetched.error = "the gateway is about to end";
  while (!open_.empty()) {  // the plugin may cancel others meanwhile
    end(open_.begin()->first, fetched);
  }
}

void Fetches::end(Id id, const Network::Fetched& fetched) {
  const auto node = open_.extract(id);
  const Open& open = *node.mapped();
  release(open);
  std::string error;
  const std::string_view url(fetched.url.data(), fetched.url.size());
  if (fetched.outcome == PRISM_FETCH_FORBIDDEN && open.too_long) {
    error = fmt::format("the URL has more than {} bytes", kLongestFetchUrl);
  } else {
    assignXmlText(fetched.error, &error);
  }
  prism_fetched told{};
  told.struct_size = sizeof told;
  told.outcome = fetched.outcome;
  told.http_status = fetched.http_status;
  told.error = borrowed(error);
  told.url = isXmlText(url) ? prism_str{url.data(), url.size()} : prism_str{"", 0};
  told.mime_type = borrowed(fetched.mime_type);
  told.bytes = {fetched.bytes.data(), fetched.bytes.size()};
  told.size = fetched.size;
  boundary_.call("media.fetch", [&] { open.done(open.data, id, &told); });
  startWaiting();
}

}  // namespace prism::host
