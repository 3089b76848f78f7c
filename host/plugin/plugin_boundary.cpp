// SPDX-License-Identifier: MIT
#include "host/plugin/plugin_boundary.h"

#include <cxxabi.h>

#include <cstdlib>
#include <memory>
#include <typeinfo>

namespace prism::host {

std::string typeOf(const std::exception& exception) {
  const char* name = typeid(exception).name();
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> readable(::abi::__cxa_demangle(name, nullptr, nullptr, &status),
                                                             &std::free);
  return readable ? readable.get() : name;
}

}  // namespace prism::host
