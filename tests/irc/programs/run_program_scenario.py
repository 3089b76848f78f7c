#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Runs one scenario of the IRC plugin with Debian's IRC programs, between them and a simulated Spectrum 2.

    run_program_scenario.py setup     only installs ircd-hybrid and soju, once
    run_program_scenario.py SCENARIO  runs test_SCENARIO.py, znc for instance

PRISM_HOST is the backend host, and PRISM_PLUGIN_DIR the directory of its plugins. PRISM_IRC_PROGRAMS is the directory
of ircd-hybrid and soju (default: prism/irc-programs in $XDG_CACHE_HOME or ~/.cache). If this machine cannot run a
scenario, the exit code is 77 (skipped), or an error with PRISM_E2E_REQUIRED=1.
"""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.append(str(HERE.parents[1] / "e2e"))

import programs
from run_scenario import Unavailable, attempt, find_ngircd, find_programs_under_test, install, run

INSTALLED = {"/usr/sbin/inspircd": "inspircd", "/usr/bin/atheme-services": "atheme-services", "/usr/bin/znc": "znc",
             "/usr/bin/openssl": "openssl"}
# The programs that each scenario needs.
SCENARIOS = {
    "inspircd_services": ("inspircd", "atheme-services"),
    "inspircd_enforcement": ("inspircd", "atheme-services"),
    "inspircd_reconnect": ("inspircd",),
    "inspircd_sts": ("inspircd", "openssl"),
    "inspircd_netsplit": ("inspircd",),
    "inspircd_many_users": ("inspircd",),
    "hybrid_reconnect": ("ircd-hybrid",),
    "znc": ("znc", "ngircd"),
    "znc_outages": ("znc", "ngircd"),
    "soju": ("soju", "ngircd")}


def set_up(scenario: str) -> None:
    needed = SCENARIOS.get(scenario, ("ircd-hybrid", "soju"))
    if os.geteuid() != 0:
        raise Unavailable("the servers are started as nobody, which needs root")
    for path, package in INSTALLED.items():
        if package in needed and not os.access(path, os.X_OK):
            raise Unavailable(f"{package} is not installed (Debian: {package})")
    if "ngircd" in needed:
        find_ngircd()
    if {"ircd-hybrid", "soju"} & set(needed):
        install(HERE / "install-programs.sh", programs.directory())
    if scenario in SCENARIOS:
        find_programs_under_test()
        find_protobuf()


def find_protobuf() -> None:
    if shutil.which("protoc") is None:
        raise Unavailable("protoc is not installed (Debian: protobuf-compiler)")
    if importlib.util.find_spec("google") is None or importlib.util.find_spec("google.protobuf") is None:
        raise Unavailable("Python's protobuf is not installed (Debian: python3-protobuf)")


def main() -> int:
    if len(sys.argv) != 2 or sys.argv[1] not in ("setup", *SCENARIOS):
        print(__doc__, "Scenarios: " + ", ".join(sorted(SCENARIOS)), sep="\n", file=sys.stderr)
        return 2
    scenario = sys.argv[1]
    return attempt(lambda: set_up(scenario), lambda: 0 if scenario == "setup" else run(scenario))


if __name__ == "__main__":
    sys.exit(main())
