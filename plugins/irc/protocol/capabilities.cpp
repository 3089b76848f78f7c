// SPDX-License-Identifier: MIT
#include "protocol/capabilities.h"

#include "protocol/text/words.h"

#include <algorithm>

namespace irc {
namespace {

constexpr std::size_t kLongestRequest = 400;
constexpr std::size_t kLongestOffer = 4096;  // of wanted names with values; the longest in use has some 800

std::string_view nameOf(std::string_view capability) { return capability.substr(0, capability.find('=')); }

// Servers before version 302 may put these modifiers in front of a name. They have no meaning any more.
std::string_view withoutModifiers(std::string_view capability) {
  return capability.substr(std::min(capability.find_first_not_of("~="), capability.size()));
}

}  // namespace

Capabilities::Event Capabilities::apply(const Message& message) {
  states_.resize(wanted_->size());
  const std::string_view subcommand = message[1];
  const auto is = [&](std::string_view name) { return sameWord(subcommand, name); };
  const bool more = message.count > 3 && message[2] == "*";
  if (message.count < 3) {
    return Event::kNothing;
  }
  if (is("LS")) {
    list(message.last(), more);
    return more ? Event::kNothing : Event::kListed;
  }
  if (is("LIST")) {
    turnOn(message.last());
    return Event::kNothing;
  }
  if (is("ACK")) {
    const unsigned line = lineOf(message.last());
    turnOn(message.last());
    if (!more) {
      answer(line, false);
    }
    return more ? Event::kNothing : Event::kAnswered;
  }
  if (is("NAK")) {
    const unsigned line = lineOf(message.last());
    answer(line == 0 ? oldestLine() : line, true);
    return Event::kAnswered;
  }
  if (is("NEW") || is("DEL")) {
    for (std::string_view rest = message.last(); !rest.empty();) {
      const std::string_view capability = withoutModifiers(takeWord(&rest));
      is("NEW") ? add(capability) : remove(nameOf(capability));
    }
    return Event::kChanged;
  }
  return Event::kNothing;
}

void Capabilities::list(std::string_view capabilities, bool more) {
  if (!listing_) {
    offer_.clear();
  }
  listing_ = more;
  while (!capabilities.empty()) {
    add(withoutModifiers(takeWord(&capabilities)));
  }
  if (!more) {
    offer_.shrink_to_fit();
  }
}

void Capabilities::add(std::string_view capability) {
  const std::string_view name = nameOf(capability);
  State* const state = find(name);
  if (!state) {
    return;  // unwanted names are not kept: a long list costs only time
  }
  state->refused = false;  // a new offer may be granted now
  erase(name);
  if (offer_.size() + capability.size() < kLongestOffer) {
    offer_.append(capability) += ' ';
  }
}

void Capabilities::remove(std::string_view name) {
  if (State* state = find(name)) {
    erase(name);
    *state = State();
  }
}

void Capabilities::erase(std::string_view name) {
  const std::string_view old = offerOf(name);
  if (!old.empty()) {
    offer_.erase(static_cast<std::size_t>(old.data() - offer_.data()), old.size() + 1);
  }
}

// Returns "name" or "name=value" of the offer; empty if it is not offered.
std::string_view Capabilities::offerOf(std::string_view name) const {
  for (std::string_view rest = offer_; !rest.empty();) {
    const std::string_view capability = takeWord(&rest);
    if (nameOf(capability) == name && !name.empty()) {
      return capability;
    }
  }
  return {};
}

// Turns names on; with '-' in front, off.
void Capabilities::turnOn(std::string_view names) {
  while (!names.empty()) {
    std::string_view name = withoutModifiers(takeWord(&names));
    const bool on = !name.starts_with('-');
    name = withoutModifiers(name.substr(on ? 0 : 1));
    if (State* state = find(name)) {
      state->on = on;
    }
  }
}

// Returns the number of the pending request that has one of these names; 0 if there is none.
unsigned Capabilities::lineOf(std::string_view names) {
  while (!names.empty()) {
    std::string_view name = withoutModifiers(takeWord(&names));
    name.remove_prefix(name.starts_with('-') ? 1 : 0);
    const State* state = find(name);
    if (state && state->line != 0) {
      return state->line;
    }
  }
  return 0;
}

unsigned Capabilities::oldestLine() const {
  unsigned oldest = 0;
  for (const State& state : states_) {
    if (state.line != 0 && (oldest == 0 || state.line < oldest)) {
      oldest = state.line;
    }
  }
  return oldest;
}

// The server has answered request `line` as a whole.
void Capabilities::answer(unsigned line, bool refused) {
  if (line == 0) {
    return;
  }
  const auto names = std::count_if(states_.begin(), states_.end(), [=](const State& s) { return s.line == line; });
  for (State& state : states_) {
    if (state.line == line) {
      state.line = 0;
      state.refused = refused && names == 1;
      state.alone = state.alone || (refused && names > 1);
    }
  }
}

std::vector<std::string> Capabilities::request() {
  states_.resize(wanted_->size());
  std::vector<std::string> lines;
  bool open = false;  // the last line has room for further names
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const std::string_view name = (*wanted_)[i];
    State& state = states_[i];
    const bool is_policy = name == "sts";  // told, not requested
    if (state.on || state.line != 0 || state.refused || is_policy || !offered(name)) {
      continue;
    }
    if (open && !state.alone && lines.back().size() + 1 + name.size() <= kLongestRequest) {
      lines.back().append(1, ' ').append(name);
    } else {
      lines.emplace_back(name);
      ++last_line_;
      open = !state.alone;
    }
    state.line = last_line_;
  }
  return lines;
}

std::size_t Capabilities::pending() const {
  std::vector<unsigned> lines;
  for (const State& state : states_) {
    if (state.line != 0) {
      lines.push_back(state.line);
    }
  }
  std::sort(lines.begin(), lines.end());
  return static_cast<std::size_t>(std::unique(lines.begin(), lines.end()) - lines.begin());
}

Capabilities::State* Capabilities::find(std::string_view name) {
  const auto wanted = std::find(wanted_->begin(), wanted_->end(), name);
  return wanted == wanted_->end() ? nullptr : &states_[static_cast<std::size_t>(wanted - wanted_->begin())];
}

bool Capabilities::on(std::string_view name) const {
  const auto wanted = std::find(wanted_->begin(), wanted_->end(), name);
  return !states_.empty() && wanted != wanted_->end() &&
         states_[static_cast<std::size_t>(wanted - wanted_->begin())].on;
}

bool Capabilities::offered(std::string_view name) const { return !offerOf(name).empty(); }

std::string_view Capabilities::value(std::string_view name) const {
  const std::string_view capability = offerOf(name);
  return capability.size() > name.size() ? capability.substr(name.size() + 1) : std::string_view();
}

}  // namespace irc
