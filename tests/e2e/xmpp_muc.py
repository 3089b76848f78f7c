# SPDX-License-Identifier: MIT
"""XMPP client steps in rooms (XEP-0045), and for invitations (XEP-0249)."""

from typing import NamedTuple
from xml.etree import ElementTree

import slixmpp
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import StanzaPath

from waiting import within
from xmpp_stream import SECONDS, XmppStream

MUC = "http://jabber.org/protocol/muc"
MUC_USER = f"{MUC}#user"
MUC_ADMIN = f"{MUC}#admin"
INVITATION = "{jabber:x:conference}x"
SUBJECT = "{jabber:client}subject"


class Here(NamedTuple):
    """A participant is in the room, with this presence."""

    nickname: str
    show: str = "online"
    text: str = ""
    codes: frozenset[int] = frozenset()


class Left(NamedTuple):
    nickname: str
    codes: frozenset[int] = frozenset()


class Refused(NamedTuple):
    """The room refuses this nickname."""

    nickname: str
    condition: str
    text: str


class Said(NamedTuple):
    nickname: str
    text: str


class SaidInPrivate(NamedTuple):
    nickname: str
    text: str


class Subject(NamedTuple):
    nickname: str
    text: str


Event = Here | Left | Refused | Said | SaidInPrivate | Subject

SELF = frozenset({110})
CREATED = frozenset({201})
RENAMED = frozenset({303})
KICKED = frozenset({307})

# Status 210 (the room changed the nickname): Spectrum sends it to everyone who joins.
MISLEADING = frozenset({210})


class Rooms(XmppStream):
    """Records the events of each room in order."""

    def __init__(self, jid: str, password: str, **options: bool) -> None:
        super().__init__(jid, password, **options)
        self._events: dict[str, list[Event]] = {}
        self._subjects: dict[str, str] = {}
        self._invitations: dict[str, str] = {}
        self._xmpp.register_handler(Callback("of a participant", StanzaPath("presence"), self._on_room_presence))
        self._xmpp.register_handler(Callback("in a room", StanzaPath("message"), self._on_room_message))

    def join(self, room: str, nickname: str) -> None:
        self._rooms.add(room)
        self._subjects.pop(room, None)
        presence = self._xmpp.make_presence(pto=f"{room}/{nickname}")
        presence.append(ElementTree.Element(f"{{{MUC}}}x"))
        presence.send()

    def leave(self, room: str, nickname: str) -> None:
        self._xmpp.send_presence(pto=f"{room}/{nickname}", ptype="unavailable")

    def say_in_room(self, room: str, text: str) -> None:
        self._xmpp.send_message(mto=room, mbody=text, mtype="groupchat")

    def say_in_private(self, room: str, nickname: str, text: str) -> None:
        self._xmpp.send_message(mto=f"{room}/{nickname}", mbody=text, mtype="chat")

    def set_subject(self, room: str, subject: str) -> None:
        self._xmpp.send_message(mto=room, mbody=None, msubject=subject, mtype="groupchat")

    async def makes_moderator(self, room: str, nickname: str) -> None:
        await self._sets_role(room, nickname, "moderator", "")

    async def kicks(self, room: str, nickname: str, reason: str) -> None:
        await self._sets_role(room, nickname, "none", reason)

    async def _sets_role(self, room: str, nickname: str, role: str, reason: str) -> None:
        iq = self._xmpp.make_iq_set(ito=room)
        iq.append(ElementTree.fromstring(
            f"<query xmlns='{MUC_ADMIN}'>"
            f"<item nick='{nickname}' role='{role}'><reason>{reason}</reason></item></query>"))
        await within(SECONDS, f"{room} to give {nickname} the role {role}", iq.send())

    def invites(self, contact: str, room: str, reason: str) -> None:
        message = self._xmpp.make_message(mto=room)
        message.append(ElementTree.fromstring(
            f"<x xmlns='{MUC_USER}'><invite to='{contact}'><reason>{reason}</reason></invite></x>"))
        message.send()

    async def is_invited_to(self, room: str, seconds: float = SECONDS) -> str:
        """Waits for an invitation, and returns its reason."""
        await self._changes.until(lambda: room in self._invitations, seconds,
                                  lambda: f"an invitation to {room}: {self._invitations}")
        return self._invitations.pop(room)

    async def sees_in_room(self, room: str, count: int = 1, seconds: float = SECONDS) -> list[Event]:
        """Waits for the next `count` events of the room, in order."""
        await self._changes.until(lambda: len(self._events.get(room, [])) >= count, seconds,
                                  lambda: f"{count} events in {room}: {self._events.get(room)}")
        events = self._events[room]
        self._events[room] = events[count:]
        return events[:count]

    async def sees_in_room_until(self, room: str, event: Event, seconds: float = SECONDS) -> list[Event]:
        """Waits for this event of the room. Returns all events before it."""
        await self._changes.until(lambda: event in self._events.get(room, []), seconds,
                                  lambda: f"{event} in {room}: {self._events.get(room)}")
        events = self._events[room]
        place = events.index(event)
        self._events[room] = events[place + 1:]
        return events[:place]

    def unread_room_events(self) -> dict[str, list[Event]]:
        """Events by room that no call has returned yet."""
        return {room: events for room, events in self._events.items() if events}

    def _record(self, room: str, event: Event) -> None:
        self._events.setdefault(room, []).append(event)
        self._changes.notify()

    def _on_room_presence(self, presence: slixmpp.Presence) -> None:
        room, nickname = presence["from"].bare, presence["from"].resource
        if room not in self._rooms:
            return
        kind = presence.xml.get("type")
        codes = frozenset(int(status.attrib["code"])
                          for status in presence.xml.iterfind(f"{{{MUC_USER}}}x/{{{MUC_USER}}}status")) - MISLEADING
        if kind == "error":
            self._record(room, Refused(nickname, presence["error"]["condition"], presence["status"]))
        elif kind == "unavailable":
            self._record(room, Left(nickname, codes))
        elif kind is None:
            self._record(room, Here(nickname, presence["show"] or "online", presence["status"], codes))

    def _on_room_message(self, message: slixmpp.Message) -> None:
        invitation = message.xml.find(INVITATION)
        if invitation is not None:
            self._invitations[invitation.attrib["jid"]] = invitation.get("reason", "")
            self._changes.notify()
        room, nickname = message["from"].bare, message["from"].resource.strip()
        if room not in self._rooms:
            return
        if message["type"] != "groupchat":
            self._record(room, SaidInPrivate(nickname, message["body"]))
        elif message["body"]:
            self._record(room, Said(nickname, message["body"]))
        elif message.xml.find(SUBJECT) is None:
            pass  # such as a marker
        elif message["subject"] != self._subjects.get(room):  # Spectrum repeats the subject after the next presence
            self._subjects[room] = message["subject"]
            self._record(room, Subject(nickname, message["subject"]))
