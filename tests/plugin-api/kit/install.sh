#!/bin/bash
# SPDX-License-Identifier: MIT
# install.sh SOURCE BUILD KITS: installs into KITS/installed, and under DESTDIR, from where the kit is moved
# to KITS/moved. Checks that every file is there, and that none outside share/ contains a path of the source
# or build tree.
source_tree=$(realpath "$1")
build=$(realpath "$2")
kits=$3
rm -rf "$kits"
mkdir -p "$kits"
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/kit.sh" "$kits/installed"

cmake --install "$build" --prefix "$kits/installed" >/dev/null
DESTDIR=$kits/destdir cmake --install "$build" --prefix /opt/prism >/dev/null

for file in \
  "$KIT_LIBEXECDIR/spectrum2_prism_backend" \
  "$KIT_LIBEXECDIR/prism-launch" \
  "$KIT_LIBEXECDIR/spectrum2_prism_network.so" \
  bin/prism-console \
  bin/prism-status \
  "$KIT_LIBDIR/prism/plugins/echo.so" \
  include/prism/plugin.h \
  include/prism/host.h \
  include/prism/testing/spectrum.h \
  "$KIT_LIBDIR/cmake/PrismPlugin/PrismPluginConfig.cmake" \
  "$KIT_LIBDIR/cmake/PrismPlugin/PrismPluginConfigVersion.cmake" \
  "$KIT_LIBDIR/pkgconfig/prism-plugin.pc" \
  "$KIT_LIBDIR/pkgconfig/prism-plugin-testing.pc" \
  share/man/man8/spectrum2_prism_backend.8 \
  share/man/man8/prism-launch.8 \
  share/man/man1/prism-console.1 \
  share/man/man1/prism-status.1 \
  share/doc/prism/operations.md \
  share/doc/prism/guarantees.md \
  share/doc/prism/migration.md \
  share/doc/prism/troubleshooting.md \
  share/doc/prism/clients.md \
  share/doc/prism/spectrum.md \
  share/doc/prism/scale-out.md \
  share/doc/prism/echo.md \
  share/doc/prism/irc.md \
  share/doc/prism/lobby.md \
  share/doc/prism/mqtt.md \
  share/doc/prism/purple.md \
  share/doc/prism/purple-protocols.md \
  share/doc/prism/plugin-api.md \
  share/doc/prism/from-0.4.md \
  share/doc/prism/rust.md \
  share/prism/rust/README.md \
  share/prism/rust/examples/ticker/Cargo.lock \
  share/prism/rust/examples/ticker/src/lib.rs \
  share/prism/rust/prism-plugin/Cargo.toml \
  share/prism/rust/prism-plugin/src/ffi/plugin.rs \
  share/doc/prism/CHANGELOG.md \
  share/doc/prism/LICENSE \
  share/doc/prism/examples/Dockerfile \
  share/doc/prism/examples/backend-logging.cfg \
  share/doc/prism/examples/echo.cfg \
  share/doc/prism/examples/irc-accounts.cfg \
  share/doc/prism/examples/irc-networks.cfg \
  share/doc/prism/examples/irc.cfg \
  share/doc/prism/examples/logrotate \
  share/doc/prism/examples/mqtt.cfg \
  share/doc/prism/examples/prometheus-alerts.yml \
  share/doc/prism/examples/purple.cfg \
  share/doc/prism/examples/systemd/prism.conf \
  share/doc/prism/examples/echo.c \
  share/doc/prism/examples/template/CMakeLists.txt; do
  [ -f "$kit/$file" ] || fail "$file is not installed"
done
for id in echo irc lobby mqtt purple; do
  link=$kit/$KIT_LIBEXECDIR/spectrum2_prism_${id}_backend
  expect spectrum2_prism_backend "$(readlink "$link")" "$link does not lead to the host"
done
for header in "$source_tree"/plugin-api/include/prism/*; do
  [ -f "$kit/include/prism/${header##*/}" ] || fail "the header ${header##*/} is not installed"
done

files() { (cd "$1" && find . ! -type d | sort); }
expect "$(files "$kit")" "$(files "$kits/destdir/opt/prism")" "under DESTDIR, other files are installed"
expect opt/prism "$(cd "$kits/destdir" && find . -mindepth 2 -maxdepth 2 -printf '%P\n')" "something lies beside the prefix"

grep -qx "backend = /opt/prism/$KIT_LIBEXECDIR/spectrum2_prism_echo_backend" \
  "$kits/destdir/opt/prism/share/doc/prism/examples/echo.cfg" || fail "echo.cfg does not name the host in its prefix"
grep -qx "    backend = /opt/prism/$KIT_LIBEXECDIR/spectrum2_prism_irc_backend" "$kits/destdir/opt/prism/share/doc/prism/irc.md" ||
  fail "irc.md does not name the host in its prefix"

for place in "$kit" "$kits/destdir/opt/prism"; do
  if grep -rIlF -e "$kits" -e "$build" -e "$source_tree" "$place" --exclude-dir=share; then
    fail "these files know where they were built or installed"
  fi
  for program in "$place/$KIT_LIBEXECDIR/spectrum2_prism_backend" "$place/$KIT_LIBEXECDIR/prism-launch" \
    "$place/bin/prism-console" "$place/bin/prism-status" "$place/$KIT_LIBDIR"/prism/plugins/*.so; do
    if readelf -d "$program" | grep -E 'RPATH|RUNPATH'; then
      fail "$program looks for libraries in a place of its own"
    fi
  done
done

mv "$kits/destdir/opt/prism" "$kits/moved"
rm -r "$kits/destdir"
