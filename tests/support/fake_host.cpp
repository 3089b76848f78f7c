// SPDX-License-Identifier: MIT
#include "tests/support/fake_host.h"

#include "tests/support/fake_services.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>

namespace prism::tests {
namespace {

std::string text(prism_str str) { return str.size == 0 ? std::string() : std::string(str.data, str.size); }

// Builds the line of a call: the function, its arguments, and its named fields. Leaves out fields that are empty or
// 0.
class Line {
 public:
  explicit Line(std::string function) : line_(std::move(function)) {}

  Line& arg(prism_str value) {
    line_ += " " + text(value);
    return *this;
  }
  Line& arg(std::uint64_t value) {
    line_ += " " + std::to_string(value);
    return *this;
  }
  Line& field(const char* name, prism_str value) {
    if (value.size > 0) {
      line_ += std::string(" ") + name + "=" + text(value);
    }
    return *this;
  }
  Line& field(const char* name, std::int64_t value) {
    if (value != 0) {
      line_ += std::string(" ") + name + "=" + std::to_string(value);
    }
    return *this;
  }
  // Writes the kind of a conversation, if that is not the usual one.
  Line& conversation(std::uint32_t kind) {
    EXPECT_NE(kind, 0U) << line_;
    return field("kind", std::int64_t{kind == PRISM_CONVERSATION_CONTACT ? 0 : kind});
  }
  // Checks struct_size.
  template <typename Struct>
  Line& of(const Struct* written) {
    EXPECT_EQ(written->struct_size, sizeof *written) << line_;
    return *this;
  }

  operator std::string() const { return line_; }  // NOLINT

 private:
  std::string line_;
};

// The kind of a conversation that is in no room.
std::uint32_t kindWith(std::string_view nickname) {
  return nickname.empty() ? PRISM_CONVERSATION_CONTACT : PRISM_CONVERSATION_PRIVATE;
}

// Keeps data that the wrapper leaks on purpose reachable for LeakSanitizer.
void keepReachable(void* data) {
  static auto* const kept = new std::vector<void*>;
  kept->push_back(data);
}

}  // namespace

template <typename Map>
prism_result FakeHost::remove(Map* known, std::uint64_t id, void* (*data)(const typename Map::mapped_type&)) {
  const auto place = known->find(id);
  if (place == known->end()) {
    ADD_FAILURE() << "there is no " << id;
    return PRISM_ERR_ARGUMENT;
  }
  if (answer_ == PRISM_ERR_THREAD) {
    keepReachable(data(place->second));
    return answer_;
  }
  known->erase(place);
  return PRISM_OK;
}

struct FakeHost::Thunks {
  static FakeHost& self(const prism_host* host) { return *reinterpret_cast<const Table*>(host)->self; }

  static void log(const prism_host* host, std::uint32_t level, prism_str line) { logArea(host, level, {}, line); }

  static void logArea(const prism_host* host, std::uint32_t level, prism_str area, prism_str line) {
    static const char* const names[] = {"trace", "debug", "info", "warning", "error"};
    const std::string in = area.size == 0 ? "" : " in " + text(area);
    self(host).calls_.push_back(names[level - 1] + in + ": " + text(line));
  }

  static std::int32_t logEnabled(const prism_host* host, std::uint32_t level, prism_str area) {
    const auto found = self(host).log_levels_.find(text(area));
    return found == self(host).log_levels_.end() || level >= found->second ? 1 : 0;
  }

  static const void* getService(const prism_host* host, const char* name) {
    if (self(host).removed_services_.count(name) > 0) {
      return nullptr;
    }
    if (const void* table = findFakeService(name)) {
      return table;
    }
    static const int service = 1;
    static const prism_prompts prompts = {sizeof(prism_prompts), 0, &ask, &cancel, &tell};
    static const prism_storage storage = {sizeof(prism_storage), 0, &get, &set, &removeValue, &list};
    static const prism_resolve resolver = {sizeof(prism_resolve), 0, &resolve, &cancelLookup};
    static const prism_media media = {sizeof(prism_media), PRISM_MEDIA_CAN_PUBLISH | PRISM_MEDIA_CAN_FETCH, &publish,
                                      &fetch, &cancelTransfer};
    if (std::string_view(name) == PRISM_PROMPTS) {
      return &prompts;
    }
    if (std::string_view(name) == PRISM_RESOLVE) {
      return &resolver;
    }
    if (std::string_view(name) == PRISM_MEDIA) {
      return &media;
    }
    if (std::string_view(name) == PRISM_STORAGE) {
      return &storage;
    }
    static const prism_commands commands = {sizeof(prism_commands), 0, &define, &answer};
    if (std::string_view(name) == PRISM_COMMANDS) {
      return &commands;
    }
    return std::string_view(name) == "prism.fake/1" ? &service : nullptr;
  }

