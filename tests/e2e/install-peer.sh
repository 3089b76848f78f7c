#!/bin/bash
# SPDX-License-Identifier: MIT
# Adds one of Spectrum 2's own backends to the DIR of install-spectrum2.sh. Only the scenarios that are run against it
# need it.
#
#   install-peer.sh DIR libcommuni   spectrum2_libcommuni_backend, for IRC
#   install-peer.sh DIR libpurple    spectrum2_libpurple_backend
#
# DIR/spectrum2_PEER_backend loads its libraries from DIR/root. That of libpurple needs the directory of libpurple's
# modules, DIR/root/usr/lib/x86_64-linux-gnu/purple-2, as purple.plugins_dir. Exit codes are those of
# install-spectrum2.sh.
set -euo pipefail

directory=$(cd "${1:?usage: install-peer.sh DIR PEER}" && pwd)
peer=${2:?usage: install-peer.sh DIR PEER}
root=$directory/root
libraries=$root/usr/lib/x86_64-linux-gnu
program=$directory/spectrum2_${peer}_backend
log=$directory/install-$peer.log
[ -x "$program" ] && exit 0

exec 9>"$directory/lock"
flock 9
[ -x "$program" ] && exit 0 # a concurrent run has installed it

unavailable() {
  echo "$*"
  exit 77
}

fail() {
  echo "$1; the end of $log:"
  tail -n 20 "$log"
  exit 1
}

[ "$(id -u)" = 0 ] || unavailable "installing spectrum2_${peer}_backend for the tests needs root"
command -v patchelf >/dev/null || unavailable "patchelf is not installed"

export DEBIAN_FRONTEND=noninteractive
chroot "$root" apt-get update >"$log" 2>&1 || fail "apt-get update failed inside the Debian 13 tree"
chroot "$root" apt-get install -y --no-install-recommends "spectrum2-backend-$peer" >>"$log" 2>&1 ||
  fail "installing spectrum2-backend-$peer failed"
chroot "$root" apt-get clean

if [ "$peer" = libpurple ]; then
  # The module has an absolute RUNPATH, by which it would find the libjabber of this machine. Without it, that of the
  # program is used.
  patchelf --remove-rpath "$libraries/purple-2/libxmpp.so"
fi
cp "$root/usr/libexec/spectrum2_${peer}_backend" "$program.partial"
patchelf --set-interpreter "$root/lib64/ld-linux-x86-64.so.2" --force-rpath \
  --set-rpath "$libraries:$root/lib/x86_64-linux-gnu:$libraries/purple-2" "$program.partial"
mv "$program.partial" "$program"
