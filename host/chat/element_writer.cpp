// SPDX-License-Identifier: MIT
#include "host/chat/element_writer.h"

#include "host/base/xml_text.h"
#include "host/stanza/jid.h"
#include "host/stanza/payload_rules.h"
#include "host/stanza/stanza_size.h"

#include <algorithm>

namespace prism::host {
namespace {

constexpr std::string_view kStanzas = "jabber:client";

// What Spectrum writes around the parts, as xml_check.cpp counts it.
constexpr std::size_t kTags = sizeof "< xmlns=''></>";
constexpr std::size_t kMarks = sizeof " =''";

}  // namespace

ElementWriter& ElementWriter::open(std::string_view name, std::string_view xmlns) {
  endStart();
  const std::string_view inherited = depth_ == 0 ? kStanzas : open_[depth_ - 1].xmlns;
  const std::string_view its_xmlns = xmlns.empty() ? inherited : xmlns;
  open_[depth_++] = {name, its_xmlns};
  in_start_ = true;
  out_ += '<';
  out_ += name;
  if (depth_ == 1 || its_xmlns != inherited) {
    out_ += " xmlns='";
    out_ += its_xmlns;
    out_ += '\'';
  }
  size_ += kTags + 2 * name.size() + its_xmlns.size() + PayloadRules::addedSize(name);
  return *this;
}

ElementWriter& ElementWriter::attribute(std::string_view name, std::string_view value) {
  if (value.empty()) {
    return *this;
  }
  out_ += ' ';
  out_ += name;
  out_ += "='";
  appendEscaped(value, XmlPlace::kAttribute, &out_);
  out_ += '\'';
  const std::size_t growth = PayloadRules::isJidAttribute(name) ? preparedSize(value) - value.size() : 0;
  size_ += kMarks + name.size() + escapedSize(value) + growth;
  return *this;
}

ElementWriter& ElementWriter::text(std::string_view text) {
  endStart();
  appendEscaped(text, XmlPlace::kText, &out_);
  size_ += escapedSize(text);
  return *this;
}

ElementWriter& ElementWriter::markup(std::string_view fragment) {
  endStart();
  out_ += fragment;
  size_ += markupSize(fragment);
  return *this;
}

ElementWriter& ElementWriter::close() {
  const std::string_view name = open_[--depth_].name;
  if (in_start_) {
    out_ += "/>";
    in_start_ = false;
    return *this;
  }
  out_ += "</";
  out_ += name;
  out_ += '>';
  return *this;
}

ElementWriter& ElementWriter::textElement(std::string_view name, std::string_view its_text) {
  return its_text.empty() ? *this : open(name).text(its_text).close();
}

void ElementWriter::endStart() {
  if (in_start_) {
    out_ += '>';
    in_start_ = false;
  }
}

std::size_t markupSize(std::string_view fragment) {
  // Each '<' may begin an element, with tags, a namespace and a second name that are not in the fragment.
  constexpr std::string_view kXhtml = "http://www.w3.org/1999/xhtml";
  constexpr std::size_t kLongestName = sizeof "blockquote";
  return escapedSize(fragment) + (kTags + kXhtml.size() + kLongestName) *
                                     static_cast<std::size_t>(std::count(fragment.begin(), fragment.end(), '<'));
}

}  // namespace prism::host
