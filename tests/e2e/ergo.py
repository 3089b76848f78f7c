# SPDX-License-Identifier: MIT
"""A real Ergo, which install-spectrum2.sh installs: an IRC server whose messages have ids, replies and reactions."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import environment
from processes import running
from waiting import GrowingFile

SECONDS = 30


TEMPLATE = Path(__file__).parent.parent / "support/servers/ergo.yaml.in"


def configuration(directory: Path, address: str, port: int) -> str:
    return TEMPLATE.read_text().format(
        directory=directory, listeners=f'    "{address}:{port}": {{}}', password="", reserved_nicknames="true",
        flood_control="false", login_by_pass="false", several_clients="false", log_level="info")


@contextlib.asynccontextmanager
async def ergo_at(directory: Path, address: str, port: int) -> AsyncIterator[GrowingFile]:
    """Starts Ergo, and yields its log."""
    directory.mkdir()
    config = directory / "ircd.yaml"
    config.write_text(configuration(directory, address, port))
    log = directory / "ergo.log"
    program = str(environment.spectrum2_dir() / "ergo")
    with log.open("wb") as printed:
        made = await asyncio.create_subprocess_exec(program, "initdb", "--conf", str(config), "--quiet",
                                                    stdin=asyncio.subprocess.DEVNULL, stdout=printed, stderr=printed)
        if await made.wait() != 0:
            raise AssertionError(f"Ergo makes no database: {log.read_text()}")
    async with (running([program, "run", "--conf", str(config)], directory, log),
                GrowingFile.follow(log) as followed):
        await followed.line(r"now listening on", SECONDS)
        yield followed
