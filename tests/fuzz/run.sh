#!/bin/bash
# SPDX-License-Identifier: MIT
# Builds the fuzz targets with the preset asan, and runs them one after another.
#
#   tests/fuzz/run.sh [--seconds N] [target...]
#
#   --seconds N  duration of each target (600)
#   target       names as in tests/fuzz/corpus (all)
#
# New inputs are kept in build-asan/tests/fuzz/learnt for the next run. Findings are written to
# build-asan/tests/fuzz/found, and the run fails: fix the fault, and add the input to tests/fuzz/corpus, which the
# tests replay.
set -euo pipefail

cd "$(dirname "$0")/../.."
source tests/packages.sh

usage() {
  sed -n '3,/^set/s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

seconds=600
targets=()
while [ $# -gt 0 ]; do
  case $1 in
    --seconds)
      [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || usage
      seconds=$2
      shift
      ;;
    -*) usage ;;
    *)
      [ -d "tests/fuzz/corpus/$1" ] || usage
      targets+=("$1")
      ;;
  esac
  shift
done
if [ ${#targets[@]} -eq 0 ]; then
  mapfile -t targets < <(ls tests/fuzz/corpus)
fi

install_packages "${build_packages[@]}" "${test_packages[@]}"
cmake --preset asan >/dev/null
cmake --build --preset asan --target "${targets[@]/#/prism_fuzz_}" -- --quiet

programs=build-asan/tests/fuzz
mkdir -p "$programs/found"
failed=()
for target in "${targets[@]}"; do
  say "Fuzzing $target for $seconds s"
  mkdir -p "$programs/learnt/$target"
  options=(-max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -print_final_stats=1
    -artifact_prefix="$programs/found/$target-")
  dictionary=tests/fuzz/dictionaries/$target.dict
  [ ! -f "$dictionary" ] || options+=(-dict="$dictionary")
  "$programs/$target" "${options[@]}" "$programs/learnt/$target" "tests/fuzz/corpus/$target" || failed+=("$target")
done
if [ ${#failed[@]} -gt 0 ]; then
  say "There are findings, in $programs/found, of: ${failed[*]}"
  exit 1
fi
say "Nothing has been found"
