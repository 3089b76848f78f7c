// SPDX-License-Identifier: MIT
#include "protocol/isupport.h"

#include "protocol/text/words.h"

#include <algorithm>

namespace irc {
namespace {

constexpr std::uint32_t kMostOfAnything = 1000000;  // numbers are clamped to it
constexpr std::uint32_t kShortestLine = 512;
constexpr std::uint32_t kLongestLine = 8192;  // the longest LINELEN in use is 2,048
constexpr std::size_t kLongestValue = 1024;   // the longest known, of TARGMAX, has 300
constexpr std::size_t kMostPrefixes = 16;     // the capacity of Ranks
constexpr std::size_t kMostTargetLimits = 32;
constexpr std::string_view kMaxTargets = "*";  // the entry of MAXTARGETS in the list of TARGMAX

int hexDigit(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

bool isControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }
bool isSymbol(char c) { return c > ' ' && c < 0x7F; }
bool areSymbols(std::string_view text) { return std::all_of(text.begin(), text.end(), isSymbol); }

// Unescapes \xHH, and drops control characters.
std::string unescape(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    char c = value[i];
    if (value.substr(i, 2) == "\\x" && i + 3 < value.size() && hexDigit(value[i + 2]) >= 0 &&
        hexDigit(value[i + 3]) >= 0) {
      c = static_cast<char>(hexDigit(value[i + 2]) * 16 + hexDigit(value[i + 3]));
      i += 3;
    }
    if (!isControl(c)) {
      out += c;
    }
  }
  return out;
}

// Returns false if the text is not a number.
bool readNumber(std::string_view text, std::uint32_t* number) {
  std::uint32_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') {
      return false;
    }
    value = std::min(value * 10 + static_cast<std::uint32_t>(c - '0'), kMostOfAnything);
  }
  *number = value;
  return !text.empty();
}

using Text = std::string Isupport::*;
using Number = std::uint32_t Isupport::*;
using Flag = bool Isupport::*;

template <Text member>
void setText(Isupport& isupport, const std::string& value) {
  isupport.*member = value;
}

template <Text member>
void setSymbols(Isupport& isupport, const std::string& value) {
  if (areSymbols(value)) {
    isupport.*member = value;
  }
}

// Sets a limit. Without a value there is no limit: 0.
template <Number member>
void setNumber(Isupport& isupport, const std::string& value) {
  if (value.empty()) {
    isupport.*member = 0;
  } else {
    readNumber(value, &(isupport.*member));
  }
}

template <Flag member>
void setFlag(Isupport& isupport, const std::string&) {
  isupport.*member = true;
}

template <Flag flag, Number member>
void setFlagAndNumber(Isupport& isupport, const std::string& value) {
  isupport.*flag = true;
  setNumber<member>(isupport, value);
}

void setCasemapping(Isupport& isupport, const std::string& value) {
  if (!value.empty()) {
    isupport.casemapping = casemappingOf(value);
  }
}

void setModes(Isupport& isupport, const std::string& value) {
  std::uint32_t modes = 0;
  if (value.empty()) {
    isupport.modes = 0;
  } else if (readNumber(value, &modes) && modes > 0) {
    isupport.modes = modes;
  }
}

void setLineLength(Isupport& isupport, const std::string& value) {
  std::uint32_t length = 0;
  if (readNumber(value, &length) && length >= kShortestLine) {
    isupport.line_length = std::min(length, kLongestLine);
  }
}

// PREFIX=(ov)@+. Without a value there are no ranks.
void setPrefix(Isupport& isupport, const std::string& value) {
  if (value.empty()) {
    isupport.prefix_modes.clear();
    isupport.prefix_symbols.clear();
    return;
  }
  const std::size_t close = value.find(')');
  if (value[0] != '(' || close == std::string::npos) {
    return;
  }
  const std::string_view modes = std::string_view(value).substr(1, close - 1);
  const std::string_view symbols = std::string_view(value).substr(close + 1);
  if (modes.size() == symbols.size() && areSymbols(modes) && areSymbols(symbols)) {
    isupport.prefix_modes = modes.substr(0, kMostPrefixes);
    isupport.prefix_symbols = symbols.substr(0, kMostPrefixes);
  }
}

