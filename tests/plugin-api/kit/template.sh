#!/bin/bash
# SPDX-License-Identifier: MIT
# template.sh KIT: copies the template, builds it, tests it with the simulator, and installs it where the host
# finds it, with its link beside the host.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/kit.sh"

cp -r "$examples/template" mine
build_project mine
exports_its_entry_alone mine/build/mine.so
ctest --test-dir mine/build --output-on-failure --no-tests=error

installed=$kit/$KIT_LIBDIR/prism/plugins/mine.so
link=$kit/$KIT_LIBEXECDIR/spectrum2_prism_mine_backend
trap 'rm -rf "$work" "$installed" "$link"' EXIT
cmake --install mine/build >/dev/null
[ -f "$installed" ] || fail "the plugin is not installed as $installed"
expect spectrum2_prism_backend "$(readlink "$link")" "$link does not lead to the host"
mine_answers --plugin mine
