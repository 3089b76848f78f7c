// SPDX-License-Identifier: MIT
#include "user/cards.h"

#include "core/limits.h"
#include "text/markup.h"
#include "text/shortened.h"
#include "user/files.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <initializer_list>
#include <vector>

namespace purple {
namespace {

// Timeout of a request. Spectrum answers with an empty vCard after 40 seconds.
constexpr std::chrono::seconds kWait{30};

// Keys of the stored parts of the user's own vCard.
constexpr const char* kAvatar = "avatar";
constexpr const char* kName = "name";

bool isOneOf(const char* label, std::initializer_list<const char*> known) {
  return std::any_of(known.begin(), known.end(),
                     [label](const char* each) { return g_ascii_strcasecmp(label, each) == 0; });
}

}  // namespace

void Cards::request(std::string_view buddy, std::string_view participant, const std::string& address) {
  const std::string user(textOf(purple_account_get_username(owner_.account)));
  const std::string who = buddy.empty() ? user : participant.empty() ? owner_.normalized(address) : address;
  const std::string key = owner_.normalized(who);
  // In server mode, Spectrum 2 names the user.
  const bool own = participant.empty() && key == owner_.normalized(user);
  Request request{std::string(buddy), std::string(participant), own, {}};
  request.timer = owner_.host().after(kWait, [this, key] { answer(key); });
  requests_.emplace(key, std::move(request));
  const bool can_ask = PRISM_PURPLE_HAS(owner_.protocol(), get_info) && owner_.connected() && !who.empty();
  if (can_ask && (own || owner_.shared.configuration.fetch_vcards)) {
    serv_get_info(owner_.connection(), who.c_str());  // leads to onUserInfo()
  } else {
    answer(key);
  }
}

bool Cards::onUserInfo(const char* who, PurpleNotifyUserInfo* info) {
  return answer(owner_.normalized(textOf(who)), namesIn(info));
}

// The entries are identified by their labels, which are in English: nothing in the host calls setlocale().
Cards::Names Cards::namesIn(PurpleNotifyUserInfo* info) {
  Names names;
  std::string given;
  std::string family;
  for (GList* each = purple_notify_user_info_get_entries(info); each; each = each->next) {
    auto* entry = static_cast<PurpleNotifyUserInfoEntry*>(each->data);
    const char* label = purple_notify_user_info_entry_get_label(entry);
    const std::string value =
        plainText(beginningOfHtml(textOf(purple_notify_user_info_entry_get_value(entry)), kMostOfLine));
    if (!label) {
      continue;
    }
    if (isOneOf(label, {"Full Name", "Real Name", "Display Name"})) {
      names.full = value;
    } else if (isOneOf(label, {"Nickname", "Nick"})) {
      names.nickname = value;
    } else if (isOneOf(label, {"Given Name", "First Name"})) {
      given = value;
    } else if (isOneOf(label, {"Family Name", "Last Name"})) {
      family = value;
    }
  }
  if (names.full.empty()) {
    names.full = given + (given.empty() || family.empty() ? "" : " ") + family;
  }
  return names;
}

bool Cards::answer(const std::string& who, const Names& names) {
  auto [first, last] = requests_.equal_range(who);
  std::vector<Request> answered;
  for (auto place = first; place != last; ++place) {
    answered.push_back(std::move(place->second));
  }
  requests_.erase(first, last);
  for (const Request& request : answered) {
    prism::VCard card{owner_.user, request.buddy};
    card.nickname = request.participant;
    std::string name;
    PurpleBuddyIcon* icon = nullptr;
    PurpleStoredImage* own = nullptr;
    if (request.own) {
      name = textOf(purple_account_get_alias(owner_.account));
      own = purple_buddy_icons_find_account_icon(owner_.account);
      if (own) {
        card.photo = {static_cast<const char*>(purple_imgstore_get_data(own)), purple_imgstore_get_size(own)};
      }
    } else {
      if (PurpleBuddy* buddy = purple_find_buddy(owner_.account, who.c_str())) {
        name = textOf(purple_buddy_get_alias(buddy));
      }
      icon = purple_buddy_icons_find(owner_.account, who.c_str());
      if (icon) {
        std::size_t size = 0;
        const auto* bytes = static_cast<const char*>(purple_buddy_icon_get_data(icon, &size));
        card.photo = {bytes, size};
      }
    }
    card.full_name = names.full.empty() ? name : names.full;
    card.vcard_nickname = names.nickname;
    owner_.host().vcard(card);
    if (icon) {
      purple_buddy_icon_unref(icon);
    }
    if (own) {
      purple_imgstore_unref(own);
    }
  }
  return !answered.empty();
}

void Cards::setOwn(const prism::VCard& card) {
  if (!card.photo.empty()) {
    owner_.settings.setText(
        kAvatar, takeString(g_base64_encode(reinterpret_cast<const guchar*>(card.photo.data()), card.photo.size())));
    setAvatar(card.photo);
  }
  const std::string name(card.vcard_nickname.empty() ? card.full_name : card.vcard_nickname);
  if (name.empty()) {
    return;
  }
  owner_.settings.setText(kName, name);
  purple_account_set_alias(owner_.account, name.c_str());
  const PurplePluginProtocolInfo& protocol = owner_.protocol();
  if (!owner_.connected()) {
    return;
  }
  if (PRISM_PURPLE_HAS(protocol, set_public_alias)) {
    purple_account_set_public_alias(owner_.account, name.c_str(), nullptr, nullptr);
  } else if (owner_.isXmpp()) {
    // prpl-jabber's 'info' is the vCard itself; the protocol adds the avatar.
    const std::string vcard =
        "<vCard xmlns='vcard-temp'><FN>" + escaped(name) + "</FN><NICKNAME>" + escaped(name) + "</NICKNAME></vCard>";
    serv_set_info(owner_.connection(), vcard.c_str());
  }
}

void Cards::setAvatar(std::string_view bytes) const {
  const PurpleBuddyIconSpec& spec = owner_.protocol().icon_spec;
  if (!spec.format) {
    return;  // the protocol has no avatars
  }
  if (spec.max_filesize != 0 && bytes.size() > spec.max_filesize) {
    owner_.host().info(owner_.user + ": the avatar has " + std::to_string(bytes.size()) + " bytes, the network takes " +
                       std::to_string(spec.max_filesize));
    return;
  }
  auto* copy = static_cast<guchar*>(g_malloc(bytes.size()));
  std::memcpy(copy, bytes.data(), bytes.size());
  purple_buddy_icons_set_account_icon(owner_.account, copy, bytes.size());  // takes ownership
}

void Cards::restoreOwn() const {
  const std::string name = owner_.settings.text(kName);
  purple_account_set_alias(owner_.account, name.empty() ? nullptr : name.c_str());
  const std::string avatar = owner_.settings.text(kAvatar);
  if (avatar.empty()) {
    setConfiguredAvatar();
    return;
  }
  gsize size = 0;
  guchar* bytes = g_base64_decode(avatar.c_str(), &size);
  setAvatar({reinterpret_cast<const char*>(bytes), size});
  g_free(bytes);
}

void Cards::setConfiguredAvatar() const {
  const Configuration& configuration = owner_.shared.configuration;
  std::vector<std::string> files;
  if (!configuration.avatars_directory.empty()) {
    // Only for names that are file names, so that no path leads out of the directory.
    const std::string& name = owner_.legacy_name;
    if (name.find('/') == std::string::npos && name != "." && name != "..") {
      files.push_back(configuration.avatars_directory + "/" + name);
    }
  }
  if (!configuration.default_avatar.empty()) {
    files.push_back(configuration.default_avatar);
  }
  for (const std::string& file : files) {
    gchar* bytes = nullptr;
    gsize size = 0;
    if (g_file_get_contents(file.c_str(), &bytes, &size, nullptr) != FALSE) {
      setAvatar({bytes, size});
      g_free(bytes);
      return;
    }
  }
}

}  // namespace purple
