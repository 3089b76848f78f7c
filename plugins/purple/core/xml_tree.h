// SPDX-License-Identifier: MIT
// Functions for libpurple's XML trees. In these, attributes and texts are nodes too.
#pragma once

#include "core/libpurple.h"

#include <cstddef>
#include <string_view>
#include <utility>

namespace purple {

inline bool isElement(const xmlnode* node, std::string_view name) {
  return node->type == XMLNODE_TYPE_TAG && textOf(node->name) == name;
}

// The value of an attribute; empty if there is none.
inline std::string_view attribute(const xmlnode* node, const char* name) {
  return textOf(xmlnode_get_attrib(node, name));
}

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

// Calls visit(node, depth) for all nodes of a tree until it returns false. It does not recurse: a tree from the network
// may be deeper than the stack.
template <typename Node, typename Visit>  // Node: xmlnode, or a constant one
void visitTree(Node* root, const Visit& visit) {
  std::size_t depth = 0;
  for (Node* node = root; node && visit(node, depth);) {
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

// The bytes of all names, attributes and texts of a tree.
inline std::size_t textSizeOf(const xmlnode* root) {
  std::size_t size = 0;
  visitTree(root, [&](const xmlnode* node, std::size_t) {
    size += textOf(node->name).size() + (node->type == XMLNODE_TYPE_ATTRIB ? textOf(node->data).size() : node->data_sz);
    return true;
  });
  return size;
}

}  // namespace purple
