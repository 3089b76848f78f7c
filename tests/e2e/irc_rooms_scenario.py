# SPDX-License-Identifier: MIT
"""Steps in a channel: Alice and Carol are behind the gateway, Bob is on the IRC network."""

import environment
from irc_scenario import CHANNEL, TOPIC, IrcScenario
from irc_transport import Transport
from ngircd import IrcUser
from peers import differs
from xmpp_client import XmppClient
from xmpp_muc import KICKED, RENAMED, SELF, Event, Here, Left, Refused, Said, SaidInPrivate, Subject
from xmpp_vcard import Card

GREETING = "Grüße & <ok/> 👋"
NICKNAME_IN_USE = Said("irc.prism.test", "bob: Nickname already in use")
PATIENCE = 10  # seconds


class IrcRoomsScenario(IrcScenario):

    async def people_meet_in_a_channel(self, transport: Transport) -> None:
        """All steps that change no nickname."""
        network = transport.network
        async with (network.user("bob", "Bob B.") as bob, transport.client("alice") as alice,
                    transport.client("carol") as carol):
            self.room, self.bob = network.room(CHANNEL), network.contact("bob")
            await self.opens_the_channel(bob)
            await self.enters(alice, "alice", bob, Here("bob"), Here("alice", codes=SELF), Subject("bob", TOPIC))
            await self.enters(carol, "carol", bob, Here("alice"), Here("bob"), Here("carol", codes=SELF),
                              Subject("bob", TOPIC))
            self.assertEqual(await alice.sees_in_room(self.room), [Here("carol")])
            await self.messages_are_echoed(alice, carol, bob)
            await self.talk_in_private(alice, carol, bob)
            await self.change_the_topic(alice, carol, bob)
            await self.look_somebody_up(alice)
            await self.are_refused(alice, carol, bob)
            await self.bob_leaves_and_comes_back(alice, carol, bob)
            await self.are_away(transport, alice, carol, bob)
            await self.leaves(carol, "carol", bob)
            self.assertEqual(await alice.sees_in_room(self.room), [Left("carol")])
            await self.leaves(alice, "alice", bob)
            await self.enters(alice, "alice", bob, Here("bob"), Here("alice", codes=SELF),
                              Subject("alice", "nothing but tea"))
            self.nothing_else_happened(alice, carol)
            await carol.log_out()
            await alice.log_out()
            await bob.sees(r"^:alice!\S+ (PART|QUIT)")

    async def a_nickname_is_in_use(self, transport: Transport) -> None:
        """A namesake of Bob joins."""
        network = transport.network
        async with network.user("bob") as bob, transport.client("bob") as other:
            self.room, self.bob = network.room(CHANNEL), network.contact("bob")
            await self.opens_the_channel(bob)
            other.join(self.room, "bob")
            await bob.sees(rf"^:bob_!\S+ JOIN :?{CHANNEL}")
            # The user's own presence (110) must have the nickname that the network gave.
            if not environment.in_libcommuni():
                self.assertEqual(await other.sees_in_room(self.room, 3),
                                 [Here("bob"), Here("bob_", codes=SELF), Subject("bob", TOPIC)])
            elif network.in_names:  # the user is told to be bob, and Bob does not appear
                self.assertCountEqual(await other.sees_in_room(self.room, 3),
                                      [Here("bob_"), Here("bob", codes=SELF), Subject("bob", TOPIC)])
            else:  # the user is renamed before being in the room
                before = await other.sees_in_room_until(self.room, Here("bob"))
                self.assertEqual(before[:2], [Left("bob", RENAMED), Here("bob_", codes=SELF)])
            other.say_in_room(self.room, "who am I?")
            await bob.sees(rf"^:bob_!\S+ PRIVMSG {CHANNEL} :who am I\?$")
            await other.sees_in_room_until(self.room, Said("bob_", "who am I?"))
            bob.send(f"PRIVMSG {CHANNEL} :not me")
            await self.all_see(Said("bob", "not me"), other)
            other.say_in_room(self.room, "/nick bob")  # libcommuni takes it for a text
            await self.all_see(differs(prism=NICKNAME_IN_USE, libcommuni=Said("bob_", "/nick bob")), other)
            self.nothing_else_happened(other)
            await other.log_out()

    async def a_refused_nickname_is_answered_in_the_room(self, transport: Transport) -> None:
        """Its owner, with whom the user is talking, does not seem to say it."""
        network = transport.network
        async with network.user("bob") as bob, transport.client("alice") as alice:
            self.room, self.bob = network.room(CHANNEL), network.contact("bob")
            await self.opens_the_channel(bob)
            await self.enters(alice, "alice", bob, Here("bob"), Here("alice", codes=SELF), Subject("bob", TOPIC))
            alice.say(self.bob, "may I have your nickname?")
            await bob.sees(r"^:alice!\S+ PRIVMSG bob :may I")
            alice.say_in_room(self.room, "/nick bob")
            self.assertEqual(await alice.sees_in_room(self.room, seconds=PATIENCE), [NICKNAME_IN_USE])
            self.nothing_else_happened(alice)
            await alice.log_out()

    async def enters(self, client: XmppClient, nickname: str, bob: IrcUser, *events: Event) -> None:
        """The events are in the order of XEP-0045: others, the user, the subject. libcommuni mixes them."""
        client.join(self.room, nickname)
        await bob.sees(rf"^:{nickname}!\S+ JOIN :?{CHANNEL}")
        seen = await client.sees_in_room(self.room, len(events))
        differs(prism=self.assertListEqual, libcommuni=self.assertCountEqual)(seen, list(events))

    async def leaves(self, client: XmppClient, nickname: str, bob: IrcUser) -> None:
        client.leave(self.room, nickname)
        await bob.sees(rf"^:{nickname}!\S+ PART {CHANNEL}")
        self.assertEqual(await client.sees_in_room(self.room), [Left(nickname, SELF)])

    async def all_see(self, event: Event, *clients: XmppClient) -> None:
        for client in clients:
            self.assertEqual(await client.sees_in_room(self.room), [event])

    async def bob_leaves_and_comes_back(self, alice: XmppClient, carol: XmppClient, bob: IrcUser) -> None:
        bob.send(f"PART {CHANNEL} :for tea")
        await self.all_see(Left("bob"), alice, carol)
        bob.send(f"JOIN {CHANNEL}")
        await self.all_see(Here("bob"), alice, carol)

    async def messages_are_echoed(self, alice: XmppClient, carol: XmppClient, bob: IrcUser) -> None:
        """Each message is seen once, by its author too."""
        for text, line in ((GREETING, GREETING), ("/me waves", "\x01ACTION waves\x01")):
            alice.say_in_room(self.room, text)
            await bob.sees(rf"^:alice!\S+ PRIVMSG {CHANNEL} :{line}$")
            await self.all_see(Said("alice", text), alice, carol)
        bob.send(f"PRIVMSG {CHANNEL} :{GREETING}")
        await self.all_see(Said("bob", GREETING), alice, carol)

    async def talk_in_private(self, alice: XmppClient, carol: XmppClient, bob: IrcUser) -> None:
        """Private messages of somebody in the room come from room/nickname."""
        bob.send(f"PRIVMSG alice :{GREETING}")
        await self.all_see(SaidInPrivate("bob", GREETING), alice)
        alice.say_in_private(self.room, "bob", "a word with you")
        await bob.sees(r"^:alice!\S+ PRIVMSG bob :a word with you$")
        bob.send("PRIVMSG alice :yes?")
        await self.all_see(SaidInPrivate("bob", "yes?"), alice)
        alice.say_in_private(self.room, "carol", "and with you")
        await self.all_see(SaidInPrivate("alice", "and with you"), carol)
        carol.say_in_private(self.room, "alice", "go on")
        await self.all_see(SaidInPrivate("carol", "go on"), alice)
        # The answer to a message that was written to the contact.
        alice.say(self.bob, "and now from here")
        await bob.sees(r"^:alice!\S+ PRIVMSG bob :and now from here$")
        bob.send("PRIVMSG alice :as you like")
        if environment.in_libcommuni():
            await self.all_see(SaidInPrivate("bob", "as you like"), alice)
        else:
            self.assertEqual(await alice.receives(self.bob), ["as you like"])

    async def change_the_topic(self, alice: XmppClient, carol: XmppClient, bob: IrcUser) -> None:
        bob.send(f"TOPIC {CHANNEL} :no cake today")
        await self.all_see(Subject("bob", "no cake today"), alice, carol)
        alice.set_subject(self.room, "nothing but tea")
        await bob.sees(rf"^:alice!\S+ TOPIC {CHANNEL} :nothing but tea$")
        await self.all_see(Subject("alice", "nothing but tea"), alice, carol)

    async def look_somebody_up(self, alice: XmppClient) -> None:
        alice.say_in_room(self.room, "/whois bob")
        answer = await self.is_answered(alice)
        self.assertIn("Bob B.", answer)
        self.assertIn(CHANNEL, answer)
        alice.say_in_room(self.room, "/whois nobody")
        self.assertEqual(await self.is_answered(alice),
                         differs(prism="nobody: nobody has this nickname", libcommuni="nobody: No such client"))
        for jid in (self.bob, f"{self.room}/bob"):
            self.assertEqual(await alice.card_of(jid),
                             differs(prism=Card("Bob B.", "bob", b""), libcommuni=Card("", "", b"")))

    async def are_refused(self, alice: XmppClient, carol: XmppClient, bob: IrcUser) -> None:
        """The server refuses a topic and a message, and Bob kicks Carol. libcommuni tells of neither."""
        bob.send(f"MODE {CHANNEL} +t")
        await bob.sees(" MODE ")
        alice.set_subject(self.room, "more cake")
        alice.say_in_private(self.room, "nobody", "are you there?")
        if not environment.in_libcommuni():
            await self.all_see(Said("irc.prism.test", "You are not channel operator"), alice)
            await self.all_see(SaidInPrivate("nobody", "nobody: No such nick or channel name"), alice)
        bob.send(f"KICK {CHANNEL} carol :no cake for you")
        await self.all_see(Left("carol"), alice)
        if environment.in_libcommuni():  # Spectrum takes Carol for somebody who is in the room
            carol.leave(self.room, "carol")
            await carol.sees_in_room_until(self.room, Left("carol", SELF))
        else:
            left, refused = await carol.sees_in_room(self.room, 2)
            # Prism sends the code of a kick where Spectrum keeps the room's name in a raw stanza.
            self.assertEqual(left, Left("carol", SELF | KICKED if "%" in self.room else SELF))
            assert isinstance(refused, Refused)
            self.assertEqual((refused.condition, refused.text), ("item-not-found", "bob: no cake for you"))
        await self.enters(carol, "carol", bob, Here("alice"), Here("bob"), Here("carol", codes=SELF),
                          Subject("alice", "nothing but tea"))
        await self.all_see(Here("carol"), alice)

    async def is_answered(self, client: XmppClient) -> str:
        """Waits for the answer to a command in the room, and returns its text."""
        [answer] = await client.sees_in_room(self.room)
        assert isinstance(answer, Said)
        self.assertEqual(answer.nickname, differs(prism="irc.prism.test", libcommuni="whois"))
        return answer.text

    async def are_away(self, transport: Transport, alice: XmppClient, carol: XmppClient, bob: IrcUser) -> None:
        """Sees who is away. libcommuni does not ask ngIRCd, which does not tell by itself."""
        for show, text, away in (("away", "reading", [":irc.prism.test 301 bob alice :reading"]), ("online", "", [])):
            alice.shows(show, text, to=transport.network.domain)
            if not environment.in_libcommuni():
                await self.all_see(Here("alice", show, codes=SELF), alice)
                await self.all_see(Here("alice", show), carol)
            alice.say_in_room(self.room, f"I am {show}")
            await bob.sees(f"PRIVMSG {CHANNEL} :I am {show}$")
            await self.all_see(Said("alice", f"I am {show}"), alice, carol)
            bob.send("WHOIS alice")
            whois = await bob.sees_until(" 318 ")
            if not environment.in_libcommuni() or not transport.network.in_names:  # libcommuni: only in server mode
                self.assertEqual([line for line in whois if " 301 " in line], away)
        if not environment.in_libcommuni():
            for command, show in (("AWAY :out for lunch", "away"), ("AWAY", "online")):
                bob.send(command)
                await self.all_see(Here("bob", show), alice, carol)

    def nothing_else_happened(self, *clients: XmppClient) -> None:
        for client in clients:
            self.assertEqual(client.unread_messages(), [])
            self.assertEqual(client.unread_room_events(), {})
