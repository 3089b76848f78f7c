# SPDX-License-Identifier: MIT
"""A transport moves from one of Spectrum 2's own backends to Prism: a new `backend=`, and the same database.

Alice registers while Spectrum's own backend runs. With Prism she does nothing but log in, and every JID is the same.
"""

import contextlib
import sqlite3
import unittest
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import environment
from irc_scenario import CHANNEL
from irc_transport import FAST, PORT, PROTOCOL_WITH_ACCOUNTS
from ngircd import IrcUser, ngircd_at
from ports import LOOPBACK, free_addresses
from prosody import DOMAIN, ROOMS, Prosody, prosody
from scenario import Scenario
from scene import Scene, scene
from spectrum2 import Sections, gateway_mode, spectrum2
from xmpp_client import XmppClient
from xmpp_muc import SELF, Here, Said

COMPONENT = "moving.example.test"
GATEWAY_USER = f"alice@{DOMAIN}"
PATIENCE = 10  # seconds for a contact's presence


class MovedDatabaseInGatewayMode(Scenario):

    async def test_from_libcommuni(self) -> None:
        with scene() as stage, free_addresses(1, PORT) as [address]:
            async with self.server(stage) as server, ngircd_at(stage.directory / "ngircd", address, PORT):
                sections = self.sections(stage, server)
                sections["service"] |= {"protocol": PROTOCOL_WITH_ACCOUNTS, "irc_server": address}
                sections |= {"prism": {"plugin": "irc"}, "irc": FAST}
                password = stage.canaries.password("alice's password on the IRC network")
                contact = f"bob@{COMPONENT}"

                async def meet(alice: XmppClient, bob: IrcUser) -> None:
                    bob.send("PRIVMSG alice :are you there?")
                    self.assertEqual(await alice.receives(contact), ["are you there?"])
                    alice.say(contact, "yes")
                    await bob.sees(r"^:alice!\S+ PRIVMSG bob :yes$")
                    room = f"{CHANNEL}@{COMPONENT}"
                    alice.join(room, "alice")
                    await alice.sees_in_room_until(room, Here("alice", codes=SELF))
                    bob.send(f"PRIVMSG {CHANNEL} :welcome")
                    await alice.sees_in_room_until(room, Said("bob", "welcome"))
                    alice.leave(room, "alice")
                    await bob.sees(rf"^:alice!\S+ PART {CHANNEL}")

                async with (IrcUser.at(PORT, "bob", address=address) as bob,
                            IrcUser.at(PORT, "NickServ", address=address) as services):
                    bob.send(f"JOIN {CHANNEL}")
                    await bob.sees(" 366 ")
                    async with self.transport(stage, "irc", sections, environment.peer_backend("libcommuni")):
                        async with self.alice(stage, server) as alice:
                            await alice.register(COMPONENT, "alice", password)
                            await alice.sees(COMPONENT, "online")
                            await services.sees("PRIVMSG NickServ")
                            alice.adds(contact, "Bob")
                            await alice.has_contact(contact, set(), "both")
                            await meet(alice, bob)
                            await alice.log_out()
                    before = self.stored_contacts(stage)
                    async with self.transport(stage, "irc", sections):
                        async with self.alice(stage, server) as alice:
                            await services.sees("PRIVMSG NickServ")
                            await alice.sees_online(contact, PATIENCE)
                            await meet(alice, bob)
                            self.assertEqual(alice.contacts(), {COMPONENT, contact})
                            await alice.log_out()
                    self.assertIn("bob", before)
                    self.assertEqual(self.stored_contacts(stage), before)

    async def test_from_libpurple(self) -> None:
        with scene() as stage:
            async with self.server(stage) as server:
                sections = self.sections(stage, server)
                sections["service"]["protocol"] = "prpl-jabber"
                sections["purple"] = {"connect_server": LOOPBACK, "port": server.client_port, "auth_plain_in_clear": 1,
                                      "connection_security": "opportunistic_tls"}
                password = stage.canaries.password("carol's password")
                server.add_user("carol", password)  # Alice's account on the network
                account, contact = f"carol@{DOMAIN}", f"bob\\40{DOMAIN}@{COMPONENT}"

                async def meet(alice: XmppClient, bob: XmppClient) -> None:
                    bob.say(account, "are you there?")
                    self.assertEqual(await alice.receives(contact), ["are you there?"])
                    alice.say(contact, "yes")
                    self.assertEqual(await bob.receives(account), ["yes"])
                    room, behind = f"verona@{ROOMS}", f"verona%{ROOMS}@{COMPONENT}"
                    alice.join(behind, "Alice")
                    await alice.sees_in_room_until(behind, Here("Alice", codes=SELF))
                    bob.say_in_room(room, "welcome")
                    await alice.sees_in_room_until(behind, Said("Bob", "welcome"))
                    alice.leave(behind, "Alice")

                modules = environment.libpurple_modules_of_peer()
                async with self.client(stage, server, "bob") as bob:
                    bob.join(f"verona@{ROOMS}", "Bob")
                    bob.requests_subscription(account)
                    with_modules = sections | {"purple": sections["purple"] | {"plugins_dir": modules}}
                    async with self.transport(stage, "purple", with_modules, environment.peer_backend("libpurple")):
                        async with self.alice(stage, server) as alice:
                            await alice.register(COMPONENT, account, password)
                            await alice.sees(contact, "online")
                            await meet(alice, bob)
                            await alice.log_out()
                    before = self.stored_contacts(stage)
                    async with self.transport(stage, "purple", sections):
                        async with self.alice(stage, server) as alice:
                            await alice.sees(contact, "online")
                            await meet(alice, bob)
                            self.assertEqual(alice.contacts(), {COMPONENT, contact})
                            await alice.log_out()
                    self.assertIn(f"bob@{DOMAIN}", before)
                    self.assertEqual(self.stored_contacts(stage), before)

    @contextlib.asynccontextmanager
    async def server(self, stage: Scene) -> AsyncIterator[Prosody]:
        self.secret = stage.canaries.password("the component's secret")
        async with prosody(stage.directory / "prosody", COMPONENT, self.secret) as server:
            self.passwords: dict[str, str] = {}
            yield server

    def sections(self, stage: Scene, server: Prosody) -> Sections:
        return gateway_mode(COMPONENT, server.component_port, self.secret, stage.directory / "users.sqlite")

    @contextlib.asynccontextmanager
    async def transport(self, stage: Scene, plugin: str, sections: Sections,
                        backend: Path | None = None) -> AsyncIterator[None]:
        """`backend` is one of Spectrum's own, else Prism."""
        directory = stage.directory / ("with-" + ("prism" if backend is None else backend.name))
        command: Sequence[str] = [] if backend is None else [str(backend)]
        async with spectrum2(directory, plugin, sections, backend=command) as spectrum:
            await spectrum.logs(r"Component: Connected")
            yield
        if backend is None:
            self.backends_have_left_cleanly(spectrum.backends)

    def alice(self, stage: Scene, server: Prosody) -> contextlib.AbstractAsyncContextManager[XmppClient]:
        return self.client(stage, server, "alice")

    @contextlib.asynccontextmanager
    async def client(self, stage: Scene, server: Prosody, name: str) -> AsyncIterator[XmppClient]:
        if name not in self.passwords:
            self.passwords[name] = stage.canaries.password(f"{name}'s password")
            server.add_user(name, self.passwords[name])
        async with XmppClient(f"{name}@{DOMAIN}", self.passwords[name]) as client:
            await client.log_in(server.client_port)
            yield client

    def stored_contacts(self, stage: Scene) -> list[str]:
        """The names of Alice's contacts on the network, as Spectrum has stored them."""
        with contextlib.closing(sqlite3.connect(stage.directory / "users.sqlite")) as database:
            return [name for name, in database.execute(
                "SELECT b.uin FROM buddies b JOIN users u ON b.user_id = u.id WHERE u.jid = ? ORDER BY b.uin",
                (GATEWAY_USER,))]


if __name__ == "__main__":
    unittest.main(verbosity=2)
