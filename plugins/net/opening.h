// SPDX-License-Identifier: MIT
// Opens a connection: TCP to the server or its proxy, the proxy's handshake and the TLS handshake, with one deadline
// for all of it. Freed once the connection is open.
#pragma once

#include "net/dial.h"
#include "net/proxy_handshake.h"
#include "net/stream.h"

#include <memory>
#include <string>

namespace net {

class Opening final : public Dial::Listener {
 public:
  // One of these is called, once, never before the constructor has returned. Both may destroy the Opening.
  class Listener {
   public:
    virtual void opened(prism::UniqueFd fd, std::unique_ptr<TlsSession> tls) = 0;  // `fd` is not watched
    virtual void notOpened(const Failure& failure) = 0;

   protected:
    ~Listener() = default;
  };

  Opening(const Network& network, Endpoint endpoint, std::shared_ptr<TlsContext> tls, Listener& listener);
  Opening(const Opening&) = delete;
  Opening& operator=(const Opening&) = delete;

 private:
  void reached(prism::UniqueFd fd) override;
  void unreachable(const Failure& failure) override;
  void timedOut();
  void serveProxy();
  bool receiveFromProxy();
  void beginTls();
  void serveTls();
  void waitFor(prism::Ready events);
  void succeed();
  void fail(const Failure& failure);
  std::string proxyName() const;

  const Network& network_;
  const Endpoint endpoint_;
  const std::shared_ptr<TlsContext> tls_context_;
  Listener& listener_;
  std::unique_ptr<ProxyHandshake> proxy_;  // during the handshake
  std::unique_ptr<TlsSession> tls_;        // set when the handshake starts
  prism::UniqueFd fd_;                     // set when the server or its proxy is connected
  prism::Watch watch_;
  prism::Timer deadline_;
  std::unique_ptr<Dial> dial_;
};

}  // namespace net
