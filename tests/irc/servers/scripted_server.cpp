// SPDX-License-Identifier: MIT
#include "tests/irc/servers/scripted_server.h"

namespace prism::tests {

namespace {

std::string numeric(const std::string& number, const std::string& nick, const std::string& rest) {
  return ":" + std::string(kScriptedName) + " " + number + " " + nick + " " + rest;
}

}  // namespace

void greet(LineSocket& client, const Greeting& greeting) {
  client.expect("^USER ");
  client.send(":" + std::string(kScriptedName) + " CAP * LS :" + greeting.capabilities);
  while (true) {
    const std::string line = client.expect("^CAP (REQ|END)");
    if (line == "CAP END") {
      break;
    }
    const std::string wanted = line.substr(line.find(' ', 4) + 1);
    client.send(":" + std::string(kScriptedName) + " CAP * ACK " + (wanted.starts_with(":") ? "" : ":") + wanted);
  }
  welcome(client, greeting);
}

void welcome(LineSocket& client, const Greeting& greeting) {
  client.send(numeric("001", greeting.nick, ":Welcome, " + greeting.nick));
  client.send(numeric("004", greeting.nick, std::string(kScriptedName) + " scripted-1 o o"));
  client.send(numeric("005", greeting.nick, greeting.isupport + " :are supported by this server"));
  client.send(numeric("422", greeting.nick, ":There is no message of the day"));
}

}  // namespace prism::tests
