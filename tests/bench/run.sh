#!/bin/bash
# Installs what is missing, builds the release preset, and measures Prism against the floor, the least program that could
# do its job (floor.cpp). It takes about five minutes, and prints tables. Whatever else runs on the machine disturbs it.
#
#   tests/bench/run.sh [--pairs N] [EXPERIMENT...]     (--help tells more)
set -euo pipefail

cd "$(dirname "$0")/../.."
source tests/packages.sh

install_packages "${build_packages[@]}"

say "Building (preset release)"
cmake --preset release -D BUILD_TESTING=ON >/dev/null
cmake --build --preset release --target prism-bench -- --quiet

say "Measuring"
exec build-release/tests/bench/prism-bench "$@"
