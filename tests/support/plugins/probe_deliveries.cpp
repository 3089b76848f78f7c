// SPDX-License-Identifier: MIT
#include "tests/support/plugins/probe_deliveries.h"

#include "tests/support/plugins/commands.h"

#include <cstdint>
#include <stdexcept>
#include <vector>

namespace prism::tests {
namespace {

const prism_str kProbe = PRISM_STR_INIT("probe");
const prism_str kRoom = PRISM_STR_INIT("lobby");

std::string rest(Words& words) {
  std::string text;
  std::getline(words >> std::ws, text);
  return text;
}

}  // namespace

void ProbeDeliveries::deliver(const std::string& user, std::istringstream& words) {
  const std::string kind = word(words);
  if (kind == "text") {
    const auto size = number(words);
    const std::string character = word(words);
    message(user, std::string(size, character.empty() ? 'x' : character[0]), {});
  } else if (kind == "xhtml") {
    message(user, "with markup", "<b>" + std::string(number(words), 'x') + "</b>");
  } else if (kind == "images") {
    images(user);
  } else if (kind == "attachment") {
    attachment(user, "http://files.test/" + std::string(number(words), 'x'));
  } else if (kind == "invitation") {
    invitation(user, std::string(number(words), '&'));
  } else if (kind == "rooms") {
    roomList(user, number(words));
  } else if (kind == "contacts") {
    const auto first = number(words);
    contacts(user, first, number(words));
  } else if (kind == "raw") {
    rawStanza(user, word(words));
  } else if (kind == "alias") {
    buddy(user, std::string(number(words), 'x'), {}, {});
  } else if (kind == "group") {
    buddy(user, {}, std::string(number(words), 'x'), {});
  } else if (kind == "status") {
    buddy(user, {}, {}, std::string(number(words), '&'));
  } else if (kind == "attention") {
    const std::string text(number(words), '&');
    auto event = eventFor<prism_attention>(user);
    event.buddy = kProbe;
    event.text = borrowed(text);
    host_->attention(host_, &event);
  } else if (kind == "enter") {
    enter(user, word(words));
  } else if (kind == "kick") {
    const std::string nickname = word(words);
    participant(user, nickname, PRISM_STATUS_OFFLINE, PRISM_PARTICIPANT_ME | PRISM_PARTICIPANT_KICKED, rest(words));
  } else if (kind == "participant-status") {
    participant(user, "other", PRISM_STATUS_AWAY, 0, std::string(number(words), '&'));
  } else if (kind == "topic") {
    subject(user, std::string(number(words), '&'));
  } else if (kind == "bad-names") {
    badNames(user);
  } else if (kind == "disconnect") {
    const std::string text(number(words), '&');
    auto event = eventFor<prism_disconnected>(user);
    event.error = PRISM_CONNECTION_ERROR_AUTHENTICATION_FAILED;
    event.text = borrowed(text);
    host_->disconnected(host_, &event);
  } else {
    throw std::invalid_argument("nothing to deliver like " + kind);
  }
}

void ProbeDeliveries::message(const std::string& user, const std::string& text, const std::string& xhtml) {
  auto event = eventFor<prism_message>(user);
  event.buddy = kProbe;
  event.text = borrowed(text);
  event.xhtml = borrowed(xhtml);
  host_->message(host_, &event);
}

void ProbeDeliveries::images(const std::string& user) {
  message(user, "before and after",
          "<p>before <img src='http://files.test/1.png' alt='one'/> and <em><img src='http://files.test/2.png' "
          "alt='two'/></em> after</p>");
}

void ProbeDeliveries::attachment(const std::string& user, const std::string& url) {
  prism_attachment attachment{};
  attachment.struct_size = sizeof attachment;
  attachment.url = borrowed(url);
  const prism_attachment* const attachments[] = {&attachment};
  auto event = eventFor<prism_message>(user);
  event.buddy = kProbe;
  event.text = PRISM_STR("with an attachment");
  event.attachments = attachments;
  event.attachments_count = 1;
  host_->message(host_, &event);
}

void ProbeDeliveries::invitation(const std::string& user, const std::string& reason) {
  auto event = eventFor<prism_invitation>(user);
  event.room = kRoom;
  event.inviter = kProbe;
  event.reason = borrowed(reason);
  host_->room_invited(host_, &event);
}

void ProbeDeliveries::roomList(const std::string& user, std::size_t count) {
  std::vector<std::string> names;
  names.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    names.push_back("room" + std::to_string(i));
  }
  const std::string title = "What it is about & who is there";
  std::vector<prism_room> rooms;
  std::vector<const prism_room*> pointers;
  rooms.reserve(count);
  for (const std::string& name : names) {
    rooms.push_back({sizeof(prism_room), 0, borrowed(name), borrowed(title)});
    pointers.push_back(&rooms.back());
  }
  const prism_room_list list{sizeof list, 0, borrowed(user), pointers.data(), pointers.size()};
  host_->room_list(host_, &list);
}

void ProbeDeliveries::buddy(const std::string& user, const std::string& alias, const std::string& group,
                            const std::string& status) {
  const prism_str groups[] = {borrowed(group)};
  auto event = eventFor<prism_buddy>(user);
  event.buddy = kProbe;
  event.alias = borrowed(alias);
  event.groups = groups;
  event.groups_count = group.empty() ? 0 : 1;
  event.status = PRISM_STATUS_AWAY;
  event.status_text = borrowed(status);
  host_->buddy_changed(host_, &event);
}

