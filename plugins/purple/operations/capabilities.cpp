// SPDX-License-Identifier: MIT
#include "operations/capabilities.h"

#include "core/limits.h"
#include "operations/xml_tree.h"

#include <map>
#include <string>
#include <string_view>

namespace purple {
namespace {

constexpr std::string_view kCapabilities = "http://jabber.org/protocol/caps";
constexpr const char* kInfo = "http://jabber.org/protocol/disco#info";

// A client is asked for again until it has answered, and libpurple may lose memory each time.
constexpr int kMostQuestions = 10;

struct Client {
  int asked = 0;
  bool answered = false;
};

// By `node#ver` of the announcement, which the question repeats as its node.
std::map<std::string, Client, std::less<>>& clients() {
  static std::map<std::string, Client, std::less<>> all;
  return all;
}

// Returns true if libpurple may see the announcement, and ask the client.
bool admit(const xmlnode* announcement) {
  std::string key;
  for (const char* name : {"node", "ver", "hash"}) {
    const std::string_view value = textOf(xmlnode_get_attrib(announcement, name));
    if (value.size() > kMostOfCapabilityName) {
      return false;
    }
    if (name != std::string_view("hash")) {
      key.append(key.empty() ? "" : "#").append(value);
    }
  }
  auto known = clients().find(key);
  if (known == clients().end()) {
    if (clients().size() >= kMostCapabilities) {
      return false;
    }
    known = clients().emplace(key, Client{}).first;
  }
  Client& client = known->second;
  return client.answered || ++client.asked <= kMostQuestions;
}

}  // namespace

void limitCapabilities(xmlnode* packet) {
  if (isElement(packet, "presence")) {
    keepChildren(packet, [](xmlnode* child) {
      if (!isElement(child, "c") || textOf(xmlnode_get_namespace(child)) != kCapabilities) {
        return true;
      }
      xmlnode_remove_attrib(child, "ext");  // of an old version of XEP-0115: one more question for each word in it
      return admit(child);
    });
    return;
  }
  xmlnode* answer = isElement(packet, "iq") ? xmlnode_get_child_with_namespace(packet, "query", kInfo) : nullptr;
  if (!answer || textOf(xmlnode_get_attrib(packet, "type")) != "result") {
    return;
  }
  if (bytesOf(answer) > kMostOfCapabilities) {
    keepChildren(answer, [](const xmlnode* child) { return child->type == XMLNODE_TYPE_ATTRIB; });
  }
  if (const auto known = clients().find(textOf(xmlnode_get_attrib(answer, "node"))); known != clients().end()) {
    known->second.answered = true;
  }
}

}  // namespace purple
