// SPDX-License-Identifier: MIT
#include "host/media/media.h"

#include "host/base/abi.h"
#include "host/base/quote.h"

#include <Poco/Logger.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <ctime>
#include <utility>

namespace prism::host {
namespace {

constexpr std::int64_t kDay = 24 * 3600;

// The maximum number of open publications, in all and of a user.
constexpr std::size_t kMostOpen = 64;
constexpr std::size_t kMostOpenOfUser = 16;

// The maximum size of the contents in memory, in all and of a user. The unit is the maximum size of a file.
constexpr std::uint64_t kMostInMemory = 4;
constexpr std::uint64_t kMostInMemoryOfUser = 2;

// The time that a file system has for removing an unfinished file. It is a part of kShutdownTime that no other step
// uses.
constexpr std::chrono::milliseconds kTimeToRemove{100};

}  // namespace

Media::Media(MediaIds& ids, Guard& guard, MediaSettings settings, TimerSource& timers, EventLoop& loop,
             PluginBoundary& boundary, Poco::Logger& log, std::chrono::milliseconds time_limit)
    : ids_(ids),
      guard_(guard),
      timers_(timers),
      boundary_(boundary),
      log_(log),
      max_file_(settings.max_file),
      time_limit_(time_limit),
      shares_(settings.max_total / 4),
      files_(std::move(settings), timers, log),
      worker_(loop, "prism-media") {}

Media::~Media() {
  for (const auto& [id, open] : open_) {
    timers_.remove(open->timer);
  }
  if (writing_) {
    writing_->cancelled = true;
  }
}

prism_result Media::publish(const prism_file* file, prism_publish_fn done, void* data, prism_media_id* id) {
  const auto refuse = [this](prism_result result, std::string_view why) {
    guard_.reportMisbehaviour("media.publish", why);
    return result;
  };
  if (!done || !id) {
    return refuse(PRISM_ERR_ARGUMENT, done ? "id is NULL" : "done is NULL");
  }
  const auto open = std::make_shared<Open>();
  if (const prism_result result = guard_.readFile(file, &open->name, &open->mime_type); result != PRISM_OK) {
    return result;
  }
  if (!files_.canPublish()) {
    return refuse(PRISM_ERR_UNSUPPORTED, "PRISM_MEDIA_CAN_PUBLISH is not set");
  }
  if (over_) {
    return refuse(PRISM_ERR_STATE, "the process is about to end");
  }
  open->user = view(file->user);
  const bool from_descriptor = (file->flags & PRISM_FILE_FROM_DESCRIPTOR) != 0;
  if (const prism_result result = checkLimits(open->user, from_descriptor ? 0 : file->bytes.size); result != PRISM_OK) {
    return result;
  }
  open->size = file->bytes.size;
  if (from_descriptor) {
    struct stat info {};
    open->fd = UniqueFd(::fcntl(file->fd, F_DUPFD_CLOEXEC, 0));
    if (!open->fd || ::fstat(open->fd.get(), &info) != 0) {
      return PRISM_ERR_SYSTEM;
    }
    open->size = static_cast<std::uint64_t>(info.st_size);
  } else if (open->size > 0 && open->size <= max_file_) {
    open->bytes.assign(static_cast<const char*>(file->bytes.data), open->size);
  }
  if (!worker_.start()) {
    return PRISM_ERR_SYSTEM;
  }
  open->media = this;
  open->id = ids_.next();
  open->done = done;
  open->data = data;
  open_.emplace(open->id, open);
  open->refusal = reserve(*open);
  if (!open->refusal) {
    open->place = turns_.wait(open->user, open.get());
  }
  open->timer = timers_.add(open->refusal ? std::chrono::milliseconds(0) : time_limit_, {}, &onTimer, open.get());
  *id = open->id;
  writeNext();
  return PRISM_OK;
}

// The limits of a user count first: those of all users are no fault of the plugin.
prism_result Media::checkLimits(std::string_view user, std::uint64_t size) {
  const auto refuse = [this](const std::string& why) {
    guard_.reportMisbehaviour("media.publish", why);
    return PRISM_ERR_LIMIT;
  };
  std::size_t open_of_user = 0;
  std::uint64_t bytes_of_user = 0;
  for (const auto& [id, open] : open_) {
    if (open->user == user) {
      ++open_of_user;
      bytes_of_user += open->bytes.size();
    }
  }
  if (open_of_user >= kMostOpenOfUser) {
    return refuse(fmt::format("{} publications for user {} are open already", kMostOpenOfUser, inQuotes(user)));
  }
  const std::uint64_t kept = size > max_file_ ? 0 : size;
  if (bytes_of_user + kept > kMostInMemoryOfUser * max_file_) {
    return refuse(fmt::format("{} bytes for user {} wait to be written already", bytes_of_user, inQuotes(user)));
  }
  if (open_.size() >= kMostOpen) {
    guard_.noteLimit("media.publish", fmt::format("{} publications are open already", kMostOpen));
    return PRISM_ERR_LIMIT;
  }
  if (bytes_ + kept > kMostInMemory * max_file_) {
    guard_.noteLimit("media.publish", fmt::format("{} bytes wait to be written already", bytes_));
    return PRISM_ERR_LIMIT;
  }
  return PRISM_OK;
}

// Reserves the space that the file needs. Returns why there is none; nullopt if there is.
std::optional<WebFiles::Outcome> Media::reserve(const Open& open) {
  if (shares_.isUsedUp(open.user, std::time(nullptr) / kDay)) {
    return WebFiles::Outcome{PRISM_PUBLISH_FULL, "", "", "too many files have come today"};
  }
  if (auto refusal = files_.reserve(open.size)) {
    return refusal;
  }
  shares_.add(open.user, Sweep::sizeInBlocks(open.size));
  bytes_ += open.bytes.size();
  return std::nullopt;
}

// Ends the reservation. `kept`: the file is there.
void Media::release(const Open& open, bool kept) {
  bytes_ -= open.bytes.size();
  files_.release(open.size, kept);
  if (!kept) {
    shares_.remove(open.user, Sweep::sizeInBlocks(open.size));
  }
}

// Has the thread write the next file, unless it is busy.
void Media::writeNext() {
  if (const auto turn = over_ ? std::nullopt : turns_.take()) {
    writing_ = open_.at(turn->item->id);
    Open& open = *writing_;
    worker_.run(
        [this, &open] {
          open.written =
              files_.write(open.name, open.mime_type, {open.bytes, open.fd.get()}, open.size, open.cancelled);
        },
        [this] { onWritten(); });
  }
}

void Media::onWritten() {
  const std::shared_ptr<Open> open = std::exchange(writing_, nullptr);
  const bool is_open = open_.erase(open->id) > 0;
  if (!is_open) {
    files_.remove(open->written);  // it was abandoned just when it was complete
  }
  release(*open, is_open && open->written.error == 0);
  turns_.stop(open->user);
  writeNext();
  if (is_open) {
    timers_.remove(open->timer);
    tell(*open, files_.outcomeOf(open->written));
  }
}

// Removes a publication from the table, and leaves no file of it. Returns nullptr if there is none of this id.
std::shared_ptr<Media::Open> Media::abandon(Id id) {
  const auto node = open_.extract(id);
  if (!node) {
    return nullptr;
  }
  timers_.remove(node.mapped()->timer);
  if (node.mapped() == writing_) {
    writing_->cancelled = true;  // the thread then ends soon, and onWritten() releases it
  } else if (!node.mapped()->refusal) {
    turns_.leave(node.mapped()->user, node.mapped()->place);
    release(*node.mapped(), false);
  }
  return std::move(node.mapped());
}

void Media::tell(const Open& open, const WebFiles::Outcome& outcome) {
  const prism_published told{sizeof told, outcome.outcome, borrowed(outcome.url), borrowed(outcome.mime_type),
                             borrowed(outcome.sentence)};
  boundary_.call("media.publish", [&] { open.done(open.data, open.id, &told); });
}

void Media::onTimer(void* data, TimerQueue::Id) {
  const Open& timed = *static_cast<Open*>(data);
  Media& self = *timed.media;
  const std::shared_ptr<Open> open = self.abandon(timed.id);
  self.tell(*open, open->refusal ? *open->refusal : self.files_.outcomeOf({ETIMEDOUT, "", "", ""}));
}

bool Media::cancel(prism_media_id id) { return abandon(id) != nullptr; }

void Media::endAll() {
  over_ = true;
  while (!open_.empty()) {  // the plugin may cancel others meanwhile
    const std::shared_ptr<Open> open = abandon(open_.begin()->first);
    tell(*open, {PRISM_PUBLISH_ENDED, "", "", "the gateway is about to end"});
  }
}

bool Media::awaitEnd() {
  over_ = true;
  while (!open_.empty()) {
    abandon(open_.begin()->first);
  }
  const bool ended = worker_.await(kTimeToRemove);
  if (!ended) {
    log_.warning("service.web_directory: the file system does not answer, so an unfinished file may stay there");
  }
  return ended;
}

}  // namespace prism::host
