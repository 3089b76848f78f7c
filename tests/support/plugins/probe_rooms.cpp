// SPDX-License-Identifier: MIT
#include "tests/support/plugins/probe_rooms.h"

#include <stdexcept>
#include <utility>
#include <vector>

namespace prism::tests {
namespace {

constexpr std::uint32_t kAll = PRISM_ROOMS_CAN_KICK | PRISM_ROOMS_CAN_BAN | PRISM_ROOMS_CAN_SET_ROLE |
                               PRISM_ROOMS_CAN_SET_AFFILIATION | PRISM_ROOMS_CAN_LIST | PRISM_ROOMS_CAN_INVITE |
                               PRISM_ROOMS_CAN_CONFIGURE | PRISM_ROOMS_CAN_DESTROY;

prism_field fieldOf(std::uint32_t kind, prism_str label, prism_str initial) {
  prism_field field{};
  field.struct_size = sizeof field;
  field.kind = kind;
  field.label = label;
  field.initial = initial;
  return field;
}

prism_rooms_answer answerOf(prism_request_id id, std::uint32_t outcome = PRISM_ROOMS_DONE) {
  prism_rooms_answer answer{};
  answer.struct_size = sizeof answer;
  answer.outcome = outcome;
  answer.id = id;
  return answer;
}

std::string line(const char* what, const prism_rooms_change& change) {
  return std::string(what) + " in " + text(change.room) + " nickname=" + text(change.nickname) +
         " account=" + text(change.account) + " role=" + std::to_string(change.role) +
         " affiliation=" + std::to_string(change.affiliation) + " reason=" + text(change.reason);
}

}  // namespace

ProbeRooms::ProbeRooms(const prism_host* host, Answer answer)
    : host_(host),
      service_(static_cast<const prism_rooms*>(host->get_service(host, PRISM_ROOMS))),
      answer_(std::move(answer)) {
  if (setCapabilities(kAll, {}, {}) != PRISM_OK) {
    throw std::runtime_error("the capabilities are refused");
  }
}

struct ProbeRooms::Functions {
  static void change(void* self, const char* what, const prism_rooms_change& change) {
    probeRooms(self).handle(change.id, change.user, change.nickname, line(what, change));
  }
  static void kick(void* self, const prism_rooms_change* change) { Functions::change(self, "kick", *change); }
  static void ban(void* self, const prism_rooms_change* change) { Functions::change(self, "ban", *change); }
  static void unban(void* self, const prism_rooms_change* change) { Functions::change(self, "unban", *change); }
  static void setRole(void* self, const prism_rooms_change* change) { Functions::change(self, "role", *change); }
  static void setAffiliation(void* self, const prism_rooms_change* change) {
    Functions::change(self, "affiliation", *change);
  }
  static void list(void* self, const prism_rooms_query* query) { probeRooms(self).list(*query); }
  static void invite(void* self, const prism_rooms_invite* invite) {
    probeRooms(self).handle(
        invite->id, invite->user, invite->invitee,
        "invite to " + text(invite->room) + " invitee=" + text(invite->invitee) + " reason=" + text(invite->reason));
  }
  static void getSettings(void* self, const prism_rooms_settings_query* query) { probeRooms(self).getSettings(*query); }
  static void configure(void* self, const prism_rooms_configuration* configuration) {
    probeRooms(self).configure(*configuration);
  }
  static void destroy(void* self, const prism_rooms_destroy* destroy) {
    probeRooms(self).handle(destroy->id, destroy->user, destroy->room,
                            "destroy " + text(destroy->room) + " reason=" + text(destroy->reason) +
                                " alternative=" + text(destroy->alternative));
  }
};

const prism_rooms_plugin* ProbeRooms::table() {
  static constexpr prism_rooms_plugin kTable{sizeof(prism_rooms_plugin), 0,
                                             &Functions::kick,           &Functions::ban,
                                             &Functions::unban,          &Functions::setRole,
                                             &Functions::setAffiliation, &Functions::list,
                                             &Functions::invite,         &Functions::getSettings,
                                             &Functions::configure,      &Functions::destroy};
  return &kTable;
}

prism_result ProbeRooms::execute(const std::string& user, Words& words) {
  const std::string what = word(words);
  if (what == "can") {
    return setCapabilities(static_cast<std::uint32_t>(number(words)), {}, {});
  }
  if (what == "can-in") {
    const std::string room = word(words);
    return setCapabilities(static_cast<std::uint32_t>(number(words)), user, room);
  }
  if (what == "answer") {
    const auto outcome = static_cast<std::uint32_t>(number(words));
    std::string said;
    std::getline(words >> std::ws, said);
    return answer(late_, outcome, said);
  }
  if (what == "misuse") {
    return misuse();
  }
  if (what == "kicked") {
    auto event = eventFor<prism_participant>(user);
    event.flags = PRISM_PARTICIPANT_ME | static_cast<std::uint32_t>(number(words));
    event.status = PRISM_STATUS_OFFLINE;
    event.room = PRISM_STR("lobby@net");
    const std::string actor = word(words);
    event.actor = borrowed(actor);
    std::string reason;
    std::getline(words >> std::ws, reason);
    event.status_text = borrowed(reason);
    return host_->participant_changed(host_, &event);
  }
  throw std::invalid_argument("nothing to do like " + what);
}

prism_result ProbeRooms::setCapabilities(std::uint32_t flags, const std::string& user, const std::string& room) {
  auto can = eventFor<prism_rooms_capabilities>(user);
  can.flags = flags;
  can.room = borrowed(room);
  return service_->set_capabilities(host_, &can);
}

prism_result ProbeRooms::answer(prism_request_id id, std::uint32_t outcome, const std::string& said) {
  prism_rooms_answer answer = answerOf(id, outcome);
  answer.text = borrowed(said);
  return service_->answer(host_, &answer);
}

void ProbeRooms::handle(prism_request_id id, prism_str user, prism_str about, const std::string& line) {
  answer_(text(user), line);
  const std::string name = text(about);
  if (name == "late") {
    late_ = id;
  } else if (name == "throw") {
    throw std::runtime_error("thrown in a request");
  } else {
    answer(id, name == "nobody" ? PRISM_ROOMS_NOT_FOUND : PRISM_ROOMS_DONE, "");
  }
}

void ProbeRooms::list(const prism_rooms_query& query) {
  answer_(text(query.user), "list " + text(query.room) + " affiliation=" + std::to_string(query.affiliation));
  prism_rooms_member bob{};
  bob.struct_size = sizeof bob;
  bob.role = PRISM_ROLE_MODERATOR;
  bob.account = PRISM_STR("bob@net");
  bob.nickname = PRISM_STR("Bob");
  prism_rooms_member mask{};
  mask.struct_size = sizeof mask;
  mask.account = PRISM_STR("*@spam");
  mask.reason = PRISM_STR("spam");
  const prism_rooms_member* const members[] = {&bob, &mask};
  prism_rooms_answer answer = answerOf(query.id);
  answer.members = members;
  answer.members_count = 2;
  service_->answer(host_, &answer);
}

void ProbeRooms::getSettings(const prism_rooms_settings_query& query) {
  const prism_field fields[] = {
      fieldOf(PRISM_VALUE_TEXT, PRISM_STR("The name"), PRISM_STR("Lobby")),
      fieldOf(PRISM_VALUE_SECRET, PRISM_STR("The password"), PRISM_STR("canary-secret")),
      fieldOf(PRISM_VALUE_BOOLEAN, {}, PRISM_STR("0")),
  };
  const prism_str names[] = {PRISM_STR("roomname"), PRISM_STR("roomsecret"), PRISM_STR("membersonly")};
  std::vector<prism_rooms_setting> settings;
  for (std::size_t i = 0; i < std::size(fields); ++i) {
    settings.push_back({sizeof(prism_rooms_setting), 0, names[i], &fields[i]});
  }
  std::vector<const prism_rooms_setting*> pointers;
  for (const prism_rooms_setting& setting : settings) {
    pointers.push_back(&setting);
  }
  prism_rooms_answer answer = answerOf(query.id);
  answer.settings = pointers.data();
  answer.settings_count = pointers.size();
  service_->answer(host_, &answer);
}

void ProbeRooms::configure(const prism_rooms_configuration& configuration) {
  std::string line = "configure " + text(configuration.room);
  for (std::uint64_t i = 0; i < configuration.values_count; ++i) {
    const std::string name = text(configuration.values[i].name);
    const std::string value = text(configuration.values[i].value);
    if (value == "canary-throw") {
      throw std::runtime_error("the value is " + value);
    }
    line += " " + name + "=" + (name == "roomsecret" ? std::to_string(value.size()) + " bytes" : value);
  }
  answer_(text(configuration.user), line);
  answer(configuration.id, PRISM_ROOMS_DONE, "");
}

prism_result ProbeRooms::misuse() {
  const prism_result unknown = answer(12345, PRISM_ROOMS_DONE, "");
  const prism_result undefined = answer(late_, 0, "");
  return unknown == PRISM_ERR_ARGUMENT && undefined == PRISM_ERR_ARGUMENT ? setCapabilities(1U << 30, {}, {})
                                                                          : PRISM_ERR_FAILED;
}

}  // namespace prism::tests
