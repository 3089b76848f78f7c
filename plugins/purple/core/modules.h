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
  // in them, the id of a protocol.
  Modules(const std::vector<std::string>& directories, const std::string& text);

  // Afterwards: has libpurple open those that it needs for TLS; nothing happens the second time.
  void openForTls();
  // Afterwards: has libpurple open all after all.
  void openAll();

 private:
  // libpurple's.
  std::vector<PurplePlugin*> for_tls_;
  std::vector<PurplePlugin*> passed_over_;
};

}  // namespace purple
