// SPDX-License-Identifier: MIT
#include "host/media/file_name.h"

#include <prism/text.hpp>

#include <algorithm>

namespace prism::host {
namespace {

constexpr std::size_t kLongestStem = 64;

struct Type {
  std::string_view mime_type;
  std::string_view extension;
};

// What people send each other. The first extension of a type is the usual one, and the first type of an extension
// likewise. Web servers serve all of it as it is, and browsers run none of it: so neither HTML, SVG and XML nor scripts
// are in the list.
constexpr Type kTypes[] = {
    {"image/jpeg", "jpg"},
    {"image/jpeg", "jpeg"},
    {"image/png", "png"},
    {"image/gif", "gif"},
    {"image/webp", "webp"},
    {"image/avif", "avif"},
    {"image/heic", "heic"},
    {"image/heif", "heif"},
    {"image/bmp", "bmp"},
    {"image/tiff", "tiff"},
    {"image/tiff", "tif"},
    {"image/jpg", "jpg"},
    {"image/pjpeg", "jpg"},
    {"image/x-ms-bmp", "bmp"},
    {"video/mp4", "mp4"},
    {"video/mp4", "m4v"},
    {"video/webm", "webm"},
    {"video/ogg", "ogv"},
    {"video/quicktime", "mov"},
    {"video/x-matroska", "mkv"},
    {"video/x-msvideo", "avi"},
    {"video/mpeg", "mpeg"},
    {"video/mpeg", "mpg"},
    {"video/3gpp", "3gp"},
    {"audio/mpeg", "mp3"},
    {"audio/ogg", "ogg"},
    {"audio/ogg", "oga"},
    {"audio/ogg", "opus"},
    {"audio/opus", "opus"},
    {"audio/mp4", "m4a"},
    {"audio/x-m4a", "m4a"},
    {"audio/aac", "aac"},
    {"audio/flac", "flac"},
    {"audio/x-flac", "flac"},
    {"audio/wav", "wav"},
    {"audio/x-wav", "wav"},
    {"audio/webm", "weba"},
    {"audio/amr", "amr"},
    {"text/plain", "txt"},
    {"text/csv", "csv"},
    {"text/calendar", "ics"},
    {"text/vcard", "vcf"},
    {"text/x-vcard", "vcf"},
    {"application/pdf", "pdf"},
    {"application/zip", "zip"},
    {"application/gzip", "gz"},
    {"application/x-7z-compressed", "7z"},
    {"application/x-tar", "tar"},
    {"application/rtf", "rtf"},
    {"application/epub+zip", "epub"},
    {"application/msword", "doc"},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
    {"application/vnd.ms-excel", "xls"},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
    {"application/vnd.ms-powerpoint", "ppt"},
    {"application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"},
    {"application/vnd.oasis.opendocument.text", "odt"},
    {"application/vnd.oasis.opendocument.spreadsheet", "ods"},
    {"application/vnd.oasis.opendocument.presentation", "odp"},
};
constexpr Type kOther{"application/octet-stream", "bin"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) { return lower(c); });
  return result;
}

bool isSafe(char c) { return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '-'; }

template <typename Predicate>
const Type* find(const Predicate& predicate) {
  const auto* found = std::find_if(std::begin(kTypes), std::end(kTypes), predicate);
  return found == std::end(kTypes) ? nullptr : found;
}

Type typeOf(const std::string& mime_type, const std::string& extension) {
  const Type* type = find([&](const Type& each) { return each.mime_type == mime_type && each.extension == extension; });
  if (!type) {
    type = find([&](const Type& each) { return each.mime_type == mime_type; });
  }
  const bool says_nothing = mime_type.empty() || mime_type == kOther.mime_type;
  if (!type && says_nothing) {
    type = find([&](const Type& each) { return each.extension == extension; });
  }
  return type ? *type : kOther;
}

// Each run of other characters becomes one '_'. So there is no dot: a web server may take any part of a name that
// follows a dot for the type (mod_mime of Apache), and does not serve names that begin with one.
std::string safeStem(std::string_view stem) {
  std::string safe;
  for (const char c : stem) {
    if (isSafe(c)) {
      safe += c;
    } else if (safe.empty() || safe.back() != '_') {
      safe += '_';
    }
  }
  safe.resize(std::min(safe.size(), kLongestStem));
  return safe.empty() || safe == "_" ? "file" : safe;
}

}  // namespace

PublicName publicNameOf(std::string_view name, std::string_view mime_type) {
  name = name.substr(name.find_last_of("/\\") + 1);  // npos + 1 is 0
  const std::size_t dot = name.rfind('.');
  const bool has_extension = dot != std::string_view::npos && dot > 0;
  const std::string extension = has_extension ? lower(name.substr(dot + 1)) : "";
  const Type type = typeOf(lower(trim(mime_type.substr(0, mime_type.find(';')))), extension);
  const bool is_its_extension = has_extension && extension == type.extension;
  const std::string stem = safeStem(is_its_extension ? name.substr(0, dot) : name);
  // The name of a type may be an alias, such as image/jpg: the extension stands for the usual one.
  const Type* usual = find([&](const Type& each) { return each.extension == type.extension; });
  return {stem + "." + std::string(type.extension), std::string(usual ? usual->mime_type : type.mime_type)};
}

}  // namespace prism::host
