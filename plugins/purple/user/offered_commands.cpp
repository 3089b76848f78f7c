// SPDX-License-Identifier: MIT
#include "user/offered_commands.h"

#include "core/libpurple.h"
#include "core/limits.h"
#include "text/markup.h"
#include <prism/text.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace purple {
namespace {

// The parts of a help text, of which libpurple says: "the command's name, followed by a space and any arguments it
// accepts, followed by a colon, two spaces, and a description".
struct Help {
  std::string whole;
  std::string arguments;
  std::string description;
  bool is_regular = false;
};

std::string inOneLine(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; }, ' ');
  return text;
}

std::string cut(std::string_view text, std::size_t most) {
  const std::string_view beginning = prism::utf8Prefix(text, most);
  return std::string(beginning) + (beginning.size() < text.size() ? "..." : "");
}

Help readHelp(const std::string& name, const std::string& html) {
  Help help;
  help.whole = inOneLine(plainText(takeString(g_utf8_make_valid(html.c_str(), -1))));
  const std::string_view text = help.whole;
  const std::size_t two_spaces = text.find(":  ");
  const std::size_t colon = two_spaces == std::string_view::npos ? text.find(": ") : two_spaces;
  help.is_regular = colon != std::string_view::npos && text.substr(0, name.size()) == name;
  if (help.is_regular) {
    std::string_view arguments = text.substr(name.size(), std::max(colon, name.size()) - name.size());
    arguments.remove_prefix(std::min(arguments.find_first_not_of(": "), arguments.size()));  // there is "join: <room>"
    help.arguments = prism::trim(arguments);
    help.description = prism::trim(text.substr(colon + 1));
  }
  return help;
}

void addOnce(std::vector<std::string>* texts, const std::string& text) {
  if (!text.empty() && std::find(texts->begin(), texts->end(), text) == texts->end()) {
    texts->push_back(text);
  }
}

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  std::string all;
  for (const std::string& text : texts) {
    all.append(all.empty() ? "" : between).append(text);
  }
  return all;
}

std::string nameOf(const std::string& protocol) {
  const PurplePlugin* plugin = purple_find_prpl(protocol.c_str());
  return plugin && plugin->info->name ? std::string(plugin->info->name) : protocol;
}

// What is known of the commands of one name.
struct Collected {
  PurpleCmdFlag flags{};
  std::vector<std::string> arguments;
  std::vector<std::string> descriptions;
  std::vector<std::string> helps;
  std::vector<std::string> protocols;
  bool is_regular = true;
};

OfferedCommand describe(const std::string& name, const Collected& from, bool with_protocols) {
  OfferedCommand command;
  command.name = name;
  command.with_people = (from.flags & PURPLE_CMD_FLAG_IM) != 0;
  command.in_rooms = (from.flags & PURPLE_CMD_FLAG_CHAT) != 0;
  command.arguments = from.is_regular ? joined(from.arguments, " | ") : "...";
  const std::string title = from.descriptions.empty() ? joined(from.helps, " | ") : from.descriptions.front();
  command.title = title.empty() ? "A command of the network" : cut(title, kMostOfCommandTitle);
  if (with_protocols && !from.protocols.empty()) {
    command.title += " (" + cut(inOneLine(joined(from.protocols, ", ")), kMostOfCommandTitle) + ")";
  }
  if (from.helps.size() > 1 || std::max(title.size(), command.arguments.size()) > kMostOfCommandTitle) {
    command.description = cut(joined(from.helps, "\n"), kMostOfCommandHelp);
  }
  command.arguments = cut(command.arguments, kMostOfCommandTitle);
  return command;
}

}  // namespace

std::vector<OfferedCommand> offeredCommands(const CommandList& list, const std::string& protocol) {
  std::map<std::string, Collected> by_name;
  for (const RegisteredCommand& each : list.registered()) {
    if (!each.protocol.empty() && !protocol.empty() && each.protocol != protocol) {
      continue;
    }
    Collected& collected = by_name[each.name];
    const Help help = readHelp(each.name, each.help);
    collected.flags = static_cast<PurpleCmdFlag>(collected.flags | each.flags);
    collected.is_regular = collected.is_regular && help.is_regular;
    addOnce(&collected.arguments, help.arguments);
    addOnce(&collected.descriptions, help.description);
    addOnce(&collected.helps, help.whole);
    if (!each.protocol.empty()) {
      addOnce(&collected.protocols, nameOf(each.protocol));
    }
  }
  std::vector<OfferedCommand> all;
  all.reserve(by_name.size());
  for (const auto& [name, collected] : by_name) {
    all.push_back(describe(name, collected, protocol.empty()));
  }
  return all;
}

}  // namespace purple
