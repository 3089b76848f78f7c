// SPDX-License-Identifier: MIT
// The names of functions, read from an ELF file's own symbol table: it has those, too, that a version script hides, as
// long as nobody has stripped it. Everything here may be called in a signal handler, and whatever the file contains,
// nothing outside of it is read.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace prism::host {

class ElfFile {
 public:
  // Maps the file. Without one, or if it is no ELF file of this machine's kind, nothing is found in it.
  explicit ElfFile(const char* path);
  ~ElfFile();
  ElfFile(const ElfFile&) = delete;
  ElfFile& operator=(const ElfFile&) = delete;

  // Whether the file begins with these bytes, which have been loaded from it: if not, it has been replaced since.
  bool beginsWith(std::span<const std::byte> loaded) const;

  struct Symbol {
    std::string_view name;     // as the linker knows it; empty if there is none. Valid as long as the ElfFile.
    std::uint64_t offset = 0;  // of the address, from the start of the function
  };

  // The function at an address as the file counts them. Where the full symbol table is missing, those that the file
  // exports are looked at.
  Symbol functionAt(std::uint64_t address) const;

 private:
  template <typename T>
  bool read(std::uint64_t offset, T* value) const;
  bool search(std::uint32_t section_type, std::uint64_t address, Symbol* found) const;

  std::span<const std::byte> bytes_;
};

}  // namespace prism::host
