// SPDX-License-Identifier: MIT
// A directory for the log of a lobby, and events as tests write them.
#pragma once

#include "plugins/lobby/log.h"
#include <prism/testing/temporary_directory.h>

#include <string>
#include <utility>
#include <vector>

namespace prism::tests {

class LogDirectory {
 public:
  std::string path() const { return directory_.path().string() + "/lobby"; }
  std::string database() const { return path() + "/log.sqlite"; }

 private:
  testing::TemporaryDirectory directory_;
};

inline lobby::Event messageFrom(std::string author, std::string recipient, std::string text) {
  lobby::Event event;
  event.kind = lobby::Kind::kMessage;
  event.place = lobby::placeOf(author, recipient);
  event.author = std::move(author);
  event.recipient = std::move(recipient);
  event.text = std::move(text);
  event.number = 1;
  return event;
}

inline lobby::Event stateOf(lobby::Kind kind, std::string author, std::string key) {
  lobby::Event event;
  event.kind = kind;
  event.author = std::move(author);
  event.key = std::move(key);
  return event;
}

inline lobby::Event newsAbout(lobby::Kind kind, std::int64_t message, std::string text = {}) {
  lobby::Event event;
  event.kind = kind;
  event.about = message;
  event.text = std::move(text);
  return event;
}

inline std::vector<std::string> textsOf(const std::vector<lobby::Event>& events) {
  std::vector<std::string> texts;
  for (const lobby::Event& event : events) {
    texts.push_back(event.text);
  }
  return texts;
}

}  // namespace prism::tests
