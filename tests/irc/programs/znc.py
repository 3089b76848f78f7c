# SPDX-License-Identifier: MIT
"""Debian's ZNC: a bouncer with one user, who has one network."""

import contextlib
import hashlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ports import LOOPBACK, free_ports
from server import AS_NOBODY, directory_of_nobody, file_of_nobody, give_to_nobody, started

PROGRAM = "/usr/bin/znc"
SALT = "salt"


@dataclass(frozen=True)
class Account:
    name: str
    network: str
    password: str
    nickname: str  # on the network

    @property
    def server_password(self) -> str:
        """The server's password (PASS) of a client."""
        return f"{self.name}/{self.network}:{self.password}"


def configuration(port: int, account: Account, upstream: int, channels: Sequence[str], motd: str) -> str:
    digest = hashlib.sha256(f"{account.password}{SALT}".encode()).hexdigest()
    return "\n".join((
        "Version = 1.8.2", "ConnectDelay = 1", "ServerThrottle = 1", "AnonIPLimit = 100",
        *([f"Motd = {motd}"] if motd else []),
        "<Listener plain>", f"Host = {LOOPBACK}", f"Port = {port}", "IPv4 = true", "IPv6 = false", "SSL = false",
        "AllowWeb = false",
        "</Listener>",
        f"<User {account.name}>",
        "<Pass password>", "Method = SHA256", f"Hash = {digest}", f"Salt = {SALT}", "</Pass>",
        f"Nick = {account.nickname}", f"AltNick = {account.nickname}_", f"Ident = {account.name}", "RealName = test",
        "ChanBufferSize = 100", "QueryBufferSize = 100", "JoinTries = 100",
        f"<Network {account.network}>", f"Server = {LOOPBACK} {upstream}", "FloodBurst = 100",
        "FloodRate = 100.00", "JoinDelay = 0",
        *(f"<Chan {channel}>\n</Chan>" for channel in channels),
        "</Network>", "</User>", ""))


@contextlib.asynccontextmanager
async def znc(directory: Path, account: Account, upstream: int, channels: Sequence[str] = (),
              motd: str = "") -> AsyncIterator[int]:
    """Starts ZNC with the server at the port `upstream`, and yields its own port."""
    directory_of_nobody(directory)
    (directory / "configs").mkdir()
    with free_ports(1) as [port]:
        file_of_nobody(directory / "configs" / "znc.conf", configuration(port, account, upstream, channels, motd))
        give_to_nobody(directory / "configs")
        command = [*AS_NOBODY, PROGRAM, "--foreground", "--no-color", f"--datadir={directory}"]
        async with started(command, directory, directory / "znc.log", r"ZNC 1\.\d|Staying open"):
            yield port
