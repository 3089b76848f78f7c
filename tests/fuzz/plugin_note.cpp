// SPDX-License-Identifier: MIT
// Files in the plugin directory: any content must be safe to examine. The input is used as a file, and again as the
// text of a note.
#include "host/plugin/plugin_note.h"

#include "host/base/xml_text.h"
#include "tests/fuzz/require.h"
#include <prism/unique_fd.hpp>

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

namespace {

using prism::fuzz::require;

void check(const prism::host::Result<prism::host::PluginNote>& note) {
  if (!note) {
    require(note.error().code == ELIBBAD, "the error is that of a bad library");
    require(note.error().sentence.find('\n') == std::string::npos, "the error is one line");
    return;
  }
  require(!note->id.empty() && note->id.size() <= 32 && note->id.find_first_of("/.\n ") == std::string::npos,
          "an id is fit for a file name");
  for (const std::string* shown : {&note->name, &note->version}) {
    require(prism::host::isXmlText(*shown) && shown->find('\n') == std::string::npos,
            "what is shown is a line of text");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  check(prism::host::parsePluginNote(input));

  static const prism::UniqueFd file(::memfd_create("plugin", MFD_CLOEXEC));
  static const std::string path = fmt::format("/proc/self/fd/{}", file.get());
  require(::ftruncate(file.get(), 0) == 0 &&
              ::pwrite(file.get(), input.data(), input.size(), 0) == static_cast<ssize_t>(input.size()),
          "the file can be written");
  check(prism::host::readPluginNote(path));
  return 0;
}
