// SPDX-License-Identifier: MIT
// Writes the elements of a stanza with everything escaped, and counts the bytes that Spectrum will write: it repeats
// the namespace of each element, and escapes more. rejectStanzaToSpectrum() counts the same.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace prism::host {

class ElementWriter {
 public:
  // Appends to *out, which must outlive this.
  explicit ElementWriter(std::string* out) : out_(*out) {}

  // Begins an element, at most kMostDepth deep. `name` and `xmlns` must be constants without a character that XML
  // escapes. Without a namespace, it has that of its parent, and the outermost element that of stanzas.
  ElementWriter& open(std::string_view name, std::string_view xmlns = {});
  // Adds an attribute to the element that open() has just begun. An empty value is left out.
  ElementWriter& attribute(std::string_view name, std::string_view value);
  // Adds text, which must be valid in XML (xml_text.h).
  ElementWriter& text(std::string_view text);
  // Adds mark-up that readXhtml() has returned.
  ElementWriter& markup(std::string_view fragment);
  ElementWriter& close();

  // An element that has nothing but text; left out if there is none.
  ElementWriter& textElement(std::string_view name, std::string_view text);
  // An element that is empty.
  ElementWriter& emptyElement(std::string_view name, std::string_view xmlns) { return open(name, xmlns).close(); }

  // The bytes that Spectrum will write, as an upper bound.
  std::size_t size() const { return size_; }

 private:
  static constexpr std::size_t kMostDepth = 8;

  struct Open {
    std::string_view name;
    std::string_view xmlns;
  };

  void endStart();

  std::string& out_;
  std::array<Open, kMostDepth> open_;
  std::size_t depth_ = 0;
  bool in_start_ = false;  // the start tag has no '>' yet
  std::size_t size_ = 0;
};

// An upper bound of the bytes that Spectrum writes for mark-up that readXhtml() has returned.
std::size_t markupSize(std::string_view fragment);

}  // namespace prism::host
