// SPDX-License-Identifier: MIT
// Another user of an XMPP server: a client without TLS that the test scripts stanza by stanza.
#pragma once

#include <prism/testing/deadline.h>
#include <prism/unique_fd.hpp>

#include <string>

namespace prism::tests {

class XmppClient {
 public:
  // Logs in on localhost, and sends initial presence.
  XmppClient(int port, const std::string& name, const std::string& password);

  void send(const std::string& stanza);
  // Waits until the regular expression matches in the text received since the last match. Returns the match.
  std::string expect(const std::string& pattern, testing::Milliseconds allowed = testing::Milliseconds(15'000));

 private:
  void openStream();

  UniqueFd socket_;
  std::string received_;
};

}  // namespace prism::tests
