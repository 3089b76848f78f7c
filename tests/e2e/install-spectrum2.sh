#!/bin/bash
# SPDX-License-Identifier: MIT
# Puts a real Spectrum 2, and a modern IRC server, on this machine, for the tests only.
#
#   install-spectrum2.sh DIR
#
# Debian 12 has no Spectrum 2: it comes from Debian unstable, its libraries from Debian 13. So DIR/root becomes
# a small Debian 13 tree holding both, and DIR/spectrum2 a copy of the program that finds its libraries there and
# runs outside it, so that it can launch a backend built on this machine. DIR/ergo is the IRC server Ergo, likewise.
# A complete DIR is left as it is; an unfinished one is never used.
#
# Exit codes: 0 ready; 77 cannot be had here, with the reason on stdout (the convention for a skipped test);
# anything else: it should have worked and did not.
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
ready && exit 0 # another run has installed it meanwhile

[ "$(id -u)" = 0 ] || unavailable "installing a Spectrum 2 for the tests needs root"
[ "$(uname -m)" = x86_64 ] || unavailable "the tests' Spectrum 2 is set up for x86_64 only, this is $(uname -m)"
for tool in debootstrap patchelf; do
  command -v "$tool" >/dev/null || unavailable "$tool is not installed"
done

# Whichever mirror apt uses here serves the other suites too.
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
