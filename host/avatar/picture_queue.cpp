// SPDX-License-Identifier: MIT
#include "host/avatar/picture_queue.h"

#include <prism/media.h>

#include <utility>
#include <vector>

namespace prism::host {
namespace {

// The maximum number of pictures that are fetched or asked for at a time, in all and of a user.
constexpr std::size_t kMostRunning = 8;
constexpr std::size_t kMostRunningOfUser = 2;

// Answers of a server that it would give again.
bool isLasting(std::uint32_t http_status) {
  constexpr std::uint32_t kFirst = 400;
  constexpr std::uint32_t kLast = 499;
  constexpr std::uint32_t kTimeout = 408;
  constexpr std::uint32_t kTooMany = 429;
  return http_status >= kFirst && http_status <= kLast && http_status != kTimeout && http_status != kTooMany;
}

PictureEnd endOf(const Network::Fetched& fetched) {
  switch (fetched.outcome) {
    case PRISM_FETCH_DONE:
      return PictureEnd::kDone;
    case PRISM_FETCH_FORBIDDEN:
    case PRISM_FETCH_TOO_LARGE:
      return PictureEnd::kUnusable;
    case PRISM_FETCH_REFUSED:
      return isLasting(fetched.http_status) ? PictureEnd::kUnusable : PictureEnd::kFailed;
    default:
      return PictureEnd::kFailed;
  }
}

}  // namespace

PictureQueue::PictureQueue(NetworkModule& network, TimerSource& timers, Listener& listener,
                           std::chrono::milliseconds timeout)
    : network_(network), timers_(timers), listener_(listener), timeout_(timeout) {}

PictureQueue::~PictureQueue() { endAll(); }

bool PictureQueue::want(const std::string& source, const PictureOwner& owner, bool first) {
  const auto found = open_.find(source);
  if (over_ || (found == open_.end() && open_.size() >= kMostOpen)) {
    return false;
  }
  if (found == open_.end()) {
    auto open = std::make_unique<Open>(Open{this, source, {owner}});
    wait(open.get(), first);
    open_.emplace(source, std::move(open));
    return true;
  }
  Open& open = *found->second;
  open.owners.insert(owner);
  if (first && !open.is_running) {
    waiting_.erase(open.place);
    wait(&open, true);
  }
  return true;
}

void PictureQueue::wait(Open* open, bool first) {
  open->place = first ? --first_place_ : ++last_place_;
  waiting_.emplace(open->place, open);
  schedule();
}

// The plugin must not be called before its own call has returned.
void PictureQueue::schedule() {
  if (turn_ == 0 && !over_) {
    turn_ = timers_.add(std::chrono::milliseconds(0), {}, &PictureQueue::onTurn, this);
  }
}

void PictureQueue::onTurn(void* data, TimerQueue::Id) {
  auto& self = *static_cast<PictureQueue*>(data);
  self.turn_ = 0;
  self.startWaiting();
}

void PictureQueue::startWaiting() {
  while (running_ < kMostRunning) {
    Open* const open = findStartable();
    if (!open) {
      return;
    }
    start(open);
  }
}

// Returns the first that a user of it may have started. Removes those that nobody wants any more.
PictureQueue::Open* PictureQueue::findStartable() {
  for (auto it = waiting_.begin(); it != waiting_.end();) {
    Open& open = *it->second;
    const auto running = running_of_.find(open.owners.begin()->user);
    if (running != running_of_.end() && running->second >= kMostRunningOfUser) {
      ++it;
      continue;
    }
    std::erase_if(open.owners, [&](const PictureOwner& owner) { return !listener_.isCurrent(owner, open.source); });
    if (!open.owners.empty()) {
      return &open;
    }
    it = waiting_.erase(it);
    open_.erase(open_.find(open.source));
  }
  return nullptr;
}

void PictureQueue::start(Open* open) {
  waiting_.erase(open->place);
  open->is_running = true;
  open->runs_for = *open->owners.begin();
  ++running_;
  ++running_of_[open->runs_for.user];
  const std::string source = open->source;
  const PictureOwner owner = open->runs_for;  // the answer may end the request
  const SecretVector<char>& url = listener_.urlOf(owner);
  Network* const network = url.empty() ? nullptr : network_.get();
  if (network) {
    Network::Fetch request{{url.begin(), url.end()}, max_size_, timeout_, -1};
    open->task =
        network->fetch(request, [this, source](const Network::Fetched& fetched) { onFetched(source, fetched); });
    wipe(&request.url);
    return;
  }
  open->timer = timers_.add(timeout_, {}, &PictureQueue::onTimeOut, open);
  if (!listener_.ask(owner)) {
    end(source, PictureEnd::kFailed, {});
  }
}

void PictureQueue::stop(Open* open) {
  if (!open->is_running) {
    waiting_.erase(open->place);
    return;
  }
  open->is_running = false;
  timers_.remove(std::exchange(open->timer, 0));
  --running_;
  if (const auto of_user = running_of_.find(open->runs_for.user); --of_user->second == 0) {
    running_of_.erase(of_user);
  }
  schedule();
}

// Ends a request, and cancels what runs for it.
void PictureQueue::remove(const std::string& source) {
  const auto node = open_.extract(source);
  stop(node.mapped().get());
}

void PictureQueue::forget(const std::string& source, const PictureOwner& owner) {
  const auto found = open_.find(source);
  if (found != open_.end() && found->second->owners.erase(owner) > 0) {
    onOwnersGone(found->second.get(), found->second->runs_for == owner);
  }
}

void PictureQueue::forgetWaiting(const std::string& source, const PictureOwner& owner) {
  const auto found = open_.find(source);
  if (found != open_.end() && !found->second->is_running) {
    forget(source, owner);
  }
}

// `asked`: one of them is the owner that the plugin is asked about.
void PictureQueue::onOwnersGone(Open* open, bool asked) {
  if (open->owners.empty()) {
    remove(open->source);
  } else if (asked && open->timer != 0) {
    stop(open);
    wait(open, true);  // the plugin is asked about another owner
  }
}

void PictureQueue::forgetUser(std::string_view user) {
  std::vector<Open*> concerned;
  for (const auto& [source, open] : open_) {
    if (std::erase_if(open->owners, [&](const PictureOwner& owner) { return owner.user == user; }) > 0) {
      concerned.push_back(open.get());
    }
  }
  for (Open* const open : concerned) {
    onOwnersGone(open, open->runs_for.user == user);
  }
}

PictureOwners PictureQueue::take(const std::string& key) {
  PictureOwners owners;
  for (auto it = open_.lower_bound(key); it != open_.end() && it->first.starts_with(key);) {
    Open& open = *it->second;
    owners.merge(open.owners);
    stop(&open);
    it = open_.erase(it);
  }
  return owners;
}

void PictureQueue::onFetched(const std::string& source, const Network::Fetched& fetched) {
  end(source, endOf(fetched), fetched.bytes);
}

void PictureQueue::onTimeOut(void* data, TimerQueue::Id) {
  auto& open = *static_cast<Open*>(data);
  PictureQueue& queue = *open.queue;
  if (!queue.listener_.isCurrent(open.runs_for, open.source)) {  // for example, that participant has left
    const PictureOwner gone = open.runs_for;
    open.owners.erase(gone);
    queue.onOwnersGone(&open, true);
    return;
  }
  const std::string source = open.source;
  queue.end(source, PictureEnd::kUnanswered, {});
}

void PictureQueue::end(const std::string& source, PictureEnd end, std::string_view bytes) {
  const auto node = open_.extract(source);
  if (!node) {
    return;  // the plugin has answered, and has thrown
  }
  stop(node.mapped().get());
  listener_.onEnd(source, node.mapped()->owners, end, bytes);
}

void PictureQueue::endAll() {
  over_ = true;
  timers_.remove(std::exchange(turn_, 0));
  while (!open_.empty()) {
    remove(std::string(open_.begin()->first));
  }
}

}  // namespace prism::host
