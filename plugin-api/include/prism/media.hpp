// SPDX-License-Identifier: MIT
// Files on the web in C++: the host's service "prism.media/1". prism/media.h says more about it.
//
//   prism::Media media(host);
//   file_ = media.publish({user, "cat.jpg", "image/jpeg", bytes}, [this](const prism::Published& published) { ... });
//   fetch_ = media.fetch({user, url}, [this](const prism::Fetched& fetched) { ... });
//
// All of it is [main].
#ifndef PRISM_MEDIA_HPP
#define PRISM_MEDIA_HPP

#include <prism/host.hpp>
#include <prism/media.h>
#include <prism/types.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <string_view>
#include <utility>

namespace prism {

struct File {
  std::string_view user = {};
  std::string_view name = {};       // as the network calls the file
  std::string_view mime_type = {};  // empty: the extension of the name decides
  std::string_view bytes = {};
  int fd = -1;  // a regular file to read instead of `bytes`, which must not change before the callback; -1: none
};

enum class PublishOutcome : std::uint32_t {
  Done = PRISM_PUBLISH_DONE,
  TooLarge = PRISM_PUBLISH_TOO_LARGE,
  Full = PRISM_PUBLISH_FULL,
  Failed = PRISM_PUBLISH_FAILED,
  Ended = PRISM_PUBLISH_ENDED,
};

// Borrowed until the callback returns.
struct Published {
  PublishOutcome outcome = PublishOutcome::Failed;
  std::string_view url = {};
  std::string_view mime_type = {};
  std::string_view error = {};  // a part of a sentence to the user
};

struct FetchRequest {
  std::string_view user = {};
  std::string_view url = {};
  std::uint64_t max_size = 0;                                        // bytes; 0: the host's limit
  std::chrono::milliseconds timeout = std::chrono::milliseconds(0);  // 0: a minute
  int fd = -1;  // a regular file to write to instead of memory; -1: none
};

enum class FetchOutcome : std::uint32_t {
  Done = PRISM_FETCH_DONE,
  Forbidden = PRISM_FETCH_FORBIDDEN,
  TooLarge = PRISM_FETCH_TOO_LARGE,
  TimedOut = PRISM_FETCH_TIMED_OUT,
  Refused = PRISM_FETCH_REFUSED,
  Failed = PRISM_FETCH_FAILED,
  Ended = PRISM_FETCH_ENDED,
};

// Borrowed until the callback returns.
struct Fetched {
  FetchOutcome outcome = FetchOutcome::Failed;
  std::uint32_t http_status = 0;
  std::string_view error = {};
  std::string_view url = {};
  std::string_view mime_type = {};  // as the server says; may be empty, and may be wrong
  std::string_view bytes = {};      // empty with a descriptor
  std::uint64_t size = 0;
};

// A publication or a fetch, which is cancelled when this object ends. It may end, or be replaced, inside its own
// callback. All of it is [main].
template <typename Answer>
class OpenTransfer {
 public:
  // Does nothing.
  OpenTransfer() = default;

  OpenTransfer(OpenTransfer&&) noexcept = default;
  OpenTransfer& operator=(OpenTransfer&& other) noexcept {
    if (this != &other) {
      cancel();
      callback_ = std::move(other.callback_);
      service_ = other.service_;
      result_ = other.result_;
    }
    return *this;
  }
  ~OpenTransfer() { cancel(); }

  // True until the callback is called.
  explicit operator bool() const { return callback_ && callback_->id != 0; }

  // The result of Media::publish() or fetch(). If it is not Ok, the callback is never called.
  Result result() const { return result_; }

  // [main] Cancels it: its callback is not called afterwards. Does nothing if it has ended.
  void cancel() noexcept {
    if (callback_) {
      Callback::release(callback_, *this ? service_->cancel(callback_->host, callback_->id) : PRISM_OK);
    }
  }

 private:
  friend class Media;
  using Callback = detail::Callback<const Answer&>;

