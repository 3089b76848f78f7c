// SPDX-License-Identifier: MIT
// The files that users send, from their download until libpurple has sent them. They are in working_dir/outgoing.
// Several backends may share it, so each process has a directory of its own there, which it keeps locked. The lock ends
// with the process. A later process removes directories without a lock, which a crash has left.
#pragma once

#include <prism/host.hpp>
#include <prism/unique_fd.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace purple {

// Returns 128 random bits in hexadecimal: a name that cannot be guessed.
std::string randomToken();

// Returns false if a file of this size would leave less than kLeastSpace of the disk. True if that is unknown.
bool hasSpaceFor(const std::string& directory, std::uint64_t size);

class OutgoingDirectory {
 public:
  // A file, which is removed when this ends.
  class File {
   public:
    File(OutgoingDirectory& directory, std::string path, prism::UniqueFd fd)
        : directory_(&directory), path_(std::move(path)), fd_(std::move(fd)) {}
    File(File&& other) noexcept
        : directory_(std::exchange(other.directory_, nullptr)),
          path_(std::move(other.path_)),
          fd_(std::move(other.fd_)) {}
    File& operator=(File&&) = delete;
    ~File();

    const std::string& path() const { return path_; }
    int fd() const { return fd_.get(); }
    // Closes the descriptor, for which others may have duplicates.
    void close() { fd_.close(); }

   private:
    OutgoingDirectory* directory_;
    std::string path_;
    prism::UniqueFd fd_;  // open for writing
  };

  // Writes nothing before the first create(). Must outlive all files.
  OutgoingDirectory(prism::Host host, const std::string& working_directory)
      : host_(host), path_(working_directory + "/outgoing") {}
  // Removes the directory of this process.
  ~OutgoingDirectory();
  OutgoingDirectory(const OutgoingDirectory&) = delete;
  OutgoingDirectory& operator=(const OutgoingDirectory&) = delete;

  // Removes the files of processes that have ended. Leaves whatever was not created by this class.
  void sweep() const;

  // Creates an empty file of this name, which must be safe. Returns nullopt if that fails, and logs why.
  std::optional<File> create(const std::string& name);

  // The number of files in this process.
  std::size_t count() const { return count_; }

 private:
  bool makeOwn();

  const prism::Host host_;
  const std::string path_;
  std::string own_;       // the directory of this process; empty before the first file
  prism::UniqueFd lock_;  // on own_
  std::uint64_t last_ = 0;
  std::size_t count_ = 0;
};

}  // namespace purple
