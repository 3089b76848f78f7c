# SPDX-License-Identifier: MIT
"""A simulated Spectrum 2 that launches the host with the IRC plugin, and its users.

The counterpart of the C++ simulator (plugin-api/simulator) for scenarios with Debian's programs. tests/bench has
another one for measurements, which decodes nothing.
"""

import asyncio
import contextlib
import functools
import importlib
import json
import re
import struct
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import environment
from ports import LOOPBACK
from processes import running
from waiting import Changes, within

SECONDS = 30
SECONDS_BETWEEN_PINGS = 10
PROTOCOL = Path(__file__).parents[3] / "proto" / "pbnetwork.proto"
# The messages from the host, by type. The field that names the user comes first.
DECODED = {
    "CONNECTED": "Connected", "DISCONNECTED": "Disconnected", "BUDDY_CHANGED": "Buddy", "BUDDY_REMOVED": "Buddy",
    "CONV_MESSAGE": "ConversationMessage", "PARTICIPANT_CHANGED": "Participant", "ROOM_NICKNAME_CHANGED": "Room",
    "ROOM_SUBJECT_CHANGED": "ConversationMessage", "CONV_MESSAGE_ACK": "ConversationMessage"}


class User:
    """A user of Spectrum: sends requests to the host, and keeps the frames that the host sends to this user.

    A frame is a text: `CONV_MESSAGE buddyName="#tea" message="hello" nickname="bob"`.
    """

    def __init__(self, spectrum: "Spectrum", name: str) -> None:
        self.name = name
        self._spectrum = spectrum
        self._frames: list[str] = []
        self._changes = Changes()

    def start_login(self, password: str = "", settings: Mapping[str, str] | None = None) -> None:
        self._send("LOGIN", "Login", user=self.name, legacyName=self.name, password=password,
                   settings={"value": dict(settings or {})})

    async def log_in(self, password: str = "", settings: Mapping[str, str] | None = None,
                     seconds: float = SECONDS) -> None:
        self.start_login(password, settings)
        await self.sees("^CONNECTED$", seconds)

    def log_out(self) -> None:
        self._send("LOGOUT", "Logout", user=self.name, legacyName=self.name)

    def start_join(self, room: str, nickname: str = "") -> None:
        self._send("JOIN_ROOM", "Room", userName=self.name, nickname=nickname or self.name, room=room)

    async def join(self, room: str, nickname: str = "") -> None:
        """Returns once the user is in the room."""
        self.start_join(room, nickname)
        await self.enters(room)

    async def enters(self, room: str, seconds: float = SECONDS) -> None:
        """Returns once the user is in the room. Keeps the user's presence there."""
        own = f'^PARTICIPANT_CHANGED room="{room}" nickname="[^"]*" flag=1[67] status=[0-4]'
        self._frames.append(await self.sees(own, seconds))

    def leave(self, room: str) -> None:
        self._send("LEAVE_ROOM", "Room", userName=self.name, nickname="", room=room)

    def say(self, to: str, text: str) -> None:
        self._send("CONV_MESSAGE", "ConversationMessage", userName=self.name, buddyName=to, message=text)

    def add_contact(self, contact: str) -> None:
        self._send("BUDDY_CHANGED", "Buddy", userName=self.name, buddyName=contact)

    def go_away(self, text: str) -> None:
        self._send("STATUS_CHANGED", "Status", userName=self.name, status=self._spectrum.protocol.STATUS_AWAY,
                   statusMessage=text)

    async def sees(self, pattern: str, seconds: float = SECONDS) -> str:
        """Waits for a frame that contains the pattern, removes and returns it. Keeps the frames before it."""
        place = 0

        def has_come() -> bool:  # looks at each frame once
            nonlocal place
            while place < len(self._frames) and not re.search(pattern, self._frames[place]):
                place += 1
            return place < len(self._frames)

        def missed() -> str:
            return f"{self.name}: {pattern}; these came instead:\n" + "\n".join(self._frames)

        await self._changes.until(has_come, seconds, missed)
        return self._frames.pop(place)

    async def has_seen(self, pattern: str = "") -> list[str]:
        """Returns the kept frames that contain the pattern, after all that the host has sent so far."""
        await self._spectrum.ping()
        return self.unread(pattern)

    def unread(self, pattern: str = "") -> list[str]:
        return [frame for frame in self._frames if re.search(pattern, frame)]

    def forget(self) -> None:
        """Drops the kept frames."""
        self._frames.clear()

    def take(self, frame: str) -> None:
        self._frames.append(frame)
        self._changes.notify()

    def _send(self, kind: str, message_name: str, /, **fields: Any) -> None:
        self._spectrum.send(kind, getattr(self._spectrum.protocol, message_name)(**fields))


