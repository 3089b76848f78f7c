// SPDX-License-Identifier: MIT
#include "tests/support/servers/certificates.h"

#include "tests/support/servers/program.h"

#include <sys/stat.h>

#include <vector>

namespace prism::tests {

namespace {

constexpr std::size_t kFingerprintSize = 95;  // 32 bytes, with colons

std::string openssl(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "/usr/bin/openssl");
  return runProgram(arguments);
}

// A new key in `file`, and what it is for.
std::vector<std::string> withNewKey(const std::string& file, const std::string& subject) {
  return {"-newkey", "ec",    "-pkeyopt",      "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
          file,      "-subj", "/CN=" + subject};
}

std::vector<std::string> operator+(std::vector<std::string> words, const std::vector<std::string>& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace

CertificateAuthority::CertificateAuthority() : ca_file_(directory_.path() / "ca.pem") {
  openssl(std::vector<std::string>{"req", "-x509", "-out", ca_file_, "-days", "2"} +
          withNewKey(directory_.path() / "ca.key", "Prism test authority"));
  chmod(directory_.path().c_str(), 0755);
}

Certificate CertificateAuthority::issue(const std::string& name, const std::string& host) const {
  const std::string request = directory_.path() / (name + ".csr");
  const std::string extensions = directory_.write(name + ".ext", "subjectAltName = " + host + "\n");
  openssl(std::vector<std::string>{"req", "-out", request} + withNewKey(directory_.path() / (name + ".key"), name));
  openssl({"x509", "-req", "-in", request, "-CA", ca_file_, "-CAkey", directory_.path() / "ca.key", "-CAcreateserial",
           "-out", directory_.path() / (name + ".pem"), "-days", "2", "-extfile", extensions});
  return finish(name);
}

Certificate CertificateAuthority::selfSigned(const std::string& name, const std::string& host) const {
  openssl(std::vector<std::string>{"req", "-x509", "-out", directory_.path() / (name + ".pem"), "-days", "2", "-addext",
                                   "subjectAltName = " + host} +
          withNewKey(directory_.path() / (name + ".key"), name));
  return finish(name);
}

Certificate CertificateAuthority::finish(const std::string& name) const {
  Certificate made{directory_.path() / (name + ".pem"), directory_.path() / (name + ".key"), {}};
  chmod(made.key_file.c_str(), 0644);
  const std::string said = openssl({"x509", "-in", made.file, "-noout", "-fingerprint", "-sha256"});
  made.fingerprint = said.substr(said.find('=') + 1, kFingerprintSize);
  return made;
}

}  // namespace prism::tests
