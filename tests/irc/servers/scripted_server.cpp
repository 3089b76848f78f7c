// SPDX-License-Identifier: MIT
#include "tests/irc/servers/scripted_server.h"

#include <prism/testing/failure.h>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>

namespace prism::tests {

using testing::Failure;

namespace {

std::string numeric(const std::string& number, const std::string& nick, const std::string& rest) {
  return ":" + std::string(kScriptedName) + " " + number + " " + nick + " " + rest;
}

}  // namespace

ScriptedServer::ScriptedServer() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(listener_.get(), reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
      ::listen(listener_.get(), SOMAXCONN) != 0 ||
      ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw Failure("cannot listen");
  }
  port_ = ntohs(address.sin_port);
}

LineSocket ScriptedServer::accept(testing::Milliseconds allowed) {
  pollfd wanted{listener_.get(), POLLIN, 0};
  if (::poll(&wanted, 1, static_cast<int>(allowed.count())) <= 0) {
    throw Failure("nobody connects");
  }
  return LineSocket(UniqueFd(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC)));
}

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
