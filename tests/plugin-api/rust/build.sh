#!/bin/bash
# SPDX-License-Identifier: MIT
# build.sh BUILD PROBE WORK PLUGINS: installs the crates of the build directory plugin-api/rust, and copies them and the
# probe into WORK. Builds the plugins there without a network, and installs them into PLUGINS as
# plugin-api/rust/README.md says.
set -euo pipefail
build=$1
probe=$2
work=$3
plugins=$4
export CARGO_TARGET_DIR=$work/target CARGO_HOME=$work/home
export RUSTC=/usr/bin/rustc RUSTFLAGS="-D warnings"
export CARGO_PROFILE_RELEASE_OPT_LEVEL=0  # a quarter of the time

unset DESTDIR
mkdir -p "$work" "$plugins"
# The files keep their times, so that cargo builds only what has changed.
rm -rf "$work/prefix" "$work/rust" "$work/probe"
cmake --install "$build" --prefix "$work/prefix" >/dev/null
cp -a "$work/prefix/share/prism/rust" "$work/rust"
cp -a "$probe" "$work/probe"

for directory in "$work/rust/examples/ticker" "$work/probe"; do
  (cd "$directory" && /usr/bin/cargo build --release --offline --locked)
done
for name in ticker probe; do
  install -m 644 "$work/target/release/lib$name.so" "$plugins/$name.so"
  exported=$(nm -D --defined-only --format=posix "$plugins/$name.so" | cut -d ' ' -f 1)
  [ "$exported" = prism_plugin_query ] || { echo "$name.so exports: $exported" >&2; exit 1; }
done
