#!/bin/bash
# SPDX-License-Identifier: MIT
# fresh_tree.sh PACKAGES: installs the Debian packages into a fresh tree of the Debian they are for, has Debian's
# spectrum2 run the examples of transports there under the restrictions of its unit, and purges them: nothing is left.
#
# PRISM_SPECTRUM2 is the directory of the end-to-end tests' Spectrum 2, which Debian 12 does not have.
here=$(dirname "$(realpath "$0")")
# shellcheck source=SCRIPTDIR/tree.sh
source "$here/tree.sh"
packages=$(realpath "$1")
require_tools debootstrap unshare setpriv nsenter prosody /usr/sbin/ngircd
/usr/bin/python3 -c 'import slixmpp' 2>/dev/null || unavailable "python3-slixmpp is not installed"
spectrum2=${PRISM_SPECTRUM2:-${XDG_CACHE_HOME:-$HOME/.cache}/prism/spectrum2}

host=$(echo "$packages"/spectrum2-backend-prism_*.deb)
case $(dpkg-deb --field "$host" Version) in
  *~deb12) suite=bookworm ;;
  *~deb13) suite=trixie ;;
  *) fail "$host is for neither Debian 12 nor 13" ;;
esac

work=$(mktemp -d -p "${TMPDIR:-/var/tmp}" prism-fresh-tree-XXXXXX)
chmod 0711 "$work"
trap 'rm -rf --one-file-system "$work"' EXIT
tree=$work/tree
fresh_tree "$suite" "$tree"

apt_get() {
  in_tree "$tree" apt-get -qq -o Dpkg::Use-Pty=0 "$@" >"$work/apt.log" 2>&1 ||
    { cat "$work/apt.log"; fail "apt-get $*"; }
}

# Debian 13 gets spectrum2 from Debian unstable. In Debian 12, which has none of the libraries, the same program loads
# them from a copy of a Debian 13.
install_spectrum2() {
  if [ "$suite" = trixie ]; then
    echo "deb $(mirror) sid main" >"$tree/etc/apt/sources.list.d/sid.list"
    printf 'Package: *\nPin: release n=sid\nPin-Priority: 100\n' >"$tree/etc/apt/preferences.d/sid"
    apt_get update
    apt_get install --no-install-recommends spectrum2
    return
  fi
  bash "$here/../e2e/install-spectrum2.sh" "$spectrum2" || exit
  local root=$spectrum2/root program
  cp -a --reflink=auto "$root/usr/lib" "$tree/opt/debian13"
  cp -a "$root/etc/spectrum2" "$tree/etc/"
  install -d "$tree/var/lib/spectrum2"
  for program in spectrum2 spectrum2_manager; do
    cp "$root/usr/bin/$program" "$tree/usr/bin/"
    patchelf --set-interpreter /opt/debian13/x86_64-linux-gnu/ld-linux-x86-64.so.2 --force-rpath \
      --set-rpath /opt/debian13/x86_64-linux-gnu "$tree/usr/bin/$program"
  done
}

# All files of the tree, but for what apt and dpkg keep for themselves.
files() {
  local path apart=(-false)
  for path in ./proc ./dev ./tmp ./var/cache ./var/lib/apt './var/lib/dpkg/*-old' ./var/log/apt ./var/log/dpkg.log; do
    apart+=(-o -path "$path")
  done
  (cd "$tree" && find . -xdev \( "${apart[@]}" \) -prune -o -print | sort)
}

# The names of what the packages depend on, but for each other: what libraries leave behind is no concern of this test.
libraries() {
  local package
  for package in "$packages"/*.deb; do
    dpkg-deb --field "$package" Depends
  done | tr , '\n' | sed 's/^ *//; s/ .*//' | grep -v -e '^prism-abi-' -e '^spectrum2-backend-prism$' | sort -u
}

say "Installing Spectrum 2, logrotate, and the libraries that the packages need, in Debian $suite"
apt_get update
install_spectrum2
mapfile -t needed < <(libraries)
apt_get install --no-install-recommends logrotate procps "${needed[@]}"
files >"$work/before"

say "Installing the packages"
mkdir "$tree/packages"
debs=("$packages"/*.deb)
cp "${debs[@]}" "$tree/packages"
apt_get install --no-install-recommends "${debs[@]/#$packages//packages}"
rm -r "$tree/packages"
# shellcheck disable=SC2016
in_tree "$tree" dpkg-query -W -f '${db:Status-Abbrev}${Package} ${Version} ${Installed-Size} KiB\n' \
  spectrum2-backend-prism prism-network prism-plugin-irc prism-plugin-mqtt prism-plugin-purple prism-dev
in_tree "$tree" /usr/libexec/spectrum2_prism_backend --list-plugins
for id in echo irc lobby purple; do
  in_tree "$tree" /usr/libexec/spectrum2_prism_${id}_backend --version
done
/usr/bin/python3 -B "$here/../lint/links.py" "$tree/usr/share/doc/prism"

say "Running the transports"
PYTHONPATH="$here/../e2e" /usr/bin/python3 -B "$here/unit_scenario.py" "$tree"

say "Purging"
# Files that the administrator or Spectrum's unit have written are theirs.
rm -rf "$tree"/etc/spectrum2/transports/*.cfg "$tree"/etc/logrotate.d/spectrum2-prism "$tree"/var/lib/logrotate/status \
  "$tree"/var/{lib,log}/{private/,}spectrum2 "$tree"/run/{credentials,spectrum2}
install -d "$tree/var/lib/spectrum2"
apt_get purge spectrum2-backend-prism prism-network prism-plugin-irc prism-plugin-mqtt prism-plugin-purple prism-dev
files >"$work/after"
diff "$work/before" "$work/after" || fail "these files are left (>) or missing (<)"
echo "nothing is left"
