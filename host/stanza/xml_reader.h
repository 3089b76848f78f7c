// SPDX-License-Identifier: MIT
// Parses XML with expat, inside a root element of the host's own. So it cannot contain a declaration, a document type,
// a processing instruction or a second root.
#pragma once

#include <expat.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace prism::host {

class XmlReader {
 public:
  // `xmlns` is the namespace of elements that declare none.
  explicit XmlReader(std::string_view xmlns);
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;

  // Parses all of `xml`: text and complete elements. Returns nullopt if it is valid as the content of an element,
  // otherwise the reason. Call it once only.
  std::optional<std::string> read(std::string_view xml);

 protected:
  ~XmlReader() = default;

  // An element starts. depth() is its own depth, 1 at the top level. Names of elements and attributes are "namespace
  // name", or only the name without a namespace. `attributes` holds names and values in turn, and nullptr at the end.
  virtual void onStart(std::string_view name, const XML_Char** attributes) = 0;
  // The element ends. depth() is still its own depth.
  virtual void onEnd(std::string_view name) = 0;
  // The next element declares a namespace. `prefix` is empty for the default namespace.
  virtual void onNamespace(std::string_view prefix, std::string_view uri);
  // Text, or a part of it, inside an element of the depth depth().
  virtual void onText(std::string_view text) = 0;

  int depth() const { return depth_; }

  // Stops the parser. read() returns `why`.
  void reject(std::string why);
  bool rejected() const { return fault_.has_value(); }

 private:
  struct Thunks;

  bool feed(std::string_view piece, bool last);
  std::string error() const;

  std::unique_ptr<XML_ParserStruct, decltype(&::XML_ParserFree)> parser_;
  const std::string root_start_;
  int depth_ = -1;  // open elements, without the host's root
  std::optional<std::string> fault_;
};

}  // namespace prism::host
