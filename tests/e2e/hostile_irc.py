# SPDX-License-Identifier: MIT
"""A hostile IRC server: it accepts users, and then attacks their gateway with one act after another."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count

from hostile_acts import SERVER, Act, Target, line, whois_answer
from waiting import Changes

# The minimum of a turn. The maximum is twice that.
SECONDS_A_TURN = 5.0
# Users that are attacked at the same time. The others wait for their turn.
TURNS_AT_A_TIME = 4
SECONDS_TO_ANSWER = 60
CHUNK = 64 << 10
WHOIS = "whois_answers"
CAPABILITIES = "batch chathistory message-tags server-time"


@dataclass
class Figures:
    """Counts by act."""

    bytes: Counter[str] = field(default_factory=Counter)
    turns: Counter[str] = field(default_factory=Counter)
    closed: Counter[str] = field(default_factory=Counter)  # connections that the peer closed
    silent: Counter[str] = field(default_factory=Counter)  # turns after which the peer did not answer a PING
    kicks: int = 0
    returns: int = 0  # users who joined again after a kick


class HostileServer:
    """Attacks each connection with `acts` in turn. Each connection starts with another act.

    With `answers_whois`, every WHOIS gets a huge answer.
    """

    def __init__(self, acts: Sequence[Act], answers_whois: bool) -> None:
        self.figures = Figures()
        self.errors: list[str] = []  # errors of this server, not of its peers
        self.acts = acts
        self.answers_whois = answers_whois
        self._begun = asyncio.Event()
        self._ended = False
        self._turns = asyncio.Semaphore(TURNS_AT_A_TIME)
        self._connections = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = self._connections
        self._connections += 1
        connection = _Connection(self, reader, writer)
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        reading = asyncio.create_task(connection.read())
        try:
            acting = asyncio.create_task(self._rotate(connection, first))
            try:
                await asyncio.wait({reading, acting}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                acting.cancel()
                reading.cancel()
                results = await asyncio.gather(acting, reading, return_exceptions=True)
                self.errors += [repr(result) for result in results
                                if isinstance(result, Exception) and not isinstance(result, OSError)]
        finally:
            self._tasks.discard(task)
            if connection.act is not None:
                self.figures.closed[connection.act] += 1
            writer.transport.abort()

    def begin(self) -> None:
        """Starts the attacks."""
        self._begun.set()

    def end_attacks(self) -> None:
        """Ends the attacks after the current turns."""
        self._ended = True

    async def end(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _rotate(self, connection: "_Connection", first: int) -> None:
        await self._begun.wait()
        for number in count(first):
            await connection.in_channel()
            async with self._turns:
                if self._ended or not self.acts:
                    break
                pause = asyncio.create_task(asyncio.sleep(SECONDS_A_TURN))
                try:
                    await connection.turn(self.acts[number % len(self.acts)])
                    await pause
                finally:
                    pause.cancel()
        await asyncio.get_running_loop().create_future()  # keeps the connection until the peer closes it


class _Connection:
    """The connection of one user."""

    def __init__(self, server: HostileServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.act: str | None = None  # the current act
        self._server = server
        self._figures = server.figures
        self._reader = reader
        self._writer = writer
        self._changes = Changes()
        self._reads = asyncio.Event()
        self._reads.set()
        self._nickname = ""
        self._channels: list[str] = []
        self._pongs: set[str] = set()
        self._turn = 0
        self._writing = asyncio.Lock()
        writer.transport.set_write_buffer_limits(high=CHUNK)

    @property
    def _target(self) -> Target:
        return Target(self._nickname, self._channels[0] if self._channels else "#nowhere")

    async def in_channel(self) -> None:
        """Waits, without a deadline, until the user is in a channel."""
        await self._changes.until(lambda: bool(self._channels), None, "a JOIN")

    async def turn(self, act: Act) -> None:
        self._turn += 1
        self._figures.turns[act.name] += 1
        self.act = act.name
        kicks = act.name.startswith("kick")
        if kicks:
            self._figures.kicks += 1
            channel = self._channels.pop(0)
            await self._write(act.name, act.lines(Target(self._nickname, channel)))
        else:
            if not act.reads:
                self._reads.clear()
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._write(act.name, self._limited(act)), 2 * SECONDS_A_TURN)
            self._reads.set()
        token = f"turn{self._turn}"
        await self._write(act.name, [b"\r\n", line(f"PING :{token}")])
        try:
            await self._changes.until(lambda: token in self._pongs, SECONDS_TO_ANSWER, "a PONG")
        except AssertionError:
            self._figures.silent[act.name] += 1
        if kicks:
            with contextlib.suppress(AssertionError):
                await self._changes.until(lambda: bool(self._channels), SECONDS_TO_ANSWER, "a JOIN after a KICK")
                self._figures.returns += 1
        self.act = None

    def _limited(self, act: Act) -> Iterable[bytes]:
        written = 0
        for number, text in enumerate(act.lines(self._target)):
            if number >= act.bounds.lines or written >= act.bounds.bytes:
                return
            written += len(text)
            yield text

    async def _write(self, act: str, lines: Iterable[bytes]) -> None:
        """Writes only as fast as the peer reads."""
        async with self._writing:
            chunk = bytearray()
            for text in lines:
                chunk += text
                if len(chunk) >= CHUNK:
                    await self._flush(act, chunk)
            await self._flush(act, chunk)

    async def _flush(self, act: str, chunk: bytearray) -> None:
        self._writer.write(bytes(chunk))
        self._figures.bytes[act] += len(chunk)
        chunk.clear()
        await self._writer.drain()
        await asyncio.sleep(0)  # lets other tasks run, even if the peer reads without delay

    async def read(self) -> None:
        """Reads and answers lines until the peer closes the connection."""
        while text := await self._reader.readline():
            await self._reads.wait()
            command, *parameters = text.decode(errors="replace").rstrip("\r\n").split(" ")
            answers = self._answer(command.upper(), [each.removeprefix(":") for each in parameters])
            if answers:
                self._writer.write(b"".join(map(line, answers)))
            if command.upper() == "WHOIS" and parameters and self._server.answers_whois:
                self._figures.turns[WHOIS] += 1
                await self._write(WHOIS, whois_answer(self._target, parameters[-1].removeprefix(":")))
            self._changes.notify()

    def _answer(self, command: str, parameters: list[str]) -> list[str]:
        nickname, first = self._nickname, parameters[0] if parameters else ""
        if command == "CAP" and first == "LS":
            return [f":{SERVER} CAP * LS :{CAPABILITIES}"]
        if command == "CAP" and first == "REQ":
            return [f":{SERVER} CAP * ACK :{' '.join(parameters[1:])}"]
        if command == "NICK" and not nickname:
            self._nickname = first
        elif command == "USER":
            return [f":{SERVER} 001 {nickname} :Welcome", f":{SERVER} 005 {nickname} CHATHISTORY=100 :are supported",
                    f":{SERVER} 422 {nickname} :There is no message of the day"]
        elif command == "JOIN":
            self._channels += [each for each in first.split(",") if each not in self._channels]
            return [answer for channel in first.split(",") for answer in (
                f":{nickname}!u@h JOIN {channel}", f":{SERVER} 353 {nickname} = {channel} :{nickname}",
                f":{SERVER} 366 {nickname} {channel} :End of NAMES")]
        elif command == "PART":
            self._channels = [each for each in self._channels if each not in first.split(",")]
            return [f":{nickname}!u@h PART {first}"]
        elif command == "PING":
            return [f":{SERVER} PONG {SERVER} :{first}"]
        elif command == "PONG":
            self._pongs.add(parameters[-1])
        return []


@contextlib.asynccontextmanager
async def hostile_irc(address: str, port: int, acts: Sequence[Act],
                      answers_whois: bool) -> AsyncIterator[HostileServer]:
    server = HostileServer(acts, answers_whois)
    listening = await asyncio.start_server(server.connected, address, port, limit=CHUNK)
    try:
        yield server
    finally:
        listening.close()
        await server.end()
        await listening.wait_closed()
