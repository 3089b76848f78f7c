# SPDX-License-Identifier: MIT
"""soju, which install-programs.sh has fetched: a bouncer with one user."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import programs
from ngircd import IrcUser
from ports import LOOPBACK, free_ports
from server import AS_NOBODY, directory_of_nobody, file_of_nobody, started


def configuration(port: int, directory: Path) -> str:
    return "\n".join((f"db sqlite3 {directory}/main.db", "message-store db", "hostname soju.prism.test",
                      f"listen irc+insecure://{LOOPBACK}:{port}", ""))


async def _create_user(config: Path, name: str, password: str) -> None:
    command = [*AS_NOBODY, str(programs.directory() / "sojudb"), "-config", str(config), "create-user", name]
    creating = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.PIPE, cwd=config.parent)
    await creating.communicate(f"{password}\n".encode())
    if creating.returncode != 0:
        raise AssertionError(f"sojudb exited with {creating.returncode}")


@contextlib.asynccontextmanager
async def soju(directory: Path, name: str, password: str) -> AsyncIterator[int]:
    """Starts soju with this user, and yields its port."""
    directory_of_nobody(directory)
    with free_ports(1) as [port]:
        config = file_of_nobody(directory / "config", configuration(port, directory))
        await _create_user(config, name, password)
        command = [*AS_NOBODY, str(programs.directory() / "soju"), "-config", str(config)]
        async with started(command, directory, directory / "soju.log", "listening on"):
            yield port


async def add_network(port: int, name: str, password: str, network: str, upstream: int, nickname: str) -> None:
    """Makes the bouncer connect to the server at the port `upstream`."""
    async with IrcUser.at(port, name, password=password) as user:
        user.send(f"PRIVMSG BouncerServ :network create -name {network} -nick {nickname} "
                  f"-addr irc+insecure://{LOOPBACK}:{upstream}")
        await user.sees("created network")
