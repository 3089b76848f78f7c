// SPDX-License-Identifier: MIT
#include "host/plugin/plugin_note.h"

#include "host/base/quote.h"
#include "host/base/regular_file.h"
#include "host/config/config.h"
#include <prism/plugin.h>

#include <fmt/format.h>
#include <link.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

// The ELF header of this program, which the linker provides. A plugin must be built for the same kind of machine.
extern "C" const ElfW(Ehdr) __ehdr_start __attribute__((visibility("hidden")));

namespace prism::host {
namespace {

// Bounds for damaged files, larger than in any real plugin.
constexpr std::size_t kMaxSegments = 512;
constexpr std::size_t kMaxNotes = 64 * 1024;

bool readAt(int fd, std::uint64_t offset, void* to, std::size_t size) {
  return ::pread(fd, to, size, static_cast<off_t>(offset)) == static_cast<ssize_t>(size);
}

// Returns why this program cannot load the file as a shared object; nullopt if it can.
std::optional<std::string> rejectHeader(const ElfW(Ehdr) & header) {
  if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) {
    return "it is not an ELF file";
  }
  if (header.e_ident[EI_CLASS] != __ehdr_start.e_ident[EI_CLASS] ||
      header.e_ident[EI_DATA] != __ehdr_start.e_ident[EI_DATA] || header.e_machine != __ehdr_start.e_machine) {
    return "it is built for another kind of machine";
  }
  if (header.e_type != ET_DYN) {
    return "it is not a shared object";
  }
  if (header.e_phentsize != sizeof(ElfW(Phdr)) || header.e_phnum > kMaxSegments) {
    return "its ELF header is damaged";
  }
  return std::nullopt;
}

// Finds the note of Prism among the notes of a segment. Each note has three words (size of owner, size of content,
// type), then owner and content, both padded.
std::optional<std::string_view> findNote(std::string_view notes, std::size_t alignment) {
  constexpr std::string_view kOwner(PRISM_NOTE_OWNER, sizeof PRISM_NOTE_OWNER);
  const auto padded = [alignment](std::uint64_t size) { return (size + alignment - 1) / alignment * alignment; };
  while (notes.size() >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) header;
    std::memcpy(&header, notes.data(), sizeof header);
    notes.remove_prefix(sizeof header);
    const std::uint64_t content_start = padded(header.n_namesz);
    if (content_start + header.n_descsz > notes.size()) {
      return std::nullopt;
    }
    const std::string_view content = notes.substr(content_start, header.n_descsz);
    if (header.n_type == PRISM_NOTE_TYPE && notes.substr(0, header.n_namesz) == kOwner) {
      return content.substr(0, content.find('\0'));
    }
    notes.remove_prefix(std::min<std::uint64_t>(content_start + padded(header.n_descsz), notes.size()));
  }
  return std::nullopt;
}

// Reads the text of the note from a file of `file_size` bytes. The sentence of an error lacks the file's name.
Result<std::string> readNoteText(int fd, std::uint64_t file_size) {
  ElfW(Ehdr) header;
  if (!readAt(fd, 0, &header, sizeof header)) {
    return Error{ELIBBAD, "it is too short for an ELF file"};
  }
  if (const auto reason = rejectHeader(header)) {
    return Error{ELIBBAD, *reason};
  }
  std::vector<ElfW(Phdr)> segments(header.e_phnum);
  if (!readAt(fd, header.e_phoff, segments.data(), segments.size() * sizeof(ElfW(Phdr)))) {
    return Error{ELIBBAD, "it is cut short"};
  }
  for (const ElfW(Phdr) & segment : segments) {
    // The loader would map a half-copied file without an error, and the first access beyond its end would raise SIGBUS.
    if (segment.p_filesz > file_size || segment.p_offset > file_size - segment.p_filesz) {
      return Error{ELIBBAD, "it is cut short"};
    }
  }
  bool too_large = false;
  for (const ElfW(Phdr) & segment : segments) {
    if (segment.p_type != PT_NOTE || segment.p_filesz > kMaxNotes) {
      too_large = too_large || segment.p_type == PT_NOTE;
      continue;
    }
    std::string notes(segment.p_filesz, '\0');
    if (!readAt(fd, segment.p_offset, notes.data(), notes.size())) {
      return Error{ELIBBAD, "it is cut short"};
    }
    if (const auto text = findNote(notes, segment.p_align == 8 ? 8 : 4)) {
      return std::string(*text);
    }
  }
  if (too_large) {
    return Error{ELIBBAD, fmt::format("its notes have more than {} bytes", kMaxNotes)};
  }
  return Error{ELIBBAD, "it has no .note.prism, which PRISM_PLUGIN_NOTE() puts into a plugin"};
}

