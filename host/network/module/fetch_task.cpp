// SPDX-License-Identifier: MIT
#include "host/network/module/fetch_task.h"

#include "host/network/address_class.h"
#include "net/address.h"
#include <prism/media.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <utility>

namespace prism::host {
namespace {

constexpr int kMostRedirects = 5;
constexpr std::size_t kMostHeaders = 64 * 1024;  // bytes of one answer
constexpr std::size_t kMostAddresses = 8;        // that libcurl tries
constexpr long kConnectTimeoutMs = 10'000;

// A server that sends less than this for so long is cut.
constexpr long kSlowBytesPerSecond = 512;
constexpr long kSlowSeconds = 30;

bool isSuccess(long status) { return status / 100 == 2; }

bool isRedirect(long status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// Returns a media type without its parameters, in lower case; "" if the server has sent no valid one.
std::string mimeTypeOf(const char* content_type) {
  constexpr std::size_t kLongest = 127;
  std::string type(content_type ? content_type : "");
  type.erase(std::min(type.find(';'), type.size()));
  while (!type.empty() && std::isspace(static_cast<unsigned char>(type.back())) != 0) {
    type.pop_back();
  }
  const auto isValid = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || (c != '\0' && std::strchr("!#$&-^_.+/", c) != nullptr);
  };
  if (type.size() > kLongest || std::count(type.begin(), type.end(), '/') != 1 || type.front() == '/' ||
      type.back() == '/' || !std::all_of(type.begin(), type.end(), isValid)) {
    return "";
  }
  for (char& c : type) {
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return type;
}

// Returns the URL of a redirect, which libcurl owns; "" if there is none.
std::string_view locationOf(CURL* easy) {
  curl_header* header = nullptr;
  return ::curl_easy_header(easy, "Location", 0, CURLH_HEADER, -1, &header) == CURLHE_OK ? header->value : "";
}

}  // namespace

FetchTask::FetchTask(Host host, net::Resolver& resolver, CurlLoop& loop, bool private_allowed,
                     const Network::Fetch& fetch, Done done)
    : host_(host),
      resolver_(resolver),
      loop_(loop),
      private_allowed_(private_allowed),
      fetch_(fetch),
      done_(std::move(done)),
      deadline_(std::chrono::steady_clock::now() + fetch_.timeout) {
  timer_ = host_.after(fetch_.timeout, [this] { finish(PRISM_FETCH_TIMED_OUT, "it has taken too long"); });
  follow(std::exchange(fetch_.url, {}));
}

FetchTask::~FetchTask() {
  if (running_) {
    loop_.remove(easy_.get());
  }
}

std::chrono::milliseconds FetchTask::timeLeft() const {
  return std::max(std::chrono::milliseconds(1),
                  std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - std::chrono::steady_clock::now()));
}

void FetchTask::follow(std::string_view url) {
  const bool was_encrypted = redirects_ > 0 && url_.isEncrypted();
  if (std::string problem = url_.set(url); !problem.empty()) {
    finish(PRISM_FETCH_FORBIDDEN, std::move(problem));
    return;
  }
  if (was_encrypted && !url_.isEncrypted()) {
    finish(PRISM_FETCH_FORBIDDEN, "the server redirects from https to http");
    return;
  }
  const net::Resolver::Bounds bounds{std::min<std::chrono::milliseconds>(timeLeft(), std::chrono::seconds(10)),
                                     AF_UNSPEC};
  lookup_ = resolver_.lookUp(url_.host(), url_.port(), bounds,
                             [this](const net::Resolver::Answer& answer) { onResolved(answer); });
}

void FetchTask::onResolved(const net::Resolver::Answer& answer) {
  if (answer.addresses.empty()) {
    finish(answer.outcome == net::Resolver::Outcome::kTimedOut ? PRISM_FETCH_TIMED_OUT : PRISM_FETCH_FAILED,
           answer.error);
    return;
  }
  std::string list;
  std::string_view range;
  std::size_t count = 0;
  for (const net::Address& address : answer.addresses) {
    if (!private_allowed_) {
      range = privateRangeOf(net::asSockaddr(address), address.size);
      if (!range.empty()) {
        continue;
      }
    }
    if (count++ < kMostAddresses) {
      const std::string text = address.text();
      list += (list.empty() ? "" : ",") + (address.storage.ss_family == AF_INET6 ? "[" + text + "]" : text);
    }
  }
  if (count == 0) {
    finish(PRISM_FETCH_FORBIDDEN, url_.host() + " is no public address (" + std::string(range) + ")");
    return;
  }
  connect(list);
}

void FetchTask::connect(const std::string& addresses) {
  easy_.reset(::curl_easy_init());
  // The entry of libcurl's cache of names ('+': it expires). A literal address needs none.
  const std::string entry = "+" + url_.host() + ":" + std::to_string(url_.port()) + ":" + addresses;
  if (!net::literalAddress(url_.host(), 0)) {
    addresses_.reset(::curl_slist_append(nullptr, entry.c_str()));
  } else {
    addresses_.reset();
  }
  header_size_ = 0;
  blocked_.clear();
  body_is_dropped_ = false;
  CURL* const easy = easy_.get();
  const auto set = [easy](CURLoption option, auto value) {
    return easy && ::curl_easy_setopt(easy, option, value) == CURLE_OK;
  };
  const bool is_set =
      set(CURLOPT_CURLU, url_.handle()) && set(CURLOPT_PROTOCOLS_STR, "http,https") &&
      set(CURLOPT_RESOLVE, addresses_.get()) && set(CURLOPT_PROXY, "") &&  // also none from the environment
      set(CURLOPT_NOSIGNAL, 1L) && set(CURLOPT_FOLLOWLOCATION, 0L) &&
      set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1)) &&
      set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2)) && set(CURLOPT_SSL_VERIFYPEER, 1L) &&
      set(CURLOPT_SSL_VERIFYHOST, 2L) && set(CURLOPT_USERAGENT, "Prism") && set(CURLOPT_FRESH_CONNECT, 1L) &&
      set(CURLOPT_FORBID_REUSE, 1L) && set(CURLOPT_TIMEOUT_MS, static_cast<long>(timeLeft().count())) &&
      set(CURLOPT_CONNECTTIMEOUT_MS, kConnectTimeoutMs) && set(CURLOPT_LOW_SPEED_LIMIT, kSlowBytesPerSecond) &&
      set(CURLOPT_LOW_SPEED_TIME, kSlowSeconds) &&
      set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(fetch_.max_size)) &&
      set(CURLOPT_HEADERFUNCTION, &FetchTask::onHeader) && set(CURLOPT_HEADERDATA, static_cast<void*>(this)) &&
      set(CURLOPT_WRITEFUNCTION, &FetchTask::onBody) && set(CURLOPT_WRITEDATA, static_cast<void*>(this)) &&
      set(CURLOPT_OPENSOCKETFUNCTION, &FetchTask::onNewSocket) && set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
  running_ = is_set && loop_.add(easy, this);
  if (!running_) {
    finish(PRISM_FETCH_FAILED, "libcurl refuses the request");
  }
}

