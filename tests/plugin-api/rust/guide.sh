#!/bin/bash
# SPDX-License-Identifier: MIT
# guide.sh WORK CONSOLE: makes the first plugin of the guide out of the guide's own text, against the crate that build.sh
# has put into WORK, and has the conversation that the guide shows.
set -euo pipefail
export LC_ALL=C.UTF-8
unset PRISM_PLUGIN_PATH
work=$1
console=$2
guide=$work/rust/README.md
export CARGO_TARGET_DIR=$work/target CARGO_HOME=$work/home
export RUSTC=/usr/bin/rustc RUSTFLAGS="-D warnings"
export CARGO_PROFILE_RELEASE_OPT_LEVEL=0  # as in build.sh, so that the crate is compiled once

# block LANGUAGE: prints the first block of code in this language.
block() { awk -v start="\`\`\`$1" '$0 == start { on = 1; next } /^```$/ && on { exit } on' "$guide"; }

rm -rf "$work/parrot"
mkdir -p "$work/parrot/src" "$work/parrot/plugins"
cd "$work/parrot"
block toml | sed "s|/usr/share/prism/rust|$work/rust|" >Cargo.toml
block rust >src/lib.rs
/usr/bin/cargo build --release --offline
install -m 644 "$work/target/release/libparrot.so" plugins/parrot.so

printf '[service]\njid = parrot.test\n[parrot]\nword = Awk!\n' >parrot.cfg
diff -u --label guide --label found <(block text) \
  <(printf 'hello\n' | "$console" --strict --plugin-dir plugins --plugin parrot parrot.cfg)
