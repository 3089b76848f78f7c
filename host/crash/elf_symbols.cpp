// SPDX-License-Identifier: MIT
#include "host/crash/elf_symbols.h"

#include <prism/unique_fd.hpp>

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstring>

namespace prism::host {
namespace {

using Header = ElfW(Ehdr);
using Section = ElfW(Shdr);
using SymbolEntry = ElfW(Sym);

constexpr unsigned char kNativeClass = sizeof(void*) == 8 ? ELFCLASS64 : ELFCLASS32;

// A bound for damaged files, which may claim any number of sections.
constexpr std::uint32_t kMaxSections = 10'000;

}  // namespace

ElfFile::ElfFile(const char* path) {
  const UniqueFd fd(::open(path, O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (!fd || ::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_size <= 0) {
    return;
  }
  const auto size = static_cast<std::size_t>(status.st_size);
  void* const start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd.get(), 0);
  if (start != MAP_FAILED) {
    bytes_ = {static_cast<const std::byte*>(start), size};
  }
}

ElfFile::~ElfFile() {
  if (!bytes_.empty()) {
    ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
  }
}

// Does not call memcmp(3): AddressSanitizer watches it, and would report the poisoned gaps between loaded variables.
__attribute__((no_sanitize("address"))) bool ElfFile::beginsWith(std::span<const std::byte> loaded) const {
  std::size_t same = 0;
  while (same < loaded.size() && same < bytes_.size() && loaded.data()[same] == bytes_.data()[same]) {
    ++same;
  }
  return same == loaded.size();
}

template <typename T>
bool ElfFile::read(std::uint64_t offset, T* value) const {
  if (offset > bytes_.size() || bytes_.size() - offset < sizeof *value) {
    return false;
  }
  std::memcpy(value, bytes_.data() + offset, sizeof *value);
  return true;
}

ElfFile::Symbol ElfFile::functionAt(std::uint64_t address) const {
  Symbol found;
  search(SHT_SYMTAB, address, &found) || search(SHT_DYNSYM, address, &found);
  return found;
}

bool ElfFile::search(std::uint32_t section_type, std::uint64_t address, Symbol* found) const {
  Header header;
  if (!read(0, &header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
      header.e_ident[EI_CLASS] != kNativeClass) {
    return false;
  }
  const auto sectionAt = [&](std::uint32_t index, Section* section) {
    return index < header.e_shnum && read(header.e_shoff + std::uint64_t{index} * sizeof(Section), section);
  };
  for (std::uint32_t index = 0; index < std::min<std::uint32_t>(header.e_shnum, kMaxSections); ++index) {
    Section table;
    Section names;
    if (!sectionAt(index, &table)) {
      return false;
    }
    if (table.sh_type != section_type || !sectionAt(table.sh_link, &names)) {
      continue;
    }
    SymbolEntry symbol;
    for (std::uint64_t at = 0; at < table.sh_size && read(table.sh_offset + at, &symbol); at += sizeof symbol) {
      const bool is_function = (symbol.st_info & 0xf) == STT_FUNC && symbol.st_shndx != SHN_UNDEF;
      if (!is_function || address < symbol.st_value || address - symbol.st_value >= symbol.st_size) {
        continue;
      }
      const std::uint64_t start = names.sh_offset + symbol.st_name;
      if (start < names.sh_offset || start >= bytes_.size()) {
        continue;
      }
      const auto* name = reinterpret_cast<const char*>(bytes_.data() + start);
      found->name = {name, ::strnlen(name, bytes_.size() - start)};
      found->offset = address - symbol.st_value;
      return true;
    }
  }
  return false;
}

}  // namespace prism::host