  static prism_result define(const prism_host* host, const prism_command_set* set) {
    Line line("define");
    line.of(set).field("flags", std::int64_t{set->flags});
    std::vector<std::string> names;
    for (std::uint64_t i = 0; i < set->commands_count; ++i) {
      const prism_command* command = set->commands[i];
      addCommand(&line, command);
      names.push_back(text(command->name));
    }
    const prism_result result = self(host).note(line);
    if (result == PRISM_ERR_THREAD) {
      keepReachable(self(host).command_data_);
    }
    if (result == PRISM_OK) {
      self(host).commands_ = names;
      self(host).run_command_ = set->run;
      self(host).command_data_ = set->data;
    }
    return result;
  }

  static void addCommand(Line* line, const prism_command* command) {
    line->of(command).field("/", command->name).field("flags", std::int64_t{command->flags});
    line->field("where", std::int64_t{command->where}).field("timeout", std::int64_t{command->timeout_ms});
    for (std::uint64_t i = 0; i < command->aliases_count; ++i) {
      line->field("alias", command->aliases[i]);
    }
    line->field("title", command->title).field("description", command->description);
    for (std::uint64_t i = 0; i < command->arguments_count; ++i) {
      const prism_argument* argument = command->arguments[i];
      line->of(argument).field("argument", argument->name).field("kind", std::int64_t{argument->kind});
      line->field("flags", std::int64_t{argument->flags}).field("label", argument->label);
      line->field("description", argument->description).field("initial", argument->initial);
      line->field("first_characters", argument->first_characters);
      addChoices(line, argument->choices, argument->choices_count);
      line->field("least", argument->least).field("most", argument->most);
    }
  }

  static void addChoices(Line* line, const prism_choice* const* choices, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
      line->of(choices[i]).field("choice", choices[i]->value).field("shown", choices[i]->label);
    }
  }

  static prism_result answer(const prism_host* host, const prism_command_answer* answer) {
    Line line("answer");
    line.of(answer).arg(answer->id).arg(std::uint64_t{answer->outcome}).field("text", answer->text);
    return self(host).note(line);
  }

  static prism_result ask(const prism_host* host, const prism_prompt* prompt, prism_prompt_fn ended, void* data,
                          prism_prompts_id* id) {
    Line line("ask");
    line.of(prompt).arg(prompt->user).field("title", prompt->title).field("text", prompt->text);
    line.field("timeout", std::int64_t{prompt->timeout_ms});
    for (std::uint64_t i = 0; i < prompt->fields_count; ++i) {
      const prism_field* field = prompt->fields[i];
      line.of(field).arg(std::uint64_t{field->kind}).field("flags", std::int64_t{field->flags});
      line.field("label", field->label).field("initial", field->initial);
      addChoices(&line, field->choices, field->choices_count);
      line.field("least", field->least).field("most", field->most);
    }
    addAttachments(&line, prompt->attachments, prompt->attachments_count);
    const prism_result result = self(host).note(line);
    if (result == PRISM_OK) {
      *id = ++self(host).last_id_;
      self(host).prompts_[*id] = {ended, data};
    }
    return result;
  }

  static prism_result cancel(const prism_host* host, prism_prompts_id id) {
    self(host).note(Line("cancel").arg(id));
    return self(host).remove(&self(host).prompts_, id, [](const auto& prompt) { return prompt.second; });
  }

  static prism_result tell(const prism_host* host, const prism_notice* notice) {
    Line line("tell");
    line.of(notice).arg(notice->user).field("text", notice->text);
    addAttachments(&line, notice->attachments, notice->attachments_count);
    return self(host).note(line);
  }

