// SPDX-License-Identifier: MIT
// Reads the names of functions from an ELF file's own symbol table. That table has the functions, too, that a version
// script hides, unless somebody has stripped it. Everything here is async-signal-safe, and reads nothing outside of the
// file, whatever it contains.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace prism::host {

class ElfFile {
 public:
  // Maps the file. If that fails, or if it is no ELF file of this machine's kind, no function is found in it.
  explicit ElfFile(const char* path);
  ~ElfFile();
  ElfFile(const ElfFile&) = delete;
  ElfFile& operator=(const ElfFile&) = delete;

  // Returns true if the file begins with `loaded`, bytes in memory that were loaded from it. Otherwise the file has
  // been replaced since.
  bool beginsWith(std::span<const std::byte> loaded) const;

  struct Symbol {
    std::string_view name;     // mangled; empty if there is none. Valid as long as the ElfFile.
    std::uint64_t offset = 0;  // of the address from the start of the function
  };

  // Returns the function at an address, which counts from where the file is loaded. Where the full symbol table is
  // missing, finds exported functions only.
  Symbol functionAt(std::uint64_t address) const;

 private:
  template <typename T>
  bool read(std::uint64_t offset, T* value) const;
  bool search(std::uint32_t section_type, std::uint64_t address, Symbol* found) const;

  std::span<const std::byte> bytes_;
};

}  // namespace prism::host
