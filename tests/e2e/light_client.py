# SPDX-License-Identifier: MIT
"""A lightweight XMPP client: 200 of them run in one process, and each can receive a gigabyte.

It keeps no stanza; its handler sees each one once. XmppClient has the steps of a user, this one what a load test
needs.
"""

import asyncio
import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from ports import LOOPBACK
from waiting import within

SECONDS = 120
MUC = "http://jabber.org/protocol/muc"
STREAM = "stream:stream"
DEPTH_OF_TEXT = {"handshake": 2, "body": 3}  # elements whose text is kept, and their depth in the stream


@dataclass
class Stanza:
    """The parts of a stanza that a load test examines."""

    name: str
    attributes: dict[str, str]
    body: str = ""  # of a component's handshake: its digest
    codes: set[str] = field(default_factory=set)  # of <status code='...'/>
    elements: set[str] = field(default_factory=set)  # the names of all elements in it

    @property
    def sender(self) -> str:
        return self.attributes.get("from", "")

    @property
    def type(self) -> str:
        return self.attributes.get("type", "")


class StanzaParser:
    """Calls `on_stanza` for each complete stanza of a stream."""

    def __init__(self, on_stanza: Callable[[Stanza], None]) -> None:
        self._on_stanza = on_stanza
        self._depth = 0
        self._stanza: Stanza | None = None
        self._body: list[str] | None = None
        self._expat = expat.ParserCreate()
        self._expat.buffer_text = True
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._text

    def feed(self, data: bytes) -> None:
        self._expat.Parse(data)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 2:
            self._stanza = Stanza(name, attributes)
        elif self._stanza is not None:
            self._stanza.elements.add(name)
            if name == "status" and "code" in attributes:
                self._stanza.codes.add(attributes["code"])
        if DEPTH_OF_TEXT.get(name) == self._depth:
            self._body = []

    def _text(self, text: str) -> None:
        if self._body is not None:
            self._body.append(text)

    def _end(self, name: str) -> None:
        if DEPTH_OF_TEXT.get(name) == self._depth and self._body is not None and self._stanza is not None:
            self._stanza.body, self._body = "".join(self._body), None
        self._depth -= 1
        if self._depth == 1 and self._stanza is not None:
            stanza, self._stanza = self._stanza, None
            self._on_stanza(stanza)


class LightClient(asyncio.Protocol):
    """The stream of one user. `received` and `sent` count bytes; `lost` is the reason if the stream ended without
    close().
    """

    def __init__(self, name: str, domain: str, on_stanza: Callable[[Stanza], None]) -> None:
        self.jid = f"{name}@{domain}"
        self.received = 0
        self.lost: str | None = None
        self._name = name
        self._domain = domain
        self._on_stanza = on_stanza
        self._transport: asyncio.Transport | None = None
        self._login: asyncio.Queue[Stanza] = asyncio.Queue()
        self._online = False
        self._writable = asyncio.Event()
        self._parser = StanzaParser(self._on_any)

    async def log_in(self, port: int, password: str) -> None:
        """Waits until the user is online."""
        await asyncio.get_running_loop().create_connection(lambda: self, LOOPBACK, port)
        await within(SECONDS, f"the login of {self.jid}", self._log_in(password))
        self._online = True
        self.send("<presence/>")

    def join(self, room: str, nickname: str) -> None:
        self.send(f"<presence to={quoteattr(f'{room}/{nickname}')}><x xmlns='{MUC}'/></presence>")

    def leave(self, room: str, nickname: str) -> None:
        self.send(f"<presence to={quoteattr(f'{room}/{nickname}')} type='unavailable'/>")

    def say(self, to: str, text: str, kind: str) -> None:
        """`kind` is groupchat or chat."""
        self.send(f"<message to={quoteattr(to)} type='{kind}'><body>{escape(text)}</body></message>")

    def send(self, xml: str) -> None:
        if self._transport is not None:
            self._transport.write(xml.encode())

    async def wait_drained(self) -> None:
        """Waits until the kernel has taken most of the pending output."""
        await within(SECONDS, f"the server to read what {self.jid} writes", self._writable.wait())

    def close(self) -> None:
        if self._transport is not None:
            self._online = False
            self._transport.abort()

    async def _log_in(self, password: str) -> None:
        self._open()
        await self._expect("stream:features")
        plain = base64.b64encode(f"\0{self._name}\0{password}".encode()).decode()
        self.send(f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{plain}</auth>")
        await self._expect("success")
        self._open()
        features = await self._expect("stream:features")
        self.send("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                  "<resource>load</resource></bind></iq>")
        await self._expect("iq")
        if "session" in features.elements:  # Spectrum in server mode serves nobody without one (RFC 3921)
            self.send("<iq type='set' id='session'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>")
            await self._expect("iq")

    def _open(self) -> None:
        self._parser = StanzaParser(self._on_any)
        self.send(f"<?xml version='1.0'?><{STREAM} to='{self._domain}' version='1.0' xmlns='jabber:client' "
                  "xmlns:stream='http://etherx.jabber.org/streams'>")

    async def _expect(self, name: str) -> Stanza:
        stanza = await self._login.get()
        if stanza.name != name or stanza.type == "error":
            raise AssertionError(f"the server answers the login of {self.jid} with <{stanza.name}/>")
        return stanza

    def _on_any(self, stanza: Stanza) -> None:
        if not self._online:
            self._login.put_nowait(stanza)
        elif stanza.name == "stream:error":
            self.lost = f"a stream error: {sorted(stanza.elements)}"
        else:
            self._on_stanza(stanza)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._writable.set()

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        try:
            self._parser.feed(data)
        except expat.ExpatError as error:
            self.lost = self.lost or f"XML that is not well-formed: {error}"
            self.close()

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    def connection_lost(self, error: Exception | None) -> None:
        if self._online:
            self.lost = self.lost or f"the connection was closed: {error}"
