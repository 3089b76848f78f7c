# SPDX-License-Identifier: MIT
"""The stream of an XMPP client: logging in and out. The modules xmpp_*.py add steps of users who are online."""

import asyncio
import logging
from types import TracebackType
from typing import TypeVar

# Debian's slixmpp has no fast stringprep, and warns of that at every import.
logging.getLogger("slixmpp.stringprep").setLevel(logging.ERROR)

import slixmpp  # noqa: E402
from slixmpp.plugins.xep_0077.stanza import Register  # noqa: E402
from slixmpp.xmlstream import register_stanza_plugin  # noqa: E402

from ports import LOOPBACK  # noqa: E402
from waiting import Changes, within  # noqa: E402

SECONDS = 30

register_stanza_plugin(slixmpp.Iq, Register)

Client = TypeVar("Client", bound="XmppStream")


class XmppStream:
    """The stream of one user. Each derived class adds the steps of one kind, and handlers for their events."""

    def __init__(self, jid: str, password: str) -> None:
        self._xmpp = slixmpp.ClientXMPP(jid, password)
        self._xmpp["feature_mechanisms"].unencrypted_plain = True  # without a certificate there is no TLS
        self._changes = Changes()
        self._logged_in: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._thrown_out: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._rooms: set[str] = set()  # bare JIDs: stanzas from rooms are not from contacts
        self._xmpp.add_event_handler("session_start", self._on_session_start)
        self._xmpp.add_event_handler("disconnected", self._on_disconnected)
        self._xmpp.add_event_handler("failed_all_auth", self._on_failed_login)

    async def __aenter__(self: Client) -> Client:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:
        self._xmpp.abort()

    async def log_in(self, port: int, seconds: float = SECONDS) -> None:
        """Waits until the user is online: authenticated, roster fetched, initial presence sent."""
        await self.log_in_quietly(port, seconds)
        self._xmpp.send_presence()

    async def log_in_quietly(self, port: int, seconds: float = SECONDS) -> None:
        """The same without a presence."""
        self._xmpp.connect((LOOPBACK, port), force_starttls=False, disable_starttls=True)
        await within(seconds, f"the login of {self._xmpp.boundjid.bare}", self._logged_in)
        await within(seconds, "the roster", self._xmpp.get_roster())

    async def register(self, gateway: str, username: str, password: str) -> None:
        """Registers the user's account of the legacy network with the gateway (XEP-0077)."""
        iq = self._xmpp.make_iq_set(ito=gateway)
        iq["register"]["username"] = username
        iq["register"]["password"] = password
        await within(SECONDS, f"{gateway} to register {username}", iq.send())

    async def log_out(self) -> None:
        await within(SECONDS, "the end of the stream", self._xmpp.disconnect())

    async def is_disconnected(self, seconds: float = SECONDS) -> None:
        """Waits until the server ends the stream."""
        await within(seconds, "the server to end the stream", self._thrown_out)

    def _on_disconnected(self, _: object) -> None:
        if not self._thrown_out.done():
            self._thrown_out.set_result(None)

    def _on_session_start(self, _: object) -> None:
        if not self._logged_in.done():
            self._logged_in.set_result(None)

    def _on_failed_login(self, _: object) -> None:
        if not self._logged_in.done():
            self._logged_in.set_exception(AssertionError("the server refused the login"))
