// SPDX-License-Identifier: MIT
#include "tests/support/plugins/probe_events.h"

#include "tests/support/plugins/commands.h"

namespace prism::tests {

void sendRichMessage(const prism_host* host, const std::string& user) {
  prism_attachment attachment{};
  attachment.struct_size = sizeof attachment;
  attachment.url = PRISM_STR("http://x/y");
  const prism_attachment* attachments[] = {&attachment};
  auto event = eventFor<prism_message>(user);
  event.kind = PRISM_CONVERSATION_PRIVATE;
  event.flags = PRISM_MESSAGE_CARBON;
  event.buddy = PRISM_STR("lobby");
  event.nickname = PRISM_STR("op");
  event.text = PRISM_STR("hello");
  event.xhtml = PRISM_STR("<b>hello</b>");
  event.time = 1577836800000;
  event.attachments = attachments;
  event.attachments_count = 1;
  host->message(host, &event);
}

void sendBuddy(const prism_host* host, const std::string& user) {
  const prism_str groups[] = {PRISM_STR("Friends")};
  auto event = eventFor<prism_buddy>(user);
  event.status = PRISM_STATUS_AWAY;
  event.buddy = PRISM_STR("bob");
  event.alias = PRISM_STR("Bob");
  event.groups = groups;
  event.groups_count = 1;
  event.status_text = PRISM_STR("out");
  host->buddy_changed(host, &event);
}

void sendParticipant(const prism_host* host, const std::string& user) {
  auto event = eventFor<prism_participant>(user);
  event.flags = PRISM_PARTICIPANT_MODERATOR;
  event.status = PRISM_STATUS_AWAY;
  event.room = PRISM_STR("lobby");
  event.nickname = PRISM_STR("op");
  event.new_nickname = PRISM_STR("boss");
  host->participant_changed(host, &event);
}

void sendSubject(const prism_host* host, const std::string& user) {
  auto event = eventFor<prism_subject>(user);
  event.room = PRISM_STR("lobby");
  event.nickname = PRISM_STR("op");
  event.subject = PRISM_STR("news");
  host->subject_changed(host, &event);
}

void sendInvitation(const prism_host* host, const std::string& user) {
  auto event = eventFor<prism_invitation>(user);
  event.room = PRISM_STR("lobby@net");
  event.inviter = PRISM_STR("bob");
  event.reason = PRISM_STR("tea");
  event.password = PRISM_STR("canary-in-a-stanza");
  host->room_invited(host, &event);
}

prism_result sendVCard(const prism_host* host, const std::string& user, const std::string& buddy, std::uint64_t size) {
  const std::string photo = "PNG" + std::string(size - 3, '.');
  auto event = eventFor<prism_vcard>(user);
  event.buddy = borrowed(buddy);
  event.full_name = PRISM_STR("Bob B.");
  event.photo = {photo.data(), photo.size()};
  return host->vcard(host, &event);
}

prism_result sendGarbage(const prism_host* host, const std::string& user) {
  const prism_str garbage{reinterpret_cast<const char*>(1), 0};
  auto event = eventFor<prism_message>(user);
  event.buddy = PRISM_STR("probe");
  event.text = PRISM_STR("nothing else");
  event.nickname = event.xhtml = event.id = garbage;
  event.attachments = reinterpret_cast<const prism_attachment* const*>(1);
  host->message(host, &event);
  event.user = garbage;
  return host->message(host, &event);
}

}  // namespace prism::tests
