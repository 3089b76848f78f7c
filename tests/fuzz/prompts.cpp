// SPDX-License-Identifier: MIT
// Prompts: the input is a sequence of the plugin's prompts, the users' answers, and changes of sessions and names.
// Each prompt ends once, with valid values for its fields, or is cancelled.
#include "host/base/abi.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/serving.h"
#include "tests/support/guard_events.h"
#include "tests/support/payloads.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace prism;
using pbnetwork::WrapperMessage;

constexpr std::array kUsers = {"alice", "bob", "carol", "nobody"};
constexpr std::array kNames = {"prism", "Prism", "prism-1", "PRISM-2", "bob"};
constexpr std::array kWords = {"ok",   "help", "cancel", "skip",       "=ok",  "1",      "2",
                               "1, 2", "yes",  "no",     "some words", "-12",  " OK ",   "",
                               "==",   "99",   "red",    "two\nlines", "+-12", "=cancel"};

using Choices = std::vector<std::string>;

// Returns true for values of choices in their order, one a line.
bool areChosen(std::string_view text, const Choices& choices) {
  auto next = choices.begin();
  for (bool more = true; more;) {
    const std::size_t end = text.find('\n');
    const auto found = std::find(next, choices.end(), text.substr(0, end));
    if (found == choices.end()) {
      return false;
    }
    next = found + 1;
    more = end != std::string_view::npos;
    text.remove_prefix(more ? end + 1 : text.size());
  }
  return true;
}

struct AskedField {
  std::uint32_t kind;
  bool required;
  Choices choices;
  std::string initial;
  std::int64_t least;
  std::int64_t most;
};

// Checks the value of a field by the rules of prism/prompt.h.
bool isAnswer(const AskedField& field, std::string_view value) {
  if (value.empty()) {
    return field.kind == PRISM_VALUE_NOTE || !field.required;
  }
  if (value == field.initial) {
    return field.kind != PRISM_VALUE_NOTE;
  }
  std::int64_t number = 0;
  switch (field.kind) {
    case PRISM_VALUE_INTEGER: {
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
      const bool bounded = field.least != 0 || field.most != 0;
      return error == std::errc() && end == value.data() + value.size() &&
             (!bounded || (number >= field.least && number <= field.most));
    }
    case PRISM_VALUE_BOOLEAN:
      return value == "0" || value == "1";
    case PRISM_VALUE_CHOICE:
      return std::find(field.choices.begin(), field.choices.end(), value) != field.choices.end();
    case PRISM_VALUE_CHOICES:
      return areChosen(value, field.choices);
    case PRISM_VALUE_NOTE:
      return false;
    case PRISM_VALUE_LONG_TEXT:
      return true;
    default:
      return value.find_first_of("\r\n") == std::string_view::npos;
  }
}

class Play final : public fuzz::Serving {
 public:
  explicit Play(fuzz::Input input)
      : Serving({.contact = "prism", .server_mode = input.byte() % 2 == 1}), input_(input) {
    prompts_.start();
  }

  void run() {
    for (const char* user : {"alice", "bob"}) {
      request(WrapperMessage::TYPE_LOGIN, tests::loginOf(user));
    }
    while (!input_.done()) {
      act();
      turn();
    }
    logoutAll();
    turn();
    fuzz::require(open_.empty(), "no question outlives the session of its user");
  }

 private:
  struct Asked {
    std::string user;
    std::vector<AskedField> fields;
  };

  void onCall(const fuzz::Call& call) override {
    const std::string_view function = call.function;
    if (function == "message") {
      fuzz::require(call.about.size > 0, "a message is to somebody");
    } else if (function == "logout") {
      const std::string user(host::view(call.user));
      fuzz::require(
          std::none_of(open_.begin(), open_.end(), [&](const auto& asked) { return asked.second.user == user; }),
          "the questions to a user end before the logout");
    }
    react();
  }

  static void ended(void* self, prism_prompts_id id, const prism_prompt_answer* answer) {
    static_cast<Play*>(self)->onEnded(id, answer->outcome, answer->values, answer->values_count);
  }

  void onEnded(prism_prompts_id id, std::uint32_t outcome, const prism_str* values, std::uint64_t count) {
    const auto asked = open_.find(id);
    fuzz::require(asked != open_.end(), "a question ends once, and not when it has been cancelled");
    if (outcome == PRISM_PROMPT_ANSWERED) {
      fuzz::require(count == asked->second.fields.size(), "an answer has a value for each field");
      for (std::uint64_t i = 0; i < count; ++i) {
        fuzz::require(isAnswer(asked->second.fields[i], host::view(values[i])), "a value is of its field's kind");
      }
    } else {
      fuzz::require(count == 0, "there are no values without an answer");
      fuzz::require(outcome <= PRISM_PROMPT_ENDED, "an outcome is one that there is");
    }
    open_.erase(asked);
    react();
  }

  // The plugin's reaction within a call of the host.
  void react() {
    if (const std::uint8_t what = input_.byte(); what % 4 == 3) {
      actAsPlugin(what / 4);
    }
    checkFrames();
  }

