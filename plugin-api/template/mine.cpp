// SPDX-License-Identifier: MIT
// The plugin `mine`: each user has one contact, which answers every message. Put your network in its place, and
// your name in the place of `mine`, here and in the other files.
#include <prism/plugin.hpp>

#include <string>
#include <string_view>

namespace {

class Mine : public prism::Plugin {
 public:
  explicit Mine(prism::Host host) : Plugin(host), greeting_(host.config("mine.greeting").value_or("Hello")) {}

  // Here your network is asked. This one lets everybody in at once.
  void login(const prism::Login& login) override {
    host().connected(login.user);

    prism::Buddy contact{login.user, "mine"};
    contact.alias = "Mine";
    host().buddyChanged(contact);
  }

  void logout(std::string_view) override {}

  void message(const prism::Message& message) override {
    const std::string text = greeting_ + ", you wrote: " + std::string(message.text);
    host().message({message.user, message.buddy, text});
  }

 private:
  const std::string greeting_;
};

}  // namespace

PRISM_PLUGIN(Mine, "mine", "Mine", "0.1.0", "", "mine.greeting");