  static prism_result get(const prism_host* host, prism_str user, prism_str key, prism_storage_value_fn visit,
                          void* data) {
    const prism_result result = self(host).note(Line("get").field("user", user).field("key", key));
    const auto found = self(host).stored_.find({text(user), text(key)});
    if (result == PRISM_OK && found != self(host).stored_.end()) {
      visit(data, {found->second.data(), found->second.size()});
    }
    return result;
  }

  static prism_result set(const prism_host* host, prism_str user, prism_str key, prism_blob value) {
    const prism_str content{static_cast<const char*>(value.data), value.size};
    const prism_result result =
        self(host).note(Line("set").field("user", user).field("key", key).field("value", content));
    if (result == PRISM_OK) {
      self(host).stored_[{text(user), text(key)}] = text(content);
    }
    return result;
  }

  static prism_result removeValue(const prism_host* host, prism_str user, prism_str key) {
    const prism_result result = self(host).note(Line("remove").field("user", user).field("key", key));
    if (result == PRISM_OK) {
      self(host).stored_.erase({text(user), text(key)});
    }
    return result;
  }

  static prism_result list(const prism_host* host, prism_str user, prism_str prefix, prism_storage_key_fn visit,
                           void* data) {
    const prism_result result = self(host).note(Line("list").field("user", user).field("prefix", prefix));
    const Values stored = self(host).stored_;  // a copy, since the callback may change them
    for (auto place = stored.lower_bound({text(user), text(prefix)});
         result == PRISM_OK && place != stored.end() && place->first.first == text(user) &&
         place->first.second.compare(0, prefix.size, text(prefix)) == 0;
         ++place) {
      visit(data, Instance::str(place->first.second));
    }
    return result;
  }

  static prism_result resolve(const prism_host* host, const prism_lookup* lookup, prism_lookup_fn answered, void* data,
                              prism_resolve_id* id) {
    Line line("resolve");
    line.of(lookup).arg(lookup->name).field("port", std::int64_t{lookup->port});
    line.field("family", std::int64_t{lookup->family}).field("timeout", std::int64_t{lookup->timeout_ms});
    const prism_result result = self(host).note(line);
    if (result == PRISM_OK) {
      *id = ++self(host).last_id_;
      self(host).lookups_[*id] = {answered, data};
    }
    return result;
  }

  static prism_result cancelLookup(const prism_host* host, prism_resolve_id id) {
    self(host).note(Line("cancel_lookup").arg(id));
    return self(host).remove(&self(host).lookups_, id, [](const auto& lookup) { return lookup.second; });
  }

  static prism_result publish(const prism_host* host, const prism_file* file, prism_publish_fn done, void* data,
                              prism_media_id* id) {
    Line line("publish");
    line.of(file).arg(file->user).field("flags", std::int64_t{file->flags}).field("name", file->name);
    line.field("mime_type", file->mime_type).field("fd", std::int64_t{file->fd});
    line.field("bytes", prism_str{static_cast<const char*>(file->bytes.data), file->bytes.size});
    const prism_result result = self(host).note(line);
    if (result == PRISM_OK) {
      *id = ++self(host).last_id_;
      self(host).publications_[*id] = {done, data};
    }
    return result;
  }

  static prism_result fetch(const prism_host* host, const prism_fetch* fetch, prism_fetch_fn done, void* data,
                            prism_media_id* id) {
    Line line("fetch");
    line.of(fetch).arg(fetch->user).arg(fetch->url).field("flags", std::int64_t{fetch->flags});
    line.field("max_size", static_cast<std::int64_t>(fetch->max_size));
    line.field("timeout", std::int64_t{fetch->timeout_ms}).field("fd", std::int64_t{fetch->fd});
    const prism_result result = self(host).note(line);
    if (result == PRISM_OK) {
      *id = ++self(host).last_id_;
      self(host).fetches_[*id] = {done, data};
    }
    return result;
  }

  static prism_result cancelTransfer(const prism_host* host, prism_media_id id) {
    self(host).note(Line("cancel_media").arg(id));
    return self(host).publications_.count(id) > 0
               ? self(host).remove(&self(host).publications_, id, [](const auto& each) { return each.second; })
               : self(host).remove(&self(host).fetches_, id, [](const auto& each) { return each.second; });
  }

