// SPDX-License-Identifier: MIT
#include "user/transfers.h"

#include <algorithm>
#include <utility>

namespace purple {
namespace {

// How many times longer than kept still a transfer may wait for its first byte: a contact has to accept the file, and
// many protocols upload files without telling libpurple of the progress.
constexpr int kPatienceForContact = 10;

}  // namespace

Transfers::~Transfers() {
  for (auto& [transfer, watched] : watched_) {
    purple_xfer_unref(transfer);
  }
}

void Transfers::add(PurpleXfer* transfer) {
  watched_.emplace(transfer, Watched());
  if (!stall_timer_) {
    const auto interval = std::max(owner_.shared.configuration.file_timeout / 2, std::chrono::milliseconds(1));
    stall_timer_ = owner_.host().every(interval, [this] { look(); });
  }
}

bool Transfers::isRunning(PurpleXfer* transfer) const {
  const auto place = watched_.find(transfer);
  return place != watched_.end() && !place->second.over;
}

std::size_t Transfers::count(PurpleXferType type) const {
  return static_cast<std::size_t>(std::count_if(
      watched_.begin(), watched_.end(), [&](const auto& each) { return purple_xfer_get_type(each.first) == type; }));
}

bool Transfers::isAbandoned(const PurpleXfer* transfer) const {
  return transfer->ref == 1 && isRunning(const_cast<PurpleXfer*>(transfer));  // the reference is that of watched_
}

bool Transfers::isStalled(PurpleXfer* transfer) const {
  const auto place = watched_.find(transfer);
  return place != watched_.end() && place->second.stalled;
}

void Transfers::cancel(PurpleXfer* transfer) {
  if (!isAbandoned(transfer)) {
    purple_xfer_cancel_local(transfer);
    return;
  }
  // libpurple would call functions of the protocol, which has freed its data.
  transfer->status = PURPLE_XFER_STATUS_CANCEL_LOCAL;
  const bool is_sent = purple_xfer_get_type(transfer) == PURPLE_XFER_SEND;
  purple_signal_emit(purple_xfers_get_handle(), is_sent ? "file-send-cancel" : "file-recv-cancel", transfer);
}

bool Transfers::mustEnd(PurpleXfer* transfer, Watched& watched) const {
  if (watched.over) {
    return false;
  }
  const bool is_sent = purple_xfer_get_type(transfer) == PURPLE_XFER_SEND;
  const std::size_t bytes = purple_xfer_get_bytes_sent(transfer);  // received ones, for a transfer to us
  const auto now = std::chrono::steady_clock::now();
  if (bytes != watched.bytes) {
    watched.bytes = bytes;
    watched.since = now;
  }
  const auto patience = owner_.shared.configuration.file_timeout * (is_sent && bytes == 0 ? kPatienceForContact : 1);
  const std::uint64_t limit = owner_.shared.configuration.max_file_size;
  watched.stalled = now - watched.since >= patience;
  return watched.stalled || isAbandoned(transfer) || (!is_sent && limit != 0 && bytes > limit);
}

void Transfers::look() {
  const GlibContext::Turn turn(owner_.shared.libpurple.glib());
  std::vector<PurpleXfer*> ending;
  for (auto& [transfer, watched] : watched_) {
    if (mustEnd(transfer, watched)) {
      ending.push_back(transfer);
    }
  }
  for (PurpleXfer* transfer : ending) {
    if (isRunning(transfer)) {  // the end of one may end others
      cancel(transfer);
    }
  }
}

void Transfers::onEvent(PurpleXfer* transfer, std::function<void()> later) {
  if (const auto place = watched_.find(transfer); place != watched_.end()) {
    place->second.over = true;
  }
  reporting_.insert(owner_.normalized(textOf(purple_xfer_get_remote_user(transfer))));
  runLater(std::move(later));
}

void Transfers::expectReport(const std::string& contact) {
  reporting_.insert(owner_.normalized(contact));
  runLater([] {});
}

void Transfers::runLater(std::function<void()> what) {
  later_.push_back(std::move(what));
  timer_ = owner_.host().after(std::chrono::milliseconds(0), [this] { handleEvents(); });
}

void Transfers::handleEvents() {
  const GlibContext::Turn turn(owner_.shared.libpurple.glib());
  reporting_.clear();
  for (const auto& what : std::exchange(later_, {})) {
    what();
  }
  releaseOver();
}

void Transfers::releaseOver() {
  std::erase_if(watched_, [](const auto& entry) {
    const bool over = entry.second.over;
    if (over) {
      purple_xfer_unref(entry.first);
    }
    return over;
  });
  if (watched_.empty()) {
    stall_timer_.end();
  }
}

}  // namespace purple