  void act() {
    const std::uint8_t what = input_.byte();
    if (what % 3 == 0) {
      say();
    } else if (what % 3 == 1) {
      actAsPlugin(what / 3);
    } else {
      actAsSpectrum(what / 3);
    }
    checkFrames();
  }

  void actAsPlugin(unsigned what) {
    const std::string user = kUsers[input_.byte() % kUsers.size()];
    switch (what % 8) {
      case 0: {
        // Chooses an open prompt, or an id that does not exist.
        const std::uint8_t number = input_.byte();
        const auto chosen = open_.lower_bound(number % 16);
        const prism_prompts_id id = chosen == open_.end() ? number : chosen->first;
        open_.erase(id);
        prompts_.cancel(id);
        break;
      }
      case 1: {
        const std::string notice = text();
        const prism_notice told{sizeof told, 0, host::borrowed(user), host::borrowed(notice), nullptr, 0};
        prompts_.tell(&told);
        break;
      }
      case 2:
        tests::connected(guard_, host::borrowed(user));
        break;
      case 3:
        tests::disconnected(guard_, host::borrowed(user), input_.byte() % 19, {"", 0});
        break;
      case 4: {
        const std::string contact = name();
        tests::attention(guard_, host::borrowed(user), host::borrowed(contact), {}, {"", 0});
        break;
      }
      default:
        ask(user);
    }
  }

  void actAsSpectrum(unsigned what) {
    const std::string user = kUsers[input_.byte() % kUsers.size()];
    switch (what % 6) {
      case 0:
        return request(WrapperMessage::TYPE_LOGIN, tests::loginOf(user));
      case 1:
        return request(WrapperMessage::TYPE_LOGOUT, tests::logoutOf(user));
      case 2:
        return request(WrapperMessage::TYPE_STATUS_CHANGED, tests::statusOf(user, pbnetwork::STATUS_ONLINE));
      case 3:
        return request(WrapperMessage::TYPE_BUDDY_CHANGED, tests::buddyOf(user, name()));
      case 4:
        return request(WrapperMessage::TYPE_JOIN_ROOM, tests::roomOf(user, name(), "me"));
      default:
        return request(WrapperMessage::TYPE_VCARD, tests::vcardRequest(user, name(), 1));
    }
  }

  void say() {
    const std::string user = kUsers[input_.byte() % kUsers.size()];
    request(WrapperMessage::TYPE_CONV_MESSAGE, tests::conversationMessage(user, name(), text()));
  }

  void ask(const std::string& user) {
    std::deque<std::string> lent;
    const auto lend = [&](std::string text) { return host::borrowed(lent.emplace_back(std::move(text))); };
    Asked asked{user, {}};
    std::deque<prism_choice> choices;
    std::deque<std::vector<const prism_choice*>> lists;
    std::deque<prism_field> fields;
    std::vector<const prism_field*> pointers;
    for (unsigned count = input_.byte() % 5; count > 0; --count) {
      prism_field& field = fields.emplace_back();
      field.struct_size = sizeof field;
      field.kind = input_.byte() % (PRISM_VALUE_PARTICIPANT + 2);
      field.flags = input_.byte() % 2;
      field.label = lend(text());
      field.initial = lend(text());
      auto& list = lists.emplace_back();
      Choices values;
      for (unsigned choices_left = input_.byte() % 4; choices_left > 0; --choices_left) {
        values.push_back(text());
        choices.push_back({sizeof(prism_choice), 0, lend(values.back()), lend(text())});
        list.push_back(&choices.back());
      }
      field.choices = list.data();
      field.choices_count = list.size();
      if (field.kind == PRISM_VALUE_INTEGER) {
        field.least = static_cast<std::int8_t>(input_.byte());
        field.most = static_cast<std::int8_t>(input_.byte());
      }
      pointers.push_back(&field);
      asked.fields.push_back({field.kind, (field.flags & PRISM_FIELD_FLAG_REQUIRED) != 0, std::move(values),
                              std::string(host::view(field.initial)), field.least, field.most});
    }
    prism_prompt prompt{};
    prompt.struct_size = sizeof prompt;
    prompt.user = host::borrowed(user);
    prompt.title = lend(text());
    prompt.text = lend(text());
    prompt.fields = pointers.data();
    prompt.fields_count = pointers.size();
    prism_prompts_id id = 0;
    if (prompts_.ask(&prompt, &ended, this, &id) == PRISM_OK) {
      fuzz::require(open_.emplace(id, std::move(asked)).second, "no number is used again");
    }
  }

  std::string name() {
    const std::uint8_t choice = input_.byte();
    return kNames[choice < 0xA0 ? 0 : choice % kNames.size()];
  }

  std::string text() {
    const std::uint8_t choice = input_.byte();
    return choice < 0xC0 ? kWords[choice % kWords.size()] : std::string(input_.text());
  }

  fuzz::Input input_;
  std::map<prism_prompts_id, Asked> open_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Play(fuzz::Input(data, size)).run();
  return 0;
}
