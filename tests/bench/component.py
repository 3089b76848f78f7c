# SPDX-License-Identifier: MIT
"""The XMPP server of a gateway, as Spectrum 2 sees it: the stream of one component (XEP-0114), and all users of DOMAIN.

Each user has one client. It accepts every subscription, and answers every request with service-unavailable.
"""

import asyncio
import contextlib
import hashlib
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

sys.path.append(str(Path(__file__).resolve().parent.parent / "e2e"))

from light_client import MUC, STREAM, Stanza, StanzaParser
from ports import LOOPBACK
from waiting import Changes

DOMAIN = "example.test"
SECRET = "secret"
STREAM_ID = "prism"
REGISTER = "jabber:iq:register"
STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas"
SECONDS_WITHOUT_PROGRESS = 120


class Component(asyncio.Protocol):
    """The server's end of the stream.

    The sets contain the names of users. `on_stanza(user, stanza)` is called for each stanza to a user.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.on_stanza: Callable[[str, Stanza], None] = lambda user, stanza: None
        self.connected = asyncio.Event()
        self.registered: set[str] = set()
        self.online: set[str] = set()
        self.in_room: set[str] = set()
        self.changes = Changes()  # notified after each stanza to a user
        self._transport: asyncio.Transport | None = None
        self._parser = StanzaParser(self._on_any)

    def register(self, user: str) -> None:
        self._send(f"<iq type='set' id='register' from='{address(user)}' to='{self.name}'><query xmlns='{REGISTER}'>"
                   f"<username>{user}</username><password>pw</password></query></iq>")

    def log_in(self, user: str) -> None:
        """A registered user's client comes online."""
        self._send(f"<presence from='{address(user)}' to='{self.name}'/>")

    def join(self, user: str, room: str) -> None:
        self._send(f"<presence from='{address(user)}' to={quoteattr(f'{room}@{self.name}/{user}')}>"
                   f"<x xmlns='{MUC}'/></presence>")

    def say(self, user: str, to: str, text: str, kind: str) -> None:
        """Writes to a contact (the kind is chat), or to a room (groupchat)."""
        self._send(f"<message type='{kind}' from='{address(user)}' to={quoteattr(f'{to}@{self.name}')}>"
                   f"<body>{escape(text)}</body></message>")

    async def wait_progress(self, what: str, reached: Callable[[], int], goal: int) -> None:
        """Waits until a number that depends on stanzas reaches `goal`, for as long as it rises."""
        while (before := reached()) < goal:
            await self.changes.until(lambda: reached() > before, SECONDS_WITHOUT_PROGRESS,
                                     lambda: f"{what}: {reached()} of {goal}")

    def _send(self, xml: str) -> None:
        assert self._transport is not None
        self._transport.write(xml.encode())

    def _on_any(self, stanza: Stanza) -> None:
        if stanza.name == "handshake":
            self._check_handshake(stanza.body)
            return
        to = stanza.attributes.get("to", "")
        if stanza.name == "iq" and stanza.type in ("get", "set"):
            self._send(f"<iq type='error' id={quoteattr(stanza.attributes.get('id', ''))} from={quoteattr(to)} "
                       f"to={quoteattr(stanza.sender)}><error type='cancel'><service-unavailable xmlns='{STANZAS}'/>"
                       "</error></iq>")
        elif stanza.name == "presence" and stanza.type == "subscribe":
            self._send(f"<presence type='subscribed' from={quoteattr(to)} to={quoteattr(stanza.sender)}/>")
        user, _, domain = to.partition("@")
        if domain.partition("/")[0] == DOMAIN:
            self._on_stanza_to(user, stanza)

    def _check_handshake(self, digest: str) -> None:
        if digest != hashlib.sha1(f"{STREAM_ID}{SECRET}".encode()).hexdigest():
            raise SystemExit("Spectrum's handshake has the wrong digest")
        self._send("<handshake/>")
        self.connected.set()

    def _on_stanza_to(self, user: str, stanza: Stanza) -> None:
        if stanza.name == "iq" and stanza.attributes.get("id") == "register":
            if stanza.type == "error":
                raise SystemExit(f"Spectrum refuses to register {user}")
            self.registered.add(user)
        elif stanza.name == "presence" and "110" in stanza.codes and not stanza.type:
            self.in_room.add(user)
        elif stanza.name == "presence" and stanza.sender == self.name and not stanza.type:
            self.online.add(user)
        self.on_stanza(user, stanza)
        self.changes.notify()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send(f"<?xml version='1.0'?><{STREAM} xmlns='jabber:component:accept' from='{self.name}' "
                   f"id='{STREAM_ID}' xmlns:stream='http://etherx.jabber.org/streams'>")

    def data_received(self, data: bytes) -> None:
        self._parser.feed(data)


def address(user: str) -> str:
    """Returns the full JID of the user's client."""
    return f"{user}@{DOMAIN}/client"


@contextlib.asynccontextmanager
async def listening(component: Component) -> AsyncIterator[int]:
    """Yields the port at which the component can connect."""
    server = await asyncio.get_running_loop().create_server(lambda: component, LOOPBACK, 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
