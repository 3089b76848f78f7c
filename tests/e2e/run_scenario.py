#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Runs one end-to-end scenario against a real Spectrum 2. Installs Spectrum 2 first if necessary.

    run_scenario.py setup     only installs Spectrum 2, once
    run_scenario.py SCENARIO  runs test_SCENARIO.py, echo_server_mode for instance
    run_scenario.py SCENARIO PEER
                              runs it with Spectrum 2's own spectrum2_PEER_backend instead of Prism, to see that it can
                              fail: libcommuni for IRC, libpurple for XMPP

PRISM_HOST is the backend host, and PRISM_PLUGIN_DIR the directory of its plugins. PRISM_SPECTRUM2 is the directory of
Spectrum 2 (default: prism/spectrum2 in $XDG_CACHE_HOME or ~/.cache). If this machine cannot run a scenario, the exit
code is 77 (skipped), or an error with PRISM_E2E_REQUIRED=1.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import unittest
from collections.abc import Callable
from pathlib import Path

import environment

HERE = Path(__file__).parent
SKIPPED = 77
BEHIND_PROSODY = ("echo_gateway_mode", "hostile_deliveries_gateway_mode", "hostile_soak", "lobby_gateway_mode",
                  "lobby_backends_gateway_mode", "lobby_history_gateway_mode",
                  "moved_database_gateway_mode", "mutated_stanzas_gateway_mode",
                  "purple_gateway_mode", "irc_rooms_gateway_mode", "irc_logins_gateway_mode", "irc_chat_gateway_mode",
                  "mqtt_gateway_mode")
IN_PEER = {"libcommuni": ("irc_rooms_gateway_mode", "irc_rooms_server_mode", "irc_logins_gateway_mode"),
           "libpurple": ("purple_contacts_gateway_mode", "purple_contacts_server_mode", "purple_rooms_gateway_mode",
                         "purple_rooms_server_mode")}
ON_IRC = ("hostile_soak", "irc_server_mode", "moved_database_gateway_mode", *IN_PEER["libcommuni"])
ON_ERGO = ("irc_chat_gateway_mode", "irc_chat_server_mode")
ON_MQTT = ("mqtt_server_mode", "mqtt_gateway_mode")
WITH_PROSODY = (*BEHIND_PROSODY, *IN_PEER["libpurple"])
ON_MACHINES = ("engines_server_mode", "silenced_server_mode", "slurm_server_mode",
               "ssh_workers_server_mode")
SCENARIOS = {*ON_MACHINES, "echo_server_mode", "prompt_server_mode", "early_events_server_mode",
             "lobby_people_server_mode", "lobby_rooms_server_mode", "lobby_backends_server_mode",
             "lobby_history_server_mode", "shipped_configurations",
             *ON_IRC, *ON_ERGO, *ON_MQTT, *WITH_PROSODY}


class Unavailable(Exception):
    """This machine cannot run the scenario."""


class Broken(Exception):
    """Preparing the scenario failed, although this machine can run it."""


def install(script: Path, directory: Path, *peer: str) -> None:
    command = ["bash", str(script), str(directory), *peer]
    result = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True, check=False)
    said = result.stdout.strip()
    if result.returncode == SKIPPED:
        raise Unavailable(said)
    if result.returncode != 0:
        raise Broken(f"{script.name} exited with {result.returncode}: {said}")


def find_slixmpp() -> None:
    if importlib.util.find_spec("slixmpp") is None:
        raise Unavailable("slixmpp is not installed (Debian: python3-slixmpp)")


def find_prosody() -> None:
    for program in ("prosody", "prosodyctl"):
        if shutil.which(program) is None:
            raise Unavailable(f"{program} is not installed (Debian: prosody)")
    if os.geteuid() != 0:
        raise Unavailable("Prosody is started as a user of its own, which needs root")
    try:
        pwd.getpwnam("prosody")
    except KeyError:
        raise Unavailable("there is no user prosody to run Prosody as") from None


def find_ngircd() -> None:
    if not os.access("/usr/sbin/ngircd", os.X_OK):
        raise Unavailable("ngircd is not installed (Debian: ngircd)")


