// SPDX-License-Identifier: MIT
#include "protocol/outgoing_line.h"

#include "protocol/ctcp.h"
#include "protocol/message.h"
#include "protocol/tags.h"
#include "protocol/text/words.h"

#include <algorithm>
#include <utility>

namespace irc {
namespace {

using Kind = OutgoingLine::Kind;

std::string withArguments(std::string_view command, const std::string& arguments) {
  std::string line(command);
  return arguments.empty() ? line : line + ' ' + arguments;
}

}  // namespace

OutgoingLine OutgoingLine::chat(Kind kind, std::string_view target, std::string_view text) {
  return {kind, std::string(target), rawLine(text)};
}

OutgoingLine OutgoingLine::multiline(Kind kind, std::string_view target, MultilineMessage lines) {
  OutgoingLine line{kind, std::string(target), joinMultiline(lines)};
  line.lines = std::move(lines);
  return line;
}

OutgoingLine OutgoingLine::onlyTags(std::string_view target, std::string tags) {
  OutgoingLine line{Kind::kTags, std::string(target), {}};
  line.tags = std::move(tags);
  return line;
}

OutgoingLine OutgoingLine::join(std::string_view channels, std::string_view key) {
  return {Kind::kJoin, std::string(channels), rawLine(key)};
}

OutgoingLine OutgoingLine::part(std::string_view channel, std::string_view reason) {
  return {Kind::kPart, std::string(channel), rawLine(reason)};
}

OutgoingLine OutgoingLine::ison(std::string_view nicks) { return {Kind::kIson, {}, rawLine(nicks)}; }

OutgoingLine OutgoingLine::list(std::string_view arguments) { return {Kind::kList, {}, rawLine(arguments)}; }

OutgoingLine OutgoingLine::command(std::string_view name, std::initializer_list<std::string_view> parameters) {
  return {Kind::kOther, {}, formatLine(name, parameters), true};
}

OutgoingLine OutgoingLine::raw(std::string_view line) {
  std::string text = rawLine(line);
  const std::string_view command = std::string_view(text).substr(0, text.find(' '));
  const bool has_arguments = command.size() < text.size();
  Kind kind = Kind::kOther;
  if (sameWord(command, "LIST")) {
    kind = Kind::kList;
  } else if (has_arguments && sameWord(command, "ISON")) {
    kind = Kind::kIson;
  } else if (has_arguments && sameWord(command, "JOIN")) {
    kind = Kind::kJoin;
  } else if (has_arguments && sameWord(command, "PART")) {
    kind = Kind::kPart;
  } else if (sameWord(command, "MOTD")) {
    kind = Kind::kMotd;
  }
  return {kind, {}, std::move(text), true};
}

bool OutgoingLine::appendJoin(std::string_view channel, std::string_view key, std::size_t most) {
  constexpr std::size_t kMostBytes = 400;
  const auto count = [](std::string_view list) {
    return list.empty() ? 0 : static_cast<std::size_t>(std::count(list.begin(), list.end(), ',')) + 1;
  };
  const std::size_t channels = count(target);
  const bool key_fits = key.empty() || count(text) == channels;
  if (whole || channels >= most || !key_fits ||
      target.size() + text.size() + channel.size() + key.size() > kMostBytes) {
    return false;
  }
  target += ',';
  target += channel;
  if (!key.empty()) {
    text += ',';
    text += key;
  }
  return true;
}

std::string_view OutgoingLine::nicks() const { return std::string_view(text).substr(whole ? text.find(' ') + 1 : 0); }

std::string OutgoingLine::wire() const {
  if (whole) {
    return text;
  }
  switch (kind) {
    case Kind::kMessage:
      return formatLine("PRIVMSG", {target, text});
    case Kind::kNotice:
      return formatLine("NOTICE", {target, text});
    case Kind::kAction:
      return formatLine("PRIVMSG", {target, formatCtcp("ACTION", text)});
    case Kind::kTags:
      return formatLine("TAGMSG", {target});
    case Kind::kJoin:
      return text.empty() ? formatLine("JOIN", {target}) : formatLine("JOIN", {target, text});
    case Kind::kPart:
      return text.empty() ? formatLine("PART", {target}) : formatLine("PART", {target, text});
    case Kind::kIson:
      return withArguments("ISON", text);
    case Kind::kList:
      return withArguments("LIST", text);
    case Kind::kMotd:
    case Kind::kOther:
      break;
  }
  return text;
}

std::vector<std::string> OutgoingLine::wireBatch(std::string_view name, std::string_view all_tags) const {
  const std::string_view command = kind == Kind::kNotice ? "NOTICE" : "PRIVMSG";
  const std::string reference(name);
  std::vector<std::string> batch;
  batch.push_back(withTags(all_tags, formatLine("BATCH", {"+" + reference, "draft/multiline", target})));
  for (const MultilinePiece& line : lines) {
    std::string its_tags;
    appendTag("batch", name, &its_tags);
    if (line.concat) {
      appendTag("draft/multiline-concat", {}, &its_tags);
    }
    batch.push_back(withTags(its_tags, formatLine(command, {target, line.text})));
  }
  batch.push_back(formatLine("BATCH", {"-" + reference}));
  return batch;
}

}  // namespace irc
