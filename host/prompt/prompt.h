// A question to a user, as a plugin has asked it (prism/prompt.h), in the host's own memory.
#pragma once

#include <prism/prompt.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace prism::host {

struct PromptField {
  std::uint32_t kind = PRISM_FIELD_TEXT;
  bool required = false;
  std::string label{};
  std::string initial{};
  std::vector<std::string> choices{};
};

struct Prompt {
  struct Attachment {
    std::string url;
    std::string mime_type;
    std::string description;
  };

  std::chrono::seconds timeout{};
  std::string title{};
  std::string text{};
  std::vector<PromptField> fields{};
  std::vector<Attachment> attachments{};
};

// Fills *prompt. If the plugin's struct is not right, why.
std::optional<std::string> readPrompt(const prism_prompt* asked, Prompt* prompt);

}  // namespace prism::host
