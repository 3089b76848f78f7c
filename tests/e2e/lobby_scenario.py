# SPDX-License-Identifier: MIT
"""Steps of two users of the lobby plugin, in either mode of Spectrum."""

from dataclasses import dataclass

from scenario import Scenario
from xmpp_client import XmppClient
from xmpp_muc import SELF, Here, Left, Said


@dataclass(frozen=True)
class Person:
    """A user's client, and the user's address for other users."""

    client: XmppClient
    contact: str


class LobbyScenario(Scenario):
    """Steps for both modes of Spectrum."""

    async def see_each_other_online(self, alice: Person, bob: Person) -> None:
        await alice.client.sees(bob.contact, "online")
        await bob.client.sees(alice.contact, "online")

    async def shows_presence(self, alice: Person, bob: Person, show: str, text: str = "") -> None:
        alice.client.shows(show, text)
        await bob.client.sees(alice.contact, show, text)

    async def writes_to(self, writer: Person, reader: Person) -> None:
        text = f"from {writer.contact}: Grüße & <ok/> 👋"
        message_id = writer.client.say(reader.contact, text, want_receipt=True)
        self.assertEqual(await reader.client.receives(writer.contact), [text])
        await writer.client.gets_receipt(message_id)

    async def meet_in(self, room: str, alice: Person, bob: Person) -> None:
        """Alice enters an empty room as anne, then Bob enters it as bert."""
        alice.client.join(room, "anne")
        self.assertEqual(await alice.client.sees_in_room(room), [Here("anne", codes=SELF)])
        bob.client.join(room, "bert")
        self.assertEqual(await bob.client.sees_in_room(room, 2), [Here("anne"), Here("bert", codes=SELF)])
        self.assertEqual(await alice.client.sees_in_room(room), [Here("bert")])

    async def says_in(self, room: str, author: Person, nickname: str, text: str, *others: Person) -> None:
        author.client.say_in_room(room, text)
        for reader in (author, *others):
            self.assertEqual(await reader.client.sees_in_room(room), [Said(nickname, text)])

    async def leaves(self, room: str, person: Person, nickname: str, *others: Person) -> None:
        person.client.leave(room, nickname)
        self.assertEqual(await person.client.sees_in_room(room), [Left(nickname, SELF)])
        for other in others:
            self.assertEqual(await other.client.sees_in_room(room), [Left(nickname)])

    def nothing_else_was_said(self, *people: Person) -> None:
        for person in people:
            self.assertEqual(person.client.unread_messages(), [], f"messages that nobody sent to {person.contact}")
            self.assertEqual(person.client.unread_room_events(), {}, f"what {person.contact} saw more in rooms")
