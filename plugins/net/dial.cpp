// SPDX-License-Identifier: MIT
#include "net/dial.h"

#include "net/address.h"
#include "net/socket.h"

#include <algorithm>
#include <utility>

namespace net {
namespace {

// The process or the machine is out of resources: another address would fail as well.
bool isShortage(int error) { return error == EMFILE || error == ENFILE || error == ENOMEM || error == ENOBUFS; }

const char* nameOf(sa_family_t family) { return family == AF_INET6 ? "IPv6" : "IPv4"; }

}  // namespace

Dial::Dial(const Network& network, Endpoint endpoint, std::string display_name, Listener& listener)
    : network_(network),
      endpoint_(std::move(endpoint)),
      display_name_(std::move(display_name)),
      listener_(listener),
      lookup_(network.resolver.lookUp(endpoint_.host, endpoint_.port,
                                      [this](Resolver::Answer answer) { onResolved(std::move(answer)); })) {}

void Dial::onResolved(Resolver::Answer answer) {
  if (answer.addresses.empty()) {
    giveUp(FailureKind::kResolve, answer.error);
    return;
  }
  addresses_ = std::move(answer.addresses);
  if (chooseLocalAddress()) {
    tryNextAddress();
  }
}

// Returns false if it has reported a failure to the listener.
bool Dial::chooseLocalAddress() {
  if (network_.bind_address.empty()) {
    return true;
  }
  local_address_ = literalAddress(network_.bind_address, 0);
  if (!local_address_) {
    giveUp(FailureKind::kConnect, "connections cannot start from " + network_.bind_address + ", which is no address");
    return false;
  }
  const sa_family_t family = local_address_->storage.ss_family;
  std::erase_if(addresses_, [&](const Address& address) { return address.storage.ss_family != family; });
  if (addresses_.empty()) {
    giveUp(FailureKind::kConnect, display_name_ + ", has no " + nameOf(family) +
                                      " address, but connections start from " + network_.bind_address);
    return false;
  }
  return true;
}

void Dial::tryNextAddress() {
  while (next_ < addresses_.size()) {
    const Address& address = addresses_[next_];
    int error = 0;
    fd_ = startConnect(address, local_address_, &error);
    if (fd_) {
      watch_ = network_.host.watch(fd_.get(), prism::Ready::Writable, [this](prism::Ready) { onConnectResult(); });
      if (watch_) {
        // The last address may take all the time that is left.
        if (next_ + 1 < addresses_.size()) {
          address_timer_ = network_.host.after(network_.address_timeout, [this] {
            recordFailure("timed out");
            tryNextAddress();
          });
        }
        return;
      }
      error = ENOMEM;
    }
    if (isShortage(error)) {
      giveUp(FailureKind::kConnect, "cannot connect to " + display_name_ + ": " + reason(error));
      return;
    }
    recordFailure(error == EADDRNOTAVAIL && local_address_
                      ? "cannot start from " + local_address_->text() + ": " + reason(error)
                      : reason(error));
  }
  giveUp(FailureKind::kConnect, "cannot connect to " + display_name_ + ": " + failures_);
}

// The socket is writable: connect() has succeeded or failed.
void Dial::onConnectResult() {
  if (const int error = connectResult(fd_.get()); error != 0) {
    recordFailure(reason(error));
    tryNextAddress();
    return;
  }
  watch_.end();
  address_timer_.end();
  listener_.reached(std::move(fd_));
}

// Closes the socket of the current address, and records why that address failed.
void Dial::recordFailure(const std::string& why) {
  watch_.end();
  address_timer_.end();
  fd_.close();
  const std::string address = addresses_[next_++].text();
  failures_ += failures_.empty() ? "" : "; ";
  failures_ += address == endpoint_.host ? why : address + ": " + why;
}

void Dial::giveUp(FailureKind kind, const std::string& why) { listener_.unreachable({kind, why}); }

Failure Dial::timedOut() const {
  if (addresses_.empty()) {
    return {FailureKind::kTimedOut, "no name server has answered for " + endpoint_.host + " in time"};
  }
  std::string failures = failures_;
  if (next_ < addresses_.size()) {
    const std::string address = addresses_[next_].text();
    failures += failures.empty() ? "" : "; ";
    failures += address == endpoint_.host ? "timed out" : address + ": timed out";
  }
  return {FailureKind::kTimedOut, "cannot connect to " + display_name_ + ": " + failures};
}

}  // namespace net
