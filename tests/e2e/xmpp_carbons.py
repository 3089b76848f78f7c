# SPDX-License-Identifier: MIT
"""XMPP client steps for carbons (XEP-0280), copies of what another client of the same user sends and receives."""

from typing import NamedTuple

import slixmpp

from waiting import within
from xmpp_stream import SECONDS, XmppStream


class Carbon(NamedTuple):
    """A copied message with the bare JID of the other side."""

    contact: str
    text: str
    sent: bool


class Carbons(XmppStream):

    def __init__(self, jid: str, password: str, **options: bool) -> None:
        super().__init__(jid, password, **options)
        self._xmpp.register_plugin("xep_0280")
        self._carbons: list[Carbon] = []
        self._xmpp.add_event_handler("carbon_sent", self._on_sent)
        self._xmpp.add_event_handler("carbon_received", self._on_received)

    async def enables_carbons(self) -> None:
        await within(SECONDS, "carbons to be enabled", self._xmpp["xep_0280"].enable())

    async def gets_carbons(self, count: int = 1, seconds: float = SECONDS) -> list[Carbon]:
        """Waits for the next `count` carbons, in order."""
        await self._changes.until(lambda: len(self._carbons) >= count, seconds,
                                  lambda: f"{count} carbons: {self._carbons}")
        carbons, self._carbons = self._carbons[:count], self._carbons[count:]
        return carbons

    def unread_carbons(self) -> list[Carbon]:
        """Carbons that no call has returned yet."""
        return list(self._carbons)

    def _on_sent(self, message: slixmpp.Message) -> None:
        copied = message["carbon_sent"]
        self._record_carbon(Carbon(copied["to"].bare, copied["body"], sent=True))

    def _on_received(self, message: slixmpp.Message) -> None:
        copied = message["carbon_received"]
        self._record_carbon(Carbon(copied["from"].bare, copied["body"], sent=False))

    def _record_carbon(self, carbon: Carbon) -> None:
        if carbon.text:  # not of chat states
            self._carbons.append(carbon)
            self._changes.notify()
