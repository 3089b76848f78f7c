#!/bin/bash
# SPDX-License-Identifier: MIT
# Installs a real Spectrum 2 and the IRC server Ergo in DIR, for the tests only.
#
#   install-spectrum2.sh DIR
#
# Debian 12 has no Spectrum 2, so it comes from Debian unstable, and its libraries from Debian 13. DIR/root is a small
# Debian 13 tree with both. DIR/spectrum2 is a copy of the program that loads its libraries from there but runs
# outside the tree, so that it can launch a backend of this machine. DIR/ergo is Ergo, made likewise. A complete DIR
# stays as it is; an incomplete one is never used.
#
# Exit codes: 0 ready; 77 not possible on this machine, with the reason on stdout (CTest's code for a skipped test);
# any other code is an error.
set -euo pipefail

unavailable() {
  echo "$*"
  exit 77
}

directory=${1:?usage: install-spectrum2.sh DIR}
ready() { [ -e "$directory/ready" ] && [ -x "$directory/spectrum2" ] && [ -x "$directory/ergo" ]; }
ready && exit 0

mkdir -p "$directory"
directory=$(cd "$directory" && pwd)
root=$directory/root

exec 9>"$directory/lock"
flock 9
ready && exit 0 # a concurrent run has installed it

[ "$(id -u)" = 0 ] || unavailable "installing a Spectrum 2 for the tests needs root"
[ "$(uname -m)" = x86_64 ] || unavailable "the tests' Spectrum 2 is set up for x86_64 only, this is $(uname -m)"
for tool in debootstrap patchelf; do
  command -v "$tool" >/dev/null || unavailable "$tool is not installed"
done

# Uses the mirror of apt's configuration, which has the other suites, too.
mirror=$(apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(CODENAME)' 'Created-By: Packages' 2>/dev/null |
  awk '$2 == "Debian" && $1 !~ /security/ { print $1; exit }')
[ -n "$mirror" ] || unavailable "apt knows no Debian mirror here (is this Debian, and was 'apt-get update' run?)"

work=$directory/root.partial
log=$directory/install.log
rm -rf "$work" "$root" "$directory/ready"

fail() {
  echo "$1; the end of $log:"
  tail -n 20 "$log"
  exit 1
}

echo "installing Debian 13 and Spectrum 2 below $directory (a minute or two, once)"
debootstrap --variant=minbase --include=ca-certificates \
  --keyring=/usr/share/keyrings/debian-archive-keyring.gpg trixie "$work" "$mirror" >"$log" 2>&1 ||
  { grep -qiE 'could not resolve|failed getting release file|connection (refused|timed out)' "$log" &&
    unavailable "the Debian mirror cannot be reached"; fail "debootstrap failed"; }

cat >"$work/etc/apt/sources.list" <<LIST
deb $mirror trixie main
deb $mirror sid main
LIST
cat >"$work/etc/apt/preferences.d/sid" <<'PIN'
Package: *
Pin: release n=sid
Pin-Priority: 100
PIN
echo 'Acquire::Check-Valid-Until "false";' >"$work/etc/apt/apt.conf.d/90frozen-mirror"
printf '#!/bin/sh\nexit 101\n' >"$work/usr/sbin/policy-rc.d"
chmod +x "$work/usr/sbin/policy-rc.d"

export DEBIAN_FRONTEND=noninteractive
chroot "$work" apt-get update >>"$log" 2>&1 || fail "apt-get update failed inside the Debian 13 tree"
chroot "$work" apt-get install -y --no-install-recommends spectrum2 ergochat >>"$log" 2>&1 ||
  fail "installing spectrum2 and ergochat failed"
chroot "$work" apt-get clean

mv "$work" "$root"
cp "$root/usr/bin/spectrum2" "$directory/spectrum2"
patchelf --set-interpreter "$root/lib64/ld-linux-x86-64.so.2" --force-rpath \
  --set-rpath "$root/usr/lib/x86_64-linux-gnu:$root/lib/x86_64-linux-gnu" "$directory/spectrum2"
cp "$root/usr/bin/ergochat" "$directory/ergo"
touch "$directory/ready"
