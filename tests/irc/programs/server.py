# SPDX-License-Identifier: MIT
"""A real server that can be killed and started again on the same ports."""

import asyncio
import contextlib
import os
import pwd
import signal
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from processes import running
from waiting import GrowingFile

SECONDS_TO_START = 60
# Most servers refuse to run as root, and those that change their user no longer die with the test: see running().
AS_NOBODY = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--pdeathsig", "KILL")


class Server:
    """`ready` is a line of the log, which is the program's output or a file that it writes itself."""

    def __init__(self, command: Sequence[str], directory: Path, log: Path, ready: str) -> None:
        self._command = command
        self._directory = directory
        self._log = log
        self._ready = ready
        self._process: asyncio.subprocess.Process | None = None
        self._life = contextlib.AsyncExitStack()

    async def start(self) -> None:
        self._log.write_text("")
        give_to_nobody(self._log)
        self._process = await self._life.enter_async_context(running(self._command, self._directory, self._log))
        async with GrowingFile.follow(self._log) as followed:
            ready = asyncio.create_task(followed.line(self._ready, SECONDS_TO_START))
            exited = asyncio.create_task(self._process.wait())
            try:
                await asyncio.wait({ready, exited}, return_when=asyncio.FIRST_COMPLETED)
                if not ready.done():
                    raise AssertionError(f"{self._command} exited with {self._process.returncode}")
                ready.result()
            finally:
                ready.cancel()
                exited.cancel()
                await asyncio.gather(ready, exited, return_exceptions=True)

    async def kill(self) -> None:
        """SIGKILL: connections break without a goodbye."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()

    def freeze(self) -> None:
        """SIGSTOP: the program answers nothing until thaw()."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    async def end(self) -> None:
        await self._life.aclose()


@contextlib.asynccontextmanager
async def started(command: Sequence[str], directory: Path, log: Path, ready: str) -> AsyncIterator[Server]:
    server = Server(command, directory, log, ready)
    try:
        await server.start()
        yield server
    finally:
        await server.end()


def directory_of_nobody(directory: Path) -> Path:
    directory.mkdir(mode=0o755, parents=True)
    give_to_nobody(directory)
    return directory


def give_to_nobody(path: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    os.chown(path, nobody.pw_uid, nobody.pw_gid)


def file_of_nobody(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o600)
    give_to_nobody(path)
    return path
