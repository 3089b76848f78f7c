// SPDX-License-Identifier: MIT
// An XML element with all that is in it.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace prism::console {

struct XmlElement {
  std::string name;  // "namespace name"
  std::map<std::string, std::string, std::less<>> attributes;
  std::string text;  // directly in the element
  std::vector<XmlElement> children;

  // Returns the first child of this name; nullptr if there is none.
  const XmlElement* find(std::string_view child) const;

  // Returns the value of an attribute; "" if there is none.
  std::string_view attribute(std::string_view attribute) const;
};

// Returns nullopt if it is no well-formed element, has a document type, or is nested too deeply.
std::optional<XmlElement> parseXml(std::string_view xml);

}  // namespace prism::console
