# SPDX-License-Identifier: MIT
"""Users of the soak: talkers who count messages, one who pastes, and victims of the hostile IRC server."""

import asyncio
import contextlib
import re
from collections import Counter
from dataclasses import dataclass, field

from hostile_acts import FORGED
from light_client import LightClient, Stanza
from prosody import DOMAIN
from waiting import Changes

COMPONENT = "irc.example.test"
SECONDS_TO_JOIN = 180
SECONDS_TO_LEAVE = 30
SECONDS_BETWEEN_MESSAGES = 3.0
SECONDS_BETWEEN_VISITS = 5.0
PADDING = "Grüße & <ok/> 👋"
NUMBERED = re.compile(r"soak (\S+) (\d+) ")
# Prosody accepts stanzas of 256 KiB from a client.
PASTE_PIECE = 240_000
PASTE_LINE = "paste " * 66 + "\n"
PASTED = re.compile(r"^paste ")


def address_of(name: str, server: str) -> str:
    """Returns the JID of a channel or user of an IRC server."""
    return f"{name}%{server}@{COMPONENT}"


class User:
    """A user in one channel."""

    def __init__(self, name: str, server: str, channel: str) -> None:
        self.name = name
        self.server = server
        self.room = address_of(channel, server)
        self.in_room = False
        self.refusals: list[str] = []
        self.stanzas = 0
        self.client = LightClient(name, DOMAIN, self.on_stanza)
        self._changes = Changes()

    async def log_in(self, port: int, password: str) -> None:
        """Waits until the user is in the room."""
        await self.client.log_in(port, password)
        self.client.join(self.room, self.name)
        await self._changes.until(lambda: self.in_room, SECONDS_TO_JOIN,
                                  lambda: f"{self.name} to enter {self.room}; refused: {self.refusals}")

    def on_stanza(self, stanza: Stanza) -> None:
        self.stanzas += 1
        if stanza.name == "presence" and stanza.sender.partition("/")[0] == self.room:
            if stanza.type == "error":
                self.in_room = False
                self.refusals.append(",".join(sorted(stanza.elements)))
            elif "110" in stanza.codes:
                self.in_room = stanza.type != "unavailable"
            self._changes.notify()


@dataclass
class Talks:
    """Counts the numbered messages of the soak: what was sent, and faults of what arrived."""

    sent: Counter[str] = field(default_factory=Counter)  # by stream: "anne>#tea" is what anne sends to #tea
    readers: dict[str, list["Talker"]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    arrived: int = 0
    changes: Changes = field(default_factory=Changes)

    def expected(self) -> int:
        return sum(count * len(self.readers[stream]) for stream, count in self.sent.items())

    async def all_arrived(self, quiet_seconds: float) -> None:
        """Waits until every message has arrived, or none has for `quiet_seconds`."""
        with contextlib.suppress(AssertionError):
            while (before := self.arrived) < self.expected():
                await self.changes.until(lambda: self.arrived > before, quiet_seconds, "another message")

    def missing(self) -> list[str]:
        return [f"{reader.name} has {reader.next[stream]} of the {count} messages {stream}"
                for stream, count in self.sent.items() for reader in self.readers[stream]
                if reader.next[stream] != count]


class Talker(User):
    """Sends numbered messages to the channel or to a partner, and counts those that arrive."""

    def __init__(self, name: str, server: str, channel: str, talks: Talks, partner: str | None) -> None:
        super().__init__(name, server, channel)
        self.next: Counter[str] = Counter()  # by stream: number of the next expected message
        self.pasted = 0  # bytes
        self._talks = talks
        self._to = address_of(partner, server) if partner else self.room
        self._kind = "chat" if partner else "groupchat"
        self.stream = f"{name}>{partner or channel}"

    async def talk(self, seconds: float, delay: float) -> None:
        """Sends a message every few seconds. The sleeps set the rate of the load; nothing waits on them."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        await asyncio.sleep(delay)
        while loop.time() < end:
            number = self._talks.sent[self.stream]
            self.client.say(self._to, f"soak {self.stream} {number} {PADDING}", self._kind)
            self._talks.sent[self.stream] += 1
            await asyncio.sleep(SECONDS_BETWEEN_MESSAGES)

    def on_stanza(self, stanza: Stanza) -> None:
        super().on_stanza(stanza)
        found = NUMBERED.match(stanza.body)
        if found and stanza.name == "message":
            self._count(stanza, found[1], int(found[2]))
        elif PASTED.match(stanza.body):
            self.pasted += len(stanza.body)

    def _count(self, stanza: Stanza, stream: str, number: int) -> None:
        if stanza.type == "error":
            self._talks.faults.append(f"{self.name}: message {number} of {stream} came back as an error")
            return
        if self not in self._talks.readers.get(stream, []):
            self._talks.faults.append(f"{self.name} got message {number} of {stream}, which is for others")
        elif number != self.next[stream]:
            self._talks.faults.append(f"{self.name} got message {number} of {stream} instead of {self.next[stream]}")
        elif PADDING not in stanza.body:
            self._talks.faults.append(f"{self.name} got message {number} of {stream} with another text")
        else:
            self._talks.arrived += 1
        self.next[stream] = number + 1
        self._talks.changes.notify()


class Paster(User):
    """Pastes far more text than IRC can carry, in messages of the XMPP server's maximum size."""

    def __init__(self, name: str, server: str, channel: str, reader: str) -> None:
        super().__init__(name, server, channel)
        self.pasted = 0
        self.words = 0  # messages from the gateway to the user
        self._reader = address_of(reader, server)

    async def paste(self, size: int, to_person: bool) -> None:
        piece = PASTE_LINE * (PASTE_PIECE // len(PASTE_LINE))
        for _ in range(-(-size // len(piece))):
            self.client.say(*((self._reader, piece, "chat") if to_person else (self.room, piece, "groupchat")))
            self.pasted += len(piece)
            await self.client.wait_drained()

    def on_stanza(self, stanza: Stanza) -> None:
        super().on_stanza(stanza)
        if stanza.name == "message" and stanza.body and not PASTED.match(stanza.body):
            self.words += 1


class Victim(User):
    """A user of the hostile server: sends WHOIS now and then, and enters the channel again after a kick."""

    def __init__(self, name: str, server: str, channel: str) -> None:
        super().__init__(name, server, channel)
        self.forged: list[str] = []  # senders of texts that only the hostile server has written
        self.returns = 0

    async def stay(self) -> None:
        """Runs until it is cancelled."""
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_VISITS)
            if self.in_room:
                self.client.say(self.room, "/whois somebody", "groupchat")
            else:
                self.returns += 1
                self.client.join(self.room, self.name)

    async def leave(self) -> None:
        """Leaves the room, and waits for that at most SECONDS_TO_LEAVE."""
        self.client.leave(self.room, self.name)
        with contextlib.suppress(AssertionError):
            await self._changes.until(lambda: not self.in_room, SECONDS_TO_LEAVE, "the end of the visit")

    def on_stanza(self, stanza: Stanza) -> None:
        super().on_stanza(stanza)
        if FORGED in stanza.body and "@" not in stanza.sender.partition("/")[0]:
            self.forged.append(stanza.sender)
