// SPDX-License-Identifier: MIT
#include "net/opening.h"

#include "net/socket.h"

#include <array>
#include <utility>

namespace net {
namespace {

std::string withPort(const Endpoint& endpoint) { return endpoint.host + ", port " + std::to_string(endpoint.port); }

}  // namespace

Opening::Opening(const Network& network, Endpoint endpoint, std::shared_ptr<TlsContext> tls, Listener& listener)
    : network_(network), endpoint_(std::move(endpoint)), tls_context_(std::move(tls)), listener_(listener) {
  deadline_ = network.host.after(network.connect_timeout, [this] { timedOut(); });
  if (network.proxy.type == Proxy::Type::kNone) {
    dial_ = std::make_unique<Dial>(network, endpoint_, withPort(endpoint_), *this);
  } else {
    dial_ = std::make_unique<Dial>(network, network.proxy.endpoint, proxyName(), *this);
  }
}

std::string Opening::proxyName() const { return "the proxy " + withPort(network_.proxy.endpoint); }

void Opening::timedOut() {
  if (dial_) {
    fail(dial_->timedOut());
  } else if (proxy_) {
    fail({FailureKind::kTimedOut, proxyName() + ", did not connect to " + withPort(endpoint_) + " in time"});
  } else {
    fail({FailureKind::kTimedOut, withPort(endpoint_) + ", did not finish the TLS handshake in time"});
  }
}

void Opening::unreachable(const Failure& failure) { fail(failure); }

void Opening::reached(prism::UniqueFd fd) {
  fd_ = std::move(fd);
  // The caller is `dial_` itself, which uses no member after this call.
  dial_.reset();
  if (network_.proxy.type == Proxy::Type::kNone) {
    beginTls();
    return;
  }
  std::string refusal;
  proxy_ = ProxyHandshake::begin(network_.proxy, endpoint_, &refusal);
  if (!proxy_) {
    fail({FailureKind::kProxy, proxyName() + ", cannot be used: " + refusal});
    return;
  }
  serveProxy();
}

void Opening::serveProxy() {
  if (!receiveFromProxy()) {
    return;
  }
  std::string& out = proxy_->out();
  while (!out.empty()) {
    const ssize_t count = transmit(fd_.get(), out);
    if (count < 0) {
      if (!wouldBlock(errno)) {
        fail({FailureKind::kBroken, "the connection to " + proxyName() + ", broke: " + reason(errno)});
        return;
      }
      break;
    }
    out.erase(0, static_cast<std::size_t>(count));
  }
  waitFor(out.empty() ? prism::Ready::Readable : prism::Ready::Both);
}

// Peeks first, and consumes only the proxy's bytes: those behind its reply belong to the server and stay in the socket.
// Returns false if the proxy's handshake has ended.
bool Opening::receiveFromProxy() {
  std::array<char, 1024> buffer;
  for (;;) {
    const ssize_t count = receive(fd_.get(), buffer.data(), buffer.size(), MSG_PEEK);
    if (count == 0) {
      fail({FailureKind::kProxy, proxyName() + ", closed the connection"});
      return false;
    }
    if (count < 0) {
      if (wouldBlock(errno)) {
        return true;
      }
      fail({FailureKind::kBroken, "the connection to " + proxyName() + ", broke: " + reason(errno)});
      return false;
    }
    std::size_t used = 0;
    const auto step = proxy_->receive({buffer.data(), static_cast<std::size_t>(count)}, &used);
    receive(fd_.get(), buffer.data(), used);
    switch (step) {
      case ProxyHandshake::Step::kMore:
        if (!proxy_->out().empty()) {
          return true;
        }
        break;
      case ProxyHandshake::Step::kConnected:
        proxy_.reset();
        beginTls();
        return false;
      case ProxyHandshake::Step::kRefused:
        fail({FailureKind::kProxy, proxyName() + ", " + proxy_->refusal()});
        return false;
    }
  }
}

void Opening::beginTls() {
  if (!tls_context_) {
    succeed();
    return;
  }
  tls_ = std::make_unique<TlsSession>(tls_context_, fd_.get(), endpoint_.host);
  serveTls();
}

void Opening::serveTls() {
  switch (tls_->handshake()) {
    case TlsSession::Step::kDone:
      succeed();
      break;
    case TlsSession::Step::kWantRead:
      waitFor(prism::Ready::Readable);
      break;
    case TlsSession::Step::kWantWrite:
      waitFor(prism::Ready::Writable);
      break;
    case TlsSession::Step::kClosed:
      fail({FailureKind::kClosed, withPort(endpoint_) + ", closed the connection during the TLS handshake"});
      break;
    case TlsSession::Step::kFailed:
      fail(tls_->failure());
      break;
  }
}

void Opening::waitFor(prism::Ready events) {
  if (watch_) {
    watch_.waitFor(events);
    return;
  }
  watch_ = network_.host.watch(fd_.get(), events, [this](prism::Ready) { proxy_ ? serveProxy() : serveTls(); });
  if (!watch_) {
    fail({FailureKind::kBroken, "the connection to " + withPort(endpoint_) + ", cannot be watched"});
  }
}

// The callers of succeed() and fail() do nothing after the call: the listener may delete this object.
void Opening::succeed() {
  watch_.end();
  listener_.opened(std::move(fd_), std::move(tls_));
}

void Opening::fail(const Failure& failure) {
  watch_.end();
  deadline_.end();
  listener_.notOpened(failure);
}

}  // namespace net
