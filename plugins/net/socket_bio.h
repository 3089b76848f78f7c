// SPDX-License-Identifier: MIT
// A BIO through which OpenSSL reads and writes a socket. OpenSSL's own socket BIO would raise SIGPIPE.
#pragma once

#include <openssl/bio.h>

namespace net {

// Owned by the caller. Must outlive its BIOs. Returns nullptr if memory runs out.
BIO_METHOD* newSocketBioMethod();

// The caller keeps owning the socket `fd`. Returns nullptr if memory runs out.
BIO* newSocketBio(const BIO_METHOD* method, int fd);

}  // namespace net
