# SPDX-License-Identifier: MIT
"""A real ngIRCd, and a user on it without a gateway."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from pathlib import Path

from ports import LOOPBACK, free_ports
from processes import running
from waiting import GrowingFile, within

SECONDS = 30
# As root, ngIRCd would change its user itself, and would then no longer die with the test: see running().
AS_NOBODY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--pdeathsig", "KILL"]


def configuration(address: str, port: int) -> str:
    return "\n".join((
        "[Global]", "Name = irc.prism.test", "Info = test", f"Listen = {address}", f"Ports = {port}",
        "MotdPhrase = hello",
        "[Limits]", "MaxNickLength = 20", "MaxConnectionsIP = 0", "MaxPenaltyTime = 0",
        "[Options]", "DNS = no", "Ident = no", "PAM = no", ""))


@contextlib.asynccontextmanager
async def ngircd(directory: Path) -> AsyncIterator[int]:
    """Starts ngIRCd, and yields its port."""
    with free_ports(1) as [port]:
        async with ngircd_at(directory, LOOPBACK, port):
            yield port


@contextlib.asynccontextmanager
async def ngircd_at(directory: Path, address: str, port: int) -> AsyncIterator[GrowingFile]:
    """Starts ngIRCd, and yields its log, which has a line for each user who comes and goes."""
    directory.mkdir(mode=0o755)
    config = directory / "ngircd.conf"
    config.write_text(configuration(address, port))
    config.chmod(0o644)
    log = directory / "ngircd.log"
    log.touch()
    async with (running([*AS_NOBODY, "/usr/sbin/ngircd", "-n", "-f", str(config)], directory, log),
                GrowingFile.follow(log) as followed):
        await followed.line(r"Server .* ready", SECONDS)
        yield followed


class IrcUser:
    """An IRC client that a test scripts line by line."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    @contextlib.asynccontextmanager
    async def at(cls, port: int, nickname: str, *, address: str = LOOPBACK, realname: str = "",
                 password: str = "", capabilities: str = "") -> AsyncIterator["IrcUser"]:
        """`capabilities`: those of IRCv3, separated by spaces, which the server must have."""
        reader, writer = await asyncio.open_connection(address, port)
        user = cls(reader, writer)
        try:
            if password:
                user.send(f"PASS {password}")
            if capabilities:
                user.send(f"CAP REQ :{capabilities}")
                await user.sees(r" CAP \S+ ACK ")
                user.send("CAP END")
            user.send(f"NICK {nickname}")
            user.send(f"USER {nickname} 0 * :{realname or nickname}")
            await user.sees(r" (376|422) ")
            yield user
        finally:
            writer.close()

    def send(self, line: str) -> None:
        self._writer.write(f"{line}\r\n".encode())

    async def sees(self, pattern: str, seconds: float = SECONDS) -> str:
        """Waits for a line that contains the pattern, and returns it. Skips the lines before it."""
        return (await self.sees_until(pattern, seconds))[-1]

    async def sees_until(self, pattern: str, seconds: float = SECONDS) -> list[str]:
        """Waits for a line that contains the pattern. Returns all lines up to it."""
        async def matching() -> list[str]:
            lines = []
            while not lines or not re.search(pattern, lines[-1]):
                line = (await self._reader.readline()).decode(errors="replace").rstrip("\r\n")
                if not line:
                    raise AssertionError(f"the IRC server has closed the connection before {pattern}")
                if line.startswith("PING "):
                    self.send(f"PONG {line[5:]}")
                lines.append(line)
            return lines

        return await within(seconds, f"the line {pattern}", matching())
