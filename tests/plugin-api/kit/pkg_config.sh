#!/bin/bash
# SPDX-License-Identifier: MIT
# pkg_config.sh KIT: builds a plugin in C, one in C++ and its test with nothing but pkg-config.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/kit.sh"

export PKG_CONFIG_PATH=$kit/$KIT_LIBDIR/pkgconfig
expect "$KIT_VERSION" "$(pkg-config --modversion prism-plugin)"
expect "$KIT_VERSION" "$(pkg-config --modversion prism-plugin-testing)"

cp "$examples/echo.c" "$examples/template/mine.cpp" .
# shellcheck disable=SC2046
$CC -Wall -Wextra -Wpedantic -Werror echo.c -o echo.so $(pkg-config --cflags --libs prism-plugin)
# shellcheck disable=SC2046
$CXX -std=c++17 -Wall -Wextra -Wpedantic -Werror mine.cpp -o mine.so $(pkg-config --cflags --libs prism-plugin)

exports_its_entry_alone echo.so
exports_its_entry_alone mine.so
echo_answers --plugin-dir . --plugin echo
mine_answers --plugin-dir . --plugin mine

cp "$examples/template/mine_test.cpp" .
# shellcheck disable=SC2046,SC2086
$CXX -std=c++20 -Wall -Wextra -Wpedantic -Werror ${KIT_SANITIZERS:-} mine_test.cpp -o mine_test \
  $(pkg-config --cflags --libs prism-plugin-testing)
./mine_test "$(pkg-config --variable=host prism-plugin-testing)" "$PWD"

# An unresolved symbol must fail at link time.
printf 'void somewhere_else(void);\nvoid f(void) { somewhere_else(); }\n' >lacking.c
# shellcheck disable=SC2046
error=$($CC lacking.c -o lacking.so $(pkg-config --cflags --libs prism-plugin) 2>&1) && fail "an unresolved symbol was linked"
[[ $error = *somewhere_else* ]] || fail "the linker does not name the unresolved symbol: $error"

plugins=$(pkg-config --variable=pluginsdir prism-plugin)
[ -f "$plugins/echo.so" ] || fail "pluginsdir, $plugins, is not where the plugins are"
[ -f "$(pkg-config --variable=versionscript prism-plugin)" ] || fail "versionscript names no file"
