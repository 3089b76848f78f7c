#!/bin/bash
# SPDX-License-Identifier: MIT
# unit.sh CRATES WORK: runs the tests of the crate itself and those of its documentation, in a copy.
set -euo pipefail
crates=$1
work=$2
export CARGO_TARGET_DIR=$work/target CARGO_HOME=$work/home
export RUSTC=/usr/bin/rustc RUSTDOC=/usr/bin/rustdoc RUSTFLAGS="-D warnings" RUSTDOCFLAGS="-D warnings"

rm -rf "$work/rust"
mkdir -p "$work"
cp -a "$crates" "$work/rust"
cd "$work/rust/prism-plugin"
/usr/bin/cargo test --offline
/usr/bin/cargo doc --offline
