// SPDX-License-Identifier: MIT
// What OpenSSL reads and writes a socket by: its own way would raise SIGPIPE.
#pragma once

#include <openssl/bio.h>

namespace net {

// Owned by the caller, must outlive the BIOs; nullptr if there is no memory.
BIO_METHOD* newSocketBioMethod();

// Of a socket that stays the caller's; nullptr if there is no memory.
BIO* newSocketBio(const BIO_METHOD* method, int fd);

}  // namespace net
