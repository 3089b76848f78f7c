# SPDX-License-Identifier: MIT
"""Spectrum 2 in server mode with the IRC plugin: an XMPP client in a channel of a real ngIRCd."""

import unittest

from ngircd import IrcUser, ngircd
from ports import LOOPBACK, free_ports
from scenario import Scenario
from scene import scene
from spectrum2 import server_mode, spectrum2
from xmpp_client import XmppClient
from xmpp_muc import RENAMED, SELF, Here, Left, Said, SaidInPrivate, Subject

SERVER = "localhost"
ROOM = f"#lobby@{SERVER}"
BOB = f"bob@{SERVER}"


class IrcInServerMode(Scenario):

    async def test_an_xmpp_client_in_a_channel(self) -> None:
        with scene() as stage, free_ports(1) as [port]:
            async with ngircd(stage.directory / "ngircd") as irc_port, IrcUser.at(irc_port, "bob") as bob:
                bob.send("JOIN #lobby")
                await bob.sees(" 366 ")
                bob.send("TOPIC #lobby :Tea & <cake/>")
                await bob.sees(" TOPIC ")
                # The configuration of a spectrum2_libcommuni_backend.
                mode = server_mode(port)
                mode["service"] |= {"irc_server": f"{LOOPBACK}:{irc_port}"}
                async with spectrum2(stage.directory / "spectrum2", "irc", mode) as spectrum:
                    await spectrum.logs(r"Component: Connected to Frontend server\.")
                    async with XmppClient(f"alice@{SERVER}", stage.canaries.password("alice's password")) as alice:
                        await alice.log_in(port)
                        await self.enters(alice, bob)
                        await self.talks_in_the_room(alice, bob)
                        await self.talks_in_private(alice, bob)
                        await self.runs_the_room(alice, bob)
                        await self.changes_her_nickname(alice, bob)
                        await self.leaves_and_comes_back(alice, bob)
                        await alice.log_out()
                        await bob.sees(r"^:alice!\S+ QUIT ")
                    await self.backends_leave_cleanly_when_dropped(spectrum)

    async def enters(self, alice: XmppClient, bob: IrcUser) -> None:
        alice.join(ROOM, "alice")
        self.assertEqual(await alice.sees_in_room(ROOM, 3),
                         [Here("bob"), Here("alice", codes=SELF), Subject("bob", "Tea & <cake/>")])
        await bob.sees(r"^:alice!\S+ JOIN :?#lobby")

    async def talks_in_the_room(self, alice: XmppClient, bob: IrcUser) -> None:
        alice.say_in_room(ROOM, "Grüße & <ok/> 👋")
        await bob.sees("^:alice!\\S+ PRIVMSG #lobby :Grüße & <ok/> 👋$")
        self.assertEqual(await alice.sees_in_room(ROOM), [Said("alice", "Grüße & <ok/> 👋")])
        bob.send("PRIVMSG #lobby :\x02welcome\x02 <here>")
        self.assertEqual(await alice.sees_in_room(ROOM), [Said("bob", "welcome <here>")])
        alice.say_in_room(ROOM, "/me waves")
        await bob.sees("PRIVMSG #lobby :\x01ACTION waves\x01$")
        self.assertEqual(await alice.sees_in_room(ROOM), [Said("alice", "/me waves")])

    async def talks_in_private(self, alice: XmppClient, bob: IrcUser) -> None:
        alice.say_in_private(ROOM, "bob", "a word with you")
        await bob.sees(r"^:alice!\S+ PRIVMSG bob :a word with you$")
        bob.send("PRIVMSG alice :yes?")
        self.assertEqual(await alice.sees_in_room(ROOM), [SaidInPrivate("bob", "yes?")])
        alice.say(BOB, "and now from here")
        await bob.sees(r"^:alice!\S+ PRIVMSG bob :and now from here$")
        bob.send("PRIVMSG alice :as you like")
        self.assertEqual(await alice.receives(BOB), ["as you like"])

    async def runs_the_room(self, alice: XmppClient, bob: IrcUser) -> None:
        bob.send("MODE #lobby +o alice")
        self.assertEqual(await alice.sees_in_room(ROOM), [Here("alice", codes=SELF)])
        alice.set_subject(ROOM, "nothing but tea")
        await bob.sees(r"^:alice!\S+ TOPIC #lobby :nothing but tea$")
        self.assertEqual(await alice.sees_in_room(ROOM), [Subject("alice", "nothing but tea")])
        alice.say_in_room(ROOM, "/kick bob enough tea")
        await bob.sees(r"^:alice!\S+ KICK #lobby bob :enough tea$")
        [left] = await alice.sees_in_room(ROOM)
        self.assertEqual((type(left), left.nickname), (Left, "bob"))
        bob.send("JOIN #lobby")
        await alice.sees_in_room_until(ROOM, Here("bob"))

    async def changes_her_nickname(self, alice: XmppClient, bob: IrcUser) -> None:
        alice.say_in_room(ROOM, "/nick alicia")
        await bob.sees(r"^:alice!\S+ NICK :?alicia$")
        self.assertEqual(await alice.sees_in_room(ROOM, 3),
                         [Left("alice", SELF | RENAMED), Here("alicia"), Here("alicia", codes=SELF)])
        alice.say_in_room(ROOM, "still me")
        self.assertEqual(await alice.sees_in_room(ROOM), [Said("alicia", "still me")])
        alice.say_in_room(ROOM, "/nick alice")
        await bob.sees(r"^:alicia!\S+ NICK :?alice$")
        self.assertEqual(await alice.sees_in_room(ROOM, 3),
                         [Left("alicia", SELF | RENAMED), Here("alice"), Here("alice", codes=SELF)])

    async def leaves_and_comes_back(self, alice: XmppClient, bob: IrcUser) -> None:
        alice.leave(ROOM, "alice")
        await bob.sees(r"^:alice!\S+ PART #lobby")
        self.assertEqual(await alice.sees_in_room(ROOM), [Left("alice", SELF)])
        alice.join(ROOM, "alice")
        self.assertEqual(await alice.sees_in_room(ROOM, 3),
                         [Here("bob"), Here("alice", codes=SELF), Subject("alice", "nothing but tea")])


if __name__ == "__main__":
    unittest.main(verbosity=2)
