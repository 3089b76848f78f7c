// SPDX-License-Identifier: MIT
// Runs a fuzz target on files, and on all files in directories, for compilers without libFuzzer.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

std::vector<std::string> filesOf(const char* path) {
  if (!fs::is_directory(path)) {
    return {path};
  }
  std::vector<std::string> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path)) {
    if (entry.is_regular_file()) {
      files.push_back(entry.path().string());
    }
  }
  return files;
}

// The input is on the heap with no spare capacity, so that sanitizers detect reads beyond it.
void run(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::vector<char> content{std::istreambuf_iterator<char>(stream), {}};
  if (!stream) {
    std::fprintf(stderr, "cannot read %s\n", file.c_str());
    std::exit(EXIT_FAILURE);
  }
  content.shrink_to_fit();
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(content.data()), content.size());
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t count = 0;
  for (int i = 1; i < argc; ++i) {
    for (const std::string& file : filesOf(argv[i])) {
      std::printf("%s\n", file.c_str());
      std::fflush(stdout);  // the last name in the output is that of the failing input
      run(file);
      ++count;
    }
  }
  std::printf("%zu inputs\n", count);
  return count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
