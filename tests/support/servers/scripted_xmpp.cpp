// SPDX-License-Identifier: MIT
#include "tests/support/servers/scripted_xmpp.h"

#include <prism/testing/failure.h>

#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <regex>

namespace prism::tests {

using testing::Deadline;
using testing::Failure;

namespace {

constexpr testing::Milliseconds kAllowed(15'000);
constexpr char kHeader[] =
    "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' "
    "id='scripted' from='localhost' version='1.0'><stream:features>";
constexpr char kMechanisms[] =
    "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>";
constexpr char kSession[] =
    "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/>";

bool isThere(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

void ScriptedXmpp::acceptLogin(const std::string& roster) {
  const Deadline deadline(kAllowed);
  client_ = listener_.accept(deadline.left());
  said_.clear();
  authenticated_ = ended_ = false;
  while (!answerRequests(roster)) {
    if (!receive(deadline)) {
      throw Failure("the client does not log in; the last that it said is " + said_);
    }
  }
}

bool ScriptedXmpp::receive(const Deadline& deadline) {
  pollfd wanted{client_.get(), POLLIN, 0};
  if (::poll(&wanted, 1, static_cast<int>(deadline.left().count())) <= 0) {
    return false;
  }
  char bytes[16384];
  const ssize_t count = ::recv(client_.get(), bytes, sizeof bytes, 0);
  ended_ = count <= 0;
  said_.append(bytes, count > 0 ? static_cast<std::size_t>(count) : 0);
  return count > 0;
}

void ScriptedXmpp::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(client_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) {
      throw Failure("the client has gone");
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

// Answers the requests received so far. Returns true if the roster was among them.
bool ScriptedXmpp::answerRequests(const std::string& roster) {
  if (isThere(said_, "</auth>")) {
    said_.clear();
    authenticated_ = true;
    send("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
  } else if (isThere(said_, "<stream:stream") && said_.back() == '>') {
    said_.clear();
    send(kHeader + std::string(authenticated_ ? kSession : kMechanisms) + "</stream:features>");
  }
  static const std::regex kRequest(R"(<iq [^>]*id='([^']*)'[^>]*(/>|>[\s\S]*?</iq>))");
  std::smatch request;
  while (authenticated_ && std::regex_search(said_, request, kRequest)) {
    const std::string whole = request[0];
    const std::string id = request[1];
    said_ = request.suffix();
    std::string content;
    const bool wants_roster = isThere(whole, "jabber:iq:roster");
    if (wants_roster) {
      content = "<query xmlns='jabber:iq:roster'>" + roster + "</query>";
    } else if (isThere(whole, "xmpp-bind")) {
      content = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>alice@localhost/prism</jid></bind>";
    } else if (isThere(whole, "disco#info")) {
      content = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
    }
    const std::string from = isThere(whole, " to='localhost'") ? "from='localhost' " : "";
    send("<iq type='result' " + from + "id='" + id + "'>" + content + "</iq>");
    if (wants_roster) {
      return true;
    }
  }
  return false;
}

std::size_t ScriptedXmpp::sendNow(std::string_view bytes) {
  char dropped[16384];
  ssize_t count = 0;
  while ((count = ::recv(client_.get(), dropped, sizeof dropped, MSG_DONTWAIT)) > 0) {
  }
  ended_ = ended_ || count == 0 || (errno != EAGAIN && errno != EINTR);
  const ssize_t sent = ended_ ? 0 : ::send(client_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  ended_ = ended_ || (sent < 0 && errno != EAGAIN && errno != EINTR);
  return sent > 0 ? static_cast<std::size_t>(sent) : 0;
}

}  // namespace prism::tests
