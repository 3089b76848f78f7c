// SPDX-License-Identifier: MIT
#include "protocol/formatting/code_writer.h"
#include "protocol/formatting/css.h"
#include "protocol/formatting/formatting.h"
#include "protocol/formatting/look.h"
#include "protocol/text/casemapping.h"

#include <expat.h>

#include <algorithm>
#include <memory>
#include <new>
#include <vector>

namespace irc {
namespace {

constexpr std::size_t kLongestFragment = 262144;
constexpr std::size_t kDeepest = 64;  // nesting of elements

bool isOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool isBlock(std::string_view name) {
  return isOneOf(name, {"p",  "div", "blockquote", "ul", "ol", "li", "pre",   "h1", "h2",      "h3",      "h4",
                        "h5", "h6",  "hr",         "dl", "dt", "dd", "table", "tr", "address", "section", "article"});
}

bool isHidden(std::string_view name) { return isOneOf(name, {"head", "title", "style", "script"}); }

// Applies the look of an element, by its name.
void applyElement(std::string_view name, Look* look) {
  if (isOneOf(name, {"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"})) {
    look->bold = true;
  } else if (isOneOf(name, {"i", "em", "cite", "var", "dfn"})) {
    look->italic = true;
  } else if (isOneOf(name, {"u", "ins"})) {
    look->underline = true;
  } else if (isOneOf(name, {"s", "del", "strike"})) {
    look->strike = true;
  } else if (isOneOf(name, {"code", "tt", "pre", "kbd", "samp"})) {
    look->monospace = true;
  }
}

// Returns an address in its short form: without the scheme, and without '/' at the end.
std::string_view shortAddress(std::string_view address) {
  for (const std::string_view scheme : {"https://", "http://", "mailto:", "xmpp:"}) {
    if (address.starts_with(scheme)) {
      address.remove_prefix(scheme.size());
      break;
    }
  }
  address.remove_suffix(address.ends_with('/') ? 1 : 0);
  return address;
}

// Returns true for addresses that a reader of text cannot open.
bool isProgram(std::string_view address) {
  const std::string scheme = foldCase(address.substr(0, address.find(':')), Casemapping::kAscii);
  return isOneOf(scheme, {"javascript", "data", "vbscript", "cid"});
}

struct Element {
  std::string name;
  Look look;
  bool verbatim = false;
  bool hidden = false;
  unsigned items = 0;  // of a list, so far
};

class Fragment {
 public:
  Fragment() : parser_(::XML_ParserCreate("UTF-8"), &::XML_ParserFree) {
    if (!parser_) {
      throw std::bad_alloc();
    }
    ::XML_SetUserData(parser_.get(), this);
    ::XML_SetElementHandler(parser_.get(), &Fragment::onStart, &Fragment::onEnd);
    ::XML_SetCharacterDataHandler(parser_.get(), &Fragment::onText);
  }

  std::string read(std::string_view xhtml) {
    // The fragment is wrapped in an element: it may have several elements at its top, and cannot declare a document
    // type within one.
    const bool good = feed("<body>", false) && feed(xhtml, false) && open_.size() == 1 && feed("</body>", true);
    return good ? writer_.take() : std::string();
  }

 private:
  static Fragment& of(void* self) { return *static_cast<Fragment*>(self); }

  bool feed(std::string_view piece, bool last) {
    return ::XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), last) == XML_STATUS_OK;
  }

  static void XMLCALL onStart(void* self, const XML_Char* name, const XML_Char** attributes) {
    of(self).start(name, attributes);
  }
  static void XMLCALL onEnd(void* self, const XML_Char*) { of(self).end(); }
  static void XMLCALL onText(void* self, const XML_Char* text, int size) {
    of(self).write({text, static_cast<std::size_t>(size)});
  }

  void start(std::string_view name, const XML_Char** attributes) {
    if (open_.size() >= kDeepest) {
      ::XML_StopParser(parser_.get(), XML_FALSE);
      return;
    }
    name.remove_prefix(
        name.rfind(':') == std::string_view::npos ? 0 : name.rfind(':') + 1);  // removes the namespace prefix
    Element element = open_.empty() ? Element() : open_.back();
    element.name = foldCase(name, Casemapping::kAscii);
    element.items = 0;
    element.verbatim = element.verbatim || element.name == "pre";
    element.hidden = element.hidden || isHidden(element.name);
    applyElement(element.name, &element.look);
    if (!element.hidden && isBlock(element.name)) {
      writer_.beginLine();
    }
    open_.push_back(std::move(element));
    readAttributes(attributes);
    if (!open_.back().hidden) {
      startShown(attributes);
    }
  }

  void readAttributes(const XML_Char** attributes) {
    Look& look = open_.back().look;
    for (const XML_Char** attribute = attributes; *attribute; attribute += 2) {
      const std::string_view name = attribute[0];
      if (name == "style") {
        applyStyle(attribute[1], &look);
      } else if (name == "color" && open_.back().name == "font") {
        applyStyle(std::string("color: ") + attribute[1], &look);
      }
    }
  }

  void startShown(const XML_Char** attributes) {
    const std::string& name = open_.back().name;
    if (name == "br") {
      writer_.breakLine();
    } else if (name == "blockquote") {
      writer_.quote(1);
    } else if (name == "li") {
      startItem();
    } else if (name == "a" && link_ == 0) {
      link_ = open_.size();
      address_ = valueOf("href", attributes);
      link_text_.clear();
    } else if (name == "img") {
      const std::string_view alt = valueOf("alt", attributes);
      const std::string_view source = valueOf("src", attributes);
      write(!alt.empty() || isProgram(source) ? alt : source);
    }
  }

  void startItem() {
    if (open_.size() < 2) {
      return;
    }
    Element& list = open_[open_.size() - 2];
    ++list.items;
    writer_.mark(list.name == "ol" ? std::to_string(list.items) + ". " : "- ");
  }

  void end() {
    const Element element = std::move(open_.back());
    const bool link_ends = link_ == open_.size();
    open_.pop_back();
    if (element.hidden) {
      return;
    }
    if (link_ends) {
      endLink();
    }
    if (element.name == "td" || element.name == "th") {
      writer_.write(" ", element.look, false);
    }
    if (isBlock(element.name)) {
      writer_.beginLine();
    }
    if (element.name == "blockquote") {
      writer_.quote(-1);
    } else if (element.name == "li") {
      writer_.mark({});
    }
  }

  void endLink() {
    link_ = 0;
    if (address_.empty() || isProgram(address_) || shortAddress(address_) == shortAddress(link_text_)) {
      return;
    }
    write(link_text_.empty() ? address_ : " <" + address_ + ">");
  }

  void write(std::string_view text) {
    if (open_.back().hidden) {
      return;
    }
    if (link_ != 0) {
      link_text_ += text;
    }
    writer_.write(text, open_.back().look, open_.back().verbatim);
  }

  static std::string_view valueOf(std::string_view name, const XML_Char** attributes) {
    for (; *attributes; attributes += 2) {
      if (attributes[0] == name) {
        return attributes[1];
      }
    }
    return {};
  }

  std::unique_ptr<XML_ParserStruct, decltype(&::XML_ParserFree)> parser_;
  std::vector<Element> open_;  // from the wrapping element inwards
  CodeWriter writer_;
  std::size_t link_ = 0;  // the number of open elements up to the link, itself included; 0 outside of a link
  std::string address_;
  std::string link_text_;
};

}  // namespace

std::string toCodes(std::string_view xhtml) {
  return xhtml.size() > kLongestFragment ? std::string() : Fragment().read(xhtml);
}

}  // namespace irc
