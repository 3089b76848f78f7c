// SPDX-License-Identifier: MIT
#include "host/avatar/picture_queue.h"

#include <prism/media.h>

#include <iterator>
#include <utility>

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

// The first of the user's owners, or one behind them if there is none.
PictureOwners::iterator firstOf(const std::string& user, PictureOwners* owners) {
  return owners->lower_bound({user, "", ""});
}

bool hasOwnerOf(const std::string& user, PictureOwners* owners) {
  const auto first = firstOf(user, owners);
  return first != owners->end() && first->user == user;
}

}  // namespace

PictureQueue::PictureQueue(NetworkModule& network, TimerSource& timers, Listener& listener,
                           std::chrono::milliseconds timeout)
    : network_(network),
      timers_(timers),
      listener_(listener),
      timeout_(timeout),
      turns_(kMostRunning, kMostRunningOfUser) {}

PictureQueue::~PictureQueue() { endAll(); }

bool PictureQueue::want(const std::string& source, const PictureOwner& owner, bool first) {
  const auto found = open_.find(source);
  const bool is_known = found != open_.end();
  const bool waits = is_known && found->second->places.contains(owner.user);
  if (is_known && found->second->is_running) {
    found->second->owners.insert(owner);
    return true;
  }
  if (over_ || (!waits && (turns_.waiting() >= kMostWaiting || turns_.waitingOf(owner.user) >= kMostWaitingOfUser))) {
    return false;
  }
  auto& open = is_known ? found->second : open_[source];
  if (!open) {
    open = std::make_unique<Open>(Open{this, source});
  }
  open->owners.insert(owner);
  if (waits && first) {
    leave(open.get(), owner.user);
  }
  if (!waits || first) {
    wait(open.get(), owner.user, first);
  }
  return true;
}

void PictureQueue::wait(Open* open, const std::string& user, bool first) {
  open->places[user] = turns_.wait(user, open, first);
  schedule();
}

void PictureQueue::leave(Open* open, const std::string& user) {
  const auto place = open->places.find(user);
  turns_.leave(user, place->second);
  open->places.erase(place);
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
  while (const auto turn =
             turns_.take([this](const std::string& user, Open* open) { return removeGone(user, open); })) {
    start(turn->item, turn->user);
  }
}

// Removes the owners of a user who have another picture by now, from a request whose turn it is. Returns false if none
// is left: the request does not wait for this user any more.
bool PictureQueue::removeGone(const std::string& user, Open* open) {
  for (auto it = firstOf(user, &open->owners); it != open->owners.end() && it->user == user;) {
    it = listener_.isCurrent(*it, open->source) ? std::next(it) : open->owners.erase(it);
  }
  if (hasOwnerOf(user, &open->owners)) {
    return true;
  }
  open->places.erase(user);
  if (open->owners.empty()) {
    open_.erase(open_.find(open->source));
  }
  return false;
}

void PictureQueue::start(Open* open, const std::string& user) {
  open->places.erase(user);
  while (!open->places.empty()) {
    leave(open, std::string(open->places.begin()->first));
  }
  open->is_running = true;
  open->runs_for = *firstOf(user, &open->owners);
  running_.insert(open);
  const std::string source = open->source;
  const PictureOwner owner = open->runs_for;  // the answer may end the request
  const SecretVector<char>& url = listener_.urlOf(owner);
  Network* const network = url.empty() ? nullptr : network_.get();
  if (network) {
    const Network::Fetch request{{url.data(), url.size()}, max_size_, timeout_, -1};
    open->task =
        network->fetch(request, [this, source](const Network::Fetched& fetched) { onFetched(source, fetched); });
    return;
  }
  open->timer = timers_.add(timeout_, {}, &PictureQueue::onTimeOut, open);
  if (!listener_.ask(owner)) {
    end(source, PictureEnd::kFailed, {});
  }
}

void PictureQueue::stop(Open* open) {
  while (!open->places.empty()) {
    leave(open, std::string(open->places.begin()->first));
  }
  if (open->is_running) {
    open->is_running = false;
    running_.erase(open);
    timers_.remove(std::exchange(open->timer, 0));
    turns_.stop(open->runs_for.user);
    schedule();
  }
}

// Ends a request, and cancels what runs for it.
void PictureQueue::remove(const std::string& source) {
  const auto node = open_.extract(source);
  stop(node.mapped().get());
}

void PictureQueue::forget(const std::string& source, const PictureOwner& owner) {
  const auto found = open_.find(source);
  if (found != open_.end() && found->second->owners.erase(owner) > 0) {
    onOwnersGone(found->second.get(), owner.user, found->second->runs_for == owner);
  }
}

void PictureQueue::forgetWaiting(const std::string& source, const PictureOwner& owner) {
  const auto found = open_.find(source);
  if (found != open_.end() && !found->second->is_running) {
    forget(source, owner);
  }
}

// Owners of this user do not want the picture any more. `asked`: one of them is whom the plugin is asked about.
void PictureQueue::onOwnersGone(Open* open, const std::string& user, bool asked) {
  if (open->owners.empty()) {
    remove(open->source);
  } else if (!open->is_running && !hasOwnerOf(user, &open->owners)) {
    leave(open, user);
  } else if (asked && open->timer != 0) {
    stop(open);
    for (const PictureOwner& owner : open->owners) {  // the plugin is asked about another owner
      if (!open->places.contains(owner.user)) {
        wait(open, owner.user, true);
      }
    }
  }
}

void PictureQueue::forgetUser(const std::string& user) {
  std::set<Open*> concerned = running_;
  turns_.visit(user, [&](Open* open) { concerned.insert(open); });
  for (Open* const open : concerned) {
    if (std::erase_if(open->owners, [&](const PictureOwner& owner) { return owner.user == user; }) > 0) {
      onOwnersGone(open, user, open->runs_for.user == user);
    }
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
    queue.onOwnersGone(&open, gone.user, true);
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
