// SPDX-License-Identifier: MIT
// Somebody else on an XMPP server: a client by hand, without TLS, that sends any stanza, and waits for what it expects.
#pragma once

#include <prism/testing/deadline.h>
#include <prism/unique_fd.hpp>

#include <string>

namespace prism::tests {

class XmppClient {
 public:
  // Logs in on localhost, and is present.
  XmppClient(int port, const std::string& name, const std::string& password);

  void send(const std::string& stanza);
  // Waits until the regular expression is found in what has come and was not expected before; returns what it found.
  std::string expect(const std::string& pattern, testing::Milliseconds allowed = testing::Milliseconds(15'000));

 private:
  void openStream();

  UniqueFd socket_;
  std::string received_;
};

}  // namespace prism::tests
