// SPDX-License-Identifier: MIT
#include "net/stream.h"

#include "net/opening.h"
#include "net/socket.h"

#include <array>
#include <cstddef>
#include <utility>

namespace net {
namespace {

using Step = TlsSession::Step;

// The receive buffer of all streams: there is one thread, and the listener gets the bytes before the next read.
std::array<char, std::size_t{32} * 1024> receive_buffer;

// Bytes that one stream reads in one turn of the loop, so that a busy server does not delay the other streams.
constexpr std::size_t kMostReadPerTurn = std::size_t{64} * 1024;

// Sent bytes are erased from `out` when they are at least so many, and half of it.
constexpr std::size_t kCompactThreshold = std::size_t{64} * 1024;

}  // namespace

// Members that an idle connection does not need are pointers: there may be thousands of connections.
struct Stream::State final : public Opening::Listener {
  State(const Network& a_network, Stream::Listener& a_listener, const Endpoint& endpoint,
        std::shared_ptr<TlsContext> context)
      : network(a_network),
        listener(a_listener),
        host(endpoint.host),
        opening(std::make_unique<Opening>(network, endpoint, std::move(context), *this)) {}

  State(const State&) = delete;
  State& operator=(const State&) = delete;

  // May run while notify() is on the stack.
  ~State() {
    if (deleted) {
      *deleted = true;
    }
    if (tls && open) {
      tls->shutDown();
    }
  }

  // Calls the listener. Returns false if the listener has deleted the stream.
  template <typename Call>
  bool notify(const Call& call) {
    struct Alive {
      explicit Alive(State* a_state) : state(a_state) { state->deleted = &deleted; }
      ~Alive() {
        if (!deleted) {
          state->deleted = nullptr;
        }
      }
      State* const state;
      bool deleted = false;
    };
    Alive alive(this);
    call();
    return !alive.deleted;
  }

  void opened(prism::UniqueFd a_fd, std::unique_ptr<TlsSession> session) override {
    opening.reset();
    fd = std::move(a_fd);
    tls = std::move(session);
    watched = out.empty() ? prism::Ready::Readable : prism::Ready::Both;
    watch = network.host.watch(fd.get(), watched, [this](prism::Ready) { serve(); });
    if (!watch) {
      fail({FailureKind::kBroken, "the connection to " + host + " cannot be watched"});
      return;
    }
    open = true;
    if (notify([this] { listener.opened(); })) {
      serve();
    }
  }

  void notOpened(const Failure& failure) override { fail(failure); }

  // Reads and writes as much as the socket allows. Callers do nothing after the call: the stream may be deleted.
  void serve() {
    if (receive()) {
      flush();
      waitForMore();
    }
  }

  // Returns false if the stream was deleted or has failed.
  bool receive() {
    for (std::size_t taken = 0; taken < kMostReadPerTurn;) {
      if (paused) {
        return true;
      }
      std::size_t size = 0;
      int error = 0;
      const Step step = readSome(&size, &error);
      reading_wants_write = step == Step::kWantWrite;
      if (step == Step::kDone) {
        taken += size;
        if (!notify([&] { listener.received({receive_buffer.data(), size}); })) {
          return false;
        }
        if (!tls && size < receive_buffer.size()) {
          return finishReading();
        }
        continue;
      }
      if (step == Step::kClosed) {
        fail({FailureKind::kClosed, host + " closed the connection"});
        return false;
      }
      if (step == Step::kFailed) {
        fail(failureOf(error));
        return false;
      }
      return finishReading();
    }
    // Bytes in OpenSSL's buffer do not make the socket readable.
    if (!paused && (tls || write_failure)) {
      serveSoon();
    }
    return true;
  }

  // Ends a round of reading. Reports a failed write only now, after the last input of the server, and returns false in
  // that case.
  bool finishReading() {
    if (write_failure) {
      fail(Failure(*write_failure));
      return false;
    }
    return true;
  }

  Step readSome(std::size_t* size, int* error) const {
    if (tls) {
      return tls->read(receive_buffer.data(), receive_buffer.size(), size);
    }
    const ssize_t count = net::receive(fd.get(), receive_buffer.data(), receive_buffer.size());
    if (count < 0) {
      *error = errno;
      return wouldBlock(*error) ? Step::kWantRead : Step::kFailed;
    }
    *size = static_cast<std::size_t>(count);
    return count == 0 ? Step::kClosed : Step::kDone;
  }

