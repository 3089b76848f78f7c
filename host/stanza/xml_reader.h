// SPDX-License-Identifier: MIT
// Reads XML from a plugin, with expat, inside a root of our own, so that no declaration, document type, processing
// instruction or second root can hide in it.
#pragma once

#include <expat.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace prism::host {

class XmlReader {
 public:
  // Elements without a namespace of their own are in `xmlns`.
  explicit XmlReader(std::string_view xmlns);
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;

  // Reads all of `xml`: text and complete elements. Returns why it may not stand inside an element; nullopt if it may. To
  // be called once.
  std::optional<std::string> read(std::string_view xml);

 protected:
  ~XmlReader() = default;

  // An element of the depth depth(), 1 at the top. Its name is "namespace name", or only the name if it is in none;
  // likewise those of its attributes, name and value in turn, with nullptr at the end.
  virtual void onStart(std::string_view name, const XML_Char** attributes) = 0;
  // The same element; depth() is still its own.
  virtual void onEnd(std::string_view name) = 0;
  // A namespace that the next element declares; `prefix` is empty for the default one.
  virtual void onNamespace(std::string_view prefix, std::string_view uri);
  // Text in an element of the depth depth(), or a part of it.
  virtual void onText(std::string_view text) = 0;

  int depth() const { return depth_; }

  // Ends the reading: read() returns this.
  void reject(std::string why);
  bool rejected() const { return fault_.has_value(); }

 private:
  struct Thunks;

  bool feed(std::string_view piece, bool last);
  std::string error() const;

  std::unique_ptr<XML_ParserStruct, decltype(&::XML_ParserFree)> parser_;
  const std::string root_start_;
  int depth_ = -1;  // elements that are open, our root not among them
  std::optional<std::string> fault_;
};

}  // namespace prism::host