// CHANMODES=A,B,C,D. Further types are ignored.
void setChannelModes(Isupport& isupport, const std::string& value) {
  if (value.empty() || !areSymbols(value)) {
    return;
  }
  std::string_view rest = value;
  for (const Text type :
       {&Isupport::list_modes, &Isupport::parameter_modes, &Isupport::set_modes, &Isupport::flag_modes}) {
    isupport.*type = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min((isupport.*type).size() + 1, rest.size()));
  }
}

// MSGREFTYPES=msgid,timestamp
void setReferences(Isupport& isupport, const std::string& value) {
  isupport.message_references = ("," + value + ",").find(",msgid,") != std::string::npos;
}

template <auto... members>
void reset(Isupport& isupport) {
  static const Isupport defaults;
  ((isupport.*members = defaults.*members), ...);
}

struct Parameter {
  std::string_view name;
  void (*set)(Isupport&, const std::string& value);
  void (*reset)(Isupport&);
};

constexpr Parameter kParameters[] = {
    {"AWAYLEN", setNumber<&Isupport::away_length>, reset<&Isupport::away_length>},
    {"BOT", setSymbols<&Isupport::bot_mode>, reset<&Isupport::bot_mode>},
    {"CASEMAPPING", setCasemapping, reset<&Isupport::casemapping>},
    {"CHANMODES", setChannelModes,
     reset<&Isupport::list_modes, &Isupport::parameter_modes, &Isupport::set_modes, &Isupport::flag_modes>},
    {"CHANNELLEN", setNumber<&Isupport::channel_length>, reset<&Isupport::channel_length>},
    {"CHANTYPES", setSymbols<&Isupport::channel_types>, reset<&Isupport::channel_types>},
    {"CHATHISTORY", setFlagAndNumber<&Isupport::has_history, &Isupport::history>,
     reset<&Isupport::has_history, &Isupport::history>},
    {"draft/CHATHISTORY", setFlagAndNumber<&Isupport::has_history, &Isupport::history>,
     reset<&Isupport::has_history, &Isupport::history>},
    {"CLIENTTAGDENY", setText<&Isupport::denied_tags>, reset<&Isupport::denied_tags>},
    {"KICKLEN", setNumber<&Isupport::kick_length>, reset<&Isupport::kick_length>},
    {"LINELEN", setLineLength, reset<&Isupport::line_length>},
    {"MODES", setModes, reset<&Isupport::modes>},
    {"MONITOR", setFlagAndNumber<&Isupport::has_monitor, &Isupport::monitor>,
     reset<&Isupport::has_monitor, &Isupport::monitor>},
    {"MSGREFTYPES", setReferences, reset<&Isupport::message_references>},
    {"NETWORK", setText<&Isupport::network>, reset<&Isupport::network>},
    {"NICKLEN", setNumber<&Isupport::nick_length>, reset<&Isupport::nick_length>},
    {"PREFIX", setPrefix, reset<&Isupport::prefix_modes, &Isupport::prefix_symbols>},
    {"STATUSMSG", setSymbols<&Isupport::status_message>, reset<&Isupport::status_message>},
    {"TOPICLEN", setNumber<&Isupport::topic_length>, reset<&Isupport::topic_length>},
    {"UTF8ONLY", setFlag<&Isupport::utf8_only>, reset<&Isupport::utf8_only>},
    {"WHOX", setFlag<&Isupport::whox>, reset<&Isupport::whox>},
};

int rankOf(char c, const std::string& all) {
  const std::size_t rank = all.find(c);
  return rank == std::string::npos ? -1 : static_cast<int>(rank);
}

bool isText(std::string_view command) {
  return equalFolded(command, "PRIVMSG", Casemapping::kAscii) || equalFolded(command, "NOTICE", Casemapping::kAscii);
}

}  // namespace

