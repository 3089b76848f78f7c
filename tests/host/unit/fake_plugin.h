// SPDX-License-Identifier: MIT
#pragma once

#include "host/base/abi.h"
#include <prism/history.h>
#include <prism/plugin.h>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace prism::tests {

// A fake plugin that records its calls: one line per call, with every field that isn't empty.
class FakePlugin {
 public:
  // Returns a table with every callback.
  prism_plugin functions() {
    next_ = this;
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
    functions.login = [](void* self, const prism_login* login) { note(self, "login", line(*login)); };
    functions.logout = [](void* self, const prism_logout* logout) {
      checkSize(*logout);
      note(self, "logout", text(logout->user));
    };
    functions.message = [](void* self, const prism_message* message) {
      noteRequest(self, message->request);
      EXPECT_EQ(message->id.size, 0U) << "the network gives it";
      note(self, "message", line(*message));
    };
    functions.status_changed = [](void* self, const prism_presence* presence) {
      checkSize(*presence);
      note(self, "status_changed",
           fmt::format("{} status={}{}", text(presence->user), presence->status, field("text", presence->text)));
    };
    functions.roster = [](void* self, const prism_roster* roster) {
      checkSize(*roster);
      std::string all = text(roster->user);
      for (std::uint64_t i = 0; i < roster->buddies_count; ++i) {
        all += " [" + line(*roster->buddies[i]) + "]";
      }
      note(self, "roster", all);
    };
    functions.buddy_changed = [](void* self, const prism_buddy* buddy) { note(self, "buddy_changed", line(*buddy)); };
    functions.buddy_removed = [](void* self, const prism_buddy_removed* removed) {
      checkSize(*removed);
      note(self, "buddy_removed", text(removed->user) + " " + text(removed->buddy));
    };
    functions.buddy_blocked = [](void* self, const prism_block* block) {
      checkSize(*block);
      note(self, "buddy_blocked", fmt::format("{} {} {}", text(block->user), text(block->buddy), block->blocked));
    };
    functions.authorization_answered = [](void* self, const prism_authorization* answer) {
      checkSize(*answer);
      note(self, "authorization_answered",
           fmt::format("{} {} {}", text(answer->user), text(answer->buddy), answer->accepted));
    };
    functions.typing = [](void* self, const prism_typing* typing) {
      checkSize(*typing);
      note(self, "typing",
           fmt::format("{} {}{}{} {}", text(typing->user), text(typing->buddy), where(typing->kind),
                       field("nickname", typing->nickname), typing->state));
    };
    functions.attention = [](void* self, const prism_attention* attention) {
      checkSize(*attention);
      noteRequest(self, attention->request);
      note(self, "attention",
           text(attention->user) + " " + text(attention->buddy) + where(attention->kind) +
               field("nickname", attention->nickname) + field("text", attention->text));
    };
    functions.join = [](void* self, const prism_join* join) {
      checkSize(*join);
      note(self, "join",
           text(join->user) + " " + text(join->room) + field("nickname", join->nickname) +
               field("password", join->password));
    };
    functions.leave = [](void* self, const prism_leave* leave) {
      checkSize(*leave);
      note(self, "leave", text(leave->user) + " " + text(leave->room));
    };
    functions.set_subject = [](void* self, const prism_subject* subject) {
      checkSize(*subject);
      EXPECT_EQ(subject->time, 0);
      note(self, "set_subject",
           text(subject->user) + " " + text(subject->room) + field("nickname", subject->nickname) +
               field("subject", subject->subject));
    };
    functions.vcard_wanted = [](void* self, const prism_vcard_request* request) {
      checkSize(*request);
      note(self, "vcard_wanted",
           text(request->user) + " " + text(request->buddy) + field("nickname", request->nickname));
    };
    functions.own_vcard = [](void* self, const prism_vcard* vcard) {
      checkSize(*vcard);
      const std::string photo(static_cast<const char*>(vcard->photo.data), vcard->photo.size);
      note(self, "own_vcard",
           text(vcard->user) + field("buddy", vcard->buddy) + field("nickname", vcard->nickname) +
               field("full_name", vcard->full_name) + field("vcard_nickname", vcard->vcard_nickname) +
               (photo.empty() ? "" : " photo=" + photo));
    };
    functions.raw_xml = [](void* self, const prism_stanza* stanza) {
      checkSize(*stanza);
      note(self, "raw_xml", text(stanza->user) + " " + text(stanza->xml));
    };
    functions.get_extension = [](void*, const char* name) -> const void* {
      return std::string(name) == PRISM_HISTORY ? &kHistory : nullptr;
    };
    return functions;
  }