std::size_t FetchTask::onHeader(char*, std::size_t, std::size_t size, void* self_pointer) {
  auto* self = static_cast<FetchTask*>(self_pointer);
  self->header_size_ += size;
  return self->header_size_ > kMostHeaders ? 0 : size;
}

std::size_t FetchTask::onBody(char* bytes, std::size_t, std::size_t size, void* self_pointer) {
  return static_cast<FetchTask*>(self_pointer)->takeBody(bytes, size) ? size : 0;
}

bool FetchTask::takeBody(const char* bytes, std::size_t size) {
  long status = 0;
  ::curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  body_is_dropped_ = !isSuccess(status);  // nobody needs the text of an error
  if (body_is_dropped_) {
    return false;
  }
  is_too_large_ = size > fetch_.max_size - result_.size;
  if (is_too_large_) {
    return false;
  }
  result_.size += size;
  if (fetch_.fd < 0) {
    result_.bytes.append(bytes, size);
    return true;
  }
  while (size > 0) {
    const ssize_t written = ::write(fetch_.fd, bytes, size);
    if (written <= 0 && errno != EINTR) {
      file_error_ = written == 0 ? EIO : errno;
      return false;
    }
    bytes += std::max<ssize_t>(written, 0);
    size -= static_cast<std::size_t>(std::max<ssize_t>(written, 0));
  }
  return true;
}

