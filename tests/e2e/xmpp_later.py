# SPDX-License-Identifier: MIT
"""XMPP client steps with what becomes of messages later: edits, replies, reactions, retractions, read markers."""

from dataclasses import dataclass, field
from xml.etree import ElementTree

import slixmpp
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import StanzaPath

from xmpp_stream import SECONDS, XmppStream

REPLACE = "{urn:xmpp:message-correct:0}replace"
REPLY = "{urn:xmpp:reply:0}reply"
FALLBACK = "{urn:xmpp:fallback:0}"
REACTIONS = "{urn:xmpp:reactions:0}"
RETRACT = "{urn:xmpp:message-retract:1}retract"
DISPLAYED = "{urn:xmpp:chat-markers:0}displayed"
STANZA_ID = "{urn:xmpp:sid:0}stanza-id"


@dataclass(frozen=True)
class Written:
    """A new message. In a room, others refer to it by the room's id."""

    text: str
    id: str = field(default="", compare=False)
    reply_to: str = ""


@dataclass(frozen=True)
class Edited:
    target: str
    text: str


@dataclass(frozen=True)
class Reacted:
    target: str
    reactions: tuple[str, ...]


@dataclass(frozen=True)
class Retracted:
    target: str


@dataclass(frozen=True)
class Displayed:
    target: str


Event = Written | Edited | Reacted | Retracted | Displayed


class Later(XmppStream):
    """Records the events of each conversation in order. A conversation is a contact, or an occupant of a room."""

    def __init__(self, jid: str, password: str, **options: bool) -> None:
        super().__init__(jid, password, **options)
        self._later: dict[str, list[Event]] = {}
        self._xmpp.register_handler(Callback("of a message", StanzaPath("message"), self._on_anything))

    async def is_told(self, conversation: str, kind: type[Event], seconds: float = SECONDS) -> Event:
        """Waits for the next event of this kind, and forgets those before it."""
        def place() -> int | None:
            events = self._later.get(conversation, [])
            return next((place for place, event in enumerate(events) if isinstance(event, kind)), None)

        await self._changes.until(lambda: place() is not None, seconds,
                                  lambda: f"{kind.__name__} from {conversation}: {self._later}")
        found = place() or 0
        event = self._later[conversation][found]
        del self._later[conversation][:found + 1]
        return event

    def corrects(self, contact: str, target: str, text: str) -> str:
        """Sends a correction (XEP-0308) of a message by its id, and returns the id of the correction."""
        return self._sends(contact, text, ElementTree.Element(REPLACE, id=target))

    def replies(self, contact: str, target: str, quoted: str, text: str) -> str:
        """Replies (XEP-0461) with a quote for clients that know no replies, and returns the id of the reply."""
        quote = f"> {quoted}\n"
        fallback = ElementTree.Element(f"{FALLBACK}fallback", {"for": "urn:xmpp:reply:0"})
        ElementTree.SubElement(fallback, f"{FALLBACK}body", start="0", end=str(len(quote)))
        return self._sends(contact, quote + text, ElementTree.Element(REPLY, to=contact, id=target), fallback)

    def reacts(self, contact: str, target: str, *reactions: str) -> str:
        """Reacts (XEP-0444) as clients do: without a text. Returns the id."""
        element = ElementTree.Element(f"{REACTIONS}reactions", id=target)
        for reaction in reactions:
            ElementTree.SubElement(element, f"{REACTIONS}reaction").text = reaction
        return self._sends(contact, "", element)

    def _sends(self, contact: str, text: str, *payloads: ElementTree.Element) -> str:
        message = self._xmpp.make_message(mto=contact, mbody=text or None, mtype="chat")
        message["id"] = self._xmpp.new_id()
        for payload in payloads:
            message.append(payload)
        message.send()
        return message["id"]

    def _on_anything(self, message: slixmpp.Message) -> None:
        if message["type"] not in ("chat", "groupchat"):
            return
        sender = message["from"].full if message["from"].bare in self._rooms else message["from"].bare
        event = self._event(message)
        if event:
            self._later.setdefault(sender, []).append(event)
            self._changes.notify()

    def _event(self, message: slixmpp.Message) -> Event | None:
        xml = message.xml
        if (retract := xml.find(RETRACT)) is not None:
            return Retracted(retract.attrib["id"])
        if (reactions := xml.find(f"{REACTIONS}reactions")) is not None:
            return Reacted(reactions.attrib["id"],
                           tuple(each.text or "" for each in reactions.iterfind(f"{REACTIONS}reaction")))
        if (displayed := xml.find(DISPLAYED)) is not None:
            return Displayed(displayed.attrib["id"])
        if not message["body"]:
            return None
        if (replace := xml.find(REPLACE)) is not None:
            return Edited(replace.attrib["id"], message["body"])
        reply = xml.find(REPLY)
        by_room = xml.find(STANZA_ID)
        return Written(message["body"], xml.get("id", "") if by_room is None else by_room.attrib["id"],
                       "" if reply is None else reply.attrib["id"])
