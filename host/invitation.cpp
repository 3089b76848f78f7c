#include "host/invitation.h"

#include <fmt/format.h>

namespace prism::host {
namespace {

std::string escapedForXml(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '\'':
        escaped += "&apos;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

// The characters that XEP-0106 escapes, in its table's order. A backslash only where it could be taken for an escape.
constexpr std::string_view kEscaped = " \"&'/:<>@";

bool beginsEscape(std::string_view text) {
  if (text.size() < 3) {
    return false;
  }
  const std::string_view code = text.substr(1, 2);
  for (const std::string_view known : {"20", "22", "26", "27", "2f", "3a", "3c", "3e", "40", "5c"}) {
    if (code == known) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::string jidOf(std::string_view name, const JidStyle& style) {
  std::string node;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (style.unescaped) {
      node += c == '@' ? '%' : c;
    } else if (kEscaped.find(c) != std::string_view::npos || (c == '\\' && beginsEscape(name.substr(i)))) {
      node += fmt::format("\\{:02x}", static_cast<unsigned char>(c));
    } else {
      node += c;
    }
  }
  return node + '@' + std::string(style.transport);
}

std::string invitationStanza(const Invitation& invitation) {
  std::string stanza = fmt::format(
      "<message xmlns='jabber:client' from='{}' to='{}'><body>{}</body><x xmlns='jabber:x:conference' jid='{}'",
      escapedForXml(invitation.from), escapedForXml(invitation.user), escapedForXml(invitation.text),
      escapedForXml(invitation.room));
  if (!invitation.reason.empty()) {
    stanza += fmt::format(" reason='{}'", escapedForXml(invitation.reason));
  }
  if (!invitation.password.empty()) {
    stanza += fmt::format(" password='{}'", escapedForXml(invitation.password));
  }
  return stanza + "/></message>";
}

}  // namespace prism::host
