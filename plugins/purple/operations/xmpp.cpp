// SPDX-License-Identifier: MIT
// Limits for XMPP servers that libpurple lacks: for the roster, for pictures and STUN servers, for the nesting of
// elements, and for elements that never end. Those for the capabilities of clients are in capabilities.cpp.
#include "core/libjabber.h"
#include "core/limits.h"
#include "core/xml_tree.h"
#include "operations/capabilities.h"
#include "operations/jabber_files.h"
#include "operations/operations.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <map>
#include <string>
#include <utility>

namespace purple {
namespace {

constexpr const char* kRoster = "jabber:iq:roster";

// Frees a tree without recursion. xmlnode_free() recurses for each level, and overflows the stack.
void freeTree(xmlnode* root) {
  for (xmlnode* node = root; node;) {
    if (xmlnode* child = node->child) {
      node->child = std::exchange(child->next, nullptr);
      node = child;
    } else {
      xmlnode* parent = std::exchange(node->parent, nullptr);
      xmlnode_free(node);
      node = parent;
    }
  }
}

bool isTooDeep(const xmlnode* root) {
  bool too_deep = false;
  visitTree(root, [&](const xmlnode*, std::size_t depth) { return !(too_deep = depth > kMostDepth); });
  return too_deep;
}

bool hasElement(const xmlnode* parent) {
  const xmlnode* child = parent->child;
  while (child && child->type != XMLNODE_TYPE_TAG) {
    child = child->next;
  }
  return child;
}

// Returns true if libpurple needs little time for the mark-up of a message (XEP-0071). It searches for "<img" in it,
// and for each one for "/>", up to the end.
bool isQuickMarkup(const xmlnode* html) {
  std::size_t tags = 0;
  bool quick = textSizeOf(html) <= kMostMarkup;
  visitTree(html, [&](const xmlnode* node, std::size_t) {
    if (node->type == XMLNODE_TYPE_TAG) {
      const std::string_view name = textOf(node->name);
      quick = quick && ++tags <= kMostTags && (!name.starts_with("img") || (name == "img" && !hasElement(node)));
    }
    return quick;
  });
  return quick;
}

bool mayReachLibpurple(const xmlnode* child) {
  // Kept by libpurple until the process ends (XEP-0231); looked up by a process for each name; calls, and transfers
  // of files from peer to peer or from the web, which end in a crash.
  static constexpr std::string_view kUnwanted[] = {"urn:xmpp:bob",
                                                   "google:jingleinfo",
                                                   "http://www.google.com/session",
                                                   "urn:xmpp:jingle:1",
                                                   "http://jabber.org/protocol/bytestreams",
                                                   "jabber:iq:oob"};
  if (child->type != XMLNODE_TYPE_TAG) {
    return true;
  }
  const std::string_view xmlns = textOf(xmlnode_get_namespace(const_cast<xmlnode*>(child)));
  return std::find(std::begin(kUnwanted), std::end(kUnwanted), xmlns) == std::end(kUnwanted) &&
         (!isElement(child, "html") || isQuickMarkup(child));
}

// Removes what libpurple handles badly.
void removeHarmful(xmlnode* packet) {
  keepChildren(packet, mayReachLibpurple);
  visitTree(packet, [](xmlnode* node, std::size_t) {
    if (isElement(node, "info") && node->parent && isElement(node->parent, "metadata")) {
      xmlnode_remove_attrib(node,
                            "url");  // of an avatar (XEP-0084): ends in a crash; libpurple asks for the avatar itself
    } else if (isElement(node, "query")) {
      // Google's roster crashes at a block.
      keepChildren(node, [](const xmlnode* child) {
        return !isElement(child, "feature") || !attribute(child, "var").starts_with("google:");
      });
    } else if (isElement(node, "command")) {
      // Commands without an action (XEP-0050) end in a crash; without the element, libpurple offers its own.
      keepChildren(node, [](const xmlnode* child) { return !isElement(child, "actions") || hasElement(child); });
    }
    return true;
  });
}

// Removes the elements of a parent beyond the first kMostChildren: libpurple's time for lists grows with the square of
// their length. Rosters have a limit of their own. Returns the number of removed elements.
std::size_t limitChildren(xmlnode* packet) {
  std::size_t left_out = 0;
  visitTree(packet, [&](xmlnode* node, std::size_t) {
    if (node->type == XMLNODE_TYPE_TAG && node->child && textOf(xmlnode_get_namespace(node)) != kRoster) {
      std::size_t elements = 0;
      left_out += keepChildren(
          node, [&](const xmlnode* child) { return child->type != XMLNODE_TYPE_TAG || ++elements <= kMostChildren; });
    }
    return true;
  });
  return left_out;
}

// The ids of requests for a roster. libpurple would take any <query/> in the answer for the roster.
std::map<const PurpleAccount*, std::string>& rosterRequests() {
  static auto* const ids = new std::map<const PurpleAccount*, std::string>;
  return *ids;
}

void noteRosterRequest(const PurpleAccount* account, xmlnode* packet) {
  if (isElement(packet, "iq") && xmlnode_get_child_with_namespace(packet, "query", kRoster)) {
    rosterRequests()[account] = std::string(attribute(packet, "id"));
  }
}

void keepRosterOnly(const PurpleAccount* account, xmlnode* packet) {
  const auto request = rosterRequests().find(account);
  if (request != rosterRequests().end() && request->second == attribute(packet, "id")) {
    keepChildren(packet, [](xmlnode* child) {
      return !isElement(child, "query") || textOf(xmlnode_get_namespace(child)) == kRoster;
    });
  }
}

// Removes entries of a roster over the limits, and resources from the names of contacts: names with a resource are
// those of participants of a room. libpurple's time for each entry grows with the size of the entry's
// group.
void limitRoster(PurpleConnection* connection, xmlnode* query) {
  std::size_t items = 0;
  const std::size_t left_out = keepChildren(query, [&items](xmlnode* child) {
    if (!isElement(child, "item")) {
      return true;
    }
    const std::string jid(attribute(child, "jid"));
    if (const std::size_t slash = jid.find('/'); slash != std::string::npos) {
      xmlnode_set_attrib(child, "jid", jid.substr(0, slash).c_str());
    }
    return jid.size() <= kMostOfName && ++items <= kMostContacts;
  });
  std::size_t groups = 0;
  std::size_t groups_left_out = 0;
  for (xmlnode* item = query->child; item; item = item->next) {
    std::size_t here = 0;
    groups_left_out += keepChildren(item, [&](const xmlnode* child) {
      return !isElement(child, "group") || ++here == 1 || ++groups <= kMostContacts;
    });
  }
  if (left_out + groups_left_out != 0) {
    withUser(connection, "a roster", [&](User& user) { user.contacts().onRosterCut(left_out, groups_left_out); });
  }
}

// Never destroyed, as what libpurple keeps.
Capabilities& capabilities() {
  static auto* const all = new Capabilities;
  return *all;
}

void sending(PurpleConnection* connection, xmlnode** packet, void*) {
  if (packet && *packet) {
    PurpleAccount* const account = purple_connection_get_account(connection);
    capabilities().onSent(account, *packet);
    noteRosterRequest(account, *packet);
    withUser(account, "a stanza", [&](User& user) {
      user.jabberMessages().onSent(*packet);
      if (const std::string left = user.jabberRooms().onSent(*packet); !left.empty()) {
        user.questions().withdrawOf(left);
      }
    });
  }
}

void accountDestroyed(PurpleAccount* account, void*) {
  rosterRequests().erase(account);
  jabberFiles().forget(account);
}

void signedOff(PurpleConnection* connection, void*) {
  capabilities().onLogout(purple_connection_get_account(connection));
}

void receiving(PurpleConnection* connection, xmlnode** packet, void* loop) {
  static_cast<EventLoop*>(loop)->spend(1);
  if (!packet || !*packet) {
    return;
  }
  if (isTooDeep(*packet)) {
    freeTree(std::exchange(*packet, nullptr));
    withUser(connection, "a stanza", [](const User& user) {
      user.reportLimit("The server has sent more than " + std::to_string(kMostDepth) +
                       " elements of XML in each other: they are left out.");
    });
    return;
  }
  JabberRooms::Verdict verdict;
  withUser(connection, "a stanza", [&](User& user) {
    verdict = user.jabberRooms().onReceived(*packet);
    if (const auto refusal = user.jabberMessages().refusalIn(*packet); refusal && !verdict.unwanted) {
      user.onMessageRefused(attribute(*packet, "from"), *refusal);
      verdict.unwanted = true;
    }
    if (verdict.ended) {
      user.questions().withdrawOf(user.jabberRooms().current());
      if (verdict.refusal) {
        user.rooms().refuse(user.jabberRooms().current(), *verdict.refusal);
      }
      user.rooms().joinSoon();
    }
  });
  if (verdict.unwanted) {
    freeTree(std::exchange(*packet, nullptr));
    return;
  }
  if (limitChildren(*packet) != 0) {
    withUser(connection, "a stanza", [](const User& user) {
      user.reportLimit("The server has sent an element of XML with more than " + std::to_string(kMostChildren) +
                       " others in it: the rest is left out.");
    });
  }
  capabilities().onReceived(purple_connection_get_account(connection), *packet);
  jabberFiles().onReceived(purple_connection_get_account(connection), *packet);
  removeHarmful(*packet);
  if (!isElement(*packet, "iq")) {
    return;
  }
  keepRosterOnly(purple_connection_get_account(connection), *packet);
  if (xmlnode* query = xmlnode_get_child_with_namespace(*packet, "query", kRoster)) {
    limitRoster(connection, query);
  }
}

// Frees the elements that are open at the end of a connection: libpurple frees the parser, and leaks the elements.
//
// The protocol's stream object is opaque. Among its first members are the parser and the innermost open element. To
// find the latter, a new parser gets the start tags of two elements. The second one changes only one member: the one in
// question. It is checked that this member points to an element with the given name whose parent is the old value.
//
// Does nothing before some bytes were received. Then the open elements are small, and before the stream's header the
// parser would report the start tags as an error of the connection, which would hide the real one.
void freeOpenElements(PurpleConnection* connection, void* memory) {
  static constexpr std::int64_t kWorthFreeing = 64 * 1024;  // bytes received
  PurpleAccount* account = purple_connection_get_account(connection);
  if (static_cast<SessionMemory*>(memory)->receivedBy(account) < kWorthFreeing) {
    return;
  }
  static constexpr std::size_t kMembers = 8;  // number of pointers that are compared; the stream object is much larger
  static constexpr char kName[] = "prism-last";
  void* stream = connection->proto_data;
  if (!stream || !libjabber().parser_process || !libjabber().parser_free ||
      textOf(purple_account_get_protocol_id(account)) != "prpl-jabber") {
    return;
  }
  libjabber().parser_free(stream);
  libjabber().parser_process(stream, "<prism-first>", static_cast<int>(std::strlen("<prism-first>")));
  xmlnode* before[kMembers];
  xmlnode* after[kMembers];
  std::memcpy(before, stream, sizeof before);
  libjabber().parser_process(stream, "<prism-last>", static_cast<int>(std::strlen("<prism-last>")));
  std::memcpy(after, stream, sizeof after);
  const auto changed = std::mismatch(std::begin(before), std::end(before), std::begin(after));
  if (changed.first == std::end(before) || !std::equal(changed.first + 1, std::end(before), changed.second + 1) ||
      !*changed.second || (*changed.second)->parent != *changed.first || textOf((*changed.second)->name) != kName) {
    return;
  }
  xmlnode* outermost = *changed.second;
  while (outermost->parent) {
    outermost = outermost->parent;
  }
  std::memset(
      static_cast<char*>(stream) + (changed.first - std::begin(before)) * static_cast<std::ptrdiff_t>(sizeof(void*)), 0,
      sizeof(void*));
  libjabber().parser_free(stream);
  freeTree(outermost);
}

}  // namespace

void connectXmppSignals(EventLoop& loop) {
  static int handle;
  PurplePlugin* protocol = findProtocol("prpl-jabber");
  if (protocol) {
    JabberRooms::replaceNormalize(protocol);
    purple_signal_connect(purple_accounts_get_handle(), "account-destroying", &handle,
                          reinterpret_cast<PurpleCallback>(accountDestroyed), nullptr);
    purple_signal_connect(protocol, "jabber-receiving-xmlnode", &handle, reinterpret_cast<PurpleCallback>(receiving),
                          &loop);
    purple_signal_connect(protocol, "jabber-sending-xmlnode", &handle, reinterpret_cast<PurpleCallback>(sending),
                          nullptr);
    purple_signal_connect(purple_connections_get_handle(), "signed-off", &handle,
                          reinterpret_cast<PurpleCallback>(signedOff), nullptr);
    purple_signal_connect(purple_connections_get_handle(), "signing-off", &handle,
                          reinterpret_cast<PurpleCallback>(freeOpenElements), &loop.memory());
  }
}

}  // namespace purple
