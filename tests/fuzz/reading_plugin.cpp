// SPDX-License-Identifier: MIT
#include "tests/fuzz/reading_plugin.h"

#include "host/base/abi.h"
#include "host/base/xml_text.h"
#include "tests/fuzz/require.h"

namespace prism::fuzz {
namespace {

PluginCode* next_code = nullptr;

// Every string of a request ends with NUL, and is valid text.
prism_str read(prism_str str) {
  require(str.data && str.data[str.size] == '\0', "a string ends with a NUL");
  require(host::isXmlText(host::view(str)), "a string is text");
  return str;
}

template <typename Struct>
void readSize(const Struct& request) {
  require(request.struct_size == sizeof request, "a struct says its size");
}

void read(prism_blob blob) {
  volatile unsigned char sum = 0;
  for (std::uint64_t i = 0; i < blob.size; ++i) {
    sum = static_cast<unsigned char>(sum + static_cast<const unsigned char*>(blob.data)[i]);
  }
}

void read(const prism_buddy& buddy) {
  readSize(buddy);
  for (const prism_str& text : {buddy.user, buddy.buddy, buddy.alias, buddy.status_text, buddy.icon_hash}) {
    read(text);
  }
  for (std::uint64_t i = 0; i < buddy.groups_count; ++i) {
    read(buddy.groups[i]);
  }
}

void tell(void* self, const Call& call) { static_cast<PluginCode*>(self)->onCall(call); }

// Checks that the names of a conversation fit its kind.
std::uint32_t readKind(std::uint32_t kind, prism_str nickname) {
  require(kind >= PRISM_CONVERSATION_CONTACT && kind <= PRISM_CONVERSATION_PRIVATE, "a request has a kind");
  require((kind == PRISM_CONVERSATION_PRIVATE) == (read(nickname).size > 0), "a participant has a nickname");
  return kind;
}

void login(void* self, const prism_login* login) {
  readSize(*login);
  for (std::uint64_t i = 0; i < login->settings_count; ++i) {
    read(login->settings[i].name);
    read(login->settings[i].value);
  }
  tell(self, {.function = "login",
              .user = read(login->user),
              .about = read(login->legacy_name),
              .text = read(login->password)});
}

void message(void* self, const prism_message* message) {
  readSize(*message);
  require(!message->reply_to && message->attachments_count == 0, "this plugin has told no capabilities");
  require(message->request != 0, "each message has an id of its request");
  require(read(message->id).size == 0, "the network has given no id");
  read(message->thread);
  read(message->author_id);
  tell(self, {.function = "message",
              .user = read(message->user),
              .about = read(message->buddy),
              .text = read(message->text),
              .xhtml = read(message->xhtml),
              .request = message->request,
              .kind = readKind(message->kind, message->nickname),
              .flags = message->flags});
}

void join(void* self, const prism_join* join) {
  readSize(*join);
  tell(self, {.function = "join",
              .user = read(join->user),
              .about = read(join->room),
              .text = read(join->password),
              .other = read(join->nickname)});
}

void roster(void* self, const prism_roster* roster) {
  readSize(*roster);
  for (std::uint64_t i = 0; i < roster->buddies_count; ++i) {
    read(*roster->buddies[i]);
    require(host::view(roster->buddies[i]->user) == host::view(roster->user), "a roster is one user's");
  }
  tell(self, {.function = "roster", .user = read(roster->user)});
}

void ownVCard(void* self, const prism_vcard* vcard) {
  readSize(*vcard);
  read(vcard->photo);
  read(vcard->nickname);
  read(vcard->vcard_nickname);
  tell(self,
       {.function = "own_vcard", .user = read(vcard->user), .about = vcard->buddy, .text = read(vcard->full_name)});
}

}  // namespace

prism_plugin readingPlugin(PluginCode* code) {
  next_code = code;
  prism_plugin plugin{};
  plugin.struct_size = sizeof plugin;
  plugin.abi_version = PRISM_ABI_VERSION;
  plugin.id = "reading";
  plugin.version = "1";
  plugin.create = [](const prism_host*, void** instance) -> prism_result {
    *instance = next_code;
    return PRISM_OK;
  };
  plugin.destroy = [](void*) {};
  plugin.login = &login;
  plugin.logout = [](void* self, const prism_logout* logout) {
    readSize(*logout);
    tell(self, {.function = "logout", .user = read(logout->user)});
  };
  plugin.message = &message;
  plugin.join = &join;
  plugin.roster = &roster;
  plugin.own_vcard = &ownVCard;
  plugin.status_changed = [](void* self, const prism_presence* presence) {
    readSize(*presence);
    tell(self, {.function = "status_changed",
                .user = read(presence->user),
                .text = read(presence->text),
                .flags = presence->status});
  };
  plugin.buddy_changed = [](void* self, const prism_buddy* buddy) {
    read(*buddy);
    tell(self, {.function = "buddy_changed", .user = buddy->user, .about = buddy->buddy, .text = buddy->alias});
  };
  plugin.buddy_removed = [](void* self, const prism_buddy_removed* removed) {
    readSize(*removed);
    tell(self, {.function = "buddy_removed", .user = read(removed->user), .about = read(removed->buddy)});
  };
  plugin.buddy_blocked = [](void* self, const prism_block* block) {
    readSize(*block);
    tell(
        self,
        {.function = "buddy_blocked", .user = read(block->user), .about = read(block->buddy), .flags = block->blocked});
  };
  plugin.authorization_answered = [](void* self, const prism_authorization* answer) {
    readSize(*answer);
    tell(self, {.function = "authorization_answered",
                .user = read(answer->user),
                .about = read(answer->buddy),
                .flags = answer->accepted});
  };
  plugin.typing = [](void* self, const prism_typing* typing) {
    readSize(*typing);
    tell(self, {.function = "typing",
                .user = read(typing->user),
                .about = read(typing->buddy),
                .nickname = read(typing->nickname),
                .kind = readKind(typing->kind, typing->nickname),
                .flags = typing->state});
  };
  plugin.attention = [](void* self, const prism_attention* attention) {
    readSize(*attention);
    tell(self, {.function = "attention",
                .user = read(attention->user),
                .about = read(attention->buddy),
                .text = read(attention->text),
                .nickname = read(attention->nickname),
                .request = attention->request,
                .kind = readKind(attention->kind, attention->nickname)});
  };
  plugin.leave = [](void* self, const prism_leave* leave) {
    readSize(*leave);
    tell(self, {.function = "leave", .user = read(leave->user), .about = read(leave->room)});
  };
  plugin.set_subject = [](void* self, const prism_subject* subject) {
    readSize(*subject);
    tell(self, {.function = "set_subject",
                .user = read(subject->user),
                .about = read(subject->room),
                .text = read(subject->subject)});
  };
  plugin.vcard_wanted = [](void* self, const prism_vcard_request* request) {
    readSize(*request);
    tell(self, {.function = "vcard_wanted",
                .user = read(request->user),
                .about = read(request->buddy),
                .nickname = read(request->nickname)});
  };
  plugin.raw_xml = [](void* self, const prism_stanza* stanza) {
    readSize(*stanza);
    tell(self, {.function = "raw_xml", .user = read(stanza->user), .text = read(stanza->xml)});
  };
  return plugin;
}

}  // namespace prism::fuzz
