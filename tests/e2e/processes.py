# SPDX-License-Identifier: MIT
"""Programs that run for the length of a test."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

SECONDS_TO_END = 15


@contextlib.asynccontextmanager
async def running(command: Sequence[str], directory: Path,
                  output: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """Runs a program in `directory`, what it prints going to `output`; ends it by its own pid.

    It dies with this process even if that is killed: a test that ran into CTest's timeout leaves no program
    behind. Whatever launchers `command` starts with must exec, as setpriv does: the pid is the program's own.
    """
    with output.open("ab") as printed:
        process = await asyncio.create_subprocess_exec(
            "setpriv", "--pdeathsig", "KILL", *command, cwd=directory,
            stdin=asyncio.subprocess.DEVNULL, stdout=printed, stderr=printed)
    try:
        yield process
    finally:
        await end(process)


async def end(process: asyncio.subprocess.Process) -> None:
    """SIGTERM, and SIGKILL for a program that does not heed it."""
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), SECONDS_TO_END)
    except asyncio.TimeoutError:
        process.kill()
        await process.wait()
