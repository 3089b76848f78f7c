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

Dial::Dial(const Network& network, Endpoint endpoint, std::string called, Listener& listener)
    : network_(network),
      endpoint_(std::move(endpoint)),
      called_(std::move(called)),
      listener_(listener),
      lookup_(network.resolver.lookUp(endpoint_.host, endpoint_.port,
                                      [this](Resolver::Answer answer) { resolved(std::move(answer)); })) {}

void Dial::resolved(Resolver::Answer answer) {
  if (answer.addresses.empty()) {
    giveUp(FailureKind::Resolve, answer.error);
    return;
  }
  addresses_ = std::move(answer.addresses);
  if (chooseOwnAddress()) {
    tryNext();
  }
}

// Returns false if it has reported a failure to the listener.
bool Dial::chooseOwnAddress() {
  if (network_.bind_address.empty()) {
    return true;
  }
  from_ = literalAddress(network_.bind_address, 0);
  if (!from_) {
    giveUp(FailureKind::Connect, "connections cannot start from " + network_.bind_address + ", which is no address");
    return false;
  }
  const sa_family_t family = from_->storage.ss_family;
  std::erase_if(addresses_, [&](const Address& address) { return address.storage.ss_family != family; });
  if (addresses_.empty()) {
    giveUp(FailureKind::Connect,
           called_ + ", has no " + nameOf(family) + " address, but connections start from " + network_.bind_address);
    return false;
  }
  return true;
}

void Dial::tryNext() {
  while (next_ < addresses_.size()) {
    const Address& address = addresses_[next_];
    int error = 0;
    fd_ = beginToConnect(address, from_, &error);
    if (fd_) {
      watch_ = network_.host.watch(fd_.get(), prism::Ready::Writable, [this](prism::Ready) { decided(); });
      if (watch_) {
        // The last address may take all the time that is left.
        if (next_ + 1 < addresses_.size()) {
          patience_ = network_.host.after(network_.address_timeout, [this] {
            failedWith("timed out");
            tryNext();
          });
        }
        return;
      }
      error = ENOMEM;
    }
    if (isShortage(error)) {
      giveUp(FailureKind::Connect, "cannot connect to " + called_ + ": " + reason(error));
      return;
    }
    failedWith(error == EADDRNOTAVAIL && from_ ? "cannot start from " + from_->text() + ": " + reason(error)
                                               : reason(error));
  }
  giveUp(FailureKind::Connect, "cannot connect to " + called_ + ": " + failures_);
}

// The socket is writable: connect() has succeeded or failed.
void Dial::decided() {
  if (const int error = connectResult(fd_.get()); error != 0) {
    failedWith(reason(error));
    tryNext();
    return;
  }
  watch_.end();
  patience_.end();
  listener_.reached(std::move(fd_));
}

// Closes the socket of the current address, and records why that address failed.
void Dial::failedWith(const std::string& why) {
  watch_.end();
  patience_.end();
  fd_.close();
  const std::string address = addresses_[next_++].text();
  failures_ += failures_.empty() ? "" : "; ";
  failures_ += address == endpoint_.host ? why : address + ": " + why;
}

void Dial::giveUp(FailureKind kind, const std::string& why) { listener_.unreachable({kind, why}); }

Failure Dial::timedOut() const {
  if (addresses_.empty()) {
    return {FailureKind::TimedOut, "no name server has answered for " + endpoint_.host + " in time"};
  }
  std::string failures = failures_;
  if (next_ < addresses_.size()) {
    const std::string address = addresses_[next_].text();
    failures += failures.empty() ? "" : "; ";
    failures += address == endpoint_.host ? "timed out" : address + ": timed out";
  }
  return {FailureKind::TimedOut, "cannot connect to " + called_ + ": " + failures};
}

}  // namespace net