curl_socket_t FetchTask::onNewSocket(void* self_pointer, curlsocktype, curl_sockaddr* address) {
  auto* self = static_cast<FetchTask*>(self_pointer);
  if (!self->private_allowed_) {
    const std::string_view range = privateRangeOf(&address->addr, address->addrlen);
    if (!range.empty()) {
      self->blocked_ = range;
      return CURL_SOCKET_BAD;
    }
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, address->protocol);
}

void FetchTask::onEnd(CURLcode result) {
  running_ = false;
  long status = 0;
  ::curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  result_.http_status = static_cast<std::uint32_t>(status);
  const bool is_answered =
      result == CURLE_OK || (!isSuccess(status) && (body_is_dropped_ || result == CURLE_FILESIZE_EXCEEDED));
  if (is_answered) {
    onAnswer(status, result);
  } else {
    onFailure(result);
  }
}

void FetchTask::onAnswer(long status, CURLcode result) {
  if (isSuccess(status) && result == CURLE_OK) {
    const char* content_type = nullptr;
    ::curl_easy_getinfo(easy_.get(), CURLINFO_CONTENT_TYPE, &content_type);
    result_.mime_type = mimeTypeOf(content_type);
    finish(PRISM_FETCH_DONE);
    return;
  }
  const std::string_view location = isRedirect(status) ? locationOf(easy_.get()) : "";
  if (location.empty()) {
    finish(PRISM_FETCH_REFUSED, url_.host() + " answers with the HTTP status " + std::to_string(status));
    return;
  }
  if (redirects_ == kMostRedirects) {
    finish(PRISM_FETCH_REFUSED, "the servers redirect more than " + std::to_string(kMostRedirects) + " times");
    return;
  }
  ++redirects_;
  follow(location);
}

void FetchTask::onFailure(CURLcode result) {
  if (is_too_large_ || result == CURLE_FILESIZE_EXCEEDED) {
    finish(PRISM_FETCH_TOO_LARGE, "it is larger than " + std::to_string(fetch_.max_size) + " bytes");
  } else if (file_error_ != 0) {
    finish(PRISM_FETCH_FAILED, std::string("it cannot be written: ") + std::strerror(file_error_));
  } else if (header_size_ > kMostHeaders) {
    finish(PRISM_FETCH_FAILED, "the headers of " + url_.host() + " are too large");
  } else if (!blocked_.empty()) {
    finish(PRISM_FETCH_FORBIDDEN, url_.host() + " is no public address (" + blocked_ + ")");
  } else if (result == CURLE_OPERATION_TIMEDOUT) {
    finish(PRISM_FETCH_TIMED_OUT, url_.host() + " is too slow");
  } else if (result == CURLE_PEER_FAILED_VERIFICATION) {
    finish(PRISM_FETCH_FAILED, "the certificate of " + url_.host() + " is not valid");
  } else {
    finish(PRISM_FETCH_FAILED, url_.host() + ": " + ::curl_easy_strerror(result));
  }
}

// Delivers the result in a later turn of the loop, when neither the caller's fetch() nor libcurl is running.
void FetchTask::finish(std::uint32_t outcome, std::string error) {
  if (finished_) {
    return;
  }
  finished_ = true;
  lookup_ = {};
  if (running_) {
    running_ = false;
    loop_.remove(easy_.get());
  }
  result_.outcome = outcome;
  result_.error = std::move(error);
  result_.url = url_.text();
  if (outcome != PRISM_FETCH_DONE) {
    result_.bytes = {};
  }
  timer_ = host_.after(std::chrono::milliseconds(0), [this] {
    const Done done = std::move(done_);
    const Network::Fetched result = std::move(result_);
    done(result);  // may destroy this
  });
}

}  // namespace prism::host
