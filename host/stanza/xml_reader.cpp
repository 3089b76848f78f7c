// SPDX-License-Identifier: MIT
#include "host/stanza/xml_reader.h"

#include <fmt/format.h>

#include <new>
#include <utility>

namespace prism::host {
namespace {

constexpr char kNamespaceSeparator = ' ';
constexpr std::string_view kRootEnd = "</root>";

}  // namespace

// After XML_StopParser(), expat may still call the handlers for what it has parsed already.
struct XmlReader::Thunks {
  static XmlReader& of(void* self) { return *static_cast<XmlReader*>(self); }

  static void XMLCALL start(void* self, const XML_Char* name, const XML_Char** attributes) {
    XmlReader& reader = of(self);
    if (++reader.depth_ > 0 && !reader.rejected()) {
      reader.onStart(name, attributes);
    }
  }

  static void XMLCALL declare(void* self, const XML_Char* prefix, const XML_Char* uri) {
    if (XmlReader& reader = of(self); reader.depth_ >= 0 && !reader.rejected()) {
      reader.onNamespace(prefix ? prefix : "", uri ? uri : "");
    }
  }

  static void XMLCALL end(void* self, const XML_Char* name) {
    XmlReader& reader = of(self);
    if (reader.depth_ > 0 && !reader.rejected()) {
      reader.onEnd(name);
    }
    --reader.depth_;
  }

  static void XMLCALL text(void* self, const XML_Char* text, int size) {
    if (XmlReader& reader = of(self); !reader.rejected()) {
      reader.onText({text, static_cast<std::size_t>(size)});
    }
  }

  // XMPP forbids comments and processing instructions (RFC 6120 section 11.1), although they are well-formed.
  static void XMLCALL comment(void* self, const XML_Char*) { of(self).reject("it has a comment"); }
  static void XMLCALL instruction(void* self, const XML_Char*, const XML_Char*) {
    of(self).reject("it has a processing instruction");
  }
};

XmlReader::XmlReader(std::string_view xmlns)
    : parser_(::XML_ParserCreateNS("UTF-8", kNamespaceSeparator), &::XML_ParserFree),
      root_start_(fmt::format("<root xmlns='{}'>", xmlns)) {
  if (!parser_) {
    throw std::bad_alloc();
  }
  ::XML_SetUserData(parser_.get(), this);
  ::XML_SetElementHandler(parser_.get(), &Thunks::start, &Thunks::end);
  ::XML_SetStartNamespaceDeclHandler(parser_.get(), &Thunks::declare);
  ::XML_SetCharacterDataHandler(parser_.get(), &Thunks::text);
  ::XML_SetCommentHandler(parser_.get(), &Thunks::comment);
  ::XML_SetProcessingInstructionHandler(parser_.get(), &Thunks::instruction);
}

std::optional<std::string> XmlReader::read(std::string_view xml) {
  if (!feed(root_start_, false) || !feed(xml, false)) {
    return error();
  }
  // The root must still be open here, so that only kRootEnd can close it.
  if (depth_ != 0 || !feed(kRootEnd, true)) {
    return error();
  }
  return fault_;
}

void XmlReader::onNamespace(std::string_view, std::string_view) {}

void XmlReader::reject(std::string why) {
  if (!fault_) {
    fault_ = std::move(why);
    ::XML_StopParser(parser_.get(), XML_FALSE);
  }
}

bool XmlReader::feed(std::string_view piece, bool last) {
  return ::XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), last) == XML_STATUS_OK;
}

std::string XmlReader::error() const {
  if (fault_) {
    return *fault_;
  }
  const XML_Error code = ::XML_GetErrorCode(parser_.get());
  return code != XML_ERROR_NONE ? ::XML_ErrorString(code)
         : depth_ < 0           ? "it closes an element that it has not opened"
                                : "an element is not closed";
}

}  // namespace prism::host
