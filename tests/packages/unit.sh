#!/bin/bash
# SPDX-License-Identifier: MIT
# unit.sh TREE: runs spectrum2.service of Debian's package in TREE, under the restrictions of that unit, without systemd:
# DynamicUser (a user that no database knows, no new privileges, a read-only file system but for the state, log and run
# directories, a /tmp of its own), ProtectHome=tmpfs, ProtectProc=invisible, LoadCredential, and a namespace of processes in
# place of the control group. Prints "started" once ExecStart has exited with 0. Ends the unit at the end of the input, as
# TimeoutStopSec=3 asks: SIGTERM to every process, and an error if one is left after three seconds.
set -euo pipefail
tree=$(realpath "$1")
user=64999  # of systemd's range for dynamic users
credentials=/run/credentials/spectrum2.service

if [ "${2:-}" != inside ]; then
  for parent in var/lib var/log; do
    install -d -m 0700 "$tree/$parent/private"
    install -d -m 0755 -o $user -g $user "$tree/$parent/private/spectrum2"
    [ -L "$tree/$parent/spectrum2" ] || rm -rf "${tree:?}/$parent/spectrum2"
    ln -sfn private/spectrum2 "$tree/$parent/spectrum2"
  done
  install -d -m 0755 -o $user -g $user "$tree/run/spectrum2"
  install -d "$tree$credentials"
  install -m 0400 -o $user "$tree/etc/spectrum2/spectrum_manager.cfg" "$tree$credentials/"
  ulimit -Sn 1024  # systemd's default
  exec unshare --mount --pid --fork --kill-child --ipc -- bash "$0" "$tree" inside
fi

mount --bind "$tree" "$tree"
mount -t proc -o hidepid=invisible proc "$tree/proc"
mount --rbind /dev "$tree/dev"
for directory in tmp var/tmp; do
  mount -t tmpfs -o mode=1777 tmpfs "$tree/$directory"
done
for directory in home root; do
  mount -t tmpfs -o ro,mode=0755 tmpfs "$tree/$directory"
done
# Nobody but root may enter the directory "private". As with systemd, the unit sees another one there, with its own alone.
for parent in var/lib var/log; do
  mount --bind "$tree/$parent/private/spectrum2" "$tree/mnt"
  mount -t tmpfs -o mode=0755 tmpfs "$tree/$parent/private"
  mkdir "$tree/$parent/private/spectrum2"
  mount --move "$tree/mnt" "$tree/$parent/private/spectrum2"
  mount -o remount,ro "$tree/$parent/private"
done
mount --bind "$tree/run/spectrum2" "$tree/run/spectrum2"
mount -o remount,bind,ro "$tree"

as_unit() {
  chroot "$tree" setpriv --reuid=$user --regid=$user --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all \
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "$@"
}
! as_unit touch /var/lib/elsewhere 2>/dev/null || { echo "the file system is not read-only"; exit 1; }
as_unit /usr/bin/spectrum2_manager --config $credentials/spectrum_manager.cfg start </dev/null >&2
echo started
read -r || true

pids=()
for process in "$tree"/proc/[0-9]*; do
  [ "${process##*/}" = $$ ] || pids+=("${process##*/}")
done
kill -TERM -1 || true
# shellcheck disable=SC2016
timeout 3 bash -c 'for pid; do tail --pid="$pid" --follow /dev/null; done' bash "${pids[@]}" || {
  echo "after three seconds, these are still there: $(cat "$tree"/proc/[0-9]*/cmdline | tr '\0' ' ')"
  exit 1
}
echo ended