class Spectrum:
    """Spectrum's end of the connection to the host."""

    def __init__(self, protocol: Any) -> None:
        self.protocol = protocol
        self.users: dict[str, User] = {}
        self._writer: asyncio.StreamWriter | None = None
        self._connected = Changes()
        self._pings = 0
        self._pongs = 0
        self._ponged = Changes()

    def user(self, name: str) -> User:
        return self.users.setdefault(name, User(self, name))

    def send(self, kind: str, message: Any = None) -> None:
        assert self._writer is not None
        wrapper = self.protocol.WrapperMessage(type=f"TYPE_{kind}")
        if message is not None:
            wrapper.payload = message.SerializeToString()
        content = wrapper.SerializeToString()
        self._writer.write(struct.pack(">I", len(content)) + content)

    async def ping(self) -> None:
        """Waits until all that the host has sent so far has come: PONG comes after it."""
        self._pings += 1
        wanted = self._pings
        self.send("PING")
        await self._ponged.until(lambda: self._pongs >= wanted, SECONDS, "a PONG of the host")

    async def accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self._connected.notify()
        pinging = asyncio.create_task(self._keep_pinging())
        try:
            while True:
                size = struct.unpack(">I", await reader.readexactly(4))[0]
                self._take(await reader.readexactly(size))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the end of the host; launched() checks its exit code
        finally:
            pinging.cancel()
            writer.close()

    async def connects(self, host: asyncio.subprocess.Process) -> None:
        """Waits until the host has connected, and answers."""
        exited = asyncio.create_task(host.wait())
        exited.add_done_callback(lambda _: self._connected.notify())
        try:
            await self._connected.until(lambda: self._writer is not None or host.returncode is not None, SECONDS,
                                        "the host's connection")
        finally:
            exited.cancel()
        if self._writer is None:
            raise AssertionError(f"the host exited with {host.returncode} before it connected")
        await self.ping()

    async def _keep_pinging(self) -> None:
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_PINGS)
            self._pings += 1
            self.send("PING")

    def _take(self, content: bytes) -> None:
        wrapper = self.protocol.WrapperMessage.FromString(content)
        kind = self.protocol.WrapperMessage.Type.Name(wrapper.type).removeprefix("TYPE_")
        if kind == "PONG":
            self._pongs += 1
            self._ponged.notify()
        elif kind == "RAW_XML":
            for user in self.users.values():  # the stanza's address is not parsed
                user.take(f"RAW_XML {wrapper.payload.decode()}")
        elif kind in DECODED:
            (_, name), *fields = getattr(self.protocol, DECODED[kind]).FromString(wrapper.payload).ListFields()
            described = (f"{field.name}={json.dumps(value, ensure_ascii=False) if isinstance(value, str) else value}"
                         for field, value in fields)
            self.user(name).take(" ".join((kind, *described)))


@functools.cache
def protocol() -> Any:
    """Compiles the protocol with protoc, and returns its module."""
    with tempfile.TemporaryDirectory(prefix="prism-e2e-") as directory:
        subprocess.run(["protoc", f"--proto_path={PROTOCOL.parent}", f"--python_out={directory}", PROTOCOL], check=True)
        sys.path.insert(0, directory)
        try:
            return importlib.import_module(f"{PROTOCOL.stem}_pb2")
        finally:
            sys.path.remove(directory)


def configuration(server: str, directory: Path, service: Mapping[str, object], irc: Mapping[str, object]) -> str:
    sections = {
        "service": {"jid": "irc.prism.test", "irc_server": server, "working_dir": directory} | dict(service),
        "prism": {"plugin": "irc", "plugin_dir": environment.plugin_dir()},
        "irc": irc}
    return "".join(f"[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items())
                   for name, keys in sections.items())


@contextlib.asynccontextmanager
async def launched(directory: Path, port: int, service: Mapping[str, object] | None = None,
                   irc: Mapping[str, object] | None = None) -> AsyncIterator[Spectrum]:
    """Launches the host with a server on loopback. At the end the host must exit with 0 after EXIT."""
    directory.mkdir()
    config = directory / "irc.cfg"
    config.write_text(configuration(f"{LOOPBACK}:{port}", directory, service or {}, irc or {}))
    spectrum = Spectrum(protocol())
    listening = await asyncio.start_server(spectrum.accepted, LOOPBACK, 0)
    own_port = listening.sockets[0].getsockname()[1]
    command = [str(environment.host()), "--host", LOOPBACK, "--port", str(own_port), "--service.backend_id=1",
               str(config)]
    try:
        async with running(command, directory, directory / "host.log") as host:
            await spectrum.connects(host)
            yield spectrum
            spectrum.send("EXIT")
            code = await within(SECONDS, "the host's exit", host.wait())
            if code != 0:
                raise AssertionError(f"the host exited with {code}")
    finally:
        listening.close()
        await listening.wait_closed()
