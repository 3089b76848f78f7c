"""Spectrum 2 as a component of a Prosody with the lobby plugin: two users who register with the gateway."""

import unittest

from lobby_scenario import LobbyScenario, Person
from prosody import DOMAIN, prosody
from scene import Scene, scene
from spectrum2 import gateway_mode, spectrum2
from xmpp_client import XmppClient

COMPONENT = "lobby.example.test"
ROOM = f"lobby@{COMPONENT}"


class LobbyInGatewayMode(LobbyScenario):

    async def test_two_registered_users_meet(self) -> None:
        with scene() as stage:
            secret = stage.canaries.password("the component's secret")
            passwords = {name: stage.canaries.password(f"{name}'s password") for name in ("alice", "bob")}
            async with prosody(stage.directory / "prosody", COMPONENT, secret) as server:
                for name, password in passwords.items():
                    server.add_user(name, password)
                mode = gateway_mode(COMPONENT, server.component_port, secret, stage.directory / "users.sqlite")
                async with (spectrum2(stage.directory / "spectrum2", "lobby", mode) as spectrum,
                            XmppClient(f"alice@{DOMAIN}", passwords["alice"], accepts_all=False) as alice_client,
                            XmppClient(f"bob@{DOMAIN}", passwords["bob"], accepts_all=False) as bob_client):
                    await spectrum.logs(r"Component: Connected")
                    alice = Person(alice_client, f"alice@{COMPONENT}")
                    bob = Person(bob_client, f"bob@{COMPONENT}")
                    for person, name in ((alice, "alice"), (bob, "bob")):
                        await person.client.log_in(server.client_port)
                        await self.registers(stage, person, name)

                    await self.see_each_other_online(alice, bob)
                    await self.accept_each_other(alice, bob)
                    await self.shows_presence(alice, bob, "away", "out for lunch")
                    await self.shows_presence(alice, bob, "online")
                    await self.write_to_each_other(alice, bob)
                    await self.meet_in(ROOM, alice, bob)
                    await self.says_in(ROOM, alice, "anne", "hello", bob)
                    await self.leaves(ROOM, bob, "bert", alice)
                    await self.ask_each_other_anew(alice, bob)

                    await alice.client.log_out()
                    await bob.client.sees(alice.contact, "offline")
                    self.nothing_else_was_said(alice, bob)
                    await bob.client.log_out()
                    await self.backends_leave_cleanly_when_dropped(spectrum)

    async def registers(self, stage: Scene, person: Person, name: str) -> None:
        """Gives the gateway an account of the lobby, and lets it into the roster."""
        password = stage.canaries.password(f"{name}'s password in the lobby")
        await person.client.register(COMPONENT, name, password)
        await person.client.is_asked_by(COMPONENT)
        person.client.accepts(COMPONENT)
        await person.client.sees(COMPONENT, "online")

    async def accept_each_other(self, alice: Person, bob: Person) -> None:
        """The gateway offers each of them the other as a contact."""
        for person, contact in ((alice, bob.contact), (bob, alice.contact)):
            await person.client.is_asked_by(contact)
            person.client.accepts(contact)
            await person.client.has_contact(contact, set(), "both")

    async def ask_each_other_anew(self, alice: Person, bob: Person) -> None:
        """Both remove the other; then Alice asks Bob, who sees that and accepts."""
        for person, contact in ((alice, bob.contact), (bob, alice.contact)):
            person.client.removes(contact)
            await person.client.has_no_contact(contact)
        alice.client.asks_to_see(bob.contact)
        await bob.client.is_asked_by(alice.contact)
        bob.client.accepts(alice.contact)
        await alice.client.is_asked_by(bob.contact)
        alice.client.accepts(bob.contact)
        await alice.client.has_contact(bob.contact, set(), "both")
        await bob.client.has_contact(alice.contact, set(), "both")
        await self.see_each_other_online(alice, bob)


if __name__ == "__main__":
    unittest.main(verbosity=2)