  static void addAttachments(Line* line, const prism_attachment* const* attachments, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
      line->of(attachments[i]).field("url", attachments[i]->url);
    }
  }

  static std::int32_t configGet(const prism_host* host, prism_str key, prism_str* value) {
    const auto& config = self(host).config_;
    const auto found = config.find(text(key));
    if (found == config.end()) {
      return 0;
    }
    *value = Instance::str(found->second.back());
    return 1;
  }

  static std::int32_t configBool(const prism_host* host, prism_str key, std::int32_t fallback) {
    prism_str value{};
    return configGet(host, key, &value) != 0 ? (text(value) == "yes" ? 1 : 0) : fallback;
  }

  static std::int64_t configInt(const prism_host* host, prism_str key, std::int64_t fallback, std::int64_t least,
                                std::int64_t most) {
    prism_str value{};
    return configGet(host, key, &value) != 0 ? std::clamp<std::int64_t>(std::stoll(text(value)), least, most)
                                             : fallback;
  }

  static std::uint64_t configList(const prism_host* host, prism_str key, prism_value_fn visit, void* data) {
    const auto& config = self(host).config_;
    const auto found = config.find(text(key));
    if (found == config.end()) {
      return 0;
    }
    for (const std::string& value : found->second) {
      visit(data, Instance::str(value));
    }
    return found->second.size();
  }

  static std::uint64_t configSection(const prism_host* host, prism_str section, prism_pair_fn visit, void* data) {
    std::uint64_t count = 0;
    const std::string prefix = text(section) + ".";
    for (const auto& [key, values] : self(host).config_) {
      if (key.compare(0, prefix.size(), prefix) == 0) {
        for (const std::string& value : values) {
          visit(data, Instance::str(std::string_view(key).substr(prefix.size())), Instance::str(value));
          ++count;
        }
      }
    }
    return count;
  }

  static prism_result watchAdd(const prism_host* host, std::int32_t fd, std::uint32_t events, prism_watch_fn ready,
                               void* data, prism_watch* watch) {
    const prism_result result =
        self(host).note(Line("watch_add").arg(static_cast<std::uint64_t>(fd)).arg(std::uint64_t{events}));
    if (result == PRISM_OK) {
      *watch = ++self(host).last_id_;
      self(host).watches_[*watch] = {ready, data, fd};
    }
    return result;
  }

  static prism_result watchModify(const prism_host* host, prism_watch watch, std::uint32_t events) {
    self(host).note(Line("watch_modify").arg(watch).arg(std::uint64_t{events}));
    return self(host).watches_.count(watch) == 1 ? PRISM_OK : PRISM_ERR_ARGUMENT;
  }

  static prism_result watchRemove(const prism_host* host, prism_watch watch) {
    self(host).note(Line("watch_remove").arg(watch));
    return self(host).remove(&self(host).watches_, watch, [](const Watch& known) { return known.data; });
  }

  static prism_result timerAdd(const prism_host* host, const prism_schedule* schedule, prism_timer_fn due, void* data,
                               prism_timer* timer) {
    Line line("timer_add");
    line.of(schedule).arg(schedule->first_ms).arg(schedule->period_ms);
    line.field("slack", static_cast<std::int64_t>(schedule->slack_ms));
    const prism_result result = self(host).note(line);
    if (result == PRISM_OK) {
      *timer = ++self(host).last_id_;
      self(host).timers_[*timer] = {due, data, schedule->period_ms > 0};
    }
    return result;
  }

  static prism_result timerRemove(const prism_host* host, prism_timer timer) {
    self(host).note(Line("timer_remove").arg(timer));
    return self(host).remove(&self(host).timers_, timer, [](const Timer& known) { return known.data; });
  }

  static prism_result post(const prism_host* host, prism_post_fn run, void* data) {
    const prism_result result = self(host).note(Line("post"));
    if (result == PRISM_OK) {
      self(host).posts_.emplace_back(run, data);
    }
    return result;
  }

  static prism_result stopped(const prism_host* host) { return self(host).note(Line("stopped")); }

  static prism_result connected(const prism_host* host, const prism_connected* event) {
    return self(host).note(Line("connected").of(event).arg(event->user));
  }

  static prism_result disconnected(const prism_host* host, const prism_disconnected* event) {
    Line line("disconnected");
    line.of(event).arg(event->user).arg(std::uint64_t{event->error}).arg(event->text);
    return self(host).note(line);
  }

  static prism_result message(const prism_host* host, const prism_message* message) {
    Line line("message");
    line.of(message).arg(message->user).arg(message->buddy).conversation(message->kind);
    line.field("flags", std::int64_t{message->flags});
    line.field("nickname", message->nickname).field("text", message->text).field("xhtml", message->xhtml);
    line.field("id", message->id).field("time", message->time);
    for (std::uint64_t i = 0; i < message->attachments_count; ++i) {
      const prism_attachment* attachment = message->attachments[i];
      line.of(attachment).field("url", attachment->url).field("mime_type", attachment->mime_type);
      line.field("description", attachment->description).field("name", attachment->name);
      line.field("size", static_cast<std::int64_t>(attachment->size));
    }
    if (message->reply_to) {
      line.of(message->reply_to).field("reply_to", message->reply_to->id).field("quote", message->reply_to->text);
      line.field("by", message->reply_to->nickname).field("own", std::int64_t{message->reply_to->flags});
    }
    line.field("thread", message->thread).field("author_id", message->author_id);
    return self(host).note(line);
  }

  static prism_result receipt(const prism_host* host, const prism_receipt* receipt) {
    Line line("receipt");
    line.of(receipt).arg(receipt->user).arg(receipt->buddy).field("nickname", receipt->nickname);
    line.arg(receipt->request);
    line.conversation(receipt->kind).field("state", std::int64_t{receipt->state});
    line.field("network_id", receipt->network_id);
    line.field("text", receipt->text).field("time", receipt->time);
    return self(host).note(line);
  }

  static prism_result buddyChanged(const prism_host* host, const prism_buddy* buddy) {
    Line line("buddy_changed");
    line.of(buddy).arg(buddy->user).arg(buddy->buddy).field("status", std::int64_t{buddy->status});
    line.field("status_text", buddy->status_text).field("alias", buddy->alias);
    for (std::uint64_t i = 0; i < buddy->groups_count; ++i) {
      line.field("group", buddy->groups[i]);
    }
    line.field("icon_hash", buddy->icon_hash).field("blocked", std::int64_t{buddy->blocked});
    return self(host).note(line);
  }

  static prism_result buddyRemoved(const prism_host* host, const prism_buddy_removed* event) {
    return self(host).note(Line("buddy_removed").of(event).arg(event->user).arg(event->buddy));
  }

  static prism_result rosterComplete(const prism_host* host, const prism_roster_complete* event) {
    return self(host).note(Line("roster_complete").of(event).arg(event->user));
  }

  static prism_result authorizationRequested(const prism_host* host, const prism_authorization* event) {
    Line line("authorization_requested");
    line.of(event).arg(event->user).arg(event->buddy).field("accepted", std::int64_t{event->accepted});
    return self(host).note(line);
  }

  static prism_result typing(const prism_host* host, const prism_typing* event) {
    Line line("typing");
    line.of(event).arg(event->user).arg(event->buddy).arg(event->nickname).arg(std::uint64_t{event->state});
    line.conversation(event->kind);
    return self(host).note(line);
  }

  static prism_result attention(const prism_host* host, const prism_attention* event) {
    Line line("attention");
    line.of(event).arg(event->user).arg(event->buddy).arg(event->nickname).arg(event->text).conversation(event->kind);
    return self(host).note(line);
  }

  static prism_result joined(const prism_host* host, const prism_participant* participant) {
    return noteParticipant(host, "joined", *participant);
  }

  static prism_result joinFailed(const prism_host* host, const prism_join_failed* failed) {
    Line line("join_failed");
    line.of(failed).arg(failed->user).arg(failed->room).field("error", std::int64_t{failed->error});
    line.field("text", failed->text);
    return self(host).note(line);
  }

  static prism_result participantChanged(const prism_host* host, const prism_participant* participant) {
    return noteParticipant(host, "participant_changed", *participant);
  }

  static prism_result noteParticipant(const prism_host* host, const char* function,
                                      const prism_participant& participant) {
    Line line(function);
    line.of(&participant).arg(participant.user).arg(participant.room).arg(participant.nickname);
    line.field("flags", std::int64_t{participant.flags}).field("status", std::int64_t{participant.status});
    line.field("status_text", participant.status_text).field("new_nickname", participant.new_nickname);
    line.field("icon_hash", participant.icon_hash).field("alias", participant.alias);
    line.field("role", std::int64_t{participant.role}).field("affiliation", std::int64_t{participant.affiliation});
    line.field("account", participant.account).field("actor", participant.actor);
    return self(host).note(line);
  }

  static prism_result subjectChanged(const prism_host* host, const prism_subject* subject) {
    Line line("subject_changed");
    line.of(subject).arg(subject->user).arg(subject->room).field("nickname", subject->nickname);
    line.field("subject", subject->subject).field("time", subject->time);
    return self(host).note(line);
  }

  static prism_result roomInvited(const prism_host* host, const prism_invitation* invitation) {
    Line line("room_invited");
    line.of(invitation).arg(invitation->user).arg(invitation->room).field("inviter", invitation->inviter);
    line.field("reason", invitation->reason).field("password", invitation->password);
    return self(host).note(line);
  }

  static prism_result roomList(const prism_host* host, const prism_room_list* list) {
    Line line("room_list");
    line.of(list).field("user", list->user);
    for (std::uint64_t i = 0; i < list->rooms_count; ++i) {
      const prism_room* room = list->rooms[i];
      line.of(room).field("name", room->name).field("title", room->title);
    }
    return self(host).note(line);
  }

  static prism_result vcard(const prism_host* host, const prism_vcard* vcard) {
    Line line("vcard");
    line.of(vcard)
        .arg(vcard->user)
        .field("buddy", vcard->buddy)
        .field("nickname", vcard->nickname)
        .field("full_name", vcard->full_name);
    line.field("vcard_nickname", vcard->vcard_nickname);
    line.field("photo", prism_str{static_cast<const char*>(vcard->photo.data), vcard->photo.size});
    return self(host).note(line);
  }

  static prism_result rawXml(const prism_host* host, prism_str stanza) {
    return self(host).note(Line("raw_xml").arg(stanza));
  }

  static prism_result setFeatures(const prism_host* host, const prism_features* features) {
    Line line("set_features");
    line.of(features).arg(std::uint64_t{features->flags});
    return self(host).note(line);
  }

  static void fault(const prism_host* host, prism_str where, prism_str what) {
    self(host).calls_.push_back("fault: " + text(where) + ": " + text(what));
  }

  static std::int32_t systemError(const prism_host*) { return ENOSPC; }
};

