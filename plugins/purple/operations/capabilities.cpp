// SPDX-License-Identifier: MIT
#include "operations/capabilities.h"

#include "core/limits.h"
#include "core/xml_tree.h"

#include <algorithm>
#include <string_view>

namespace purple {
namespace {

constexpr std::string_view kCapabilities = "http://jabber.org/protocol/caps";
constexpr const char* kInfo = "http://jabber.org/protocol/disco#info";

bool hasText(const xmlnode* node) {
  for (const xmlnode* child = node->child; child; child = child->next) {
    if (child->type == XMLNODE_TYPE_DATA && child->data_sz > 0) {
      return true;
    }
  }
  return false;
}

// Returns true if libpurple can read a form of an answer (XEP-0128): it crashes at a field without a name or with an
// empty value, and at a form without a type. It overlooks fields of another namespace in some places only.
bool isReadableForm(const xmlnode* form) {
  const std::string_view xmlns = textOf(form->xmlns);
  bool of_one_namespace = true;
  visitTree(form, [&](const xmlnode* node, std::size_t) {
    return of_one_namespace = node->type != XMLNODE_TYPE_TAG || textOf(node->xmlns) == xmlns;
  });
  if (!of_one_namespace) {
    return false;
  }
  int types = 0;
  for (const xmlnode* field = form->child; field; field = field->next) {
    if (!isElement(field, "field")) {
      continue;
    }
    const std::string_view name = attribute(field, "var");
    int values = 0;
    for (const xmlnode* value = field->child; value; value = value->next) {
      if (isElement(value, "value")) {
        if (!hasText(value)) {
          return false;
        }
        ++values;
      }
    }
    if (name.empty() || values == 0) {
      return false;
    }
    types += name == "FORM_TYPE" ? 1 : 0;
  }
  return types == 1;
}

// Servers and rooms, whose answers have no limit, have no resource.
bool isClient(std::string_view jid) { return jid.find('/') != std::string_view::npos; }

// The case of a bare JID does not matter, that of a resource does.
std::string comparableJid(std::string_view jid) {
  const std::string bare(jid.substr(0, jid.find('/')));
  const std::string folded = takeString(g_utf8_casefold(bare.c_str(), -1));
  return folded + std::string(jid.substr(bare.size()));
}

// Returns true if libpurple can compute the hash of an answer.
bool isReadable(const xmlnode* answer) {
  for (const xmlnode* child = answer->child; child; child = child->next) {
    const bool readable = isElement(child, "identity")
                              ? !attribute(child, "category").empty() && !attribute(child, "type").empty()
                          : isElement(child, "feature") ? !attribute(child, "var").empty()
                          : isElement(child, "x")       ? isReadableForm(child)
                                                        : true;
    if (!readable) {
      return false;
    }
  }
  return true;
}

// The same for all resources of a user.
std::string userKey(const PurpleAccount* account) {
  const std::string_view name = textOf(purple_account_get_username(account));
  return comparableJid(name.substr(0, name.find('/')));
}

}  // namespace

Capabilities::User& Capabilities::entryOf(const PurpleAccount* account) { return users_[userKey(account)]; }

void Capabilities::onReceived(const PurpleAccount* account, xmlnode* packet) {
  if (isElement(packet, "presence")) {
    keepChildren(packet, [&](xmlnode* child) {
      if (!isElement(child, "c") || textOf(xmlnode_get_namespace(child)) != kCapabilities) {
        return true;
      }
      if (!isClient(attribute(packet, "from"))) {
        return false;
      }
      xmlnode_remove_attrib(child, "ext");  // of an old version of XEP-0115: one more question for each word in it
      return admit(entryOf(account), child);
    });
    return;
  }
  const std::string_view type = attribute(packet, "type");
  if (!isElement(packet, "iq") || (type != "result" && type != "error")) {
    return;
  }
  const std::string_view from = attribute(packet, "from");
  std::map<std::string, std::string>& questions = entryOf(account).questions;
  const auto question = questions.find(std::string(attribute(packet, "id")));
  const bool is_answer = question != questions.end();
  if (is_answer && question->second == comparableJid(from)) {
    questions.erase(question);
  }
  xmlnode* answer = xmlnode_get_child_with_namespace(packet, "query", kInfo);
  const bool too_large = answer && isClient(from) && textSizeOf(answer) > kMostOfCapabilities;
  if (answer && (too_large || (is_answer && !isReadable(answer)))) {
    keepChildren(answer, [](const xmlnode* child) { return child->type == XMLNODE_TYPE_ATTRIB; });
  }
}

// Returns true if libpurple may see the announcement, and ask the client.
bool Capabilities::admit(User& user, const xmlnode* announcement) {
  const std::string_view node = attribute(announcement, "node");
  const std::string_view ver = attribute(announcement, "ver");
  const std::string_view hash = attribute(announcement, "hash");
  if (std::max({node.size(), ver.size(), hash.size()}) > kMostOfCapabilityName ||
      user.questions.size() >= kMostCapabilityQuestions || user.lost_questions >= kMostLostCapabilityQuestions) {
    return false;
  }
  Client client(node, ver, hash);
  if (clients_.count(client) != 0) {
    return true;
  }
  if (user.clients.size() >= kMostCapabilitiesOfUser || clients_.size() >= kMostCapabilities) {
    return false;
  }
  user.clients.insert(client);
  clients_.insert(std::move(client));
  return true;
}

void Capabilities::onSent(const PurpleAccount* account, xmlnode* packet) {
  if (!isElement(packet, "iq") || attribute(packet, "type") != "get") {
    return;
  }
  const xmlnode* question = xmlnode_get_child_with_namespace(packet, "query", kInfo);
  const std::string_view to = attribute(packet, "to");
  if (question && isClient(to) && attribute(question, "node").find('#') != std::string_view::npos) {
    entryOf(account).questions.emplace(attribute(packet, "id"), comparableJid(to));
  }
}

void Capabilities::onLogout(const PurpleAccount* account) {
  const auto place = users_.find(userKey(account));
  if (place == users_.end()) {
    return;
  }
  User& user = place->second;
  user.lost_questions += user.questions.size();
  user.questions.clear();
  if (user.clients.empty() && user.lost_questions == 0) {
    users_.erase(place);
  }
}

}  // namespace purple
