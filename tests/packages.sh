# SPDX-License-Identifier: MIT
# Sourced by run.sh and demo.sh: prints progress, and installs the Debian packages that they need.

say() { printf '\n==> %s\n' "$*"; }

# Packages for building.
build_packages=(build-essential cmake ninja-build pkg-config ccache
  protobuf-compiler libprotobuf-dev libpoco-dev libfmt-dev libexpat1-dev libgtest-dev libedit-dev libunwind-dev
  libssl-dev libc-ares-dev libcurl4-openssl-dev libidn-dev libidn2-dev libxxhash-dev libpurple-dev libmosquitto-dev libsqlite3-dev)

# Further packages for the tests: the second compiler, linters, servers, and the tools that set up Spectrum 2.
test_packages=(clang libclang-rt-dev clang-format clang-tidy valgrind groff-base mandoc
  python3 python3-slixmpp python3-protobuf prosody lua-sec ngircd inspircd atheme-services znc openssl
  cargo rustc rustfmt iproute2 nftables openssh-client openssh-server munge mosquitto mosquitto-clients slurm-client slurmctld slurmd
  microsocks tinyproxy-bin purple-xmpp-carbons debootstrap
  patchelf prometheus debian-archive-keyring ca-certificates dpkg-dev file lintian procps)

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# Installs the packages that are missing. If that is impossible, it says so and goes on: a package that is really
# needed then causes an error later.
install_packages() {
  if ! command -v apt-get >/dev/null; then
    say "This is not Debian. Install these packages, or their equivalents, yourself: $*"
    return
  fi
  local missing=() package
  for package in "$@"; do
    is_installed "$package" || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    if ! sudo -n true 2>/dev/null; then
      say "Not root: these packages are missing, and cannot be installed: ${missing[*]}"
      return
    fi
    as_root=(sudo -n)
  fi
  say "Installing ${missing[*]}"
  # Keeps the packages' servers from being started: the tests start their own.
  local policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod +x "$policy"
    # shellcheck disable=SC2064
    trap "${as_root[*]} rm -f $policy" EXIT
  fi
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}
