// SPDX-License-Identifier: MIT
#include "console/xml_element.h"

#include <expat.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

namespace prism::console {
namespace {

constexpr std::size_t kMaxDepth = 20;

// The elements that are open, from the outermost one on.
struct Parse {
  XML_Parser parser;
  std::vector<XmlElement> open;
  std::optional<XmlElement> root;
};

Parse& of(void* data) { return *static_cast<Parse*>(data); }

void onStart(void* data, const XML_Char* name, const XML_Char** attributes) {
  XmlElement element{name, {}, {}, {}};
  for (; *attributes; attributes += 2) {
    element.attributes[attributes[0]] = attributes[1];
  }
  of(data).open.push_back(std::move(element));
  if (of(data).open.size() > kMaxDepth) {
    ::XML_StopParser(of(data).parser, XML_FALSE);
  }
}

void onEnd(void* data, const XML_Char*) {
  Parse& parse = of(data);
  XmlElement ended = std::move(parse.open.back());
  parse.open.pop_back();
  if (parse.open.empty()) {
    parse.root = std::move(ended);
  } else {
    parse.open.back().children.push_back(std::move(ended));
  }
}

void onText(void* data, const XML_Char* text, int size) {
  of(data).open.back().text.append(text, static_cast<std::size_t>(size));
}

void onDocumentType(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
  ::XML_StopParser(of(data).parser, XML_FALSE);
}

}  // namespace

const XmlElement* XmlElement::find(std::string_view child) const {
  const auto found =
      std::find_if(children.begin(), children.end(), [&](const XmlElement& each) { return each.name == child; });
  return found == children.end() ? nullptr : &*found;
}

std::string_view XmlElement::attribute(std::string_view attribute) const {
  const auto found = attributes.find(attribute);
  return found == attributes.end() ? std::string_view() : found->second;
}

std::optional<XmlElement> parseXml(std::string_view xml) {
  const std::unique_ptr<XML_ParserStruct, decltype(&::XML_ParserFree)> parser(::XML_ParserCreateNS("UTF-8", ' '),
                                                                              &::XML_ParserFree);
  if (!parser || xml.size() > std::numeric_limits<int>::max()) {
    return std::nullopt;
  }
  Parse parse{parser.get(), {}, {}};
  ::XML_SetUserData(parser.get(), &parse);
  ::XML_SetElementHandler(parser.get(), &onStart, &onEnd);
  ::XML_SetCharacterDataHandler(parser.get(), &onText);
  ::XML_SetStartDoctypeDeclHandler(parser.get(), &onDocumentType);
  const bool whole = ::XML_Parse(parser.get(), xml.data(), static_cast<int>(xml.size()), XML_TRUE) == XML_STATUS_OK;
  return whole ? std::move(parse.root) : std::nullopt;
}

}  // namespace prism::console