void ProbeDeliveries::contacts(const std::string& user, std::size_t first, std::size_t count) {
  const std::string alias(200, 'x');
  for (std::size_t i = first; i < first + count; ++i) {
    const std::string name = "contact" + std::to_string(i);
    auto event = eventFor<prism_buddy>(user);
    event.buddy = borrowed(name);
    event.alias = borrowed(alias);
    event.status = PRISM_STATUS_ONLINE;
    host_->buddy_changed(host_, &event);
  }
}

// Sends a stanza that Spectrum can parse, and that is too large or malformed when Spectrum serializes it again.
void ProbeDeliveries::rawStanza(const std::string& user, const std::string& kind) {
  std::string content;
  if (kind == "longer-jids") {
    std::string node;
    for (int i = 0; i < 56; ++i) {
      node += "\xE3\x8C\x96";  // U+3316: stringprep expands it to six characters
    }
    content = "<query xmlns='jabber:iq:roster'>";
    for (int i = 0; i < 520; ++i) {
      content += "<item jid='" + node + "@b'/>";
    }
    content += "</query>";
  } else if (kind == "form-lines") {
    content = "<x xmlns='jabber:x:data' type='form'><instructions>" + std::string(25'000, '\n') + "</instructions></x>";
  } else if (kind == "form-layout") {
    content = "<x xmlns='jabber:x:data' type='form'><page>";
    for (int i = 0; i < 500; ++i) {
      content += "<fieldref var='a'/>";
    }
    content += "</page><field var='a'><value>" + std::string(4'000, 'x') + "</value></field></x>";
  } else if (kind == "correction") {
    content = "<replace xmlns='urn:xmpp:message-correct:0' id='&lt;'/>";
  } else if (kind == "long-prefix") {
    content = "<x xmlns='urn:x' xmlns:" + std::string(50'100, 'q') + "='urn:y'/>";
  } else {
    for (int i = 0; i < 7'000; ++i) {
      content += "<error xmlns=''/>";
    }
  }
  const std::string stanza = "<iq type='result' id='1' from='probe' to='" + user + "'>" + content + "</iq>";
  host_->raw_xml(host_, borrowed(stanza));
}

void ProbeDeliveries::participant(const std::string& user, const std::string& nickname, std::uint32_t status,
                                  std::uint32_t flags, const std::string& status_text) {
  auto event = eventFor<prism_participant>(user);
  event.room = kRoom;
  event.nickname = borrowed(nickname);
  event.status = status;
  event.flags = flags;
  event.status_text = borrowed(status_text);
  host_->participant_changed(host_, &event);
}

void ProbeDeliveries::enter(const std::string& user, const std::string& nickname) {
  auto event = eventFor<prism_participant>(user);
  event.room = kRoom;
  event.nickname = borrowed(nickname);
  event.status = PRISM_STATUS_ONLINE;
  host_->joined(host_, &event);
}

void ProbeDeliveries::subject(const std::string& user, const std::string& subject) {
  auto event = eventFor<prism_subject>(user);
  event.room = kRoom;
  event.nickname = PRISM_STR("other");
  event.subject = borrowed(subject);
  host_->subject_changed(host_, &event);
}

// Uses each name as a contact, a participant, an author (of a message, in the room and in private), a room, an
// inviter, and in a request for authorization.
void ProbeDeliveries::badNames(const std::string& user) {
  for (const std::string& name :
       {std::string("bell\a"), std::string("escape\x1b[2J"), std::string("tab\tname"), std::string(1100, 'n'),
        std::string("mended\xEF\xBF\xBD"), std::string("half\xE2\x82"), std::string("\xE2\x80\xAE"),
        std::string(1, '\0'), std::string("@"), std::string("/"), std::string("nick[1]")}) {
    const std::string text = "forged by a name of " + std::to_string(name.size()) + " bytes, the last " +
                             std::to_string(static_cast<unsigned char>(name.back()));
    auto contact = eventFor<prism_buddy>(user);
    contact.buddy = borrowed(name);
    contact.status = PRISM_STATUS_AWAY;
    contact.status_text = borrowed(text);
    host_->buddy_changed(host_, &contact);
    participant(user, name, PRISM_STATUS_AWAY, 0, text);
    auto event = eventFor<prism_message>(user);
    event.buddy = borrowed(name);
    event.text = borrowed(text);
    host_->message(host_, &event);
    event.buddy = kRoom;
    event.nickname = borrowed(name);
    event.kind = PRISM_CONVERSATION_ROOM;
    host_->message(host_, &event);
    event.kind = PRISM_CONVERSATION_PRIVATE;
    host_->message(host_, &event);
    auto invitation = eventFor<prism_invitation>(user);
    invitation.room = borrowed(name);
    invitation.inviter = borrowed(name);
    invitation.reason = borrowed(text);
    host_->room_invited(host_, &invitation);
    auto request = eventFor<prism_authorization>(user);
    request.buddy = borrowed(name);
    host_->authorization_requested(host_, &request);
  }
}

}  // namespace prism::tests
