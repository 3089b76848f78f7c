# SPDX-License-Identifier: MIT
"""Spectrum 2 as a component of a Prosody with the lobby plugin: two users who register with the gateway."""

import unittest

from lobby_gateway import COMPONENT, lobby_gateway
from lobby_scenario import LobbyScenario, Person
from scene import scene

ROOM = f"lobby@{COMPONENT}"


class LobbyInGatewayMode(LobbyScenario):

    async def test_two_registered_users_meet(self) -> None:
        with scene() as stage:
            async with lobby_gateway(stage) as (spectrum, alice, bob):
                await self.see_each_other_online(alice, bob)
                await self.accepts(alice, bob)
                await self.accepts(bob, alice)
                await self.shows_presence(alice, bob, "away", "out for lunch")
                await self.shows_presence(alice, bob, "online")
                await self.writes_to(alice, bob)
                await self.writes_to(bob, alice)
                self.assertEqual(await bob.client.items_of(COMPONENT), [(ROOM, "lobby")])
                await self.meet_in(ROOM, alice, bob)
                await self.says_in(ROOM, alice, "anne", "hello", bob)
                await self.leaves(ROOM, bob, "bert", alice)
                await self.subscribe_again(alice, bob)

                await alice.client.log_out()
                await bob.client.sees(alice.contact, "offline")
                self.nothing_else_was_said(bob)
                await bob.client.log_out()
                await self.backends_leave_cleanly_when_dropped(spectrum)

    async def test_who_is_refused_sees_no_presence(self) -> None:
        with scene() as stage:
            async with lobby_gateway(stage) as (spectrum, alice, bob):
                await self.accepts(alice, bob)
                await bob.client.gets_subscription_request(alice.contact)
                alice.client.removes(bob.contact)
                await alice.client.has_no_contact(bob.contact)
                alice.client.requests_subscription(bob.contact)
                # After the removal, the server tells the gateway that Alice is away, and Spectrum drops a conversation
                # that has begun before that, with its receipts. The request comes behind it.
                await alice.client.gets_subscription_request(bob.contact)
                await self.writes_to(alice, bob)  # the answer proves that the lobby has also asked Bob

                bob.client.refuses(alice.contact)
                bob.client.shows("away", "not for Alice")
                await self.writes_to(bob, alice)  # proves that Alice has got all earlier presence
                await alice.client.sees(bob.contact, "offline")

                await alice.client.log_out()
                await bob.client.log_out()
            self.backends_have_left_cleanly(spectrum.backends)

    async def accepts(self, person: Person, other: Person) -> None:
        """Accepts the subscription that the gateway requests for every user in the lobby."""
        await person.client.gets_subscription_request(other.contact)
        person.client.accepts(other.contact)
        await person.client.has_contact(other.contact, set(), "both")

    async def subscribe_again(self, alice: Person, bob: Person) -> None:
        """Both remove each other. Alice then requests a subscription; Bob accepts and requests one in return."""
        for person, other in ((alice, bob), (bob, alice)):
            person.client.removes(other.contact)
            await person.client.has_no_contact(other.contact)
        alice.client.requests_subscription(bob.contact)
        await self.accepts(bob, alice)
        await self.accepts(alice, bob)
        await self.see_each_other_online(alice, bob)


if __name__ == "__main__":
    unittest.main(verbosity=2)
