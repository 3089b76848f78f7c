"""What an XMPP client does with contacts: the roster, presence, subscriptions."""

from typing import NamedTuple

import slixmpp

from xmpp_stream import SECONDS, XmppStream


class Contact(NamedTuple):
    """An item of the roster."""

    groups: frozenset[str]
    subscription: str


class Presence(NamedTuple):
    """The last presence of a contact."""

    show: str  # as in <show/>, or online, or offline
    text: str = ""


OFFLINE = Presence("offline")


class Roster(XmppStream):
    """Grants whatever subscription a contact asks for, and asks for one in return, unless it is told not to."""

    def __init__(self, jid: str, password: str, *, grants_subscriptions: bool = True) -> None:
        super().__init__(jid, password)
        self._grants = grants_subscriptions
        self._xmpp.roster.auto_authorize = None
        self._contacts: dict[str, Contact] = {}
        self._presences: dict[str, Presence] = {}
        self._requests: set[str] = set()
        self._xmpp.add_event_handler("presence_available", self._on_presence)
        self._xmpp.add_event_handler("presence_unavailable", self._on_presence)
        self._xmpp.add_event_handler("presence_subscribe", self._on_subscription_request)
        self._xmpp.add_event_handler("roster_update", self._on_roster)

    async def sees_online(self, contact: str, seconds: float = SECONDS) -> None:
        """Until the contact is in the roster and available."""
        await self._changes.until(
            lambda: contact in self._contacts and self._presences.get(contact, OFFLINE).show != OFFLINE.show, seconds,
            lambda: f"{contact} in the roster and online: {self._contacts}, {self._presences}")

    async def sees(self, contact: str, show: str, text: str = "", seconds: float = SECONDS) -> None:
        """Until the contact's presence is this."""
        wanted = Presence(show, text)
        await self._changes.until(lambda: self._presences.get(contact) == wanted, seconds,
                                  lambda: f"{contact} as {wanted}: {self._presences.get(contact)}")

    async def has_contact(self, contact: str, groups: set[str], subscription: str, seconds: float = SECONDS) -> None:
        """Until the contact is in the roster like that."""
        wanted = Contact(frozenset(groups), subscription)
        await self._changes.until(lambda: self._contacts.get(contact) == wanted, seconds,
                                  lambda: f"{contact} as {wanted}: {self._contacts.get(contact)}")

    @property
    def contacts(self) -> dict[str, Contact]:
        """The roster as it is now, by bare JID."""
        return dict(self._contacts)

    def shows(self, show: str, text: str = "") -> None:
        """Changes the user's own presence; 'online' for the plain one."""
        self._xmpp.send_presence(pshow=None if show == "online" else show, pstatus=text or None)

    def asks_to_see(self, contact: str) -> None:
        """Asks for a subscription to the contact's presence."""
        self._xmpp.send_presence_subscription(pto=contact, ptype="subscribe")

    async def is_asked_by(self, contact: str, seconds: float = SECONDS) -> None:
        """Until the contact has asked to see the user's presence."""
        await self._changes.until(lambda: contact in self._requests, seconds,
                                  lambda: f"{contact} to ask for a subscription")
        self._requests.discard(contact)

    def grants(self, contact: str) -> None:
        self._xmpp.send_presence_subscription(pto=contact, ptype="subscribed")

    def _on_presence(self, presence: slixmpp.Presence) -> None:
        sender = presence["from"].bare
        if sender in self._rooms:
            return
        show = OFFLINE.show if presence["type"] == "unavailable" else presence["show"] or "online"
        self._presences[sender] = Presence(show, presence["status"])
        self._changes.notify()

    def _on_subscription_request(self, presence: slixmpp.Presence) -> None:
        contact = presence["from"].bare
        if self._grants:
            self.grants(contact)
            self.asks_to_see(contact)
        else:
            self._requests.add(contact)
            self._changes.notify()

    def _on_roster(self, iq: slixmpp.Iq) -> None:
        for jid, item in iq["roster"]["items"].items():
            if item["subscription"] == "remove":
                self._contacts.pop(jid.bare, None)
            else:
                self._contacts[jid.bare] = Contact(frozenset(item["groups"]), item["subscription"])
        self._changes.notify()
