// SPDX-License-Identifier: MIT
#include "console/contacts.h"

#include "console/line.h"

#include <fmt/format.h>

namespace prism::console {
namespace {

const char* nameOf(pbnetwork::StatusType status) {
  switch (status) {
    case pbnetwork::STATUS_ONLINE:
      return "online";
    case pbnetwork::STATUS_AWAY:
      return "away";
    case pbnetwork::STATUS_FFC:
      return "free for chat";
    case pbnetwork::STATUS_XA:
      return "away for long";
    case pbnetwork::STATUS_DND:
      return "busy";
    case pbnetwork::STATUS_NONE:
      return "offline";
    case pbnetwork::STATUS_INVISIBLE:
      return "invisible";
  }
  return "in an unknown state";
}

}  // namespace

void Contacts::change(const pbnetwork::Buddy& buddy) {
  Contact& contact = all_[buddy.buddyname()];
  if (!buddy.alias().empty()) {
    contact.alias = buddy.alias();
  }
  if (buddy.group_size() > 0) {
    contact.groups.assign(buddy.group().begin(), buddy.group().end());
  }
  contact.status = buddy.status();
  contact.status_text = buddy.statusmessage();
  contact.blocked = buddy.blocked();
  if (current_.empty() && contact.status != pbnetwork::STATUS_NONE) {
    current_ = buddy.buddyname();
  }
}

void Contacts::remove(const std::string& name) {
  all_.erase(name);
  if (current_ == name) {
    current_.clear();
  }
}

void Contacts::clear() {
  all_.clear();
  current_.clear();
}

std::string describe(const std::string& name, const Contact& contact) {
  std::string text = printableText(name);
  if (!contact.alias.empty() && contact.alias != name) {
    text += fmt::format(" ({})", printableText(contact.alias));
  }
  text += fmt::format(" is {}", nameOf(contact.status));
  if (!contact.status_text.empty()) {
    text += fmt::format(": {}", printableText(contact.status_text));
  }
  if (contact.blocked) {
    text += ", blocked";
  }
  for (const std::string& group : contact.groups) {
    text += fmt::format(" [{}]", printableText(group));
  }
  return text;
}

}  // namespace prism::console
