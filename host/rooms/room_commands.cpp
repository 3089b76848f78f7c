// SPDX-License-Identifier: MIT
#include "host/rooms/room_commands.h"

#include "host/base/nearest.h"
#include "host/chat/departure_stanza.h"
#include "host/commands/command_line.h"
#include "host/commands/host_command.h"
#include "host/guard/field_answer.h"
#include "host/rooms/room_texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

namespace prism::host {
namespace {

constexpr std::uint32_t kRoles[] = {PRISM_ROLE_MODERATOR, PRISM_ROLE_PARTICIPANT, PRISM_ROLE_VISITOR};
constexpr std::uint32_t kAffiliations[] = {PRISM_AFFILIATION_OWNER, PRISM_AFFILIATION_ADMIN, PRISM_AFFILIATION_MEMBER,
                                           PRISM_AFFILIATION_NONE, PRISM_AFFILIATION_OUTCAST};

CommandArgument reason() { return hostArgument(PRISM_VALUE_LONG_TEXT, "reason", "REASON", true); }

CommandArgument roles() {
  CommandArgument argument = hostArgument(PRISM_VALUE_CHOICE, "role", "ROLE");
  for (const std::uint32_t role : kRoles) {
    argument.choices.push_back({std::string(roleName(role)), {}});
  }
  return argument;
}

CommandArgument affiliations(bool with_none) {
  CommandArgument argument = hostArgument(PRISM_VALUE_CHOICE, "affiliation", "AFFILIATION");
  for (const std::uint32_t affiliation : kAffiliations) {
    if (with_none || affiliation != PRISM_AFFILIATION_NONE) {
      argument.choices.push_back({std::string(affiliationName(affiliation)), {}});
    }
  }
  return argument;
}

CommandDefinition commandOf(const char* name, const char* title, std::vector<CommandArgument> arguments) {
  CommandDefinition command = hostCommand(kInRooms, name, title);
  command.arguments = std::move(arguments);
  return command;
}

std::uint32_t roleOf(std::string_view name) {
  const auto* found =
      std::find_if(std::begin(kRoles), std::end(kRoles), [name](std::uint32_t role) { return roleName(role) == name; });
  return found == std::end(kRoles) ? 0 : *found;
}

std::uint32_t affiliationOf(std::string_view name) {
  const auto* found = std::find_if(std::begin(kAffiliations), std::end(kAffiliations),
                                   [name](std::uint32_t affiliation) { return affiliationName(affiliation) == name; });
  return found == std::end(kAffiliations) ? 0 : *found;
}

const RoomSetting* findSetting(const RoomsAnswer& answer, std::string_view name) {
  const std::string folded = foldedName(name);
  const auto found = std::find_if(answer.settings.begin(), answer.settings.end(),
                                  [&folded](const RoomSetting& setting) { return setting.name == folded; });
  return found == answer.settings.end() ? nullptr : &*found;
}

std::string sayNoSetting(const RoomsAnswer& answer, std::string_view typed) {
  std::set<std::string, std::less<>> names;
  for (const RoomSetting& setting : answer.settings) {
    names.insert(setting.name);
  }
  const std::string meant = nearest(foldedName(typed), names);
  return fmt::format("This room has no such setting{}",
                     meant.empty() ? "; /configure lists those there are." : fmt::format("; did you mean {}?", meant));
}

}  // namespace

void RoomCommands::start() {
  if (!requests_.isUsed()) {
    return;
  }
  constexpr std::uint32_t kNick = PRISM_VALUE_PARTICIPANT;
  std::vector<CommandDefinition> commands;
  const auto add = [&](RoomAction action, CommandDefinition command) {
    command.hidden = !requests_.has(action);
    commands.push_back(std::move(command));
  };
  add(RoomAction::kKick,
      commandOf("kick", "removes somebody from this room", {hostArgument(kNick, "nick", "NICK"), reason()}));
  add(RoomAction::kBan,
      commandOf("ban", "removes somebody from this room for good", {hostArgument(kNick, "name", "NAME"), reason()}));
  add(RoomAction::kUnban, commandOf("unban", "ends a ban", {hostArgument(kNick, "name", "NAME")}));
  add(RoomAction::kSetRole, commandOf("role", "gives somebody a role in this room, until they leave it",
                                      {hostArgument(kNick, "nick", "NICK"), roles(), reason()}));
  add(RoomAction::kSetAffiliation, commandOf("affiliation", "gives somebody an affiliation with this room",
                                             {hostArgument(kNick, "name", "NAME"), affiliations(true), reason()}));
  add(RoomAction::kList,
      commandOf("affiliations", "lists the owners, admins, members or outcasts of this room", {affiliations(false)}));
  add(RoomAction::kInvite, commandOf("invite", "invites somebody into this room",
                                     {hostArgument(PRISM_VALUE_CONTACT, "name", "NAME"), reason()}));
  add(RoomAction::kGetSettings, commandOf("configure", "shows or changes the configuration of this room",
                                          {hostArgument(PRISM_VALUE_TEXT, "name", "NAME", true),
                                           hostArgument(PRISM_VALUE_LONG_TEXT, "value", "VALUE", true)}));
  add(RoomAction::kDestroy, commandOf("destroy", "ends this room for everybody; repeat its name to confirm",
                                      {hostArgument(PRISM_VALUE_ROOM, "room", "ROOM"), reason()}));
  commands_.addHostCommands(std::move(commands), this);
}

std::string RoomCommands::run(const Conversation& conversation, std::string_view name, const Values& values) {
  RoomRequest request{.action = RoomAction::kConfigure, .user = conversation.user, .room = conversation.buddy};
  if (name == "affiliations") {
    return list(conversation, std::move(request), values[0]);
  }
  if (name == "destroy") {
    return destroy(conversation, std::move(request), values);
  }
  if (name == "configure") {
    configure(conversation, request, values);
  } else {
    change(conversation, name, std::move(request), values);
  }
  return {};
}

// All commands that name somebody. The last value is the reason.
void RoomCommands::change(const Conversation& conversation, std::string_view name, RoomRequest request,
                          const Values& values) {
  const std::string somebody(values[0]);
  if (name != "unban") {
    request.reason = values.back();
  }
  std::string done;
  if (name == "invite") {
    request.action = RoomAction::kInvite;
    request.account = somebody;
    done = fmt::format("{} is invited.", somebody);
  } else if (name == "kick") {
    request.action = RoomAction::kKick;
    request.nickname = somebody;
    done = fmt::format("{} is removed from this room.", somebody);
  } else if (name == "role") {
    request.action = RoomAction::kSetRole;
    request.nickname = somebody;
    request.role = roleOf(values[1]);
    done = fmt::format("{} is now {}.", somebody, roleText(request.role));
  } else {
    request.nickname = request.account = somebody;
    if (name == "affiliation") {
      request.action = RoomAction::kSetAffiliation;
      request.affiliation = affiliationOf(values[1]);
      done = fmt::format("{} {}.", somebody, affiliationText(request.affiliation));
    } else {
      request.action = name == "ban" ? RoomAction::kBan : RoomAction::kUnban;
      done = fmt::format("{} {}.", somebody, name == "ban" ? "is banned" : "is not banned any more");
    }
  }
  send(conversation, name, std::move(request), somebody, done);
}

std::string RoomCommands::list(const Conversation& conversation, RoomRequest request, std::string_view affiliation) {
  request.action = RoomAction::kList;
  request.affiliation = affiliationOf(affiliation);
  requests_.send(request, [this, conversation, which = request.affiliation](const RoomsAnswer& answer) {
    const bool done = answer.outcome == RoomsOutcome::kDone;
    commands_.reply(conversation, done ? listMembers(answer, which) : sayFailure(answer, "affiliations", {}));
  });
  return {};
}

void RoomCommands::configure(const Conversation& conversation, const RoomRequest& request, const Values& values) {
  RoomRequest wanted = request;
  wanted.action = RoomAction::kGetSettings;
  // Shared, since a function that can be copied must not copy secrets into ordinary memory.
  const auto typed = std::make_shared<const Values>(values);
  requests_.send(wanted, [this, conversation, request, typed](const RoomsAnswer& answer) {
    const std::string_view name = (*typed)[0];
    const RoomSetting* setting = findSetting(answer, name);
    if (answer.outcome != RoomsOutcome::kDone) {
      commands_.reply(conversation, sayFailure(answer, "configure", {}));
    } else if (name.empty()) {
      commands_.reply(conversation, listSettings(answer));
    } else if (!setting) {
      commands_.reply(conversation, sayNoSetting(answer, name));
    } else if ((*typed)[1].empty()) {
      commands_.reply(conversation, describeSetting(*setting));
    } else {
      set(conversation, request, *setting, (*typed)[1]);
    }
  });
}

void RoomCommands::set(const Conversation& conversation, RoomRequest request, const RoomSetting& setting,
                       std::string_view typed) {
  constexpr std::string_view kNothing = R"("")";
  RoomValue& value = request.values.emplace_back();
  value.name = setting.name;
  if (typed == kNothing && setting.field.required) {
    commands_.reply(conversation, fmt::format("{} needs a value.", setting.name));
    return;
  }
  if (typed != kNothing) {
    if (readAnswer(setting.field, typed, &value.value)) {
      commands_.reply(conversation, describeSetting(setting));
      return;
    }
  }
  send(conversation, "configure", std::move(request), setting.name, fmt::format("{} is changed.", setting.name));
}

std::string RoomCommands::destroy(const Conversation& conversation, RoomRequest request, const Values& values) {
  if (requests_.has(RoomAction::kDestroy) && foldedName(values[0]) != foldedName(conversation.buddy)) {
    return fmt::format("To end this room for everybody, repeat its name: /destroy {}", conversation.buddy);
  }
  request.action = RoomAction::kDestroy;
  request.reason = values[1];
  send(conversation, "destroy", std::move(request), conversation.buddy, "This room is destroyed.");
  return {};
}

void RoomCommands::send(const Conversation& conversation, std::string_view command, RoomRequest request,
                        std::string subject, std::string done) {
  requests_.send(std::move(request), [this, conversation, command = std::string(command), subject = std::move(subject),
                                      done = std::move(done)](const RoomsAnswer& answer) {
    const bool failed = answer.outcome != RoomsOutcome::kDone;
    commands_.reply(conversation, failed                ? sayFailure(answer, command, subject)
                                  : answer.text.empty() ? done
                                                        : answer.text);
  });
}

}  // namespace prism::host
