# SPDX-License-Identifier: MIT
"""XMPP client steps for vCards (XEP-0054)."""

from typing import NamedTuple

from slixmpp.plugins.xep_0054 import VCardTemp

from waiting import within
from xmpp_stream import SECONDS, XmppStream


class Card(NamedTuple):
    full_name: str
    nickname: str
    photo: bytes


class VCards(XmppStream):

    def __init__(self, jid: str, password: str, **options: bool) -> None:
        super().__init__(jid, password, **options)
        self._xmpp.register_plugin("xep_0054")

    async def publish_card(self, card: Card, photo_type: str, to: str | None = None) -> None:
        """Stores the user's own vCard at the server, or sends it to `to`."""
        iq = self._xmpp.make_iq_set(ito=to)
        vcard: VCardTemp = iq["vcard_temp"]
        vcard["FN"] = card.full_name
        vcard["NICKNAME"] = card.nickname
        vcard["PHOTO"]["TYPE"] = photo_type
        vcard["PHOTO"]["BINVAL"] = card.photo
        await within(SECONDS, "the vCard to be stored", iq.send())

    async def card_of(self, jid: str) -> Card:
        iq = self._xmpp.make_iq_get(ito=jid)
        iq.enable("vcard_temp")
        vcard = (await within(SECONDS, f"the vCard of {jid}", iq.send()))["vcard_temp"]
        nicknames = vcard.xml.findtext("{vcard-temp}NICKNAME", "")
        return Card(vcard["FN"], nicknames, vcard["PHOTO"]["BINVAL"] or b"")
