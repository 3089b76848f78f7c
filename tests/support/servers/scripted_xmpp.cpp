// SPDX-License-Identifier: MIT
#include "tests/support/servers/scripted_xmpp.h"

#include "tests/support/expression.h"
#include <prism/testing/failure.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <vector>

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

void ScriptedXmpp::accept() {
  client_ = listener_.accept(kAllowed);
  const int on = 1;  // else the kernel would hold back each small stanza for 40 ms
  ::setsockopt(client_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  said_.clear();
  authenticated_ = ended_ = false;
}

void ScriptedXmpp::refuseLogin() {
  accept();
  awaitText("<stream:stream", "with a stream");
  said_.clear();
  send(kHeader + std::string(kMechanisms) + "</stream:features>");
  awaitText("</auth>", "with a login");
  send("<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>");
}

void ScriptedXmpp::acceptLogin(const std::string& roster) {
  const Deadline deadline(kAllowed);
  accept();
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
  while (authenticated_) {
    const std::optional<Request> request = takeRequest();
    if (!request) {
      break;
    }
    std::string content;
    const bool wants_roster = isThere(request->whole, "jabber:iq:roster");
    if (wants_roster) {
      content = "<query xmlns='" + roster_xmlns_ + "'>" + roster + "</query>";
    } else if (isThere(request->whole, "xmpp-bind")) {
      content = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>alice@localhost/prism</jid></bind>";
    } else if (isThere(request->whole, "disco#info")) {
      content = "<query xmlns='http://jabber.org/protocol/disco#info'>" + features_ + "</query>";
    }
    sendResult(*request, content);
    if (wants_roster) {
      return true;
    }
  }
  return false;
}

// Takes the first complete request from what the client has said.
std::optional<ScriptedXmpp::Request> ScriptedXmpp::takeRequest() {
  static const Expression kRequest(R"(<iq [^>]*(/>|>[\s\S]*?</iq>))");
  static const Expression kId("^<iq [^>]*\\bid='([^']*)'");
  static const Expression kTo("^<iq [^>]*\\bto='([^']*)'");
  const std::vector<std::string> found = kRequest.groupsIn(said_);
  if (found.empty()) {
    return std::nullopt;
  }
  const std::string& whole = found[0];
  said_.erase(0, said_.find(whole) + whole.size());
  const std::vector<std::string> id = kId.groupsIn(whole);
  const std::vector<std::string> to = kTo.groupsIn(whole);
  return Request{whole, id.empty() ? std::string() : id[1], to.empty() ? std::string() : to[1]};
}

void ScriptedXmpp::sendResult(const Request& request, const std::string& content) {
  const std::string from = request.to.empty() ? std::string() : "from='" + request.to + "' ";
  send("<iq type='result' " + from + "id='" + request.id + "'>" + content + "</iq>");
}

// Answers other requests with an empty result.
ScriptedXmpp::Request ScriptedXmpp::awaitRequest(std::string_view wanted) {
  const Deadline deadline(kAllowed);
  for (;;) {
    while (std::optional<Request> request = takeRequest()) {
      if (isThere(request->whole, wanted)) {
        return *std::move(request);
      }
      sendResult(*request, {});
    }
    if (!receive(deadline)) {
      throw Failure("the client does not ask for " + std::string(wanted) + "; the last that it said is " + said_);
    }
  }
}

void ScriptedXmpp::answer(std::string_view wanted, const std::string& content) {
  sendResult(awaitRequest(wanted), content);
}

std::string ScriptedXmpp::idOf(std::string_view wanted) { return awaitRequest(wanted).id; }

void ScriptedXmpp::awaitText(std::string_view text, const char* what) {
  const Deadline deadline(kAllowed);
  while (!isThere(said_, text)) {
    if (!receive(deadline)) {
      throw Failure(std::string("the client does not answer ") + what);
    }
  }
}

void ScriptedXmpp::expect(std::string_view text) {
  awaitText(text, "as is expected");
  said_.erase(0, said_.find(text) + text.size());
}

std::string ScriptedXmpp::answerTo(const std::string& id) {
  awaitText("id='" + id + "'", id.c_str());
  const std::vector<std::string> found = Expression("<iq [^>]*id='" + id + "'[^>]*").groupsIn(said_);
  return found.empty() ? std::string() : isThere(found[0], "type='error'") ? "error" : "result";
}

std::size_t ScriptedXmpp::requests(std::string_view wanted) {
  static constexpr std::string_view kPing = "scripted-ping";  // its answer follows all earlier requests
  send("<iq type='get' from='localhost' id='" + std::string(kPing) + "'><ping xmlns='urn:xmpp:ping'/></iq>");
  awaitText(kPing, "a ping");
  std::size_t count = 0;
  while (const std::optional<Request> request = takeRequest()) {
    count += isThere(request->whole, wanted) ? 1 : 0;
  }
  return count;
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
