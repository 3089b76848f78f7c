#!/bin/bash
# SPDX-License-Identifier: MIT
# Installs missing packages, builds the release preset, and measures. Prints tables. Other load on the machine disturbs
# the times.
#
#   tests/bench/run.sh [--all] [--pairs N] [EXPERIMENT...]
#
# Without arguments (about ten minutes): Prism and the floor (floor.cpp), the least program that could do its job, and
# the cost of IRC sessions. With an EXPERIMENT, only that; below are those that there are.
#
# --all measures these, too, in about 45 minutes. It needs root.
#
#   irc_sessions.py --idle  2,000 IRC sessions that do nothing for ten minutes            11 minutes
#   irc_netsplit.py         a netsplit of a channel with 20,000 members                    1 minute
#   beside_libpurple.py     start and memory beside Spectrum's own libpurple backend       1 minute
#   spectrum_bears.py       200, 1,000 and 5,000 users behind one real Spectrum 2         12 minutes
#   crash_recovery.py       the crash of a backend with 200 users, beside Spectrum's own   6 minutes
#   engines.py              backends that ssh and Slurm carry to another machine            2 minutes
#
# beside_libpurple.py and the two after it use a Spectrum 2 that is installed first, once, in two minutes
# (tests/e2e/install-spectrum2.sh).
set -euo pipefail

cd "$(dirname "$0")/../.."
source tests/packages.sh

all=''
if [[ " $* " == *" --help "* ]]; then
  sed -n '3,/^set/s/^# \{0,1\}//p' "$0"
fi
if [ "${1:-}" = --all ]; then
  all=1
  shift
fi

packages=("${build_packages[@]}" ngircd openssl python3)
targets=(prism-bench irc)
if [ -n "$all" ]; then
  packages+=(debootstrap patchelf debian-archive-keyring ca-certificates
    iproute2 nftables openssh-client openssh-server munge slurm-client slurmctld slurmd)
  targets+=(lobby purple prism-launch)
fi
install_packages "${packages[@]}"

say "Building (preset release)"
cmake --preset release -D BUILD_TESTING=ON >/dev/null
cmake --build --preset release --target "${targets[@]}" -- --quiet

say "Measuring"
build-release/tests/bench/prism-bench "$@"

measure() {
  say "Measuring: $*"
  /usr/bin/python3 -B "tests/bench/$1" "${@:2}" build-release/host/spectrum2_prism_backend build-release/plugins
}

if [[ $* =~ ^(--pairs [0-9]+)?$ ]]; then
  measure irc_sessions.py
fi
if [ -n "$all" ]; then
  spectrum2=${PRISM_SPECTRUM2:-${XDG_CACHE_HOME:-$HOME/.cache}/prism/spectrum2}
  say "Installing Spectrum 2 and its backends in $spectrum2"
  tests/e2e/install-spectrum2.sh "$spectrum2"
  tests/e2e/install-peer.sh "$spectrum2" libcommuni
  tests/e2e/install-peer.sh "$spectrum2" libpurple
  measure irc_sessions.py --sessions 2000 --idle 600
  measure irc_netsplit.py
  measure beside_libpurple.py --peer-root "$spectrum2/root"
  measure spectrum_bears.py
  measure spectrum_bears.py --users 200,1000 --users-per-backend 200 --rooms 20,200
  measure crash_recovery.py
  say "Measuring: engines.py"
  /usr/bin/python3 -B tests/bench/engines.py \
    build-release/host/spectrum2_prism_backend build-release/host/prism-launch build-release/plugins
fi
