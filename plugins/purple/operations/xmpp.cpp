// SPDX-License-Identifier: MIT
// Limits for XMPP servers that libpurple lacks: for the roster, for the capabilities of clients, for the nesting of
// elements, and for elements that never end.
#include "core/limits.h"
#include "operations/operations.h"

#include <dlfcn.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

namespace purple {
namespace {

// Removes and frees the children that are not wanted, and returns their number. Detaches a child before it frees it,
// since xmlnode_free() searches the siblings of a node with a parent.
template <typename Wanted>
std::size_t keepChildren(xmlnode* parent, const Wanted& wanted) {
  std::size_t taken_out = 0;
  xmlnode* last = nullptr;
  xmlnode* next = nullptr;
  for (xmlnode* child = std::exchange(parent->child, nullptr); child; child = next) {
    next = std::exchange(child->next, nullptr);
    if (wanted(child)) {
      (last ? last->next : parent->child) = child;
      last = child;
    } else {
      child->parent = nullptr;
      xmlnode_free(child);
      ++taken_out;
    }
  }
  parent->lastchild = last;
  return taken_out;
}

bool isElement(const xmlnode* node, std::string_view name) {
  return node->type == XMLNODE_TYPE_TAG && textOf(node->name) == name;
}

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

// Calls visit(node, depth) for all nodes of a tree, attributes and texts too, until it returns false.
template <typename Visit>
void visitTree(const xmlnode* root, const Visit& visit) {
  std::size_t depth = 0;
  for (const xmlnode* node = root; node && visit(node, depth);) {
    if (node->child) {
      node = node->child;
      ++depth;
      continue;
    }
    while (node != root && !node->next) {
      node = node->parent;
      --depth;
    }
    node = node == root ? nullptr : node->next;
  }
}

bool isTooDeep(const xmlnode* root) {
  bool too_deep = false;
  visitTree(root, [&](const xmlnode*, std::size_t depth) { return !(too_deep = depth > kMostDepth); });
  return too_deep;
}

std::size_t bytesOf(const xmlnode* root) {
  std::size_t bytes = 0;
  visitTree(root, [&](const xmlnode* node, std::size_t) {
    const std::size_t content = node->type == XMLNODE_TYPE_ATTRIB ? textOf(node->data).size() : node->data_sz;
    bytes += sizeof *node + textOf(node->name).size() + content;
    return true;
  });
  return bytes;
}

// libpurple never frees what clients can do, and keeps it for all sessions. At the limit, it learns of no more clients.
// Most entries are small: the same client program announces the same capabilities for all its users.
void limitCapabilities(PurpleConnection* connection, xmlnode* packet) {
  static std::size_t kept = 0;
  if (isElement(packet, "presence") && kept > kMostOfCapabilities) {
    keepChildren(packet, [](xmlnode* child) {
      return !isElement(child, "c") || textOf(xmlnode_get_namespace(child)) != "http://jabber.org/protocol/caps";
    });
  }
  xmlnode* query = isElement(packet, "iq")
                       ? xmlnode_get_child_with_namespace(packet, "query", "http://jabber.org/protocol/disco#info")
                       : nullptr;
  const bool asked_for_client = query && textOf(xmlnode_get_attrib(query, "node")).find('#') != std::string_view::npos;
  if (!asked_for_client || textOf(xmlnode_get_attrib(packet, "type")) != "result") {
    return;
  }
  const bool was_full = kept > kMostOfCapabilities;
  kept += was_full ? 0 : bytesOf(query);
  if (kept > kMostOfCapabilities) {
    keepChildren(query, [](const xmlnode* child) { return child->type == XMLNODE_TYPE_ATTRIB; });
  }
  if (kept > kMostOfCapabilities && !was_full) {
    withUser(connection, "capabilities", [](const User& user) {
      user.host().warning(
          "the capabilities of XMPP clients have more than " + std::to_string(kMostOfCapabilities / 1024 / 1024) +
          " MiB; those of further clients are left out. The last ones came from the server of " + user.name());
    });
  }
}

// Removes entries of a roster over the limits. libpurple's time for each entry grows with the size of the entry's
// group.
void limitRoster(PurpleConnection* connection, xmlnode* query) {
  std::size_t items = 0;
  const std::size_t left_out = keepChildren(query, [&items](const xmlnode* child) {
    return !isElement(child, "item") ||
           (textOf(xmlnode_get_attrib(child, "jid")).size() <= kMostOfName && ++items <= kMostContacts);
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

void receiving(PurpleConnection* connection, xmlnode** packet, void*) {
  if (!packet || !*packet) {
    return;
  }
  if (isTooDeep(*packet)) {
    freeTree(std::exchange(*packet, nullptr));
    withUser(connection, "a stanza", [](const User& user) {
      user.host().warning(user.name() + ": the server has sent more than " + std::to_string(kMostDepth) +
                          " elements in each other, which are left out");
    });
    return;
  }
  limitCapabilities(connection, *packet);
  if (!isElement(*packet, "iq")) {
    return;
  }
  if (xmlnode* query = xmlnode_get_child_with_namespace(*packet, "query", "jabber:iq:roster")) {
    limitRoster(connection, query);
  }
}

// Functions of the protocol's library, libjabber.
struct Parser {
  void (*process)(void* stream, const char* text, int size) = nullptr;
  void (*free)(void* stream) = nullptr;
};

const Parser& parser() {
  static const Parser functions = [] {
    Parser found;
    if (void* library = ::dlopen("libjabber.so.0", RTLD_LAZY | RTLD_NOLOAD)) {
      found.process = reinterpret_cast<decltype(found.process)>(::dlsym(library, "jabber_parser_process"));
      found.free = reinterpret_cast<decltype(found.free)>(::dlsym(library, "jabber_parser_free"));
    }
    return found;
  }();
  return functions;
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
  if (!stream || !parser().process || !parser().free ||
      textOf(purple_account_get_protocol_id(account)) != "prpl-jabber") {
    return;
  }
  parser().free(stream);
  parser().process(stream, "<prism-first>", static_cast<int>(std::strlen("<prism-first>")));
  xmlnode* before[kMembers];
  xmlnode* after[kMembers];
  std::memcpy(before, stream, sizeof before);
  parser().process(stream, "<prism-last>", static_cast<int>(std::strlen("<prism-last>")));
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
  parser().free(stream);
  freeTree(outermost);
}

}  // namespace

void connectXmppSignals(SessionMemory& memory) {
  static int handle;
  PurplePlugin* protocol = findProtocol("prpl-jabber");
  if (protocol) {
    purple_signal_connect(protocol, "jabber-receiving-xmlnode", &handle, reinterpret_cast<PurpleCallback>(receiving),
                          nullptr);
    purple_signal_connect(purple_connections_get_handle(), "signing-off", &handle,
                          reinterpret_cast<PurpleCallback>(freeOpenElements), &memory);
  }
}

}  // namespace purple
