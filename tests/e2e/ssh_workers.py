# SPDX-License-Identifier: MIT
"""Machines that sshd makes reachable, with one key for what a test needs."""

import contextlib
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from machines import Machine, machine
from processes import running
from waiting import GrowingFile

SSHD = "/usr/sbin/sshd"
SECONDS_TO_START = 60


@dataclass(frozen=True)
class Worker:
    machine: Machine
    client_config: Path

    @property
    def ssh(self) -> list[str]:
        """The command that reaches it."""
        return ["ssh", "-T", "-F", str(self.client_config), f"root@{self.machine.address}"]


@contextlib.asynccontextmanager
async def ssh_worker(directory: Path, name: str, permitted: str) -> AsyncIterator[Worker]:
    """Boots a machine with an sshd. `permitted` are the options of the one key that it accepts (sshd(8))."""
    async with machine(directory, name) as booted:
        for key in ("host_key", "key"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(directory / key)], check=True)
        authorized = directory / "authorized_keys"
        authorized.write_text(f"{permitted} {(directory / 'key.pub').read_text()}")
        known_hosts = directory / "known_hosts"
        known_hosts.write_text(f"{booted.address} {(directory / 'host_key.pub').read_text()}")
        config = directory / "sshd_config"
        config.write_text(_sshd(directory, booted.address, authorized))
        Path("/run/sshd").mkdir(exist_ok=True)  # sshd's own chroot directory
        log = directory / "sshd.log"
        log.touch()
        async with (running(booted.command(SSHD, "-D", "-e", "-f", str(config)), directory, log),
                    GrowingFile.follow(log) as started):
            await started.line(r"Server listening on ", SECONDS_TO_START)
            client = directory / "ssh_config"
            client.write_text(_ssh(directory, known_hosts))
            yield Worker(booted, client)


def _sshd(directory: Path, address: str, authorized: Path) -> str:
    return f"""\
ListenAddress {address}
HostKey {directory}/host_key
PidFile none
AuthorizedKeysFile {authorized}
AuthenticationMethods publickey
PermitRootLogin forced-commands-only
StrictModes no
UsePAM no
PrintMotd no
ClientAliveInterval 5
ClientAliveCountMax 2
"""


def _ssh(directory: Path, known_hosts: Path) -> str:
    return f"""\
BatchMode yes
IdentityFile {directory}/key
IdentitiesOnly yes
IdentityAgent none
UserKnownHostsFile {known_hosts}
GlobalKnownHostsFile /dev/null
StrictHostKeyChecking yes
UpdateHostKeys no
ConnectTimeout 5
ServerAliveInterval 5
ServerAliveCountMax 2
LogLevel ERROR
"""
