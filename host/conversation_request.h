// What Spectrum says in a ConversationMessage, as plugins are told it: strings with a NUL behind them. They are read
// in one buffer, which is used again, without a message object: this is the message that counts.
#pragma once

#include <prism/plugin.h>

#include <cstddef>
#include <memory>
#include <string_view>

namespace prism::host {

class ConversationRequest {
 public:
  enum class Result {
    kRead,
    kDamaged,
    kIncomplete,  // a required field is missing
  };

  // The strings below are valid until the next read() or forget().
  Result read(std::string_view payload);

  // Gives the buffer back, if it is unusually large.
  void forget();

  prism_str user{};
  prism_str buddy{};
  prism_str text{};
  prism_str xhtml{};
  prism_str id{};

 private:
  prism_str terminated(std::string_view field);
  void reserve(std::size_t size);

  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;
};

}  // namespace prism::host
