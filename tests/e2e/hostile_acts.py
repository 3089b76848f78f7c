# SPDX-License-Identifier: MIT
"""The acts of a hostile IRC server: one generator per act.

A generator yields IRC lines with CR LF (or without, if that is the act), endlessly or until the act is complete. The
server stops it at the bounds of the turn.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

SERVER = "hostile.prism.test"
OTHER = "mallory!m@hostile.prism.test"
# The text of messages whose sender cannot have a JID. A user must never get it from the gateway itself.
FORGED = "the gateway has closed your account"

Lines = Iterator[bytes]


@dataclass(frozen=True)
class Target:
    """The user of a connection: the nickname, and a channel in which the user is."""

    nickname: str
    channel: str


@dataclass(frozen=True)
class Bounds:
    """Limits of one turn."""

    lines: int
    bytes: int


# SILENT acts mean nothing to the user, PARTLY_SHOWN acts may reach the user in part, and SHOWN acts become stanzas.
# More stanzas than Spectrum 2 and the XMPP server can carry would only measure how late all messages arrive.
SILENT = Bounds(100_000, 64 << 20)
PARTLY_SHOWN = Bounds(20_000, 16 << 20)
SHOWN = Bounds(2_000, 4 << 20)


@dataclass(frozen=True)
class Act:
    name: str
    lines: Callable[[Target], Lines]
    bounds: Bounds
    reads: bool  # true if the server reads from the peer during the act


ACTS: dict[str, Act] = {}

# Numbers for names and texts that are new in every turn.
NUMBERS = count()


def act(bounds: Bounds, reads: bool = True) -> Callable[[Callable[[Target], Lines]], Callable[[Target], Lines]]:
    def register(lines: Callable[[Target], Lines]) -> Callable[[Target], Lines]:
        ACTS[lines.__name__] = Act(lines.__name__, lines, bounds, reads)
        return lines

    return register


def line(text: str) -> bytes:
    return text.encode() + b"\r\n"


@act(SILENT)
def joins_with_long_names(target: Target) -> Lines:
    """Makes the user join channels unasked. Their names have 2,000 bytes."""
    for number in NUMBERS:
        yield line(f":{target.nickname}!u@h JOIN #{number:0>1999}")


@act(SHOWN)
def endless_topics(target: Target) -> Lines:
    for number in NUMBERS:
        yield line(f":{OTHER} TOPIC {target.channel} :{number}{' topic' * 2_500}")


@act(SHOWN)
def topics_of_strange_channels(target: Target) -> Lines:
    for number in NUMBERS:
        yield line(f":{SERVER} 332 {target.nickname} #strange{number} :{'topic ' * 300}")
        yield line(f":{SERVER} 333 {target.nickname} #strange{number} {OTHER} 1700000000")


@act(SILENT)
def list_without_end(target: Target) -> Lines:
    yield line(f":{SERVER} 321 {target.nickname} Channel :Users Name")
    for number in NUMBERS:
        yield line(f":{SERVER} 322 {target.nickname} #listed{number:0>200} {number} :{'topic ' * 60}")


@act(SHOWN)
def joins_of_members(target: Target) -> Lines:
    for number in NUMBERS:
        yield line(f":member{number:0>100}!u@h JOIN {target.channel}")


@act(PARTLY_SHOWN)
def names_without_end(target: Target) -> Lines:
    """Sends 353 (names) without the final 366."""
    for number in NUMBERS:
        names = " ".join(f"name{number}x{each}" for each in range(40))
        yield line(f":{SERVER} 353 {target.nickname} = {target.channel} :{names}")


@act(SILENT)
def whois_nobody_asked_for(target: Target) -> Lines:
    for number in NUMBERS:
        yield line(f":{SERVER} 311 {target.nickname} somebody{number} user host * :{'realname ' * 50}")
        yield line(f":{SERVER} 319 {target.nickname} somebody{number} :{'#channel ' * 50}")


def whois_answer(target: Target, nickname: str) -> Lines:
    """Sends 20 lines of 60 kB and 20 of 15 kB. Not an act of a turn: it answers each WHOIS."""
    yield line(f":{SERVER} 311 {target.nickname} {nickname} user host * :realname")
    for channels in [6_650] * 20 + [1_650] * 20:
        yield line(f":{SERVER} 319 {target.nickname} {nickname} :{'&channel ' * channels}")
    yield line(f":{SERVER} 318 {target.nickname} {nickname} :End of WHOIS")


@act(PARTLY_SHOWN)
def open_batches(target: Target) -> Lines:
    for number in NUMBERS:
        yield line(f":{SERVER} BATCH +b{number} chathistory {target.channel}")
        for _ in range(10):
            yield line(f"@batch=b{number} :{OTHER} PRIVMSG {target.channel} :{'history ' * 40}")


@act(SILENT, reads=False)
def pings_whose_pongs_are_not_read(target: Target) -> Lines:
    for number in NUMBERS:
        yield line(f"PING :{number:0>400}")


@act(Bounds(4, 4 << 20))
def notices_of_600_kb(target: Target) -> Lines:
    for number in NUMBERS:
        to = target.channel if number % 2 else target.nickname
        yield line(f":{OTHER} NOTICE {to} :{number}{'&' * 600_000}")


@act(Bounds(20, 4 << 20))
def messages_of_60_and_15_kb(target: Target) -> Lines:
    for number in NUMBERS:
        to = target.channel if number % 2 else target.nickname
        yield line(f":{OTHER} PRIVMSG {to} :{number}{'&' * (60_000 if number % 3 else 15_000)}")


@act(SILENT)
def line_without_end(target: Target) -> Lines:
    yield f":{OTHER} PRIVMSG {target.channel} :".encode()
    while True:
        yield b"line without end " * 1_000


@act(SILENT)
def tags_without_end(target: Target) -> Lines:
    yield b"@"
    for number in NUMBERS:
        yield f"tag{number}=value;".encode() * 100


@act(SHOWN)
def invitations_with_huge_reasons(target: Target) -> Lines:
    for number in NUMBERS:
        yield line(f":{OTHER} INVITE {target.nickname} #{number:0>1999} :{'reason & ' * 1_000}")


@act(SHOWN)
def kick_with_huge_reason(target: Target) -> Lines:
    """Kicks the user once per turn. The server then waits until the user joins again."""
    yield line(f":{OTHER} KICK {target.channel} {target.nickname} :{'reason & ' * 1_500}")


@act(SHOWN)
def names_that_no_jid_can_have(target: Target) -> Lines:
    bad = (b"bell\x07", b"escape\x1b[2J", b"half\xe2\x82", b"latin\xe9\xe8", "mended\ufffd".encode(), b"at@sign/slash",
           b"nick" + b"n" * 1_096, "\u202eright to left".replace(" ", "").encode(), b"<html>&\"'", b"-")
    channel = target.channel.encode()
    for number in NUMBERS:
        for name in bad:
            source = b":" + name + b"%d!u@h " % number
            yield source + b"JOIN " + channel + b"\r\n"
            yield source + b"PRIVMSG " + channel + b" :" + FORGED.encode() + b"\r\n"
            yield source + b"PRIVMSG " + target.nickname.encode() + b" :" + FORGED.encode() + b"\r\n"
            yield source + b"PART " + channel + b" :" + FORGED.encode() + b"\r\n"


@act(SHOWN)
def changes_of_nicknames(target: Target) -> Lines:
    before = "mallory"
    yield line(f":{before}!u@h JOIN {target.channel}")
    for number in NUMBERS:
        after = f"mallory{number:0>300}"
        yield line(f":{before}!u@h NICK {after}")
        before = after


@act(PARTLY_SHOWN)
def ctcp_requests(target: Target) -> Lines:
    for number in NUMBERS:
        yield line(f":stranger{number}!u@h PRIVMSG {target.nickname} :\x01PING {number:0>400}\x01")


@act(SILENT)
def isupport_without_end(target: Target) -> Lines:
    for number in NUMBERS:
        yield line(f":{SERVER} 005 {target.nickname} TOKEN{number}={'v' * 300} :are supported by this server")


@act(SHOWN)
def messages_of_ever_new_people(target: Target) -> Lines:
    for number in NUMBERS:
        yield line(f":stranger{number}!u@h PRIVMSG {target.nickname} :{'hello & ' * 40}")
