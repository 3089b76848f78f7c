// SPDX-License-Identifier: MIT
// Limits for XMPP servers that libpurple lacks: for the roster, for pictures and STUN servers, for the nesting of
// elements, and for elements that never end. Those for the capabilities of clients are in capabilities.cpp.
#include "core/limits.h"
#include "operations/capabilities.h"
#include "operations/operations.h"
#include "operations/xml_tree.h"

#include <dlfcn.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

namespace purple {
namespace {

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

// Removes what libpurple handles badly: pictures that accompany a message (XEP-0231) are kept until the process ends,
// each of Google's STUN servers is looked up by a process of its own, and Google's calls end in a crash. So does an
// avatar's address on the web (XEP-0084), without which libpurple asks for the avatar itself.
void removeHarmful(xmlnode* packet) {
  keepChildren(packet, [](xmlnode* child) {
    const std::string_view xmlns = textOf(xmlnode_get_namespace(child));
    return child->type != XMLNODE_TYPE_TAG ||
           (xmlns != "urn:xmpp:bob" && xmlns != "google:jingleinfo" && xmlns != "http://www.google.com/session");
  });
  visitTree(packet, [](xmlnode* node, std::size_t) {
    if (isElement(node, "info")) {
      xmlnode_remove_attrib(node, "url");
    }
    return true;
  });
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

// Never destroyed, as what libpurple keeps.
Capabilities& capabilities() {
  static auto* const all = new Capabilities;
  return *all;
}

void sending(PurpleConnection* connection, xmlnode** packet, void*) {
  if (packet && *packet) {
    capabilities().onSent(purple_connection_get_account(connection), *packet);
  }
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
      user.host().warning(user.name() + ": the server has sent more than " + std::to_string(kMostDepth) +
                          " elements in each other, which are left out");
    });
    return;
  }
  capabilities().onReceived(purple_connection_get_account(connection), *packet);
  removeHarmful(*packet);
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

void connectXmppSignals(EventLoop& loop) {
  static int handle;
  PurplePlugin* protocol = findProtocol("prpl-jabber");
  if (protocol) {
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
