#!/bin/bash
# SPDX-License-Identifier: MIT
# Installs missing packages, builds Prism, and runs all of its tests.
#
#   tests/run.sh [--sanitize | --slow [SECONDS]]
#
#   --sanitize  also runs the unit and integration tests, and the fuzz targets for a short time, with AddressSanitizer and
#               UndefinedBehaviorSanitizer
#   --slow      also runs all tests with these sanitizers, the tests with the label `slow`, those of code with threads
#               with ThreadSanitizer, and those of the release build's hardening
#   SECONDS     duration of the soak with --slow (600; 3600 is an hour)
#
# PRISM_E2E_REQUIRED=1 makes it an error if the end-to-end tests cannot be set up, or a message's instructions cannot
# be compared. Otherwise such tests are skipped, with the reason.
set -euo pipefail

cd "$(dirname "$0")/.."
source tests/packages.sh

usage() {
  sed -n '3,/^set/s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

not_run=(--label-exclude slow)
sanitized=''
soak_seconds=600
case "${1:-}" in
  "") ;;
  --sanitize) sanitized='unit|integration|fuzz' ;;
  --slow)
    not_run=()
    sanitized='.'
    soak_seconds=${2:-600}
    [[ $soak_seconds =~ ^[1-9][0-9]*$ ]] || usage
    ;;
  *) usage ;;
esac

jobs=$(($(nproc) + 2))  # many tests wait for events
sanitized_jobs=$(($(nproc) + 1))  # these compute for longer

build() {
  cmake --preset "$1" -D PRISM_SOAK_SECONDS="$soak_seconds" >/dev/null
  cmake --build --preset "$1" -- --quiet
}

install_packages "${build_packages[@]}" "${test_packages[@]}"

say "Building with GCC (preset dev)"
build dev
say "Running all tests"
ctest --preset dev --parallel "$jobs" --progress "${not_run[@]}"
grep -h '^SKIPPED: ' build/Testing/Temporary/LastTest.log | sort -u || true

if [ -n "$sanitized" ]; then
  say "Building with Clang, AddressSanitizer and UndefinedBehaviorSanitizer (preset asan)"
  build asan
  say "Running the tests with the sanitizers: $sanitized"
  ctest --preset asan --parallel "$sanitized_jobs" --progress --label-regex "$sanitized" "${not_run[@]}"
fi

if [ "${1:-}" = --slow ]; then
  say "Building code with threads with Clang and ThreadSanitizer (preset tsan), and running its tests"
  build tsan
  ctest --preset tsan --parallel "$sanitized_jobs" --progress "${not_run[@]}"
fi

say "Counting the instructions per message in the release build"
cmake --preset release -D BUILD_TESTING=ON >/dev/null
cmake --build --preset release --target prism_instructions_tests -- --quiet
ctest --preset release --parallel "$jobs" --progress --label-regex bench
grep -h '^SKIPPED: ' build-release/Testing/Temporary/LastTest.log | sort -u || true

if [ "${1:-}" = --slow ]; then
  say "Checking the hardening of the release build"
  cmake --build --preset release -- --quiet
  ctest --preset release --progress --tests-regex '^kit\.(install|hardened)$'
fi

say "Showing the demo, from the release build"
tests/demo.sh </dev/null

say "All tests have passed"
