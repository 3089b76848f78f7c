// SPDX-License-Identifier: MIT
#include "host/plugin/plugin_note.h"

#include <prism/plugin.h>
#include <prism/testing/temporary_directory.h>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <fstream>
#include <iterator>

namespace prism::host {
namespace {

using Lines = std::vector<std::string>;

TEST(PluginNote, ReadsWhatTheMacroWrote) {
  const auto note = readPluginNote(PRISM_TEST_ECHO);
  ASSERT_TRUE(note) << note.error().sentence;
  EXPECT_EQ(note->id, "echo");
  EXPECT_EQ(note->name, "Echo");
  EXPECT_EQ(note->abi_version, PRISM_ABI_VERSION);
  EXPECT_EQ(note->needs_minor, std::uint32_t{PRISM_NEEDS_MINOR});
  EXPECT_TRUE(note->protocol_claims.empty());
}

TEST(PluginNote, UnderstandsTheText) {
  const auto note = parsePluginNote(
      "id=irc\nname=Internet Relay Chat\nversion=1.2\nabi=3.4\nnew=thing\n"
      "claims=protocol:prpl-irc key:service.irc_server protocol:irc* future:claim\n");
  ASSERT_TRUE(note);
  EXPECT_EQ(note->id, "irc");
  EXPECT_EQ(note->name, "Internet Relay Chat");
  EXPECT_EQ(note->version, "1.2");
  EXPECT_EQ(note->abi_version, PRISM_ABI(3, 4));
  EXPECT_EQ(note->needs_minor, 4U) << "as it is built, unless it says so";
  EXPECT_EQ(note->protocol_claims, (Lines{"prpl-irc", "irc*"}));
  EXPECT_EQ(note->key_claims, Lines{"service.irc_server"});
}

TEST(PluginNote, TellsWhatThePluginNeeds) {
  const auto note = parsePluginNote("id=irc\nname=IRC\nversion=1.2\nabi=1.4\nneeds=1.2\nclaims=\nkeys=\n");
  ASSERT_TRUE(note);
  EXPECT_EQ(note->abi_version, PRISM_ABI(1, 4));
  EXPECT_EQ(note->needs_minor, 2U);
}

TEST(PluginNote, RefusesATextThatMakesNoSense) {
  const auto sentence = [](std::string_view text) {
    const auto note = parsePluginNote(text);
    return note ? "(accepted)" : note.error().sentence;
  };
  EXPECT_EQ(sentence(""), "its note has no abi");
  EXPECT_EQ(sentence("id=x\n"), "its note has no abi");
  EXPECT_EQ(sentence("abi=1\n"), "its note has abi='1', expected MAJOR.MINOR");
  EXPECT_EQ(sentence("abi=1.65536\n"), "its note has abi='1.65536', expected MAJOR.MINOR");
  EXPECT_EQ(sentence("abi=1.4\nneeds=2\n"), "its note has needs='2', expected MAJOR.MINOR");
  EXPECT_EQ(sentence("abi=1.4\nneeds=1.5\n"), "its note needs another ABI than it is built for");
  EXPECT_EQ(sentence("abi=1.4\nneeds=0.4\n"), "its note needs another ABI than it is built for");
  const std::string expected = "expected 1 to 32 of a-z, 0-9, '-' and '_'";
  EXPECT_EQ(sentence("abi=0.5\n"), "its note has id='', " + expected);
  EXPECT_EQ(sentence("abi=0.5\nid=../echo\n"), "its note has id='../echo', " + expected);
  EXPECT_EQ(sentence("abi=0.5\nid=" + std::string(33, 'a')),
            "its note has id='" + std::string(33, 'a') + "', " + expected);
}

class PluginNoteFileTest : public ::testing::Test {
 protected:
  PluginNoteFileTest() {
    std::ifstream echo(PRISM_TEST_ECHO, std::ios::binary);
    plugin_.assign(std::istreambuf_iterator<char>(echo), {});
  }

  // Returns the complaint about a file with this content, or an empty string if it is accepted.
  std::string complaint(const std::string& content) {
    const std::string path = directory_.write("x.so", content);
    const auto note = readPluginNote(path);
    if (note) {
      return "";
    }
    EXPECT_EQ(note.error().code, ELIBBAD);
    const std::string prefix = path + " is not a plugin: ";
    EXPECT_TRUE(note.error().sentence.starts_with(prefix)) << note.error().sentence;
    return note.error().sentence.substr(prefix.size());
  }

  testing::TemporaryDirectory directory_;
  std::string plugin_;
};

TEST_F(PluginNoteFileTest, SaysWhatIsWrongWithAFile) {
  EXPECT_EQ(complaint(plugin_), "");
  EXPECT_EQ(complaint(""), "it is too short for an ELF file");
  EXPECT_EQ(complaint("#!/bin/sh\n" + std::string(100, '\n')), "it is not an ELF file");
  EXPECT_EQ(complaint(plugin_.substr(0, 100)), "it is cut short");

  std::string other_machine = plugin_;
  other_machine[18] = 40;  // e_machine: ARM
  EXPECT_EQ(complaint(other_machine), "it is built for another kind of machine");

  std::string object = plugin_;
  object[16] = 1;  // e_type: ET_REL
  EXPECT_EQ(complaint(object), "it is not a shared object");

  std::string other_owner = plugin_;
  other_owner.replace(other_owner.find(std::string("Prism\0\0\0", 8)), 5, "Prisn");
  EXPECT_EQ(complaint(other_owner), "it has no .note.prism, which PRISM_PLUGIN_NOTE() puts into a plugin");
}

TEST_F(PluginNoteFileTest, NamesAFileThatCannotBeRead) {
  const auto missing = readPluginNote("/no/such.so");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().sentence, "cannot read /no/such.so: No such file or directory");
  const std::string pipe = directory_.path() / "pipe.so";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(readPluginNote(pipe).error().sentence, "cannot read " + pipe + ": it is not a regular file");
}

// Any file in the directory must be safe to examine.
TEST_F(PluginNoteFileTest, SurvivesDamageAnywhere) {
  const std::size_t interesting = std::min<std::size_t>(plugin_.size(), 1200);  // headers and notes
  for (std::size_t position = 0; position < interesting; ++position) {
    for (const char value : {'\0', '\x01', '\x7f', '\xff'}) {
      std::string damaged = plugin_;
      damaged[position] = value;
      complaint(damaged);
    }
  }
  for (std::size_t size = 0; size < interesting; size += 7) {  // half-copied files
    EXPECT_NE(complaint(plugin_.substr(0, size)), "") << size;
  }
}

}  // namespace
}  // namespace prism::host
