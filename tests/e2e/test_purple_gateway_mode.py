# SPDX-License-Identifier: MIT
"""Gateway mode with the libpurple plugin. Alice has an account on the same XMPP server, and a friend who uses it
directly.
"""

import unittest
from pathlib import Path

from ports import LOOPBACK
from prosody import DOMAIN, ROOMS, prosody
from scenario import Scenario
from scene import scene
from spectrum2 import gateway_mode, spectrum2
from xmpp_client import XmppClient
from xmpp_muc import CREATED, SELF, Here, Left, Said, Subject

COMPONENT = "purple.example.test"
CAROL = f"carol@{DOMAIN}"  # Alice's account on the network
BOB = f"bob\\40{DOMAIN}@{COMPONENT}"  # XEP-0106
ROOM = f"verona@{ROOMS}"
ROOM_FOR_ALICE = f"verona\\40{ROOMS}@{COMPONENT}"
WEB = "https://files.prism.test"


class PurpleInGatewayMode(Scenario):

    async def test_a_registered_user_and_a_friend(self) -> None:
        with scene() as stage:
            secret = stage.canaries.password("the component's secret")
            web = stage.directory / "web"
            async with prosody(stage.directory / "prosody", COMPONENT, secret) as server:
                mode = gateway_mode(COMPONENT, server.component_port, secret, stage.directory / "users.sqlite")
                # The configuration of a spectrum2_libpurple_backend.
                mode["service"] |= {"protocol": "prpl-jabber", "web_directory": web, "web_url": WEB}
                mode["purple"] = {"connect_server": LOOPBACK, "port": server.client_port, "auth_plain_in_clear": 1,
                                  "connection_security": "opportunistic_tls"}
                passwords = {name: stage.canaries.password(f"{name}'s password") for name in ("alice", "bob", "carol")}
                for name, password in passwords.items():
                    server.add_user(name, password)
                async with (spectrum2(stage.directory / "spectrum2", "purple", mode) as spectrum,
                            XmppClient(f"alice@{DOMAIN}", passwords["alice"], accepts_all=False) as alice,
                            XmppClient(f"bob@{DOMAIN}", passwords["bob"], accepts_all=False) as bob):
                    await spectrum.logs(r"Component: Connected")
                    await bob.log_in(server.client_port)
                    await alice.log_in(server.client_port)
                    await alice.register(COMPONENT, CAROL, passwords["carol"])
                    await alice.gets_subscription_request(COMPONENT)
                    alice.accepts(COMPONENT)
                    await alice.sees(COMPONENT, "online")
                    await self.become_friends(alice, bob)
                    await self.talk(alice, bob)
                    await self.sends_a_file(alice, bob, web)
                    await self.meet_in_a_room(alice, bob)
                    await alice.log_out()
                    await bob.sees(CAROL, "offline")
                    await bob.log_out()
                    await self.backends_leave_cleanly_when_dropped(spectrum)

    async def become_friends(self, alice: XmppClient, bob: XmppClient) -> None:
        bob.requests_subscription(CAROL)
        await alice.gets_subscription_request(BOB)
        alice.accepts(BOB)
        await bob.gets_subscription_request(CAROL)
        bob.accepts(CAROL)
        await alice.sees(BOB, "online")
        await bob.sees(CAROL, "online")
        bob.shows("away", "out for lunch")
        await alice.sees(BOB, "away", "out for lunch")
        alice.shows("dnd", "reading")
        await bob.sees(CAROL, "dnd", "reading")

    async def talk(self, alice: XmppClient, bob: XmppClient) -> None:
        bob.say(CAROL, "Grüße & <ok/> 👋")
        self.assertEqual(await alice.receives(BOB), ["Grüße & <ok/> 👋"])
        alice.say(BOB, "und <b>zurück</b> & so")
        self.assertEqual(await bob.receives(CAROL), ["und <b>zurück</b> & so"])
        bob.types(CAROL, "composing")
        self.assertEqual(await alice.sees_chat_states(BOB), ["composing"])
        alice.types(BOB, "composing")
        self.assertEqual(await bob.sees_chat_states(CAROL), ["composing"])

    async def sends_a_file(self, alice: XmppClient, bob: XmppClient, web: Path) -> None:
        content = bytes(range(256)) * 300
        await bob.sends_file(CAROL, "../../tea time.bin", content)
        [address] = await alice.receives(BOB)
        self.assertRegex(address, rf"^{WEB}/[0-9a-f]{{32}}/tea_time\.bin$")
        self.assertEqual((web / address.removeprefix(f"{WEB}/")).read_bytes(), content)

    async def meet_in_a_room(self, alice: XmppClient, bob: XmppClient) -> None:
        bob.join(ROOM, "Bob")
        self.assertEqual(await bob.sees_in_room(ROOM, 2),
                         [Here("Bob", codes=SELF | CREATED), Subject("", "")])
        bob.invites(CAROL, ROOM, "tea is ready")
        self.assertEqual(await alice.is_invited_to(ROOM_FOR_ALICE), "tea is ready")
        alice.join(ROOM_FOR_ALICE, "Alice")
        self.assertEqual(await bob.sees_in_room(ROOM), [Here("Alice", "dnd", "reading")])
        self.assertEqual(await alice.sees_in_room(ROOM_FOR_ALICE, 2), [Here("Bob"), Here("Alice", codes=SELF)])
        bob.say_in_room(ROOM, "sit down")
        for visitor, room in ((bob, ROOM), (alice, ROOM_FOR_ALICE)):
            self.assertEqual(await visitor.sees_in_room(room), [Said("Bob", "sit down")])
        alice.say_in_room(ROOM_FOR_ALICE, "thank you")
        for visitor, room in ((bob, ROOM), (alice, ROOM_FOR_ALICE)):
            self.assertEqual(await visitor.sees_in_room(room), [Said("Alice", "thank you")])
        alice.leave(ROOM_FOR_ALICE, "Alice")
        self.assertEqual(await bob.sees_in_room(ROOM), [Left("Alice")])
        bob.leave(ROOM, "Bob")


if __name__ == "__main__":
    unittest.main(verbosity=2)
