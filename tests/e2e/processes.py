# SPDX-License-Identifier: MIT
"""Programs that run during a test."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

SECONDS_TO_END = 15


@contextlib.asynccontextmanager
async def running(command: Sequence[str], directory: Path,
                  output: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """Runs a program in `directory`, with its output in `output`, and ends it at the end of the context.

    The program dies with this process, even by SIGKILL: a test that reaches CTest's timeout leaves none behind.
    Wrappers in `command` must exec, as setpriv does, so that the pid is the program's.
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
    """Sends SIGTERM, and SIGKILL if the program does not exit."""
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), SECONDS_TO_END)
    except asyncio.TimeoutError:
        process.kill()
        await process.wait()
