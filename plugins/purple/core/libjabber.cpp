// SPDX-License-Identifier: MIT
#include "core/libjabber.h"

#include <dlfcn.h>

namespace purple {
namespace {

template <typename Function>
void find(void* library, const char* name, Function* function) {
  *function = reinterpret_cast<Function>(::dlsym(library, name));
}

}  // namespace

const Libjabber& libjabber() {
  static const Libjabber functions = [] {
    Libjabber found;
    if (void* library = ::dlopen("libjabber.so.0", RTLD_LAZY | RTLD_NOLOAD)) {
      find(library, "jabber_parser_process", &found.parser_process);
      find(library, "jabber_parser_free", &found.parser_free);
      find(library, "jabber_chat_find", &found.chat_find);
      find(library, "jabber_chat_part", &found.chat_part);
      find(library, "jabber_chat_destroy", &found.chat_destroy);
    }
    return found;
  }();
  return functions;
}

}  // namespace purple
