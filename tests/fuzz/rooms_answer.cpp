// SPDX-License-Identifier: MIT
// Answers of the plugin to requests about rooms (prism/room_admin.h): the input is the members of a prism_rooms_answer.
#include "host/guard/rooms_answer.h"

#include "host/base/abi.h"
#include "host/base/xml_text.h"
#include "host/guard/guard.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/require.h"

#include <Poco/Logger.h>

#include <deque>
#include <set>
#include <string>
#include <vector>

namespace {

using namespace prism;
using fuzz::require;

constexpr std::uint32_t kMostBytes = 1000;

// Owns the members of an answer.
class Builder {
 public:
  explicit Builder(fuzz::Input input) : input_(input) {}

  prism_rooms_answer build() {
    prism_rooms_answer answer{};
    answer.struct_size = sizeof answer;
    answer.outcome = input_.byte() % 9;
    answer.text = text();
    for (unsigned count = input_.byte() % 5; count > 0; --count) {
      addMember();
    }
    for (unsigned count = input_.byte() % 5; count > 0; --count) {
      addSetting();
    }
    answer.members = members_.data();
    answer.members_count = members_.size();
    answer.settings = settings_.data();
    answer.settings_count = settings_.size();
    return answer;
  }

 private:
  prism_str text() { return host::borrowed(lent_.emplace_back(input_.text())); }
  bool rarely() { return input_.byte() == 0xFF; }

  template <typename Struct>
  std::uint32_t sizeOf(const Struct&) {
    return rarely() ? input_.byte() : std::uint32_t{sizeof(Struct)};
  }

  void addMember() {
    prism_rooms_member& member = all_members_.emplace_back();
    member.struct_size = sizeOf(member);
    member.role = input_.byte() % 5;
    member.account = text();
    member.nickname = text();
    member.reason = text();
    members_.push_back(rarely() ? nullptr : &member);
  }

  void addSetting() {
    prism_field& field = fields_.emplace_back();
    field.struct_size = sizeOf(field);
    field.kind = input_.byte() % (PRISM_VALUE_PARTICIPANT + 2);
    field.flags = input_.byte() % 3;
    field.label = text();
    field.initial = text();
    auto& choices = lists_.emplace_back();
    for (unsigned count = input_.byte() % 4; count > 0; --count) {
      prism_choice& choice = choices_.emplace_back();
      choice = {sizeof(prism_choice), 0, text(), text()};
      choices.push_back(rarely() ? nullptr : &choice);
    }
    field.choices = choices.data();
    field.choices_count = choices.size();
    if (field.kind == PRISM_VALUE_INTEGER) {
      field.least = static_cast<std::int8_t>(input_.byte());
      field.most = static_cast<std::int8_t>(input_.byte());
    }
    prism_rooms_setting& setting = all_settings_.emplace_back();
    setting.struct_size = sizeOf(setting);
    setting.name = text();
    setting.field = rarely() ? nullptr : &field;
    settings_.push_back(rarely() ? nullptr : &setting);
  }

  fuzz::Input input_;
  std::deque<std::string> lent_;
  std::deque<prism_rooms_member> all_members_;
  std::deque<prism_rooms_setting> all_settings_;
  std::deque<prism_field> fields_;
  std::deque<prism_choice> choices_;
  std::deque<std::vector<const prism_choice*>> lists_;
  std::vector<const prism_rooms_member*> members_;
  std::vector<const prism_rooms_setting*> settings_;
};

void requireReadable(const host::RoomsAnswer& answer, host::RoomsAnswerContent content) {
  std::size_t size = answer.text.size();
  require(host::isXmlText(answer.text), "a text is fit for XML");
  require(answer.members.empty() || content == host::RoomsAnswerContent::kMembers, "members have been asked for");
  require(answer.settings.empty() || content == host::RoomsAnswerContent::kSettings, "settings have been asked for");
  for (const host::RoomMember& member : answer.members) {
    require(!member.account.empty(), "a member has an account");
    require(member.role <= PRISM_ROLE_MODERATOR, "a role exists");
    for (const std::string* text : {&member.account, &member.nickname, &member.reason}) {
      require(host::isXmlText(*text), "a member is fit for XML");
      size += text->size();
    }
  }
  std::set<std::string> names;
  for (const host::RoomSetting& setting : answer.settings) {
    require(!setting.name.empty() && setting.name.size() <= 64, "a setting has a name");
    require(names.insert(setting.name).second, "the names of settings are unique");
    require(setting.field.kind != PRISM_VALUE_NOTE, "a setting is no note");
    require(host::isXmlText(setting.field.label), "a label is fit for XML");
    require(host::isXmlText({setting.field.initial.data(), setting.field.initial.size()}), "a value is fit for XML");
    require(setting.field.range.least <= setting.field.range.most, "a range has numbers");
    size += setting.name.size() + setting.field.label.size() + setting.field.initial.size();
  }
  require(size <= 3 * kMostBytes, "the strings are bounded");  // a byte that is replaced becomes three
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Poco::Logger::root().setLevel(0);
  host::FaultLog faults(Poco::Logger::get("Plugin.answering"), "plugin misbehaving: answering: ");
  host::SessionTable sessions;
  host::PresenceMemory presences;
  wire::FrameWriter out;
  host::Guard guard(sessions, presences, out, faults, {kMostBytes, kMostBytes});
  sessions.open("alice");
  fuzz::Input input(data, size);
  const auto content = static_cast<host::RoomsAnswerContent>(input.byte() % 3);
  Builder builder(input);
  const prism_rooms_answer answer = builder.build();
  host::RoomsAnswer read;
  if (guard.checkRoomsAnswer(&answer) == PRISM_OK &&
      guard.readRoomsAnswer(&answer, "alice", content, &read) == PRISM_OK) {
    requireReadable(read, content);
  }
  require(out.pending().empty(), "nothing is sent");
  return 0;
}