  // Sets an action for the next call of a function. It runs after the call is recorded.
  void onNextCall(const std::string& function, std::function<void()> action) { actions_[function] = std::move(action); }

  // Returns the id of the last request that was a message or a call for attention.
  prism_request_id lastRequest() const { return last_request_; }

  // Returns the calls since the last take().
  std::vector<std::string> take() { return std::exchange(requests_, {}); }

 private:
  static std::string text(prism_str str) {
    const std::string copy(host::view(str));
    return copy == str.data ? copy : copy + " (not terminated)";
  }
  static std::string field(const char* name, prism_str value) {
    const std::string content = text(value);
    return content.empty() ? "" : fmt::format(" {}={}", name, content);
  }
  // The kind of a conversation, if that is not the usual one.
  static std::string where(std::uint32_t kind) {
    EXPECT_NE(kind, 0U);
    return kind == PRISM_CONVERSATION_CONTACT ? "" : fmt::format(" kind={}", kind);
  }

  template <typename Struct>
  static void checkSize(const Struct& request) {
    EXPECT_EQ(request.struct_size, sizeof request);
  }

  static std::string line(const prism_login& login) {
    checkSize(login);
    std::vector<std::string> settings;
    for (std::uint64_t i = 0; i < login.settings_count; ++i) {
      settings.push_back(field(text(login.settings[i].name).c_str(), login.settings[i].value));
    }
    std::sort(settings.begin(), settings.end());  // settings come in no particular order
    std::string line = text(login.user) + field("legacy_name", login.legacy_name) + field("password", login.password) +
                       fmt::format("{}", fmt::join(settings, ""));
    return line;
  }

  static std::string line(const prism_message& message) {
    checkSize(message);
    EXPECT_EQ(message.time, 0);
    EXPECT_EQ(message.attachments_count, 0U);
    EXPECT_EQ(message.reply_to, nullptr);
    EXPECT_EQ(text(message.thread) + text(message.author_id), "");
    return fmt::format("{} {}{}{}{}{}{}", text(message.user), text(message.buddy), where(message.kind),
                       message.flags == 0 ? "" : fmt::format(" flags={}", message.flags),
                       field("nickname", message.nickname), field("text", message.text), field("xhtml", message.xhtml));
  }

  static std::string line(const prism_buddy& buddy) {
    checkSize(buddy);
    EXPECT_EQ(buddy.status, 0U) << "a request has no status";
    std::string line = text(buddy.user) + " " + text(buddy.buddy) + field("alias", buddy.alias);
    for (std::uint64_t i = 0; i < buddy.groups_count; ++i) {
      line += field("group", buddy.groups[i]);
    }
    return line + field("status_text", buddy.status_text) + field("icon_hash", buddy.icon_hash) +
           (buddy.blocked != 0 ? " blocked" : "");
  }

  static std::string line(const prism_history_request& request) {
    checkSize(request);
    EXPECT_EQ(request.flags, 0U);
    std::string line =
        fmt::format("{} {} {}{} kind={} part={} limit={}", request.id, text(request.user), text(request.buddy),
                    field("nickname", request.nickname), request.kind, request.part, request.limit);
    for (const auto& [name, point] :
         {std::pair("after", request.after), {"before", request.before}, {"around", request.around}}) {
      if (point) {
        checkSize(*point);
        line += fmt::format(" {}={}@{}", name, text(point->id), point->time);
      }
    }
    return line;
  }

  static void onPage(void* self, const prism_history_request* request) { note(self, "page", line(*request)); }

  static constexpr prism_history_plugin kHistory{sizeof(prism_history_plugin), 0, &FakePlugin::onPage};

  static void note(void* instance, const std::string& function, const std::string& arguments) {
    auto* self = static_cast<FakePlugin*>(instance);
    self->requests_.push_back(function + " " + arguments);
    if (const auto action = self->actions_.extract(function)) {
      action.mapped()();
    }
  }

  // Expects a number that is greater than all before.
  static void noteRequest(void* instance, prism_request_id request) {
    auto* self = static_cast<FakePlugin*>(instance);
    EXPECT_LT(std::exchange(self->last_request_, request), request);
  }

  static inline FakePlugin* next_ = nullptr;
  std::vector<std::string> requests_;
  prism_request_id last_request_ = 0;
  std::map<std::string, std::function<void()>> actions_;
};

}  // namespace prism::tests