  typename Callback::Owner callback_;
  const prism_media* service_ = nullptr;
  Result result_ = Result::WrongState;
};

using OpenPublication = OpenTransfer<Published>;
using OpenFetch = OpenTransfer<Fetched>;

// The service. Cheap to copy; valid until the process ends.
class Media {
 public:
  // [main] Gets the service.
  explicit Media(Host host)
      : host_(host.table()), service_(static_cast<const prism_media*>(host.service(PRISM_MEDIA))) {}

  bool canPublish() const { return service_ && (service_->abilities & PRISM_MEDIA_CAN_PUBLISH) != 0; }
  bool canFetch() const { return service_ && (service_->abilities & PRISM_MEDIA_CAN_FETCH) != 0; }

  // [main] Starts to write a file into the web server's directory. `done` is called once, unless this is cancelled, and
  // never before this returns.
  [[nodiscard]] OpenPublication publish(const File& file, std::function<void(const Published&)> done) const {
    OpenPublication open;
    if (!service_) {
      open.result_ = Result::Unsupported;
      return open;
    }
    auto asked = detail::sized<prism_file>();
    asked.flags = detail::flag(file.fd >= 0, PRISM_FILE_FROM_DESCRIPTOR);
    asked.user = detail::toC(file.user);
    asked.name = detail::toC(file.name);
    asked.mime_type = detail::toC(file.mime_type);
    asked.bytes = {file.bytes.data(), file.bytes.size()};
    asked.fd = std::max(file.fd, 0);
    open.service_ = service_;
    open.callback_.reset(new OpenPublication::Callback(host_, std::move(done)));
    open.result_ = Result(service_->publish(host_, &asked, &onPublished, open.callback_.get(), &open.callback_->id));
    if (open.result_ != Result::Ok) {
      open.callback_.reset();
    }
    return open;
  }

  // [main] Starts a fetch. `done` is called once, unless the fetch is cancelled, and never before this returns.
  [[nodiscard]] OpenFetch fetch(const FetchRequest& request, std::function<void(const Fetched&)> done) const {
    OpenFetch open;
    if (!service_) {
      open.result_ = Result::Unsupported;
      return open;
    }
    auto asked = detail::sized<prism_fetch>();
    asked.flags = detail::flag(request.fd >= 0, PRISM_FETCH_TO_DESCRIPTOR);
    asked.user = detail::toC(request.user);
    asked.url = detail::toC(request.url);
    asked.max_size = request.max_size;
    asked.timeout_ms = detail::millisecondsOf(request.timeout);
    asked.fd = std::max(request.fd, 0);
    open.service_ = service_;
    open.callback_.reset(new OpenFetch::Callback(host_, std::move(done)));
    open.result_ = Result(service_->fetch(host_, &asked, &onDone, open.callback_.get(), &open.callback_->id));
    if (open.result_ != Result::Ok) {
      open.callback_.reset();
    }
    return open;
  }

 private:
  static void onPublished(void* data, prism_media_id, const prism_published* published) {
    auto* callback = static_cast<OpenPublication::Callback*>(data);
    callback->id = 0;  // the host has forgotten it
    callback->call("a publication",
                   Published{static_cast<PublishOutcome>(published->outcome), detail::fromC(published->url),
                             detail::fromC(published->mime_type), detail::fromC(published->error)});
  }

  static void onDone(void* data, prism_media_id, const prism_fetched* fetched) {
    auto* callback = static_cast<OpenFetch::Callback*>(data);
    callback->id = 0;  // the host has forgotten it
    Fetched result;
    result.outcome = static_cast<FetchOutcome>(fetched->outcome);
    result.http_status = fetched->http_status;
    result.error = detail::fromC(fetched->error);
    result.url = detail::fromC(fetched->url);
    result.mime_type = detail::fromC(fetched->mime_type);
    result.bytes = {static_cast<const char*>(fetched->bytes.data), static_cast<std::size_t>(fetched->bytes.size)};
    result.size = fetched->size;
    callback->call("a fetch", result);
  }

  const prism_host* host_;
  const prism_media* service_;
};

}  // namespace prism

#endif
