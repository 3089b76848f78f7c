# SPDX-License-Identifier: MIT
# Sourced by the tests of packages: fresh Debian trees to install them in. Needs root; exit code 77 is CTest's for a
# skipped test.
# shellcheck shell=bash
set -euo pipefail
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive

say() { printf '==> %s\n' "$*"; }

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

unavailable() {
  echo "SKIPPED: $*"
  [ "${PRISM_E2E_REQUIRED:-}" = 1 ] && exit 1
  exit 77
}

require_tools() {
  local tool
  [ "$(id -u)" = 0 ] || unavailable "a Debian tree is made by root"
  for tool in "$@"; do
    command -v "$tool" >/dev/null || unavailable "$tool is not installed"
  done
}

# The first Debian mirror that apt knows.
mirror() {
  local found
  found=$(apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(CODENAME)' 'Created-By: Packages' 2>/dev/null |
    awk '$2 == "Debian" && $1 !~ /security/ { print $1; exit }')
  [ -n "$found" ] || unavailable "apt knows no Debian mirror here"
  echo "$found"
}

# fresh_tree SUITE DIRECTORY: makes a minimal tree, in which no service is started. An untouched copy of it is cached.
fresh_tree() {
  local suite=$1 directory=$2 source cache
  cache=${XDG_CACHE_HOME:-$HOME/.cache}/prism/trees
  source=$(mirror)
  mkdir -p "$cache"
  if [ ! -e "$cache/$suite" ]; then
    say "Making a tree of Debian $suite below $cache, once"
    rm -rf "$cache/$suite.partial"
    debootstrap --variant=minbase --include=ca-certificates \
      --keyring=/usr/share/keyrings/debian-archive-keyring.gpg "$suite" "$cache/$suite.partial" "$source" \
      >"$cache/$suite.log" 2>&1 || { tail -n 20 "$cache/$suite.log"; fail "debootstrap $suite"; }
    echo "deb $source $suite main" >"$cache/$suite.partial/etc/apt/sources.list"
    echo 'Acquire::Check-Valid-Until "false";' >"$cache/$suite.partial/etc/apt/apt.conf.d/90frozen-mirror"
    printf '#!/bin/sh\nexit 101\n' >"$cache/$suite.partial/usr/sbin/policy-rc.d"
    chmod +x "$cache/$suite.partial/usr/sbin/policy-rc.d"
    mv "$cache/$suite.partial" "$cache/$suite"
  fi
  cp -a "$cache/$suite" "$directory"
}

# in_tree DIRECTORY COMMAND...: runs a command in a tree, with /proc and /dev, in namespaces of its own: no process of it
# is left, and it sees no other.
in_tree() {
  # shellcheck disable=SC2016
  unshare --mount --pid --fork --kill-child --ipc -- sh -c '
    tree=$1 && shift
    mount -t proc proc "$tree/proc" && mount --rbind /dev "$tree/dev" && exec chroot "$tree" "$@"' sh "$@"
}
