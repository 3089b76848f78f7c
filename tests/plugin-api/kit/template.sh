#!/bin/bash
# SPDX-License-Identifier: MIT
# template.sh KIT: the template copied, built, tested with the simulator, and installed where the host finds it.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/kit.sh"

cp -r "$examples/template" mine
build_project mine
exports_its_entry_alone mine/build/mine.so
ctest --test-dir mine/build --output-on-failure --no-tests=error

installed=$kit/$KIT_LIBDIR/prism/plugins/mine.so
trap 'rm -rf "$work" "$installed"' EXIT
cmake --install mine/build >/dev/null
[ -f "$installed" ] || fail "the plugin is not installed as $installed"
mine_answers --plugin mine
