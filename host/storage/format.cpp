// SPDX-License-Identifier: MIT
#include "host/storage/format.h"

#include "proto/secret_memory.h"
#include <prism/storage.h>

// The header alone: no library is linked.
#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <utility>

namespace prism::host {
namespace {

constexpr std::string_view kValuesMagic = "prismval";
constexpr std::string_view kLoginMagic = "prismlog";
constexpr std::uint32_t kVersion = 1;
constexpr std::uint32_t kMostVersion = 1000;  // a larger one is damage
constexpr std::size_t kHeaderSize = 24;
constexpr std::size_t kLongestOwner = 32;

void append(std::uint64_t number, unsigned size, std::string* to) {
  for (; size > 0; --size, number >>= 8U) {
    to->push_back(static_cast<char>(number & 0xFFU));
  }
}

void appendText(std::string_view text, unsigned size, std::string* to) {
  append(text.size(), size, to);
  to->append(text);
}

// Takes numbers and texts from the front of a file. After a piece that is not there, ok() is false.
class Reader {
 public:
  explicit Reader(std::string_view rest) : rest_(rest) {}

  bool ok() const { return ok_; }
  bool done() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }

  std::string_view bytes(std::uint64_t size) {
    if (size > rest_.size()) {
      ok_ = false;
      return {};
    }
    const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(size));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::uint64_t number(unsigned size) {
    std::uint64_t value = 0;
    const std::string_view taken = bytes(size);
    for (std::size_t i = taken.size(); i > 0; --i) {
      value = value << 8U | static_cast<unsigned char>(taken[i - 1]);
    }
    return value;
  }

  std::string_view text(unsigned size) { return bytes(number(size)); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

// Reads all entries. Returns false if they are not as format.h says.
bool readEntries(Reader* file, std::uint64_t count, Values* values) {
  Values::Key last;
  for (std::uint64_t i = 0; i < count; ++i) {
    Values::Key key;
    key.first = file->text(1);
    key.second = file->text(1);
    const std::string_view value = file->text(4);
    if (!file->ok() || key.first.empty() || key.first.size() > kLongestOwner || key.second.empty() ||
        value.size() > PRISM_STORAGE_MAX_VALUE || key <= last) {
      return false;
    }
    values->change(key.first, key.second, value);
    last = std::move(key);
  }
  return file->done();
}

}  // namespace

Values& Values::operator=(Values&& other) noexcept {
  std::swap(user_, other.user_);
  std::swap(entries_, other.entries_);
  return *this;
}

Values::~Values() {
  for (auto& [key, value] : entries_) {
    wipe(&value);
  }
}

const std::string* Values::find(std::string_view owner, std::string_view key) const {
  const auto found = entries_.find(Key(owner, key));
  return found == entries_.end() ? nullptr : &found->second;
}

bool Values::change(std::string_view owner, std::string_view key, std::optional<std::string_view> value) {
  const auto found = entries_.find(Key(owner, key));
  if (found == entries_.end()) {
    if (value) {
      entries_.emplace(Key(owner, key), *value);
    }
    return value.has_value();
  }
  if (value && found->second == *value) {
    return false;
  }
  wipe(&found->second);
  if (value) {
    found->second = *value;
  } else {
    entries_.erase(found);
  }
  return true;
}

Values::Extent Values::extentOf(std::string_view owner) const {
  Extent extent;
  for (auto place = entries_.lower_bound(Key(owner, "")); place != entries_.end() && place->first.first == owner;
       ++place) {
    ++extent.keys;
    extent.bytes += place->first.second.size() + place->second.size();
  }
  return extent;
}

std::string encode(const Values& values) {
  std::size_t size = kHeaderSize + 2 + values.user().size();
  for (const auto& [key, value] : values.entries()) {
    size += 6 + key.first.size() + key.second.size() + value.size();
  }
  std::string file(kValuesMagic);
  file.reserve(size);  // no copy of a secret is left behind by growing
  append(kVersion, 4, &file);
  append(values.entries().size(), 4, &file);
  append(0, 8, &file);
  appendText(values.user(), 2, &file);
  for (const auto& [key, value] : values.entries()) {
    appendText(key.first, 1, &file);
    appendText(key.second, 1, &file);
    appendText(value, 4, &file);
  }
  std::string checksum;
  append(XXH3_64bits(file.data() + kHeaderSize, file.size() - kHeaderSize), 8, &checksum);
  file.replace(kHeaderSize - checksum.size(), checksum.size(), checksum);
  return file;
}

Decoding decode(std::string_view file, Values* values, std::string* why) {
  const auto damaged = [why](std::string sentence) {
    *why = std::move(sentence);
    return Decoding::kDamaged;
  };
  if (file.size() > kMaxValuesFile) {
    return damaged(fmt::format("it has more than {} bytes", kMaxValuesFile));
  }
  Reader reader(file);
  if (reader.bytes(kValuesMagic.size()) != kValuesMagic) {
    return damaged(file.empty() ? "it is empty" : "it does not begin like a file of values");
  }
  const std::uint64_t version = reader.number(4);
  if (reader.ok() && version > kVersion && version <= kMostVersion) {
    *why = fmt::format("it is of version {}, and this host knows versions up to {}", version, kVersion);
    return Decoding::kNewer;
  }
  const std::uint64_t count = reader.number(4);
  const std::uint64_t checksum = reader.number(8);
  if (!reader.ok() || version != kVersion) {
    return damaged(reader.ok() ? fmt::format("there is no version {}", version) : "its header is cut off");
  }
  if (XXH3_64bits(reader.rest().data(), reader.rest().size()) != checksum) {
    return damaged("its checksum is wrong");
  }
  Values read(reader.text(2));
  if (!reader.ok() || !readEntries(&reader, count, &read)) {
    return damaged("its entries are not as the format says");
  }
  *values = std::move(read);
  return Decoding::kDone;
}

std::string encode(const LoginRecord& record) {
  std::string file(kLoginMagic);
  append(kVersion, 4, &file);
  append(0, 4, &file);
  append(record.number, 8, &file);
  append(static_cast<std::uint64_t>(record.time), 8, &file);
  append(XXH3_64bits(file.data(), file.size()), 8, &file);
  return file;
}

std::optional<LoginRecord> decodeLoginRecord(std::string_view file) {
  Reader reader(file);
  const bool is_record = reader.bytes(kLoginMagic.size()) == kLoginMagic && reader.number(4) == kVersion;
  reader.number(4);
  LoginRecord record;
  record.number = reader.number(8);
  record.time = static_cast<std::int64_t>(reader.number(8));
  const std::uint64_t checksum = reader.number(8);
  if (!is_record || !reader.ok() || record.number == 0 || XXH3_64bits(file.data(), kLoginRecordSize - 8) != checksum) {
    return std::nullopt;
  }
  return record;
}

}  // namespace prism::host
