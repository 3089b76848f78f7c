// SPDX-License-Identifier: MIT
// A plugin in C++ that makes mistakes: it throws in requests, announces what it does not override, and forgets answers.
// [handlers] commands=1: it has commands of its own.
#include <prism/chat.hpp>
#include <prism/commands.hpp>
#include <prism/plugin.hpp>
#include <prism/room_admin.hpp>

#include <stdexcept>
#include <string>

namespace prism::tests {
namespace {

class Handlers : public prism::Plugin, public prism::ChatHandler {
 public:
  explicit Handlers(prism::Host host) : Plugin(host), chat_(host), rooms_(host), commands_(host) {
    prism::ChatCapabilities can;
    can.edit = can.react = true;
    chat_.setCapabilities(can);
    prism::RoomsCapabilities in_rooms;
    in_rooms.kick = true;
    rooms_.setCapabilities(in_rooms);
    if (host.configBool("handlers.commands", false)) {
      commands_.define({{"forget", "is not answered", {}, [](const auto&, const auto&) {}},
                        {"throw", "throws", {}, [](const auto&, const auto&) { throw std::runtime_error("secret"); }}});
    }
  }

  void login(const prism::Login& login) override { host().connected(login.user); }
  void logout(std::string_view) override {}

  void message(const prism::Message& message) override {
    if (message.text == "throw") {
      throw std::runtime_error("no message");
    }
    prism::Message answer{message.user, message.buddy, message.text};
    answer.id = "1";
    host().message(answer);
  }
  void reactTo(const prism::ChatReactions&) override { throw std::runtime_error("no reaction"); }

 private:
  const prism::Chat chat_;
  const prism::Rooms rooms_;
  prism::Commands commands_;
};

}  // namespace

// Within a namespace, too, the host finds the plugin.
PRISM_PLUGIN(Handlers, TEST_ID, "Handlers", "1.0", "", "handlers.commands");

}  // namespace prism::tests
