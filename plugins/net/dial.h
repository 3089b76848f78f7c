// SPDX-License-Identifier: MIT
// Connects to a server by TCP: resolves its name, and tries its addresses in turn until one accepts the connection.
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
  // One of these is called, once, never before the constructor has returned. Both may destroy the Dial.
  class Listener {
   public:
    virtual void reached(prism::UniqueFd fd) = 0;  // not watched
    virtual void unreachable(const Failure& failure) = 0;

   protected:
    ~Listener() = default;
  };

  // `display_name`: the server's name in the texts of failures. `network` and `listener` must outlive this.
  Dial(const Network& network, Endpoint endpoint, std::string display_name, Listener& listener);
  Dial(const Dial&) = delete;
  Dial& operator=(const Dial&) = delete;

  // Returns the failure to report if the deadline of the whole connection attempt passes now.
  Failure timedOut() const;

 private:
  void onResolved(Resolver::Answer answer);
  bool chooseLocalAddress();
  void tryNextAddress();
  void onConnectResult();
  void recordFailure(const std::string& why);
  void giveUp(FailureKind kind, const std::string& why);

  const Network& network_;
  const Endpoint endpoint_;
  const std::string display_name_;
  Listener& listener_;
  std::optional<Address> local_address_;
  std::vector<Address> addresses_;
  std::size_t next_ = 0;
  std::string failures_;  // one for each address tried
  prism::UniqueFd fd_;
  prism::Watch watch_;
  prism::Timer address_timer_;
  Resolver::Lookup lookup_;
};

}  // namespace net
