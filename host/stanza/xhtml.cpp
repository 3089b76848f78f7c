// SPDX-License-Identifier: MIT
#include "host/stanza/xhtml.h"

#include "host/base/xml_text.h"
#include "host/stanza/xml_reader.h"
#include <prism/text.hpp>

#include <Poco/Ascii.h>
#include <Poco/String.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace prism::host {
namespace {

// Both limits are far above what people write. Elements nested deeper are removed, but their text is kept.
constexpr std::size_t kMostDepth = 32;
constexpr std::size_t kMostImages = 100;

constexpr std::string_view kXhtmlNamespace = "http://www.w3.org/1999/xhtml";

// An allowed element and its replacement. Some networks write HTML elements that XHTML-IM does not have, such as <b>;
// they are replaced by elements or styles that it has.
struct Element {
  std::string_view name;
  std::string_view becomes;
  std::string_view style = {};
};
constexpr Element kElements[] = {
    {"a", "a"},
    {"abbr", "abbr"},
    {"acronym", "acronym"},
    {"address", "address"},
    {"b", "strong"},
    {"blockquote", "blockquote"},
    {"br", "br"},
    {"cite", "cite"},
    {"code", "code"},
    {"dd", "dd"},
    {"del", "span", "text-decoration: line-through"},
    {"dfn", "dfn"},
    {"div", "div"},
    {"dl", "dl"},
    {"dt", "dt"},
    {"em", "em"},
    {"h1", "h1"},
    {"h2", "h2"},
    {"h3", "h3"},
    {"h4", "h4"},
    {"h5", "h5"},
    {"h6", "h6"},
    {"i", "em"},
    {"ins", "span", "text-decoration: underline"},
    {"kbd", "kbd"},
    {"li", "li"},
    {"ol", "ol"},
    {"p", "p"},
    {"pre", "pre"},
    {"q", "q"},
    {"s", "span", "text-decoration: line-through"},
    {"samp", "samp"},
    {"span", "span"},
    {"strike", "span", "text-decoration: line-through"},
    {"strong", "strong"},
    {"tt", "code"},
    {"u", "span", "text-decoration: underline"},
    {"ul", "ul"},
    {"var", "var"},
};

// Elements whose text is not meant to be read. They are removed with their text.
constexpr std::string_view kSilent[] = {"embed",  "head",  "iframe",   "math", "object",
                                        "script", "style", "template", "svg",  "title"};

// The properties that XEP-0071 section 7 recommends.
constexpr std::string_view kProperties[] = {"background-color", "color",          "font-family", "font-size",
                                            "font-style",       "font-weight",    "margin-left", "margin-right",
                                            "text-align",       "text-decoration"};

constexpr std::string_view kLinkSchemes[] = {"ftp",    "geo", "http", "https", "irc", "ircs",
                                             "mailto", "sip", "sips", "tel",   "xmpp"};
constexpr std::string_view kImageSchemes[] = {"http", "https"};

template <typename Names>
bool isAmong(const Names& names, std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

template <typename Schemes>
bool hasScheme(std::string_view url, const Schemes& schemes) {
  const bool printable = std::none_of(url.begin(), url.end(), [](unsigned char c) { return c <= ' '; });
  const std::size_t colon = url.find(':');
  return printable && colon != std::string_view::npos &&
         isAmong(schemes, Poco::toLower(std::string(url.substr(0, colon))));
}

// Most CSS functions can load external content; a colour such as rgb(1,2,3) cannot.
bool hasHarmlessFunction(std::string_view value) {
  return value.starts_with("rgb(") && value.find_first_not_of("0123456789., %", 4) == value.size() - 1 &&
         value.ends_with(')');
}

bool isAllowedDeclaration(std::string_view declaration) {
  const std::size_t colon = declaration.find(':');
  if (colon == std::string_view::npos) {
    return trim(declaration).empty();
  }
  const std::string property = Poco::toLower(std::string(trim(declaration.substr(0, colon))));
  const std::string_view value = trim(declaration.substr(colon + 1));
  return isAmong(kProperties, property) && value.find_first_of("\\@:") == std::string::npos &&
         (value.find('(') == std::string::npos || hasHarmlessFunction(value));
}

// The declarations of a style that are allowed.
std::string allowedStyle(std::string_view style) {
  std::string allowed;
  while (!style.empty()) {
    const std::size_t end = std::min(style.find(';'), style.size());
    if (isAllowedDeclaration(style.substr(0, end))) {
      allowed += style.substr(0, std::min(end + 1, style.size()));
    }
    style.remove_prefix(std::min(end + 1, style.size()));
  }
  return allowed;
}

class XhtmlReader final : private XmlReader {
 public:
  explicit XhtmlReader(Xhtml* xhtml) : XmlReader(kXhtmlNamespace), out_(*xhtml) {}

  using XmlReader::read;

 private:
  void onStart(std::string_view qualified, const XML_Char** attributes) override {
    if (silent_ > 0) {
      ++silent_;
      return;
    }
    const std::string name = localName(qualified);
    if (name == "img") {
      takeImage(attributes);
    } else if (isAmong(kSilent, name)) {
      silent_ = 1;
      return;
    }
    const auto* element = std::find_if(std::begin(kElements), std::end(kElements),
                                       [&](const Element& known) { return known.name == name; });
    const bool kept = element != std::end(kElements) && kept_ < kMostDepth;
    open_.push_back(kept ? element->becomes : std::string_view());
    if (kept) {
      ++kept_;
      closeTag();
      out_.markup += '<';
      out_.markup += element->becomes;
      writeAttributes(*element, attributes);
      in_tag_ = true;
    }
  }

  void onEnd(std::string_view) override {
    if (silent_ > 0) {
      --silent_;
      return;
    }
    const std::string_view name = open_.back();
    open_.pop_back();
    if (name.empty()) {
      return;
    }
    --kept_;
    if (in_tag_) {
      out_.markup += "/>";
      in_tag_ = false;
    } else {
      out_.markup += "</";
      out_.markup += name;
      out_.markup += '>';
    }
  }

  void onText(std::string_view text) override {
    if (silent_ == 0 && !text.empty()) {
      closeTag();
      appendEscaped(text, XmlPlace::kText, &out_.markup);
    }
  }

  // Returns the name in lower case if the element is of XHTML, otherwise an empty string.
  std::string localName(std::string_view qualified) const {
    const std::size_t space = qualified.find(' ');
    return space != std::string_view::npos && qualified.substr(0, space) == kXhtmlNamespace
               ? Poco::toLower(std::string(qualified.substr(space + 1)))
               : std::string();
  }

  void closeTag() {
    if (in_tag_) {
      out_.markup += '>';
      in_tag_ = false;
    }
  }

  void writeAttribute(std::string_view name, std::string_view value) {
    out_.markup += ' ';
    out_.markup += name;
    out_.markup += "='";
    appendEscaped(value, XmlPlace::kAttribute, &out_.markup);
    out_.markup += '\'';
  }

  void writeAttributes(const Element& element, const XML_Char** attributes) {
    std::string style(element.style);
    for (; *attributes; attributes += 2) {
      const std::string_view name = attributes[0];
      const std::string_view value = attributes[1];
      if (name == "style") {
        const std::string allowed = allowedStyle(value);
        style += (style.empty() || allowed.empty() ? "" : "; ") + allowed;
      } else if ((element.name == "a" && name == "href" && hasScheme(value, kLinkSchemes)) ||
                 (element.name == "a" && name == "type")) {
        writeAttribute(name, value);
      }
    }
    if (!style.empty()) {
      writeAttribute("style", style);
    }
  }

  void takeImage(const XML_Char** attributes) {
    XhtmlImage image;
    for (; *attributes; attributes += 2) {
      const std::string_view name = attributes[0];
      if (name == "src" && hasScheme(attributes[1], kImageSchemes)) {
        image.url = attributes[1];
      } else if (name == "alt") {
        image.description = attributes[1];
      }
    }
    onText(image.description);
    if (!image.url.empty() && out_.images.size() < kMostImages) {
      out_.images.push_back(std::move(image));
    }
  }

  Xhtml& out_;
  std::vector<std::string_view> open_;  // the replacement of each open element; empty if the element is removed
  std::size_t kept_ = 0;                // open elements that are not removed
  int silent_ = 0;                      // open elements from the outermost silent one on
  bool in_tag_ = false;                 // the last start tag is still without its '>', as its element may be empty
};

}  // namespace

std::optional<std::string> readXhtml(std::string_view fragment, Xhtml* ret_xhtml) {
  *ret_xhtml = {};
  return XhtmlReader(ret_xhtml).read(fragment);
}

}  // namespace prism::host
