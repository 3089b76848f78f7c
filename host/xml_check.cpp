#include "host/xml_check.h"

#include <expat.h>

#include <memory>
#include <new>

namespace prism::host {
namespace {

constexpr char kNamespaceSeparator = ' ';
constexpr std::string_view kRootStart = "<root xmlns='jabber:client'>";
constexpr std::string_view kBody = "jabber:client body";
constexpr std::string_view kRootEnd = "</root>";

// What has been seen of the content of our root.
class Content {
 public:
  Content() : parser_(::XML_ParserCreateNS("UTF-8", kNamespaceSeparator), &::XML_ParserFree) {
    if (!parser_) {
      throw std::bad_alloc();
    }
    ::XML_SetUserData(parser_.get(), this);
    ::XML_SetElementHandler(parser_.get(), &Content::onStart, &Content::onEnd);
    ::XML_SetCharacterDataHandler(parser_.get(), &Content::onText);
    ::XML_SetCommentHandler(parser_.get(), &Content::onComment);
    ::XML_SetProcessingInstructionHandler(parser_.get(), &Content::onInstruction);
  }

  // Why it may not stand inside an element; nullopt if it may.
  std::optional<std::string> reject(std::string_view xml) {
    if (!feed(kRootStart, false) || !feed(xml, false)) {
      return error();
    }
    // The root must still be open, and what closes it be our own end.
    if (depth_ != 1 || !feed(kRootEnd, true)) {
      return error();
    }
    return fault_;
  }

  Stanza stanza;
  int elements = 0;   // at the top
  bool text = false;  // other than white space, at the top

 private:
  static Content& of(void* self) { return *static_cast<Content*>(self); }

  bool feed(std::string_view piece, bool last) {
    return ::XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), last) == XML_STATUS_OK;
  }

  std::string error() const {
    if (fault_) {
      return *fault_;
    }
    const XML_Error code = ::XML_GetErrorCode(parser_.get());
    return code != XML_ERROR_NONE ? ::XML_ErrorString(code)
           : depth_ < 1           ? "it closes an element that it has not opened"
                                  : "an element is not closed";
  }

  // XMPP forbids it (RFC 6120 section 11.1), well-formed as it may be.
  void forbid(const char* what) {
    fault_ = std::string("it has ") + what;
    ::XML_StopParser(parser_.get(), XML_FALSE);
  }

  static void XMLCALL onStart(void* self, const XML_Char* name, const XML_Char** attributes) {
    Content& content = of(self);
    ++content.depth_;
    if (content.depth_ == 3 && std::string_view(name) == kBody) {
      content.in_body_ = content.stanza.body.empty();  // the first, of those in several languages
    }
    if (content.depth_ != 2) {
      return;
    }
    ++content.elements;
    content.stanza = {name, "", "", {}};
    for (; *attributes; attributes += 2) {
      const std::string_view attribute = attributes[0];
      if (attribute == "to") {
        content.stanza.to = attributes[1];
      } else if (attribute == "from") {
        content.stanza.from = attributes[1];
      }
    }
  }

  static void XMLCALL onEnd(void* self, const XML_Char*) {
    Content& content = of(self);
    --content.depth_;
    content.in_body_ = content.in_body_ && content.depth_ > 2;
  }

  static void XMLCALL onText(void* self, const XML_Char* text, int size) {
    Content& content = of(self);
    const bool white =
        std::string_view(text, static_cast<std::size_t>(size)).find_first_not_of(" \t\r\n") == std::string_view::npos;
    content.text = content.text || (content.depth_ == 1 && !white);
    if (content.in_body_ && content.depth_ == 3) {
      content.stanza.body.insert(content.stanza.body.end(), text, text + size);
    }
  }

  static void XMLCALL onComment(void* self, const XML_Char*) { of(self).forbid("a comment"); }
  static void XMLCALL onInstruction(void* self, const XML_Char*, const XML_Char*) {
    of(self).forbid("a processing instruction");
  }

  std::unique_ptr<XML_ParserStruct, decltype(&::XML_ParserFree)> parser_;
  bool in_body_ = false;
  int depth_ = 0;  // elements that are open, our root among them
  std::optional<std::string> fault_;
};

}  // namespace

std::optional<std::string> rejectStanza(std::string_view xml, Stanza* stanza) {
  constexpr std::string_view kNamespace = "jabber:client ";
  Content content;
  if (auto reason = content.reject(xml)) {
    return reason;
  }
  if (content.elements != 1 || content.text) {
    return "it is not one element";
  }
  std::string& name = content.stanza.name;
  if (!name.starts_with(kNamespace)) {
    return "its element is not in the namespace jabber:client";
  }
  name.erase(0, kNamespace.size());
  if (name != "message" && name != "presence" && name != "iq") {
    return "its element is neither message, presence nor iq";
  }
  *stanza = std::move(content.stanza);
  return std::nullopt;
}

std::optional<std::string> rejectFragment(std::string_view xml) { return Content().reject(xml); }

std::string_view bareJid(std::string_view jid) { return jid.substr(0, jid.find('/')); }

}  // namespace prism::host
