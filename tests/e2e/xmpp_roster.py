# SPDX-License-Identifier: MIT
"""XMPP client steps for contacts: roster, presence, subscriptions."""

from typing import NamedTuple

import slixmpp
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import StanzaPath

from xmpp_stream import SECONDS, XmppStream


class Contact(NamedTuple):
    """An item of the roster."""

    groups: frozenset[str]
    subscription: str


class Presence(NamedTuple):
    """The last presence of a contact."""

    show: str  # as in <show/>, or `online` or `offline`
    text: str = ""


OFFLINE = Presence("offline")
EXCHANGE = "http://jabber.org/protocol/rosterx"  # roster item exchange, XEP-0144


class Roster(XmppStream):
    """Accepts every subscription request, unless it is set to wait for accepts() or refuses()."""

    def __init__(self, jid: str, password: str, *, accepts_all: bool = True) -> None:
        super().__init__(jid, password)
        self._accepts_all = accepts_all
        self._xmpp.roster.auto_authorize = None
        self._contacts: dict[str, Contact] = {}
        self._presences: dict[str, Presence] = {}
        self._requests: set[str] = set()
        self._exchanged: list[int] = []  # sizes of the suggested rosters
        self._xmpp.add_filter("in", self._take_roster_push)
        self._xmpp.add_filter("in", self._count_suggestions)
        self._xmpp.register_handler(Callback("of a contact", StanzaPath("presence"), self._on_presence))
        self._xmpp.add_event_handler("roster_update", self._on_roster)

    async def sees_online(self, contact: str, seconds: float = SECONDS) -> None:
        """Waits until the contact is in the roster and available."""
        await self._changes.until(
            lambda: contact in self._contacts and self._presences.get(contact, OFFLINE).show != OFFLINE.show, seconds,
            lambda: f"{contact} in the roster and online: {self._contacts}, {self._presences}")

    async def sees(self, contact: str, show: str, text: str = "", seconds: float = SECONDS) -> None:
        """Waits until the contact's presence is this."""
        wanted = Presence(show, text)
        await self._changes.until(lambda: self._presences.get(contact) == wanted, seconds,
                                  lambda: f"{contact} as {wanted}: {self._presences.get(contact)}")

    async def has_contact(self, contact: str, groups: set[str], subscription: str, seconds: float = SECONDS) -> None:
        """Waits until the contact is in the roster with these groups and this subscription."""
        wanted = Contact(frozenset(groups), subscription)
        await self._changes.until(lambda: self._contacts.get(contact) == wanted, seconds,
                                  lambda: f"{contact} as {wanted}: {self._contacts.get(contact)}")

    async def has_no_contact(self, contact: str, seconds: float = SECONDS) -> None:
        """Waits until the contact is not in the roster."""
        await self._changes.until(lambda: contact not in self._contacts, seconds,
                                  lambda: f"{contact} to be no contact: {self._contacts.get(contact)}")

    def contacts(self) -> set[str]:
        """The JIDs in the roster."""
        return set(self._contacts)

    async def announces_roster_exchange(self) -> None:
        """Announces that gateways may suggest whole rosters to this client. Call it after log_in()."""
        self._xmpp.register_plugin("xep_0115")
        self._xmpp["xep_0030"].add_feature(EXCHANGE)
        await self._xmpp["xep_0115"].update_caps()

    async def is_suggested_a_roster(self, seconds: float = SECONDS) -> int:
        """Waits until a gateway suggests a roster. Returns its number of contacts."""
        await self._changes.until(lambda: self._exchanged, seconds, lambda: "a roster to be suggested")
        return self._exchanged.pop(0)

    def shows(self, show: str, text: str = "", to: str | None = None) -> None:
        """Sets the user's own presence, for all contacts or for `to`. 'online' is a presence without <show/>."""
        gone = show == OFFLINE.show
        self._xmpp.send_presence(pto=to, ptype="unavailable" if gone else None,
                                 pshow=None if gone or show == "online" else show, pstatus=text or None)

    def adds(self, contact: str, name: str) -> None:
        """Adds the contact to the roster, and requests a subscription to its presence."""
        self._xmpp.update_roster(contact, name=name)
        self.requests_subscription(contact)

    def removes(self, contact: str) -> None:
        """Removes the contact from the roster, which cancels both subscriptions."""
        self._requests.discard(contact)
        self._presences.pop(contact, None)
        self._xmpp.del_roster_item(contact)

    def requests_subscription(self, contact: str) -> None:
        """Requests a subscription to the contact's presence."""
        self._xmpp.send_presence_subscription(pto=contact, ptype="subscribe")

    async def gets_subscription_request(self, contact: str, seconds: float = SECONDS) -> None:
        """Waits until the contact requests a subscription to the user's presence."""
        await self._changes.until(lambda: contact in self._requests, seconds,
                                  lambda: f"{contact} to ask for a subscription")
        self._requests.discard(contact)

    def accepts(self, contact: str) -> None:
        """Accepts the contact's subscription request, and requests one in return."""
        self._xmpp.send_presence_subscription(pto=contact, ptype="subscribed")
        self.requests_subscription(contact)

    def refuses(self, contact: str) -> None:
        """Denies the contact's subscription request."""
        self._requests.discard(contact)
        self._xmpp.send_presence_subscription(pto=contact, ptype="unsubscribed")

    def _take_roster_push(self, stanza: object) -> object:
        """Takes roster pushes that Spectrum, in server mode, sends from its own address. slixmpp ignores them, as RFC
        6121 section 2.1.6 allows.
        """
        if isinstance(stanza, slixmpp.Iq) and stanza["type"] == "set" and stanza["from"] == self._xmpp.boundjid.domain:
            del stanza["from"]
        return stanza

    def _count_suggestions(self, stanza: object) -> object:
        if isinstance(stanza, slixmpp.Iq | slixmpp.Message):
            for suggestion in stanza.xml.iter(f"{{{EXCHANGE}}}x"):
                self._exchanged.append(len(suggestion))
                self._changes.notify()
        return stanza

    def _on_presence(self, presence: slixmpp.Presence) -> None:
        sender, kind = presence["from"].bare, presence.xml.get("type")
        if sender in self._rooms:
            return
        if kind == "subscribe" and self._accepts_all:
            self.accepts(sender)
        elif kind == "subscribe":
            self._requests.add(sender)
        elif kind is None:
            self._presences[sender] = Presence(presence["show"] or "online", presence["status"])
        elif kind == "unavailable":
            self._presences[sender] = Presence(OFFLINE.show, presence["status"])
        self._changes.notify()

    def _on_roster(self, iq: slixmpp.Iq) -> None:
        for jid, item in iq["roster"]["items"].items():
            if item["subscription"] == "remove":
                self._contacts.pop(jid.bare, None)
            else:
                self._contacts[jid.bare] = Contact(frozenset(item["groups"]), item["subscription"])
        self._changes.notify()