FakeHost::FakeHost()
    : table_{{
                 .struct_size = sizeof(prism_host),
                 .abi_version = PRISM_ABI_VERSION,
                 .log = &Thunks::log,
                 .log_area = &Thunks::logArea,
                 .log_enabled = &Thunks::logEnabled,
                 .get_service = &Thunks::getService,
                 .config_get = &Thunks::configGet,
                 .config_bool = &Thunks::configBool,
                 .config_int = &Thunks::configInt,
                 .config_list = &Thunks::configList,
                 .config_section = &Thunks::configSection,
                 .watch_add = &Thunks::watchAdd,
                 .watch_modify = &Thunks::watchModify,
                 .watch_remove = &Thunks::watchRemove,
                 .timer_add = &Thunks::timerAdd,
                 .timer_remove = &Thunks::timerRemove,
                 .post = &Thunks::post,
                 .stopped = &Thunks::stopped,
                 .connected = &Thunks::connected,
                 .disconnected = &Thunks::disconnected,
                 .message = &Thunks::message,
                 .receipt = &Thunks::receipt,
                 .buddy_changed = &Thunks::buddyChanged,
                 .buddy_removed = &Thunks::buddyRemoved,
                 .roster_complete = &Thunks::rosterComplete,
                 .authorization_requested = &Thunks::authorizationRequested,
                 .typing = &Thunks::typing,
                 .attention = &Thunks::attention,
                 .joined = &Thunks::joined,
                 .join_failed = &Thunks::joinFailed,
                 .participant_changed = &Thunks::participantChanged,
                 .subject_changed = &Thunks::subjectChanged,
                 .room_invited = &Thunks::roomInvited,
                 .room_list = &Thunks::roomList,
                 .vcard = &Thunks::vcard,
                 .raw_xml = &Thunks::rawXml,
                 .set_features = &Thunks::setFeatures,
                 .fault = &Thunks::fault,
                 .system_error = &Thunks::systemError,
             },
             this} {
  static_assert(offsetof(Table, host) == 0);
}

