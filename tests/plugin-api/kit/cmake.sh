#!/bin/bash
# SPDX-License-Identifier: MIT
# cmake.sh KIT: builds the echo plugin as a C project with find_package(PrismPlugin), and checks which
# versions that accepts.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/kit.sh"

mkdir echo
cp "$examples/echo.c" echo
cat >echo/CMakeLists.txt <<'PROJECT'
cmake_minimum_required(VERSION 3.18)
project(echo LANGUAGES C)
find_package(PrismPlugin REQUIRED)
prism_add_plugin(echo echo.c)
PROJECT
build_project echo
exports_its_entry_alone echo/build/echo.so
echo_answers --plugin-dir echo/build

# finds LANGUAGE ARGUMENTS...: prints the output of find_package(PrismPlugin ARGUMENTS), and whether it
# succeeded, for each of the arguments. CMake wraps its messages, so the output is joined into one line.
finds() {
  mkdir probe
  {
    printf 'cmake_minimum_required(VERSION 3.18)\nproject(probe LANGUAGES %s)\n' "$1"
    printf 'find_package(PrismPlugin %s)\nmessage(STATUS "[%s]=${PrismPlugin_FOUND}")\n' "${@:2}"
  } >probe/CMakeLists.txt
  cmake -S probe -B probe/build -D CMAKE_PREFIX_PATH="$kit" 2>&1 | tr -s ' \n' ' '
  rm -r probe
}
says() { [[ $1 = *"$2"* ]] || fail "find_package(PrismPlugin) does not say '$2', but: $1"; }

IFS=. read -r major minor _ <<<"$KIT_VERSION"
right=("$major.$minor" "$KIT_VERSION EXACT" "COMPONENTS testing")
wrong=("$major.$((minor + 1))" "$((major + 1)).0" "$KIT_VERSION.1")
arguments=()
for wanted in "${right[@]}" "${wrong[@]}" "COMPONENTS tests"; do
  arguments+=("$wanted" "$wanted")
done
found=$(finds CXX "${arguments[@]}")
for wanted in "${right[@]}"; do
  says "$found" "[$wanted]=1"
done
for wanted in "${wrong[@]}" "COMPONENTS tests"; do
  says "$found" "[$wanted]=0"
done
says "$found" "it has no component tests, only testing"
says "$(finds C "COMPONENTS testing" "")" "its component testing needs C++, Protobuf and fmt"