def find_mosquitto() -> None:
    for program, package in (("/usr/sbin/mosquitto", "mosquitto"), ("mosquitto_sub", "mosquitto-clients")):
        if shutil.which(program) is None:
            raise Unavailable(f"{program} is not installed (Debian: {package})")
    if os.geteuid() != 0:
        raise Unavailable("Mosquitto is started as the user nobody, which needs root")


def find_machines() -> None:
    if os.geteuid() != 0:
        raise Unavailable("namespaces that stand for other machines need root")
    for program, package in (("ip", "iproute2"), ("nft", "nftables"), ("nsenter", "util-linux"),
                             ("ssh", "openssh-client"), ("/usr/sbin/sshd", "openssh-server")):
        if shutil.which(program) is None:
            raise Unavailable(f"{program} is not installed (Debian: {package})")
    if subprocess.run(["unshare", "--net", "--pid", "--uts", "--fork", "--mount-proc", "true"], check=False,
                      stdin=subprocess.DEVNULL, capture_output=True).returncode != 0:
        raise Unavailable("this machine permits no new namespaces")


def find_slurm() -> None:
    for program, package in (("munged", "munge"), ("slurmctld", "slurmctld"), ("slurmd", "slurmd"),
                             ("srun", "slurm-client")):
        if shutil.which(program, path="/usr/sbin:/usr/bin") is None:
            raise Unavailable(f"{program} is not installed (Debian: {package})")


def find_programs_under_test() -> None:
    try:
        environment.plugin_dir()
        host = environment.host()
    except LookupError as error:
        raise Broken(str(error)) from None
    if not os.access(host, os.X_OK):
        raise Broken(f"PRISM_HOST names {host}, which cannot be executed")


def install_peer(peer: str) -> None:
    """Makes spectrum2_PEER_backend the backend of the scenario."""
    install(HERE / "install-peer.sh", environment.spectrum2_dir(), peer)
    os.environ["PRISM_HOST"] = str(environment.peer_backend(peer))
    os.environ["PRISM_PEER"] = peer


def set_up(scenario: str, peer: str) -> None:
    if scenario in SCENARIOS:
        find_programs_under_test()
        find_slixmpp()
    if scenario in WITH_PROSODY:
        find_prosody()
    if scenario in ON_IRC:
        find_ngircd()
    if scenario in ON_MQTT:
        find_mosquitto()
    if scenario in ON_MACHINES:
        find_machines()
    if scenario == "slurm_server_mode":
        find_slurm()
    install(HERE / "install-spectrum2.sh", environment.spectrum2_dir())
    if scenario == "moved_database_gateway_mode":
        for each in IN_PEER:
            install(HERE / "install-peer.sh", environment.spectrum2_dir(), each)
    if peer:
        install_peer(peer)


def attempt(set_up: Callable[[], None], then: Callable[[], int]) -> int:
    """Returns the exit code: that of `then`, or one that says that `set_up` has failed."""
    try:
        set_up()
    except (Unavailable, Broken) as reason:
        if isinstance(reason, Unavailable) and os.environ.get("PRISM_E2E_REQUIRED") != "1":
            print(f"SKIPPED: {reason}")
            return SKIPPED
        print(f"FAILED: cannot set up: {reason}")
        return 1
    return then()


def run(scenario: str) -> int:
    suite = unittest.defaultTestLoader.loadTestsFromName(f"test_{scenario}")
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    return 0 if result.testsRun > 0 and result.wasSuccessful() else 1


def main() -> int:
    scenario, *peers = sys.argv[1:] or [""]
    peer = " ".join(peers)
    if scenario not in ("setup", *SCENARIOS) or (peer and scenario not in IN_PEER.get(peer, ())):
        print(__doc__, "Scenarios: " + ", ".join(sorted(SCENARIOS)), sep="\n", file=sys.stderr)
        return 2
    return attempt(lambda: set_up(scenario, peer), lambda: 0 if scenario == "setup" else run(scenario))


if __name__ == "__main__":
    sys.exit(main())
