// SPDX-License-Identifier: MIT
#include "user/jabber_messages.h"

#include "core/limits.h"
#include "core/xml_tree.h"
#include "text/shortened.h"
#include <prism/text.hpp>

#include <algorithm>

namespace purple {
namespace {

constexpr std::size_t kMostSent = 100;

// Returns the text of a stanza error, or else the name of its condition in words (RFC 6120 section 8.3.3).
std::string reasonIn(const xmlnode* error) {
  std::string condition;
  for (xmlnode* child = error->child; child; child = child->next) {
    if (isElement(child, "text")) {
      if (std::string text = takeString(xmlnode_get_data(child)); !text.empty()) {
        return shortened(text, kMostOfLine);
      }
    } else if (child->type == XMLNODE_TYPE_TAG && condition.empty()) {
      condition = prism::utf8Prefix(textOf(child->name), kMostOfName);
    }
  }
  std::replace(condition.begin(), condition.end(), '-', ' ');
  return condition;
}

}  // namespace

void JabberMessages::onSent(xmlnode* packet) {
  const bool is_subject = isElement(packet, "message") && xmlnode_get_child(packet, "subject");
  if (!is_subject && !(isElement(packet, "message") && xmlnode_get_child(packet, "body"))) {
    return;
  }
  if (attribute(packet, "id").empty()) {
    xmlnode_set_attrib(packet, "id", ("prism-" + std::to_string(++last_id_)).c_str());
  }
  sent_.push_back({std::string(attribute(packet, "id")), is_subject});
  if (sent_.size() > kMostSent) {
    sent_.pop_front();
  }
}

std::optional<std::string> JabberMessages::refusalIn(const xmlnode* packet) {
  const xmlnode* const error = isElement(packet, "message") && attribute(packet, "type") == "error"
                                   ? xmlnode_get_child(packet, "error")
                                   : nullptr;
  if (!error) {
    return std::nullopt;
  }
  const auto place = std::find_if(sent_.begin(), sent_.end(),
                                  [packet](const Sent& sent) { return sent.id == attribute(packet, "id"); });
  if (place == sent_.end()) {
    return std::nullopt;
  }
  std::string sentence = place->is_subject ? "The subject was not changed" : "The message was not delivered";
  sent_.erase(place);
  if (const std::string reason = reasonIn(error); !reason.empty()) {
    sentence += ": " + reason;
  }
  return sentence;
}

}  // namespace purple