prism_result FakeHost::note(std::string line) {
  calls_.push_back(std::move(line));
  return answer_;
}

void FakeHost::fireWatch(std::int32_t fd, std::uint32_t events) {
  for (const auto& [id, watch] : watches_) {
    if (watch.fd == fd) {
      const Watch called = watch;  // a copy, since the callback may remove the watch
      called.ready(called.data, id, fd, events);
      return;
    }
  }
  ADD_FAILURE() << "nobody watches descriptor " << fd;
}

void FakeHost::fireTimer(prism_timer timer) {
  const auto found = timers_.find(timer);
  if (found == timers_.end()) {
    ADD_FAILURE() << "there is no timer " << timer;
    return;
  }
  const Timer called = found->second;
  if (!called.periodic) {
    timers_.erase(found);
  }
  called.due(called.data, timer);
}

void FakeHost::runPosts() {
  for (const auto& [run, data] : std::exchange(posts_, {})) {
    run(data);
  }
}

void FakeHost::endPrompt(prism_prompts_id id, std::uint32_t outcome, const std::vector<std::string>& values) {
  const auto prompt = prompts_.extract(id);
  if (!prompt) {
    ADD_FAILURE() << "there is no question " << id;
    return;
  }
  std::vector<prism_str> strings;
  for (const std::string& value : values) {
    strings.push_back(Instance::str(value));
  }
  const auto [ended, data] = prompt.mapped();
  const prism_prompt_answer answer{sizeof answer, outcome, strings.data(), strings.size()};
  ended(data, id, &answer);
}

