#!/bin/bash
# SPDX-License-Identifier: MIT
# Puts ircd-hybrid and soju in DIR, for the tests only.
#
#   install-programs.sh DIR
#
# ircd-hybrid cannot be installed beside ngIRCd, since the packages conflict. DIR/hybrid is a tree with the program and
# its libraries, to be run by chroot: the paths of its modules are compiled in. Debian 12 has no soju: DIR/soju and
# DIR/sojudb come from Debian 13, and run with the libraries of Debian 12. A complete DIR stays as it is.
#
# Exit codes: 0 ready; 77 not possible on this machine, with the reason on stdout (CTest's code for a skipped test);
# any other code is an error.
set -euo pipefail

unavailable() {
  echo "$*"
  exit 77
}

directory=${1:?usage: install-programs.sh DIR}
[ -e "$directory/ready" ] && exit 0

[ "$(id -u)" = 0 ] || unavailable "installing servers for the tests needs root"
[ "$(dpkg --print-architecture 2>/dev/null)" = amd64 ] ||
  unavailable "ircd-hybrid and soju are set up for Debian's amd64 only"
mkdir -p "$directory"
directory=$(cd "$directory" && pwd)
exec 9>"$directory/lock"
flock 9
[ -e "$directory/ready" ] && exit 0 # a concurrent run has installed it

# Uses the mirror of apt's configuration, which has Debian 13, too.
# shellcheck disable=SC2016
mirror=$(apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(CODENAME)' 'Created-By: Packages' 2>/dev/null |
  awk '$2 == "Debian" && $1 !~ /security/ { print $1; exit }')
[ -n "$mirror" ] || unavailable "apt knows no Debian mirror here (is this Debian, and was 'apt-get update' run?)"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" >"$work/trixie.list"
trixie=(-o "Dir::Etc::SourceList=$work/trixie.list" -o Dir::Etc::SourceParts=- -o "Dir::State::Lists=$work/lists"
  -o "Dir::Cache=$work/cache" -o APT::Sandbox::User=root -o Acquire::Languages=none
  -o Acquire::Check-Valid-Until=false)
cd "$work"
{ apt-get "${trixie[@]}" update && apt-get "${trixie[@]}" download soju &&
  apt-get -o APT::Sandbox::User=root download ircd-hybrid; } >log 2>&1 || {
  grep -qiE 'could not resolve|connection (refused|timed out)' log && unavailable "the Debian mirror cannot be reached"
  tail -n 20 log
  exit 1
}

dpkg-deb --extract soju_*.deb soju
cp soju/usr/bin/soju soju/usr/bin/sojudb "$directory"

rm -rf "$directory/hybrid"
dpkg-deb --extract ircd-hybrid_*.deb "$directory/hybrid"
cd "$directory/hybrid"
mkdir -p dev var/lib/ircd-hybrid
find usr/sbin usr/lib -type f \( -name '*.so' -o -name ircd-hybrid \) -exec ldd {} + |
  awk '$2 == "=>" && $3 ~ /^\// { print $3 } $1 ~ /^\/.*[^:]$/ { print $1 }' | sort -u |
  xargs cp --parents --dereference --target-directory=.
chmod 755 etc/ircd-hybrid
touch "$directory/ready"
