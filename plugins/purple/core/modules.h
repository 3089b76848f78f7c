// The modules in libpurple's directories: protocols, and much that is for people who sit before a window. libpurple opens
// all of them as it starts, interpreters of Perl and Tcl with the X client libraries among them, to ask each what it is.
#pragma once

#include <purple.h>

#include <string>
#include <vector>

namespace purple {

class Modules {
 public:
  // To be made before purple_core_init(), which then opens those of its own and of these directories that have this text
  // in them, the id of a protocol, and what is needed for TLS.
  Modules(const std::vector<std::string>& directories, const std::string& text);

  // Afterwards: has libpurple open all others after all.
  void openAll();

 private:
  std::vector<PurplePlugin*> passed_over_;  // libpurple's
};

}  // namespace purple
