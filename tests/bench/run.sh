#!/bin/bash
# SPDX-License-Identifier: MIT
# Installs missing packages, builds the release preset, and measures Prism against the floor (floor.cpp), the least
# program that could do its job, and the cost of IRC sessions. Takes about ten minutes, and prints tables. Other load
# on the machine disturbs it.
#
#   tests/bench/run.sh [--pairs N] [EXPERIMENT...]     (--help tells more; with an experiment, only that)
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