bool validId(std::string_view id) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789-_";
  return !id.empty() && id.size() <= 32 && id.find_first_not_of(kAllowed) == std::string_view::npos;
}

std::optional<std::uint32_t> parseAbi(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) {
    return std::nullopt;
  }
  const auto major = parseNumber(text.substr(0, dot));
  const auto minor = parseNumber(text.substr(dot + 1));
  if (!major || !minor || *major > 0xFFFF || *minor > 0xFFFF) {
    return std::nullopt;
  }
  return PRISM_ABI(*major, *minor);
}

std::vector<std::string> splitWords(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (!word.empty()) {
      words.emplace_back(word);
    }
  }
  return words;
}

void parseClaims(std::string_view claims, PluginNote* note) {
  constexpr std::string_view kProtocol = "protocol:";
  constexpr std::string_view kKey = "key:";
  for (const std::string& claim : splitWords(claims)) {
    if (claim.starts_with(kProtocol)) {
      note->protocol_claims.emplace_back(claim.substr(kProtocol.size()));
    } else if (claim.starts_with(kKey)) {
      note->key_claims.emplace_back(claim.substr(kKey.size()));
    }
    // Other kinds of claims are ignored: a later host may know them.
  }
}

}  // namespace

Result<PluginNote> parsePluginNote(std::string_view text) {
  PluginNote note;
  bool has_abi = false;
  std::optional<std::uint32_t> needs;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const std::size_t equals = line.find('=');
    const std::string_view name = line.substr(0, equals);
    const std::string_view value = equals == std::string_view::npos ? "" : line.substr(equals + 1);
    if (name == "id") {
      note.id = value;
    } else if (name == "name") {
      note.name = oneLine(value);
    } else if (name == "version") {
      note.version = oneLine(value);
    } else if (name == "abi") {
      const auto abi = parseAbi(value);
      if (!abi) {
        return Error{ELIBBAD, fmt::format("its note has abi={}, expected MAJOR.MINOR", inQuotes(value))};
      }
      note.abi_version = *abi;
      has_abi = true;
    } else if (name == "needs") {
      needs = parseAbi(value);
      if (!needs) {
        return Error{ELIBBAD, fmt::format("its note has needs={}, expected MAJOR.MINOR", inQuotes(value))};
      }
    } else if (name == "claims") {
      parseClaims(oneLine(value), &note);
    } else if (name == "keys") {
      note.keys = splitWords(oneLine(value));
    }
  }
  if (!has_abi) {
    return Error{ELIBBAD, "its note has no abi"};
  }
  if (needs && (PRISM_ABI_GET_MAJOR(*needs) != PRISM_ABI_GET_MAJOR(note.abi_version) || *needs > note.abi_version)) {
    return Error{ELIBBAD, "its note needs another ABI than it is built for"};
  }
  note.needs_minor = PRISM_ABI_GET_MINOR(needs.value_or(note.abi_version));
  if (!validId(note.id)) {
    return Error{ELIBBAD,
                 fmt::format("its note has id={}, expected 1 to 32 of a-z, 0-9, '-' and '_'", inQuotes(note.id))};
  }
  return note;
}

Result<PluginNote> readPluginNote(const std::string& path, UniqueFd* opened) {
  const auto refuse = [&path](std::string_view reason) {
    return Error{ELIBBAD, fmt::format("{} is not a plugin: {}", path, reason)};
  };
  Result<RegularFile> file = openRegularFile(path);
  if (!file) {
    return Error{ELIBBAD, fmt::format("cannot read {}: {}", path, file.error().sentence)};
  }
  const Result<std::string> text = readNoteText(file->fd.get(), file->size);
  if (opened) {
    *opened = std::move(file->fd);
  }
  if (!text) {
    return refuse(text.error().sentence);
  }
  Result<PluginNote> note = parsePluginNote(*text);
  if (!note) {
    return refuse(note.error().sentence);
  }
  return note;
}

}  // namespace prism::host
