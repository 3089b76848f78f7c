// SPDX-License-Identifier: MIT
#include "tests/support/servers/client.h"

#include <prism/testing/failure.h>

namespace prism::tests {

Client::Client(int port, const std::string& nick, const std::vector<std::string>& before)
    : LineSocket(connectTo(port)) {
  for (const std::string& line : before) {
    send(line);
  }
  if (!nick.empty()) {
    send("NICK " + nick);
    send("USER " + nick + " 0 * :" + nick);
    expect("^:\\S+ (376|422) ");
  }
}

void Client::join(const std::string& channel, const std::string& key) {
  send("JOIN " + channel + (key.empty() ? "" : " " + key));
  expect(" 366 \\S+ " + channel);
}

void Client::awaitPresence(const std::string& nick, bool present) {
  const testing::Deadline deadline(kLineDeadline);
  while (!deadline.hasPassed()) {
    send("ISON " + nick);
    if ((expect(" 303 ").find(nick, 1) != std::string::npos) == present) {
      return;
    }
    poll(nullptr, 0, 10);  // polls, since without MONITOR no server announces a nickname
  }
  throw testing::Failure(nick + (present ? " does not come" : " does not go"));
}

void registerAccount(int port, const std::string& account, const std::string& password) {
  Client client(port, account);
  client.send("PRIVMSG NickServ :REGISTER " + password);
  client.expect("(?:successful|created|registered)");
  client.send("QUIT");
  client.expect("^ERROR");
  Client(port, "registrar").awaitAbsence(account);  // ERROR comes before the nickname is free
}

}  // namespace prism::tests