void FakeHost::endCommand(prism_admin_id id, std::uint32_t outcome, const std::string& answer) {
  const auto node = admin_commands_.extract(id);
  ASSERT_FALSE(node.empty()) << "there is no command " << id;
  const prism_admin_answer told{sizeof told, outcome, Instance::str(answer)};
  node.mapped().first(node.mapped().second, id, &told);
}

prism_result FakeHost::forgetCommand(prism_admin_id id) {
  return remove(&admin_commands_, id, [](const auto& command) { return command.second; });
}

prism_request_id FakeHost::runCommand(const std::string& name, std::string_view user, std::string_view buddy,
                                      const std::vector<std::string>& values, std::uint32_t kind,
                                      std::string_view nickname) {
  if (std::find(commands_.begin(), commands_.end(), name) == commands_.end()) {
    ADD_FAILURE() << "there is no command " << name;
    return 0;
  }
  std::vector<prism_str> strings;
  std::string typed;
  for (const std::string& value : values) {
    strings.push_back(Instance::str(value));
    typed += (typed.empty() ? "" : " ") + value;
  }
  prism_invocation invocation{};
  invocation.struct_size = sizeof invocation;
  invocation.kind = kind;
  invocation.id = ++last_id_;
  invocation.user = Instance::str(user);
  invocation.buddy = Instance::str(buddy);
  invocation.nickname = Instance::str(nickname);
  invocation.name = Instance::str(name);
  invocation.values = strings.data();
  invocation.values_count = strings.size();
  invocation.text = Instance::str(typed);
  run_command_(command_data_, &invocation);
  return invocation.id;
}

void FakeHost::endLookup(prism_resolve_id id, const prism_lookup_answer& answer) {
  if (const auto lookup = lookups_.extract(id)) {
    lookup.mapped().first(lookup.mapped().second, id, &answer);
  } else {
    ADD_FAILURE() << "there is no lookup " << id;
  }
}

