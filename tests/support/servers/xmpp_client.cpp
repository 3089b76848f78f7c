// SPDX-License-Identifier: MIT
#include "tests/support/servers/xmpp_client.h"

#include "net/base64.h"
#include "tests/support/port.h"
#include <prism/testing/failure.h>

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <regex>

namespace prism::tests {

using testing::Deadline;
using testing::Failure;

XmppClient::XmppClient(int port, const std::string& name, const std::string& password) : socket_(connectTo(port)) {
  openStream();
  std::string plain(1, '\0');
  plain.append(name).append(1, '\0').append(password);
  send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + net::toBase64(plain) + "</auth>");
  expect("<success");
  openStream();
  send("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
  expect("<jid>[^<]*</jid>");
  send("<presence/>");
  expect("<presence");
}

void XmppClient::openStream() {
  send(
      "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='localhost' "
      "version='1.0'>");
  expect("</stream:features>");
}

void XmppClient::send(const std::string& stanza) {
  for (std::size_t sent = 0; sent < stanza.size();) {
    const ssize_t size = ::send(socket_.get(), stanza.data() + sent, stanza.size() - sent, MSG_NOSIGNAL);
    if (size < 0) {
      throw Failure("the XMPP server has closed the connection");
    }
    sent += static_cast<std::size_t>(size);
  }
}

std::string XmppClient::expect(const std::string& pattern, testing::Milliseconds allowed) {
  const std::regex expression(pattern);
  const Deadline deadline(allowed);
  for (;;) {
    std::smatch match;
    if (std::regex_search(received_, match, expression)) {
      std::string found = match.str();
      received_ = match.suffix();
      return found;
    }
    pollfd readable = {socket_.get(), POLLIN, 0};
    if (::poll(&readable, 1, static_cast<int>(deadline.left().count())) <= 0) {
      throw Failure("waited for " + pattern + ", but what came from the XMPP server is: " + received_);
    }
    std::array<char, 4096> bytes;
    const ssize_t size = ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
    if (size <= 0) {
      throw Failure("the XMPP server has closed the connection");
    }
    received_.append(bytes.data(), static_cast<std::size_t>(size));
  }
}

}  // namespace prism::tests
