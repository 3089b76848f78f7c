# SPDX-License-Identifier: MIT
"""Spectrum 2 in server mode with the lobby plugin: two users as each other's contacts."""

import base64
import unittest

from lobby_scenario import LobbyScenario, Person
from lobby_server import lobby_server
from scene import scene
from xmpp_vcard import Card

# A PNG of one pixel.
AVATAR = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


class LobbyPeopleInServerMode(LobbyScenario):

    async def test_two_users_are_contacts(self) -> None:
        with scene() as stage:
            async with lobby_server(stage, ["alice", "bob%example.org"], rooms=[]) as (spectrum, [alice, bob]):
                await alice.client.has_contact(bob.contact, {"Lobby"}, "both")
                await bob.client.has_contact(alice.contact, {"Lobby"}, "both")
                await self.see_each_other_online(alice, bob)

                for show in ("away", "xa", "dnd", "chat", "online"):
                    await self.shows_presence(alice, bob, show, f"this is {show} & <more>")
                await self.shows_presence(alice, bob, "online")

                await self.writes_to(alice, bob)
                await self.writes_to(bob, alice)
                await self.types(alice, bob)
                await self.requests_attention(alice, bob)
                await self.publishes_a_card(alice, bob)

                await alice.client.log_out()
                await bob.client.sees(alice.contact, "offline")
                await bob.client.has_contact(alice.contact, {"Lobby"}, "both")
                self.nothing_else_was_said(alice, bob)
                await bob.client.log_out()
            self.backends_have_left_cleanly(spectrum.backends)

    async def types(self, alice: Person, bob: Person) -> None:
        states = ["composing", "paused", "composing", "active"]
        for state in states:
            alice.client.types(bob.contact, state)
        self.assertEqual(await bob.client.sees_chat_states(alice.contact, len(states)), states)

    async def requests_attention(self, alice: Person, bob: Person) -> None:
        alice.client.requests_attention(bob.contact, "are you there?")
        await bob.client.gets_attention_request(alice.contact)
        self.assertEqual(await bob.client.receives(alice.contact), ["are you there?"])

    async def publishes_a_card(self, alice: Person, bob: Person) -> None:
        self.assertEqual(await bob.client.card_of(alice.contact), Card("alice", "", b""))
        await alice.client.publish_card(Card("Alice Liddell", "Al", AVATAR), "image/png")
        # Spectrum forwards only the nickname and the photo of a user's own vCard.
        self.assertEqual(await bob.client.card_of(alice.contact), Card("alice", "Al", AVATAR))
        self.assertEqual(await alice.client.card_of(bob.contact), Card("bob@example.org", "", b""))


if __name__ == "__main__":
    unittest.main(verbosity=2)
