// SPDX-License-Identifier: MIT
// The probe's commands that deliver invalid events: too large for a stanza, or with names that cannot be part of a
// JID.
#pragma once

#include <prism/plugin.h>

#include <sstream>
#include <string>

namespace prism::tests {

class ProbeDeliveries {
 public:
  explicit ProbeDeliveries(const prism_host* host) : host_(host) {}

  // Executes `deliver KIND [ARGUMENT...]` for the user. Throws std::invalid_argument for an unknown kind.
  void deliver(const std::string& user, std::istringstream& words);

 private:
  void message(const std::string& user, const std::string& text, const std::string& xhtml);
  void images(const std::string& user);
  void attachment(const std::string& user, const std::string& url);
  void invitation(const std::string& user, const std::string& reason);
  void roomList(const std::string& user, std::size_t count);
  void buddy(const std::string& user, const std::string& alias, const std::string& group, const std::string& status);
  void contacts(const std::string& user, std::size_t first, std::size_t count);
  void rawStanza(const std::string& user, const std::string& kind);
  void participant(const std::string& user, const std::string& nickname, std::uint32_t status, std::uint32_t flags,
                   const std::string& status_text);
  void enter(const std::string& user, const std::string& nickname);
  void subject(const std::string& user, const std::string& subject);
  void badNames(const std::string& user);

  const prism_host* host_;
};

}  // namespace prism::tests
