// SPDX-License-Identifier: MIT
#include "operations/jabber_files.h"

#include "core/limits.h"
#include "core/xml_tree.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace purple {
namespace {

constexpr std::string_view kOffer = "http://jabber.org/protocol/si";
constexpr std::string_view kInBand = "http://jabber.org/protocol/ibb";
constexpr std::uint64_t kLargestBlock = 65535;  // XEP-0047

std::optional<std::uint64_t> numberIn(const xmlnode* node, const char* name) {
  const std::string_view text = attribute(node, name);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::string_view namespaceOf(const xmlnode* node) { return textOf(xmlnode_get_namespace(const_cast<xmlnode*>(node))); }

}  // namespace

JabberFiles& jabberFiles() {
  static auto* const files = new JabberFiles;
  return *files;
}

void JabberFiles::onReceived(const PurpleAccount* account, xmlnode* packet) {
  if (const auto offer = offers_.find(std::exchange(new_offer_, {}));
      offer != offers_.end() && !offer->second.transfer) {
    offers_.erase(offer);  // libpurple has made nothing of it
  }
  // libpurple reads the first element of an <iq/>.
  const bool is_request = isElement(packet, "iq") && attribute(packet, "type") == "set";
  bool first = true;
  keepChildren(packet, [&](xmlnode* child) {
    if (child->type != XMLNODE_TYPE_TAG) {
      return true;
    }
    const bool is_read = is_request && std::exchange(first, false);
    const std::string_view xmlns = namespaceOf(child);
    if (xmlns == kOffer && attribute(packet, "type") != "result") {
      return is_read && mayOffer(account, packet, child);
    }
    return xmlns != kInBand || (is_read && mayPass(account, packet, child));
  });
}

void JabberFiles::onOffered(const PurpleXfer* transfer) {
  if (const auto offer = offers_.find(new_offer_); offer != offers_.end()) {
    offer->second.transfer = transfer;
  }
}

void JabberFiles::onEnded(const PurpleXfer* transfer) {
  std::erase_if(offers_, [&](const auto& entry) { return entry.second.transfer == transfer; });
}

void JabberFiles::forget(const PurpleAccount* account) {
  std::erase_if(offers_, [&](const auto& entry) { return entry.second.account == account; });
}

// Only the way through the stream may be chosen.
bool JabberFiles::mayOffer(const PurpleAccount* account, const xmlnode* packet, xmlnode* offer) {
  const xmlnode* const file = xmlnode_get_child(offer, "file");
  const std::optional<std::uint64_t> size = file ? numberIn(file, "size") : std::nullopt;
  const auto others =
      std::count_if(offers_.begin(), offers_.end(), [&](const auto& entry) { return entry.second.account == account; });
  std::string sid(attribute(offer, "id"));
  if (!isElement(offer, "si") || !size || sid.empty() || offers_.count(sid) > 0 ||
      static_cast<std::size_t>(others) >= kMostTransfers) {
    return false;
  }
  bool in_band = false;
  visitTree(offer, [&](xmlnode* node, std::size_t) {
    keepChildren(node, [&](xmlnode* option) {
      if (!isElement(option, "option")) {
        return true;
      }
      const xmlnode* const value = xmlnode_get_child(option, "value");
      const bool wanted = value && takeString(xmlnode_get_data(const_cast<xmlnode*>(value))) == kInBand;
      in_band = in_band || wanted;
      return wanted;
    });
    return true;
  });
  if (!in_band) {
    return false;
  }
  new_offer_ = sid;
  offers_.emplace(std::move(sid), Offer{account, std::string(attribute(packet, "from")), *size, 0, false, nullptr});
  return true;
}

bool JabberFiles::mayPass(const PurpleAccount* account, const xmlnode* packet, const xmlnode* element) {
  const auto place = offers_.find(attribute(element, "sid"));
  if (place == offers_.end() || place->second.account != account || place->second.from != attribute(packet, "from")) {
    return false;
  }
  Offer& offer = place->second;
  if (isElement(element, "open")) {
    const std::optional<std::uint64_t> block = numberIn(element, "block-size");
    return block && *block > 0 && *block <= kLargestBlock && !std::exchange(offer.open, true);
  }
  if (isElement(element, "data")) {
    const std::string text = takeString(xmlnode_get_data(const_cast<xmlnode*>(element)));
    gsize bytes = 0;
    g_free(purple_base64_decode(text.c_str(), &bytes));
    if (!offer.open || bytes == 0 || bytes > offer.left || numberIn(element, "seq") != offer.next) {
      return false;
    }
    offer.left -= bytes;
    ++offer.next;  // after 65,535 comes 0
    return true;
  }
  return isElement(element, "close") && std::exchange(offer.open, false);
}

}  // namespace purple
