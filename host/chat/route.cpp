// SPDX-License-Identifier: MIT
#include "host/chat/route.h"

#include <algorithm>

namespace prism::host {
namespace {

bool isLowerOrDigit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// Returns true for a domain of ASCII that is a domain name (RFC 1123 section 2.1), or looks like an address. Swiften
// prepares and encodes other domains on the way, so they may not come back unchanged.
bool isPlainDomain(std::string_view domain) {
  constexpr std::size_t kLongest = 253;  // bytes, RFC 1035 section 2.3.4
  constexpr std::size_t kLongestLabel = 63;
  std::size_t label = 0;
  for (std::size_t i = 0; i < domain.size(); ++i) {
    const bool at_edge = label == 0 || i + 1 == domain.size() || domain[i + 1] == '.';
    if (domain[i] == '.' ? label == 0 : !isLowerOrDigit(domain[i]) && (domain[i] != '-' || at_edge)) {
      return false;
    }
    label = domain[i] == '.' ? 0 : label + 1;
    if (label > kLongestLabel) {
      return false;
    }
  }
  return label > 0 && domain.size() <= kLongest;
}

// Returns true if node@domain comes back unchanged. Spectrum replaces one '@' by '%', and the last '%' by '@' again.
// XEP-0106's escapes begin with a backslash.
bool isPlainAddress(std::string_view name, std::string_view node, const JidStyle& style) {
  constexpr std::string_view kNever = "%\\ \"&'/:<>@";  // the others: RFC 6122 appendix A.5
  constexpr std::size_t kLongest = 1023;                // bytes, as a node
  constexpr std::size_t kEscapeGrowth = 2;              // \40 for '@'
  const auto is_usual = [](char c) { return c > 0x20 && c < 0x7F && (c < 'A' || c > 'Z'); };
  if (node.empty() || node.find_first_of(kNever) != std::string_view::npos) {
    return false;
  }
  if (std::all_of(node.begin(), node.end(), is_usual)) {
    return name.size() + (style.unescaped ? 0 : kEscapeGrowth) <= kLongest;
  }
  return normalizedNode(node) == node && canBeNode(name, style);
}

std::string withResource(std::string jid, const ConversationName& conversation, std::string_view nickname) {
  constexpr std::string_view kContact = "bot";
  const std::string_view resource = conversation.kind == ConversationKind::kContact   ? kContact
                                    : conversation.kind == ConversationKind::kPrivate ? conversation.nickname
                                                                                      : nickname;
  if (!resource.empty()) {
    jid += '/';
    jid += resource;
  }
  return jid;
}

}  // namespace

Route routeOf(const RouteQuestion& question, const JidStyle& style) {
  const std::string_view participant =
      question.conversation.kind == ConversationKind::kPrivate ? question.conversation.nickname : question.nickname;
  if (question.mode == ChatMode::kTyped) {
    return Route::kMode;
  }
  if (question.capabilities == 0) {
    return Route::kNoUse;
  }
  if (!question.has_id) {
    return Route::kNoId;
  }
  if (question.carbon) {
    return Route::kCarbon;
  }
  if (question.headline) {
    return Route::kHeadline;
  }
  if (!hasSameRawName(question.conversation, style)) {
    return Route::kName;
  }
  if (question.conversation.kind != ConversationKind::kContact && !participant.empty() && !canBeResource(participant)) {
    return Route::kNickname;
  }
  return Route::kRaw;
}

bool hasSameRawName(const ConversationName& conversation, const JidStyle& style) {
  const std::string_view name = conversation.name;
  const std::size_t at = name.find('@');
  const std::string_view domain = at == std::string_view::npos ? name : name.substr(at + 1);
  if (!isPlainDomain(domain) || name == style.transport) {
    return false;
  }
  // The checks of isJid() take two microseconds. Most domains have a letter, and are no address.
  if (std::none_of(domain.begin(), domain.end(), [](char c) { return c >= 'a' && c <= 'z'; }) && !isJid(name)) {
    return false;
  }
  if (at == std::string_view::npos) {
    return true;
  }
  // Raw stanzas of a room come from the name with '%', also where the client has joined the one with \40.
  if (conversation.kind != ConversationKind::kContact && !style.unescaped) {
    return false;
  }
  return isPlainAddress(name, name.substr(0, at), style);
}

std::string rawSender(const ConversationName& conversation, std::string_view nickname) {
  return withResource(std::string(conversation.name), conversation, nickname);
}

std::string clientSender(const ConversationName& conversation, const JidStyle& style, std::string_view nickname) {
  return withResource(jidOf(conversation.name, style), conversation, nickname);
}

}  // namespace prism::host
