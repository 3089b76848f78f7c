#!/bin/bash
# SPDX-License-Identifier: MIT
# Installs what is missing, builds the release preset, and measures Prism against the floor, the least program that could
# do its job (floor.cpp), and what an IRC session takes. It takes about ten minutes, and prints tables. Whatever else runs
# on the machine disturbs it.
#
#   tests/bench/run.sh [--pairs N] [EXPERIMENT...]     (--help tells more; with an experiment, that alone)
set -euo pipefail

cd "$(dirname "$0")/../.."
source tests/packages.sh

install_packages "${build_packages[@]}" ngircd openssl python3

say "Building (preset release)"
cmake --preset release -D BUILD_TESTING=ON >/dev/null
cmake --build --preset release --target prism-bench irc -- --quiet

say "Measuring"
build-release/tests/bench/prism-bench "$@"

if [[ $* =~ ^(--pairs [0-9]+)?$ ]]; then
  say "Measuring IRC sessions"
  /usr/bin/python3 -B tests/bench/irc_sessions.py build-release/host/spectrum2_prism_backend build-release/plugins
fi
