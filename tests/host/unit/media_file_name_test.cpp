// SPDX-License-Identifier: MIT
#include "host/media/file_name.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

std::string named(const std::string& name, const std::string& mime_type = "") {
  const PublicName result = publicNameOf(name, mime_type);
  return result.name + " " + result.mime_type;
}

TEST(FileNameTest, TheExtensionFollowsTheType) {
  EXPECT_EQ(named("cat.jpg", "image/jpeg"), "cat.jpg image/jpeg");
  EXPECT_EQ(named("cat.JPEG", "image/jpeg"), "cat.jpeg image/jpeg");
  EXPECT_EQ(named("cat", "image/png"), "cat.png image/png");
  EXPECT_EQ(named("cat.txt", "image/png"), "cat_txt.png image/png");
  EXPECT_EQ(named("cat.jpg", "IMAGE/JPG; q=1"), "cat.jpg image/jpeg");
  EXPECT_EQ(named("song.opus", "audio/ogg"), "song.opus audio/ogg");
  EXPECT_EQ(named("report", "application/pdf"), "report.pdf application/pdf");
}

TEST(FileNameTest, WithoutATypeTheExtensionDecides) {
  EXPECT_EQ(named("cat.png"), "cat.png image/png");
  EXPECT_EQ(named("cat.png", "application/octet-stream"), "cat.png image/png");
  EXPECT_EQ(named("notes.TXT"), "notes.txt text/plain");
  EXPECT_EQ(named("cat"), "cat.bin application/octet-stream");
  EXPECT_EQ(named(""), "file.bin application/octet-stream");
  EXPECT_EQ(named("", "image/gif"), "file.gif image/gif");
}

TEST(FileNameTest, PagesAndProgramsAreNeitherShownNorRun) {
  for (const char* name :
       {"page.html", "page.htm", "page.xhtml", "page.shtml", "image.svg", "feed.xml", "code.js", "shell.php",
        "shell.phtml", "run.cgi", "run.pl", "run.py", "run.sh", "app.exe", "app.wasm"}) {
    const PublicName result = publicNameOf(name, "");
    EXPECT_TRUE(result.name.ends_with(".bin")) << result.name;
    EXPECT_EQ(result.name.find('.'), result.name.size() - 4) << result.name;
    EXPECT_EQ(result.mime_type, "application/octet-stream");
  }
  EXPECT_EQ(named("x", "text/html"), "x.bin application/octet-stream");
  EXPECT_EQ(named("x.png", "image/svg+xml"), "x_png.bin application/octet-stream");
  EXPECT_EQ(named("shell.php.jpg", "image/jpeg"), "shell_php.jpg image/jpeg");
  EXPECT_EQ(named("cat.jpg.php", "image/jpeg"), "cat_jpg_php.jpg image/jpeg");
}

TEST(FileNameTest, NoPathAndNoHiddenFile) {
  EXPECT_EQ(named("/etc/passwd"), "passwd.bin application/octet-stream");
  EXPECT_EQ(named("../../index.png"), "index.png image/png");
  EXPECT_EQ(named("C:\\Users\\cat.png"), "cat.png image/png");
  EXPECT_EQ(named(".htaccess"), "_htaccess.bin application/octet-stream");
  EXPECT_EQ(named("..", "image/png"), "file.png image/png");
  EXPECT_EQ(named("dir/", "image/png"), "file.png image/png");
  EXPECT_EQ(named(".png"), "_png.bin application/octet-stream");
}

TEST(FileNameTest, OtherCharactersBecomeOneUnderscore) {
  EXPECT_EQ(named("a cat & a dog.png"), "a_cat_a_dog.png image/png");
  EXPECT_EQ(named("K\xC3\xA4tzchen.png"), "K_tzchen.png image/png");
  EXPECT_EQ(named(std::string("nul\0<x>\"\n%2e.png", 16)), "nul_x_2e.png image/png");
  EXPECT_EQ(named("\xE7\x8C\xAB.png"), "file.png image/png");
}

TEST(FileNameTest, LongNamesAreCut) {
  EXPECT_EQ(publicNameOf(std::string(1000, 'a') + ".png", "").name, std::string(64, 'a') + ".png");
  EXPECT_EQ(publicNameOf("a." + std::string(1000, 'b'), "").name, "a_" + std::string(62, 'b') + ".bin");
}

}  // namespace
}  // namespace prism::host
