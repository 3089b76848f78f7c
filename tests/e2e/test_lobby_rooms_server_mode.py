# SPDX-License-Identifier: MIT
"""Spectrum 2 in server mode with the lobby plugin: three users in a room."""

import unittest

from lobby_scenario import LobbyScenario, Person
from lobby_server import SERVER, lobby_server
from scene import scene
from xmpp_muc import SELF, Here, Left, Refused, SaidInPrivate, Subject
from xmpp_vcard import Card

LOBBY, GARDEN = f"lobby@{SERVER}", f"garden@{SERVER}"


class LobbyRoomsInServerMode(LobbyScenario):

    async def test_three_users_meet_in_a_room(self) -> None:
        with scene() as stage:
            names, rooms = ["alice", "bob", "carol"], ["lobby", "garden"]
            async with lobby_server(stage, names, rooms) as (spectrum, [alice, bob, carol]):
                self.assertEqual(await alice.client.items_of(SERVER), [(GARDEN, "garden"), (LOBBY, "lobby")])

                await self.meet_in(LOBBY, alice, bob)
                await self.is_refused_and_then_joins(carol, alice, bob)
                await self.says_in(LOBBY, alice, "anne", "Hello & <welcome/>", bob, carol)
                await self.says_in(LOBBY, bob, "bert", "hello yourself", alice, carol)
                await self.write_in_private(alice, bob)
                await self.shows_presence_in_the_room(alice, bob, carol)
                await self.sets_the_subject(bob, alice, carol)
                await self.leaves_and_comes_back(bob, alice, carol)
                self.assertEqual(await bob.client.card_of(f"{LOBBY}/anne"), Card("alice", "", b""))

                await carol.client.log_out()
                for other in (alice, bob):
                    self.assertEqual(await other.client.sees_in_room(LOBBY), [Left("cora")])
                self.nothing_else_was_said(alice, bob)
                await alice.client.log_out()
                await bob.client.log_out()
            self.backends_have_left_cleanly(spectrum.backends)

    async def is_refused_and_then_joins(self, carol: Person, alice: Person, bob: Person) -> None:
        carol.client.join(LOBBY, "anne")
        self.assertEqual(await carol.client.sees_in_room(LOBBY),
                         [Refused("anne", "conflict", "Somebody else goes by this nickname here.")])
        nowhere = f"nowhere@{SERVER}"
        carol.client.join(nowhere, "cora")
        self.assertEqual(await carol.client.sees_in_room(nowhere),
                         [Refused("cora", "item-not-found", "There is no such room.")])
        carol.client.join(LOBBY, "cora")
        self.assertEqual(await carol.client.sees_in_room(LOBBY, 3),
                         [Here("anne"), Here("bert"), Here("cora", codes=SELF)])
        for other in (alice, bob):
            self.assertEqual(await other.client.sees_in_room(LOBBY), [Here("cora")])

    async def write_in_private(self, alice: Person, bob: Person) -> None:
        alice.client.say_in_private(LOBBY, "bert", "a word with you")
        self.assertEqual(await bob.client.sees_in_room(LOBBY), [SaidInPrivate("anne", "a word with you")])
        bob.client.say_in_private(LOBBY, "anne", "yes?")
        self.assertEqual(await alice.client.sees_in_room(LOBBY), [SaidInPrivate("bert", "yes?")])

    async def shows_presence_in_the_room(self, alice: Person, *others: Person) -> None:
        for show, text in (("dnd", "in a talk"), ("online", "")):
            alice.client.shows(show, text)
            self.assertEqual(await alice.client.sees_in_room(LOBBY), [Here("anne", show, text, SELF)])
            for other in others:
                self.assertEqual(await other.client.sees_in_room(LOBBY), [Here("anne", show, text)])

    async def sets_the_subject(self, bob: Person, *others: Person) -> None:
        bob.client.set_subject(LOBBY, "Tea & <cake/>")
        for person in (bob, *others):
            self.assertEqual(await person.client.sees_in_room(LOBBY), [Subject("bert", "Tea & <cake/>")])

    async def leaves_and_comes_back(self, bob: Person, *others: Person) -> None:
        await self.leaves(LOBBY, bob, "bert", *others)
        bob.client.join(LOBBY, "bert")
        self.assertEqual(await bob.client.sees_in_room(LOBBY, 4),
                         [Here("anne"), Here("cora"), Here("bert", codes=SELF), Subject("bert", "Tea & <cake/>")])
        for other in others:
            self.assertEqual(await other.client.sees_in_room(LOBBY), [Here("bert")])


if __name__ == "__main__":
    unittest.main(verbosity=2)
