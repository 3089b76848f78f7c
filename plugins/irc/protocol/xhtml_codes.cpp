// XHTML-IM to control codes.
#include "protocol/formatting.h"
#include "protocol/look.h"
#include "protocol/palette.h"

#include <expat.h>
#include <strings.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace irc {
namespace {

constexpr std::size_t kMaxDepth = 100;

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// A colour of CSS: #rgb, #rrggbb, rgb(r, g, b), or one of the sixteen names of CSS 1.
bool parseColour(std::string_view text, Colour* colour) {
  static const std::map<std::string_view, std::uint32_t> names = {
      {"black", 0x000000}, {"silver", 0xc0c0c0}, {"gray", 0x808080},    {"white", 0xffffff}, {"maroon", 0x800000},
      {"red", 0xff0000},   {"purple", 0x800080}, {"fuchsia", 0xff00ff}, {"green", 0x008000}, {"lime", 0x00ff00},
      {"olive", 0x808000}, {"yellow", 0xffff00}, {"navy", 0x000080},    {"blue", 0x0000ff},  {"teal", 0x008080},
      {"aqua", 0x00ffff},  {"orange", 0xffa500}};
  std::string value(trimmed(text));
  std::transform(value.begin(), value.end(), value.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  std::uint32_t rgb = 0;
  if (const auto named = names.find(value); named != names.end()) {
    rgb = named->second;
  } else if (value.size() == 7 || value.size() == 4) {
    if (value[0] != '#' || value.find_first_not_of("0123456789abcdef", 1) != std::string::npos) {
      return false;
    }
    for (std::size_t i = 1; i < value.size(); ++i) {
      const auto digit = static_cast<std::uint32_t>(value[i] <= '9' ? value[i] - '0' : value[i] - 'a' + 10);
      rgb = value.size() == 7 ? rgb << 4U | digit : rgb << 8U | digit << 4U | digit;
    }
  } else {
    unsigned red = 0;
    unsigned green = 0;
    unsigned blue = 0;
    if (std::sscanf(value.c_str(), "rgb(%3u,%3u,%3u)", &red, &green, &blue) != 3 &&
        std::sscanf(value.c_str(), "rgb(%3u, %3u, %3u)", &red, &green, &blue) != 3) {
      return false;
    }
    rgb = std::min(red, 255U) << 16U | std::min(green, 255U) << 8U | std::min(blue, 255U);
  }
  *colour = {Colour::Kind::Palette, nearestNumber(rgb)};
  return true;
}

void applyStyle(std::string_view style, Look* look) {
  while (!style.empty()) {
    const auto end = std::min(style.find(';'), style.size());
    const auto declaration = style.substr(0, end);
    style.remove_prefix(std::min(end + 1, style.size()));
    const auto colon = declaration.find(':');
    if (colon == std::string_view::npos) {
      continue;
    }
    const auto property = trimmed(declaration.substr(0, colon));
    const auto value = trimmed(declaration.substr(colon + 1));
    if (same(property, "font-weight")) {
      look->bold = same(value, "bold") || same(value, "bolder") || (value.size() == 3 && value >= "600");
    } else if (same(property, "font-style")) {
      look->italic = same(value, "italic") || same(value, "oblique");
    } else if (same(property, "text-decoration")) {
      look->underline = value.find("underline") != std::string_view::npos;
      look->strike = value.find("line-through") != std::string_view::npos;
    } else if (same(property, "font-family")) {
      look->monospace = value.find("mono") != std::string_view::npos;
    } else if (same(property, "color")) {
      parseColour(value, &look->text);
    } else if (same(property, "background-color") || same(property, "background")) {
      parseColour(value, &look->background);
    }
  }
}

// Writes while expat reads.
class Writer {
 public:
  std::string take() {
    constexpr std::string_view kNothing = "\n \x0F";  // a reset at the end is of no use
    while (!out_.empty() && kNothing.find(out_.back()) != std::string_view::npos) {
      out_.pop_back();
    }
    return std::move(out_);
  }
  bool refused() const { return refused_; }
  bool visible() const { return visible_; }

  void start(std::string_view name, const char** attributes) {
    if (stack_.size() > kMaxDepth) {
      refused_ = true;
      return;
    }
    Element element{stack_.empty() ? Look() : stack_.back().look};
    for (const char** attribute = attributes; *attribute != nullptr; attribute += 2) {
      if (std::strcmp(attribute[0], "style") == 0) {
        applyStyle(attribute[1], &element.look);
      } else if (std::strcmp(attribute[0], "href") == 0 && name == "a") {
        element.href = attribute[1];
      } else if (std::strcmp(attribute[0], "alt") == 0 && name == "img") {
        text(attribute[1]);
      }
    }
    if (name == "b" || name == "strong") {
      element.look.bold = true;
    } else if (name == "i" || name == "em" || name == "cite") {
      element.look.italic = true;
    } else if (name == "u" || name == "ins") {
      element.look.underline = true;
    } else if (name == "s" || name == "del" || name == "strike") {
      element.look.strike = true;
    } else if (name == "code" || name == "tt" || name == "pre") {
      element.look.monospace = true;
    } else if (name == "br") {
      breakLine();
    }
    element.block = name == "p" || name == "div" || name == "blockquote" || name == "li" || name == "ul" ||
                    name == "ol" || name == "pre" || (name.size() == 2 && name[0] == 'h' && name[1] >= '1');
    if (element.block) {
      endLine();
    }
    stack_.push_back(element);
    if (name == "blockquote") {
      text("> ");
    } else if (name == "li") {
      text("- ");
    }
    stack_.back().begin = out_.size();
  }

  void end() {
    if (refused_ || stack_.empty()) {
      return;
    }
    const Element element = std::move(stack_.back());
    stack_.pop_back();
    if (!element.href.empty() && out_.find(element.href, std::min(element.begin, out_.size())) == std::string::npos) {
      text(" <" + element.href + ">");
    }
    if (element.block) {
      endLine();
    }
  }

  void text(std::string_view text) {
    if (refused_) {
      return;
    }
    for (char c : text) {
      const bool space = c == '\n' || c == '\r' || c == '\t' || c == ' ';
      if (space && (out_.empty() || out_.back() == ' ' || out_.back() == '\n')) {
        continue;  // as XHTML has it, one space for many
      }
      if (static_cast<unsigned char>(c) < 0x20 && !space) {
        continue;
      }
      c = space ? ' ' : c;
      const Look& wanted = stack_.empty() ? Look() : stack_.back().look;
      if (!(now_ == wanted)) {
        out_ += codesBetween(now_, wanted, std::string_view(&c, 1));
        now_ = wanted;
      }
      visible_ = visible_ || !space;
      out_ += c;
    }
  }

 private:
  struct Element {
    Look look;
    std::string href = {};
    std::size_t begin = 0;
    bool block = false;
  };

  // A message of IRC is one line: what is formatted begins anew with each.
  void breakLine() {
    if (!(now_ == Look())) {
      out_ += codesBetween(now_, Look(), "\n");
      now_ = Look();
    }
    out_ += '\n';
  }
  void endLine() {
    if (!out_.empty() && out_.back() != '\n') {
      breakLine();
    }
  }

  std::string out_;
  std::vector<Element> stack_;
  Look now_;
  bool refused_ = false;
  bool visible_ = false;
};

struct Free {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

}  // namespace

std::string toCodes(std::string_view xhtml) {
  const std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> parser(XML_ParserCreate("UTF-8"));
  Writer writer;
  XML_SetUserData(parser.get(), &writer);
  XML_SetElementHandler(
      parser.get(),
      [](void* data, const char* name, const char** attributes) {
        std::string_view local = name;
        local = local.substr(local.find(':') + 1);  // npos + 1 is 0
        static_cast<Writer*>(data)->start(local, attributes);
      },
      [](void* data, const char*) { static_cast<Writer*>(data)->end(); });
  XML_SetCharacterDataHandler(parser.get(), [](void* data, const char* text, int size) {
    static_cast<Writer*>(data)->text({text, static_cast<std::size_t>(size)});
  });
  // A fragment has no declaration: what stands between our tags cannot begin a DOCTYPE, so no entity can be defined.
  const std::string_view open = "<body>";
  const std::string_view close = "</body>";
  const auto feed = [&](std::string_view text, bool last) {
    return XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), last ? 1 : 0) == XML_STATUS_OK;
  };
  if (!feed(open, false) || !feed(xhtml, false) || !feed(close, true) || writer.refused() || !writer.visible()) {
    return {};
  }
  return writer.take();
}

}  // namespace irc
