# SPDX-License-Identifier: MIT
"""A real Mosquitto with accounts, which can go and come back, and a client on it without a gateway."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from ports import LOOPBACK, free_ports
from processes import running
from waiting import GrowingFile, within

SECONDS = 30
# As root, Mosquitto would change its user itself, and would then no longer die with the test: see running().
AS_NOBODY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--pdeathsig", "KILL"]


class Mosquitto:
    """A broker on one port. It keeps nothing when it goes."""

    def __init__(self, directory: Path, port: int) -> None:
        self.address = f"{LOOPBACK}:{port}"
        self._directory = directory
        self._port = port
        self._config = directory / "mosquitto.conf"
        self._log: GrowingFile | None = None
        self._running = contextlib.AsyncExitStack()

    async def add_users(self, passwords: Mapping[str, str]) -> None:
        """Before start(). The passwords are hashed by mosquitto_passwd, which reads them from the file."""
        self._directory.mkdir(mode=0o755)
        accounts = self._directory / "accounts"
        accounts.write_text("".join(f"{name}:{password}\n" for name, password in passwords.items()))
        hashing = await asyncio.create_subprocess_exec("mosquitto_passwd", "-U", str(accounts))
        if await within(SECONDS, "mosquitto_passwd", hashing.wait()) != 0:
            raise AssertionError("mosquitto_passwd has failed")
        accounts.chmod(0o644)
        self._config.write_text(f"allow_anonymous false\npassword_file {accounts}\nlog_dest stderr\n"
                                f"connection_messages true\nlistener {self._port} {LOOPBACK}\n")
        self._config.chmod(0o644)

    async def starts(self) -> None:
        """Waits until clients can connect."""
        log = self._directory / "mosquitto.log"
        log.write_bytes(b"")
        await self._running.enter_async_context(
            running([*AS_NOBODY, "/usr/sbin/mosquitto", "-c", str(self._config)], self._directory, log))
        self._log = await self._running.enter_async_context(GrowingFile.follow(log))
        await self._log.line(r"mosquitto version .* running", SECONDS)

    async def stops(self) -> None:
        """Returns when the process has ended."""
        await self._running.aclose()

    async def logs(self, pattern: str) -> str:
        assert self._log is not None
        return await self._log.line(pattern, SECONDS)

    @contextlib.asynccontextmanager
    async def user(self, name: str, password: str) -> AsyncIterator["MqttUser"]:
        """A user of the broker without a gateway."""
        options = self._directory / name
        options.mkdir(mode=0o700)
        for program in ("mosquitto_sub", "mosquitto_pub"):  # a file, so that no process list has the password
            file = options / program
            file.touch(mode=0o600)
            file.write_text(f"-h {LOOPBACK}\n-p {self._port}\n-u {name}\n-P {password}\n-q 1\n")
        yield MqttUser(options)


class MqttUser:
    """Debian's command-line clients of Mosquitto."""

    def __init__(self, options: Path) -> None:
        self._environment = os.environ | {"XDG_CONFIG_HOME": str(options)}
        self._options = options

    async def publishes(self, topic: str, text: str, *, retain: bool = False) -> None:
        """Returns when the broker has confirmed the message."""
        process = await asyncio.create_subprocess_exec(
            "setpriv", "--pdeathsig", "KILL", "mosquitto_pub", "-s", "-t", topic, *(["-r"] if retain else []),
            stdin=asyncio.subprocess.PIPE, env=self._environment)
        await within(SECONDS, f"a message to {topic} to be confirmed", process.communicate(text.encode()))
        if process.returncode != 0:
            raise AssertionError(f"mosquitto_pub exited with {process.returncode}")

    @contextlib.asynccontextmanager
    async def subscribed(self, topic: str) -> AsyncIterator["Subscription"]:
        """Subscribes to a topic without retained messages."""
        process = await asyncio.create_subprocess_exec(
            "setpriv", "--pdeathsig", "KILL", "stdbuf", "-oL",
            "mosquitto_sub", "-d", "-R", "-t", topic, "-F", "got %t %p",
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, env=self._environment)
        assert process.stdout is not None
        subscription = Subscription(process.stdout)
        try:
            await subscription.line("Subscribed ")
            yield subscription
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


class Subscription:
    """What a subscriber gets."""

    def __init__(self, lines: asyncio.StreamReader) -> None:
        self._lines = lines

    async def gets(self) -> str:
        """Waits for the next message. Returns topic and text."""
        return (await self.line("got ")).removeprefix("got ")

    async def line(self, beginning: str) -> str:
        async def matching() -> str:
            while not (line := (await self._lines.readline()).decode()).startswith(beginning):
                if not line:
                    raise AssertionError(f"mosquitto_sub has ended before {beginning!r}")
            return line.rstrip("\n")

        return await within(SECONDS, f"a line that begins with {beginning!r}", matching())


@contextlib.asynccontextmanager
async def mosquitto(directory: Path, passwords: Mapping[str, str]) -> AsyncIterator[Mosquitto]:
    """Starts a broker with these accounts."""
    with free_ports(1) as [port]:
        broker = Mosquitto(directory, port)
        await broker.add_users(passwords)
        await broker.starts()
        try:
            yield broker
        finally:
            await broker.stops()
