// SPDX-License-Identifier: MIT
// Tells the host what a network can do with messages (prism/chat.hpp), and which pages of old ones it has
// (prism/history.hpp): for all conversations of the user if the user has one network, else for each conversation on its
// own.
#pragma once

#include "session/chat_message.h"
#include <prism/chat.hpp>
#include <prism/history.hpp>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace irc {

class ChatOffer {
 public:
  // `has_network`: names have the network, so the user may have several. `announced` counts the conversations of all of
  // them that the host knows; it must outlive this object. `most_missed` is the number of messages that the user wants
  // of those that were missed.
  ChatOffer(prism::Host host, std::string user, bool has_network, std::size_t& announced, std::uint32_t most_missed)
      : chat_(host),
        history_(host),
        user_(std::move(user)),
        has_network_(has_network),
        announced_(announced),
        most_missed_(most_missed) {}
  ~ChatOffer();
  ChatOffer(const ChatOffer&) = delete;
  ChatOffer& operator=(const ChatOffer&) = delete;

  const prism::Chat& chat() const { return chat_; }
  const prism::History& history() const { return history_; }

  // The server's abilities are known, or have changed.
  void set(const ChatFeatures& features);

  // A conversation begins or ends. Names are those of Spectrum. At a limit, messages of further ones have no ids.
  void openRoom(std::string_view room) { open(&rooms_, room); }
  void closeRoom(std::string_view room) { close(&rooms_, room); }
  void openContact(std::string_view buddy) { open(&contacts_, buddy); }
  void closeContact(std::string_view buddy) { close(&contacts_, buddy); }

  // Returns true if the host knows that it can ask for missed messages of this room or contact.
  bool hasMissed(prism::Conversation kind, std::string_view name) const;

  // The network is left, but not by a logout.
  void withdraw() { set({}); }

 private:
  using Names = std::set<std::string, std::less<>>;

  void open(Names* names, std::string_view name);
  void close(Names* names, std::string_view name);
  // The conversations that a name stands for: a room has those with its participants, too.
  std::size_t sizeOf(const Names* names) const { return names == &rooms_ ? 2 : 1; }
  void announce(const Names* names, std::string_view name, const ChatFeatures& features) const;
  void announce(prism::Conversation kind, std::string_view name, const ChatFeatures& features) const;
  void announceArchive(prism::Conversation kind, std::string_view name, const ChatFeatures& features) const;

  const prism::Chat chat_;
  const prism::History history_;
  const std::string user_;
  const bool has_network_;
  std::size_t& announced_;
  const std::uint32_t most_missed_;
  ChatFeatures features_;
  Names rooms_;  // both are empty if the user has one network
  Names contacts_;
};

}  // namespace irc
