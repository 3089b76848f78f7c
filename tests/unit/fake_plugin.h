#pragma once

#include <prism/plugin.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "host/abi.h"

namespace prism::tests {

// A plugin that writes down what it is asked for.
class FakePlugin {
 public:
  prism_plugin functions() {
    prism_plugin functions{};
    functions.struct_size = sizeof functions;
    functions.abi_version = PRISM_ABI_VERSION;
    functions.id = "fake";
    functions.version = "1";
    functions.create = [](const prism_host*, void** instance) -> prism_result {
      *instance = next_;
      return PRISM_OK;
    };
    functions.destroy = [](void*) {};
    functions.login = [](void* self, const prism_login* login) {
      std::string settings;
      for (std::uint64_t i = 0; i < login->settings_count; ++i) {
        settings += " " + text(login->settings[i].name) + "=" + text(login->settings[i].value);
      }
      if (const std::string text = std::exchange(static_cast<FakePlugin*>(self)->exception_, ""); !text.empty()) {
        throw std::runtime_error(text);
      }
      note(self, "login " + text(login->user) + " as " + text(login->legacy_name) + " with " + text(login->password) +
                     settings);
    };
    functions.logout = [](void* self, prism_str user) { note(self, "logout " + text(user)); };
    functions.message = [](void* self, const prism_message* message) {
      note(self, "message " + text(message->user) + " to " + text(message->buddy) + ": " + text(message->text) +
                     (message->id.size > 0 ? " id " + text(message->id) : ""));
    };
    next_ = this;
    return functions;
  }

  // Makes the next login throw.
  void throwNext(const std::string& text) { exception_ = text; }

  // What it has been asked for since the last call.
  std::vector<std::string> take() { return std::exchange(requests_, {}); }

 private:
  static std::string text(prism_str str) {
    const std::string copy(host::view(str));
    return copy == str.data ? copy : copy + " (not terminated)";
  }
  static void note(void* self, std::string request) {
    static_cast<FakePlugin*>(self)->requests_.push_back(std::move(request));
  }

  static inline FakePlugin* next_ = nullptr;
  std::vector<std::string> requests_;
  std::string exception_;
};

}  // namespace prism::tests