  Step writeSome(std::string_view bytes, std::size_t* size, int* error) const {
    if (tls) {
      return tls->write(bytes, size);
    }
    const ssize_t count = transmit(fd.get(), bytes);
    if (count < 0) {
      *error = errno;
      return wouldBlock(*error) ? Step::kWantWrite : Step::kFailed;
    }
    *size = static_cast<std::size_t>(count);
    return Step::kDone;
  }

  // Writes as many bytes as the socket takes, and returns their number.
  std::size_t push(std::string_view bytes) {
    std::size_t pushed = 0;
    writing_wants_read = false;
    while (pushed < bytes.size()) {
      std::size_t size = 0;
      int error = 0;
      const Step step = writeSome(bytes.substr(pushed), &size, &error);
      if (step == Step::kDone) {
        pushed += size;
      } else if (step == Step::kFailed || step == Step::kClosed) {
        write_failure = std::make_unique<Failure>(step == Step::kClosed ? failureOf(EPIPE) : failureOf(error));
        serveSoon();
        return bytes.size();  // the rest is discarded
      } else {
        writing_wants_read = step == Step::kWantRead;
        break;
      }
    }
    return pushed;
  }

  void flush() {
    if (out.empty()) {
      return;
    }
    sent += push(std::string_view(out).substr(sent));
    if (sent == out.size()) {
      std::string().swap(out);
      sent = 0;
    } else if (sent >= kCompactThreshold && sent >= out.size() / 2) {
      out.erase(0, sent);
      sent = 0;
    }
  }

  void write(std::string_view bytes) {
    if (failed || write_failure) {
      return;
    }
    if (open && out.empty()) {
      bytes.remove_prefix(push(bytes));
    }
    out += bytes;
    if (open) {
      waitForMore();
    }
  }

  void waitForMore() {
    const bool wants_write = (reading_wants_write && !paused) || (!out.empty() && !writing_wants_read);
    const prism::Ready reading = paused ? prism::Ready::Nothing : prism::Ready::Readable;
    const prism::Ready writing = paused ? prism::Ready::Writable : prism::Ready::Both;
    const prism::Ready events = wants_write ? writing : reading;
    if (events != watched) {
      watched = events;
      watch.waitFor(events);
    }
  }

  void pause(bool on) {
    if (!open || paused == on) {
      return;
    }
    paused = on;
    waitForMore();
    if (!paused) {
      serveSoon();
    }
  }

  // Calls serve() in the next turn of the loop, for work that no event of the socket announces.
  void serveSoon() {
    serve_timer = network.host.after(std::chrono::milliseconds(0), [this] { serve(); });
  }

  // The failure of a read or write. `error`: the errno, if there is no TLS.
  Failure failureOf(int error) const {
    if (tls && !tls->failure().text.empty()) {
      return tls->failure();
    }
    return {FailureKind::kBroken, "the connection to " + host + " broke: " + reason(error)};
  }

  // Callers do nothing after the call: the listener may delete the stream.
  void fail(const Failure& failure) {
    const Failure last = failure;
    failed = true;
    open = false;
    serve_timer.end();
    watch.end();
    opening.reset();
    tls.reset();
    fd.close();
    write_failure.reset();
    std::string().swap(out);
    sent = 0;
    notify([&] { listener.failed(last); });
  }

  const Network& network;
  Stream::Listener& listener;
  const std::string host;
  std::string out;       // not sent yet
  std::size_t sent = 0;  // of it
  prism::UniqueFd fd;    // once open
  bool open = false;
  bool failed = false;
  bool paused = false;  // reading is paused
  bool reading_wants_write = false;
  bool writing_wants_read = false;
  prism::Ready watched = prism::Ready::Nothing;
  std::unique_ptr<TlsSession> tls;
  prism::Watch watch;
  prism::Timer serve_timer;
  std::unique_ptr<Failure> write_failure;  // why writing has failed; reported after the last input
  std::unique_ptr<Opening> opening;        // until open
  bool* deleted = nullptr;                 // not null while the listener is called: the destructor sets it to true
};

Stream::Stream(const Network& network, Listener& listener, const Endpoint& endpoint, std::shared_ptr<TlsContext> tls)
    : state_(std::make_unique<State>(network, listener, endpoint, std::move(tls))) {}

Stream::~Stream() = default;

void Stream::write(std::string_view bytes) { state_->write(bytes); }

void Stream::pauseReading() { state_->pause(true); }

void Stream::resumeReading() { state_->pause(false); }

std::size_t Stream::waiting() const { return state_->out.size() - state_->sent; }

std::string Stream::localAddress() const { return state_->open ? localAddressOf(state_->fd.get()) : ""; }

}  // namespace net
