// SPDX-License-Identifier: MIT
#include "host/rooms/room_texts.h"

#include "host/guard/field_answer.h"

#include <fmt/format.h>

#include <vector>

namespace prism::host {
namespace {

// The maximum number of accounts in a list. A list of bans may have thousands.
constexpr std::size_t kMostShown = 200;

std::string valueOf(const Field& field) {
  if (field.initial.empty()) {
    return "(nothing)";
  }
  if (field.kind == PRISM_VALUE_SECRET) {
    return "(hidden)";
  }
  return formatValue(field, field.initial);
}

std::string lineOf(const RoomSetting& setting) {
  std::string line = fmt::format("{}: {}", setting.name, valueOf(setting.field));
  if (!setting.field.label.empty()) {
    line += fmt::format(" - {}", setting.field.label);
  }
  return line;
}

std::string choicesOf(const Field& field) {
  std::vector<std::string_view> shown;
  for (const ValueChoice& choice : field.choices) {
    shown.push_back(choice.shown());
  }
  return fmt::format("{}", fmt::join(shown, ", "));
}

std::string possibleValues(const Field& field) {
  switch (field.kind) {
    case PRISM_VALUE_INTEGER:
      return field.range.describe();
    case PRISM_VALUE_BOOLEAN:
      return "yes or no";
    case PRISM_VALUE_CHOICE:
      return "one of " + choicesOf(field);
    case PRISM_VALUE_CHOICES:
      return "any of " + choicesOf(field);
    case PRISM_VALUE_SECRET:
      return "a secret, which is not logged here, but your client may keep it";
    default:
      return isNameKind(field.kind) ? "a name" : "a text";
  }
}

std::string_view pluralOf(std::uint32_t affiliation) {
  switch (affiliation) {
    case PRISM_AFFILIATION_OUTCAST:
      return "Banned";
    case PRISM_AFFILIATION_MEMBER:
      return "Members";
    case PRISM_AFFILIATION_ADMIN:
      return "Admins";
    default:
      return "Owners";
  }
}

}  // namespace

std::string sayFailure(const RoomsAnswer& answer, std::string_view command, std::string_view subject) {
  if (!answer.text.empty()) {
    return answer.text;
  }
  switch (answer.outcome) {
    case RoomsOutcome::kForbidden:
      return "You are not allowed to do that in this room.";
    case RoomsOutcome::kNotFound:
      return subject.empty() ? "There is nothing of this name here." : fmt::format("{} is not known here.", subject);
    case RoomsOutcome::kConflict:
      return "That conflicts with the state of this room: it needs an owner, for example.";
    case RoomsOutcome::kUnsupported:
      return "That is not possible in this room.";
    case RoomsOutcome::kNotJoined:
      return "You are not in this room.";
    case RoomsOutcome::kBusy:
      return "Too many requests wait for their answers already. Try it again later.";
    case RoomsOutcome::kTimedOut:
      return fmt::format("There was no answer to /{} in time.", command);
    case RoomsOutcome::kFault:
      return fmt::format("/{} has failed because of a fault in the gateway.", command);
    default:
      return fmt::format("/{} has failed.", command);
  }
}

std::string_view roleText(std::uint32_t role) {
  switch (role) {
    case PRISM_ROLE_VISITOR:
      return "a visitor";
    case PRISM_ROLE_MODERATOR:
      return "a moderator";
    default:
      return "a participant";
  }
}

std::string_view affiliationText(std::uint32_t affiliation) {
  switch (affiliation) {
    case PRISM_AFFILIATION_OUTCAST:
      return "is banned";
    case PRISM_AFFILIATION_MEMBER:
      return "is now a member";
    case PRISM_AFFILIATION_ADMIN:
      return "is now an admin";
    case PRISM_AFFILIATION_OWNER:
      return "is now an owner";
    default:
      return "has no affiliation any more";
  }
}

std::string listMembers(const RoomsAnswer& answer, std::uint32_t affiliation) {
  if (answer.members.empty()) {
    return fmt::format("{}: nobody.", pluralOf(affiliation));
  }
  std::string text = fmt::format("{}:", pluralOf(affiliation));
  for (std::size_t i = 0; i < answer.members.size() && i < kMostShown; ++i) {
    const RoomMember& member = answer.members[i];
    text.append("\n").append(member.account);
    std::vector<std::string> notes;
    if (!member.nickname.empty() && member.nickname != member.account) {
      notes.push_back("here as " + member.nickname);
    }
    if (member.role != 0) {
      notes.emplace_back(roleText(member.role));
    }
    if (!member.reason.empty()) {
      notes.push_back(member.reason);
    }
    if (!notes.empty()) {
      text += fmt::format(" ({})", fmt::join(notes, "; "));
    }
  }
  if (answer.members.size() > kMostShown) {
    text += fmt::format("\nand {} more", answer.members.size() - kMostShown);
  }
  return text;
}

std::string listSettings(const RoomsAnswer& answer) {
  if (answer.settings.empty()) {
    return "This room has nothing to configure.";
  }
  std::string text = "The configuration of this room:";
  for (const RoomSetting& setting : answer.settings) {
    text.append("\n").append(lineOf(setting));
  }
  return text + "\n/configure NAME VALUE changes a value, and /configure NAME shows what it can be.";
}

std::string describeSetting(const RoomSetting& setting) {
  return fmt::format("{}\nThe value: {}{}.", lineOf(setting), possibleValues(setting.field),
                     setting.field.required ? "" : R"(, or "" for nothing)");
}

}  // namespace prism::host
