// SPDX-License-Identifier: MIT
// Reaches a server: finds its addresses, and tries each in turn until one takes the connection.
#pragma once

#include "net/stream.h"

#include <prism/unique_fd.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace net {

class Dial {
 public:
  // Told how it went, once, never before the constructor has returned. Either may end the Dial.
  class Listener {
   public:
    virtual void reached(prism::UniqueFd fd) = 0;  // nothing watches it
    virtual void unreachable(const Failure& failure) = 0;

   protected:
    ~Listener() = default;
  };

  // `called` is what failures call the server. Both references must outlive this.
  Dial(const Network& network, Endpoint endpoint, std::string called, Listener& listener);
  Dial(const Dial&) = delete;
  Dial& operator=(const Dial&) = delete;

  // What to say if it has taken too long by now.
  Failure timedOut() const;

 private:
  void resolved(Resolver::Answer answer);
  bool chooseOwnAddress();
  void tryNext();
  void decided();
  void failedWith(const std::string& why);
  void giveUp(FailureKind kind, const std::string& why);

  const Network& network_;
  const Endpoint endpoint_;
  const std::string called_;
  Listener& listener_;
  std::optional<Address> from_;
  std::vector<Address> addresses_;
  std::size_t next_ = 0;
  std::string failures_;  // of the addresses that have been tried
  prism::UniqueFd fd_;
  prism::Watch watch_;
  prism::Timer patience_;
  Resolver::Lookup lookup_;
};

}  // namespace net
