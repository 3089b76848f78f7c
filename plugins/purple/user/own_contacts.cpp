// SPDX-License-Identifier: MIT
#include "user/own_contacts.h"

#include "core/limits.h"
#include <prism/text.hpp>

#include <chrono>
#include <sstream>

namespace purple {
namespace {

// The setting of the account: a line for each contact, with its name and its groups.
constexpr const char* kSetting = "contacts";
constexpr char kSeparator = '\t';

constexpr std::chrono::seconds kDelay{1};

bool canBeKept(std::string_view text) {
  return !text.empty() && text.size() <= kMostOfName && text.find_first_of("\t\n") == std::string_view::npos;
}

}  // namespace

const OwnContacts::All& OwnContacts::read() {
  std::istringstream lines(owner_.settings.text(kSetting));
  for (std::string line; contacts_.size() < kMostOwnContacts && std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string name;
    std::getline(fields, name, kSeparator);
    Groups& groups = contacts_[name];
    for (std::string group; std::getline(fields, group, kSeparator);) {
      groups.insert(group);
    }
  }
  return contacts_;
}

void OwnContacts::put(const std::string& name, const Groups& groups) {
  if (canBeKept(name) && !has(name) && contacts_.size() >= kMostOwnContacts) {
    owner_.reportLimit("You have more than " + std::to_string(kMostOwnContacts) +
                       " contacts: this gateway does not keep others until the next login.");
    return;
  }
  if (!canBeKept(name)) {
    return;
  }
  Groups kept;
  for (const std::string& group : groups) {
    if (canBeKept(group) && kept.size() < kMostGroupsOfOwn) {
      kept.insert(std::string(prism::utf8Prefix(group, kMostOfOwnGroup)));
    }
  }
  contacts_[name] = std::move(kept);
  storeSoon();
}

void OwnContacts::remove(const std::string& name) {
  if (contacts_.erase(name) != 0) {
    storeSoon();
  }
}

void OwnContacts::storeSoon() {
  if (!timer_) {
    timer_ = owner_.host().after(kDelay, [this] { store(); });
  }
}

void OwnContacts::store() {
  if (!timer_) {
    return;
  }
  timer_.end();
  std::string lines;
  for (const auto& [name, groups] : contacts_) {
    lines += name;
    for (const std::string& group : groups) {
      lines += kSeparator + group;
    }
    lines += '\n';
  }
  owner_.settings.setText(kSetting, lines);
}

}  // namespace purple
