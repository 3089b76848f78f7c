# SPDX-License-Identifier: MIT
# Sourced by the tests of an installed kit. $1 is the kit's prefix. The tests start in an empty directory.
# shellcheck shell=bash disable=SC2034
set -euo pipefail
export LC_ALL=C.UTF-8
unset DESTDIR PRISM_PLUGIN_PATH

kit=$1
console=$kit/bin/prism-console
examples=$kit/share/doc/prism/examples

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

# expect EXPECTED FOUND [MESSAGE]: fails with the difference unless both are equal.
expect() {
  diff -u --label expected --label found <(printf '%s\n' "$1") <(printf '%s\n' "$2") >&2 || fail "${3:-that is not the same}"
}

exports_its_entry_alone() {
  expect prism_plugin_query "$(nm -D --defined-only --format=posix "$1" | cut -d ' ' -f 1)" "$1 exports something else"
}

# conversation OPTIONS...: says `hi` to a plugin in the installed host, and prints the console's output.
conversation() { printf 'hi\n' | "$console" "$@"; }

echo_answers() {
  expect "* you@example.org is logged in
* contact echo (Echo) is online [Echo]
you → echo: hi
echo → you: hi
* you@example.org is logged out" "$(conversation "$@")"
}

mine_answers() {
  expect "* you@example.org is logged in
* contact mine (Mine) is online
you → mine: hi
mine → you: Hello, you wrote: hi
* you@example.org is logged out" "$(conversation "$@")"
}

# build_project DIRECTORY [OPTIONS...]: configures and builds a project against the kit alone.
build_project() {
  local flags=${KIT_SANITIZERS:-}
  cmake -S "$1" -B "$1/build" -D CMAKE_PREFIX_PATH="$kit" -D CMAKE_BUILD_TYPE=Debug \
    -D CMAKE_C_FLAGS="-Wall -Wextra -Wpedantic -Werror $flags" \
    -D CMAKE_CXX_FLAGS="-Wall -Wextra -Wpedantic -Werror $flags" "${@:2}" >"$work/configure.log" 2>&1 ||
    { cat "$work/configure.log"; fail "$1 cannot be configured"; }
  cmake --build "$1/build" >"$work/build.log" 2>&1 || { cat "$work/build.log"; fail "$1 cannot be built"; }
}