void Isupport::apply(const Message& message) {
  for (std::size_t i = 1; i + 1 < message.count; ++i) {
    std::string_view token = message[i];
    const bool on = !token.starts_with('-');
    token.remove_prefix(on ? 0 : 1);
    const std::string_view name = token.substr(0, token.find('='));
    const std::string value = unescape(token.substr(std::min(name.size() + 1, token.size()), kLongestValue));
    if (name == "TARGMAX") {
      setTargetLimits(value);
    } else if (name == "MAXTARGETS") {
      setMaxTargets(value);
    } else if (const auto* parameter = std::find_if(std::begin(kParameters), std::end(kParameters),
                                                    [&](const Parameter& known) { return known.name == name; });
               parameter != std::end(kParameters)) {
      on ? parameter->set(*this, value) : parameter->reset(*this);
    }
  }
}

// https://ircv3.net/specs/extensions/message-tags: "*" is all tags, and "-name" an exception of it.
bool Isupport::relaysTag(std::string_view name) const {
  bool all_denied = false;
  bool denied = false;
  bool excepted = false;
  eachWord(denied_tags, ",", [&](std::string_view token) {
    all_denied = all_denied || token == "*";
    denied = denied || token == name;
    excepted = excepted || (token.starts_with('-') && token.substr(1) == name);
  });
  return !denied && (!all_denied || excepted);
}

// TARGMAX=PRIVMSG:4,WHOIS:1,JOIN: has no limit for JOIN.
void Isupport::setTargetLimits(std::string_view value) {
  std::vector<Targets> limits;
  for (const Targets& old : targets_) {
    if (old.command == kMaxTargets) {
      limits.push_back(old);
    }
  }
  while (!value.empty() && limits.size() < kMostTargetLimits) {
    const std::string_view entry = value.substr(0, value.find(','));
    value.remove_prefix(std::min(entry.size() + 1, value.size()));
    const std::size_t colon = entry.find(':');
    const std::string_view command = entry.substr(0, colon);
    const std::string_view number = colon == std::string_view::npos ? "" : entry.substr(colon + 1);
    std::uint32_t limit = 0;
    if (command.empty() || (!number.empty() && !readNumber(number, &limit)) || command == kMaxTargets) {
      continue;
    }
    // One target is the default. It is kept only for commands to which MAXTARGETS would apply otherwise.
    if (limit != 1 || isText(command)) {
      limits.push_back({std::string(command), limit});
    }
  }
  targets_.assign(limits.begin(), limits.end());  // to the exact capacity
  targets_.shrink_to_fit();
}

void Isupport::setMaxTargets(std::string_view value) {
  targets_.erase(std::remove_if(targets_.begin(), targets_.end(),
                                [](const Targets& limit) { return limit.command == kMaxTargets; }),
                 targets_.end());
  std::uint32_t limit = 0;
  if (readNumber(value, &limit) && limit > 0) {
    targets_.push_back({std::string(kMaxTargets), limit});
  }
}

std::uint32_t Isupport::targets(std::string_view command, std::uint32_t unknown) const {
  const auto limitOf = [&](std::string_view name) {
    return std::find_if(targets_.begin(), targets_.end(),
                        [&](const Targets& limit) { return equalFolded(limit.command, name, Casemapping::kAscii); });
  };
  auto limit = limitOf(command);
  if (limit == targets_.end() && isText(command)) {
    limit = limitOf(kMaxTargets);
  }
  return limit == targets_.end() ? unknown : limit->most;
}

bool Isupport::isChannel(std::string_view name) const {
  return !name.empty() && channel_types.find(name[0]) != std::string::npos;
}

bool Isupport::isChannelOrStatus(std::string_view name, std::string_view& channel) const {
  const std::string_view rest = name.substr(std::min(name.find_first_not_of(status_message), name.size()));
  // '+' can be a status and, on old servers, a channel type too.
  if (isChannel(rest) || isChannel(name)) {
    channel = isChannel(rest) ? rest : name;
    return true;
  }
  return false;
}

int Isupport::rankOfMode(char mode) const { return rankOf(mode, prefix_modes); }
int Isupport::rankOfSymbol(char symbol) const { return rankOf(symbol, prefix_symbols); }

}  // namespace irc
