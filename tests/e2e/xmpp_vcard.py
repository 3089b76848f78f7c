# SPDX-License-Identifier: MIT
"""XMPP client steps for vCards (XEP-0054), and for avatars in them (XEP-0153)."""

import hashlib
from typing import NamedTuple
from xml.etree import ElementTree

import slixmpp
from slixmpp.plugins.xep_0054 import VCardTemp
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import StanzaPath

from waiting import within
from xmpp_stream import SECONDS, XmppStream


UPDATE = "{vcard-temp:x:update}x"
PHOTO = "{vcard-temp:x:update}photo"


class Card(NamedTuple):
    full_name: str
    nickname: str
    photo: bytes


class VCards(XmppStream):

    def __init__(self, jid: str, password: str, **options: bool) -> None:
        super().__init__(jid, password, **options)
        self._xmpp.register_plugin("xep_0054")
        self._photo_hashes: dict[str, str] = {}
        self._xmpp.register_handler(Callback("of an avatar", StanzaPath("presence"), self._on_photo_hash))

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

    async def sees_card(self, jid: str, card: Card, seconds: float = SECONDS) -> None:
        """Requests the vCard until it is this one, since nothing announces new names."""
        async def published() -> None:
            while await self.card_of(jid) != card:
                pass

        await within(seconds, f"the vCard of {jid} to become {card}", published())

    def announces_photo(self, photo: bytes) -> None:
        """Sends a presence with the photo's hash."""
        presence = self._xmpp.make_presence()
        update = ElementTree.SubElement(presence.xml, UPDATE)
        ElementTree.SubElement(update, PHOTO).text = hash_of(photo)
        presence.send()

    async def sees_photo_announced(self, contact: str, photo: bytes, seconds: float = SECONDS) -> None:
        """Waits for a presence of the contact with the photo's hash."""
        await self._changes.until(lambda: self._photo_hashes.get(contact) == hash_of(photo), seconds,
                                  lambda: f"{contact} to announce a photo: {self._photo_hashes}")

    def _on_photo_hash(self, presence: slixmpp.Presence) -> None:
        photo_hash = presence.xml.findtext(f"{UPDATE}/{PHOTO}")
        if photo_hash:
            self._photo_hashes[presence["from"].bare] = photo_hash
            self._changes.notify()


def hash_of(photo: bytes) -> str:
    return hashlib.sha1(photo).hexdigest()