void FakeHost::endPublication(prism_media_id id, const prism_published& published) {
  if (const auto publication = publications_.extract(id)) {
    publication.mapped().first(publication.mapped().second, id, &published);
  }
}

void FakeHost::endFetch(prism_media_id id, const prism_fetched& fetched) {
  if (const auto fetch = fetches_.extract(id)) {
    fetch.mapped().first(fetch.mapped().second, id, &fetched);
  } else {
    ADD_FAILURE() << "there is no fetch " << id;
  }
}

void Instance::login(std::string_view user, std::string_view legacy_name) const {
  prism_login login{};
  login.struct_size = sizeof login;
  login.user = str(user);
  login.legacy_name = str(legacy_name);
  functions_.login(self_, &login);
}

void Instance::logout(std::string_view user) const {
  const prism_logout logout{sizeof logout, 0, str(user)};
  functions_.logout(self_, &logout);
}

void Instance::sendRoster(std::string_view user, const std::vector<const prism_buddy*>& buddies) const {
  const prism_roster roster{sizeof roster, 0, str(user), buddies.data(), buddies.size()};
  functions_.roster(self_, &roster);
}

void Instance::removeBuddy(std::string_view user, std::string_view buddy) const {
  const prism_buddy_removed removed{sizeof removed, 0, str(user), str(buddy)};
  functions_.buddy_removed(self_, &removed);
}

void Instance::sendRawXml(std::string_view user, std::string_view xml) const {
  const prism_stanza stanza{sizeof stanza, 0, str(user), str(xml)};
  functions_.raw_xml(self_, &stanza);
}

void Instance::setStatus(std::string_view user, std::uint32_t status, std::string_view text) const {
  const prism_presence presence{sizeof presence, status, str(user), str(text)};
  functions_.status_changed(self_, &presence);
}

void Instance::block(std::string_view user, std::string_view buddy, bool blocked) const {
  const prism_block block{sizeof block, blocked ? 1U : 0U, str(user), str(buddy)};
  functions_.buddy_blocked(self_, &block);
}

void Instance::answerAuthorization(std::string_view user, std::string_view buddy, bool accepted) const {
  const prism_authorization answer{sizeof answer, accepted ? 1U : 0U, str(user), str(buddy)};
  functions_.authorization_answered(self_, &answer);
}

void Instance::type(std::string_view user, std::string_view buddy, std::string_view nickname,
                    std::uint32_t state) const {
  const prism_typing typing{sizeof typing, kindWith(nickname), state, 0, str(user), str(buddy), str(nickname)};
  functions_.typing(self_, &typing);
}

void Instance::callAttention(std::string_view user, std::string_view buddy, std::string_view nickname,
                             std::string_view text) const {
  const prism_attention attention{sizeof attention, kindWith(nickname), 2,        str(user),
                                  str(buddy),       str(nickname),      str(text)};
  functions_.attention(self_, &attention);
}

void Instance::leave(std::string_view user, std::string_view room) const {
  const prism_leave leave{sizeof leave, 0, str(user), str(room)};
  functions_.leave(self_, &leave);
}

void Instance::setSubject(std::string_view user, std::string_view room, std::string_view subject) const {
  const prism_subject wanted{sizeof wanted, 0, str(user), str(room), {}, str(subject), 0};
  functions_.set_subject(self_, &wanted);
}

void Instance::requestVCard(std::string_view user, std::string_view buddy, std::string_view nickname) const {
  const prism_vcard_request request{sizeof request, 0, str(user), str(buddy), str(nickname)};
  functions_.vcard_wanted(self_, &request);
}

void Instance::say(std::string_view user, std::string_view buddy, std::string_view text, std::uint32_t kind,
                   std::string_view nickname, prism_request_id wanted) const {
  prism_message message{};
  message.struct_size = sizeof message;
  message.kind = kind;
  message.flags = wanted == 0 ? 0 : PRISM_MESSAGE_RECEIPT_WANTED;
  message.request = wanted == 0 ? 1 : wanted;
  message.user = str(user);
  message.buddy = str(buddy);
  message.nickname = str(nickname);
  message.text = str(text);
  functions_.message(self_, &message);
}

}  // namespace prism::tests
