# SPDX-License-Identifier: MIT
"""Steps in a room of XMPP: Alice and Carol are behind the gateway, Bob is on the network."""

import environment
from purple_scenario import PurpleScenario
from purple_transport import Transport
from xmpp_client import XmppClient
from xmpp_muc import CREATED, KICKED, SELF, Event, Here, Left, Refused, Said, SaidInPrivate, Subject

GREETING = "Grüße & <ok/> 👋"
TOPIC = "Tea & <cake/>"
KICK = "You have been kicked: (no cake for you)"


class PurpleRoomsScenario(PurpleScenario):

    async def people_meet_in_a_room(self, transport: Transport) -> None:
        async with (transport.directly("bob") as bob, transport.behind("alice") as alice,
                    transport.behind("carol") as carol):
            self.room, self.behind, self.bob = transport.room("verona"), transport.room_behind("verona"), bob
            self.subject = Subject("Bob", TOPIC)
            self.history: list[Said] = []
            await self.bob_opens_the_room()
            await self.enters(alice, "Alice", "Bob")
            await self.enters(carol, "Carol", "Alice", "Bob")
            await self.see_entering("Carol", alice)
            await self.messages_are_echoed(alice, carol)
            await self.talk_in_private(transport, alice, carol)
            await self.change_the_topic(alice, carol)
            await self.bob_leaves_and_comes_back(alice, carol)
            await self.a_nickname_is_in_use(transport, alice, carol)
            await self.is_kicked(alice, carol)
            await self.leaves(alice, "Alice", transport)
            await self.see_leaving("Alice", carol)
            await self.enters(alice, "Alice", "Bob", "Carol")
            await self.see_entering("Alice", carol)
            self.nothing_else_happened(alice, carol, bob)
            await carol.log_out()
            self.assertEqual(await bob.sees_in_room(self.room), [Left("Carol")])
            await alice.log_out()
            self.assertEqual(await bob.sees_in_room(self.room), [Left("Alice")])
            await bob.log_out()

    async def bob_opens_the_room(self) -> None:
        self.bob.join(self.room, "Bob")
        self.assertEqual(await self.bob.sees_in_room(self.room, 2),
                         [Here("Bob", codes=SELF | CREATED), Subject("", "")])
        self.bob.set_subject(self.room, TOPIC)
        self.assertEqual(await self.bob.sees_in_room(self.room), [self.subject])

    async def enters(self, client: XmppClient, nickname: str, *others: str) -> None:
        """The events are in the order of XEP-0045: others, the user, the room's history, the subject."""
        client.join(self.behind, nickname)
        self.assertEqual(await self.bob.sees_in_room(self.room), [Here(nickname)])
        seen = await client.sees_in_room(self.behind, len(others) + 1 + len(self.history) + 1)
        self.assertCountEqual(seen[:len(others)], [Here(other) for other in others])
        self.assertEqual(seen[len(others):], [Here(nickname, codes=SELF), *self.history, self.subject])
        await self.sees_a_line_about_the_subject(client)

    async def leaves(self, client: XmppClient, nickname: str, transport: Transport) -> None:
        """libpurple's own backend loses a join that comes before the room has confirmed the leave."""
        client.leave(self.behind, nickname)
        self.assertEqual(await client.sees_in_room(self.behind), [Left(nickname, SELF)])
        self.assertEqual(await self.bob.sees_in_room(self.room), [Left(nickname)])
        if environment.in_libpurple():
            await self.gets_all_from_the_room(client, nickname.lower(), transport)

    async def gets_all_from_the_room(self, client: XmppClient, name: str, transport: Transport) -> None:
        """A message that follows it proves it."""
        self.bob.say(transport.jid(name), "are you there?")
        self.assertEqual(await client.receives(transport.contact("bob")), ["are you there?"])

    async def messages_are_echoed(self, alice: XmppClient, carol: XmppClient) -> None:
        """Each message is seen once, by its author too."""
        for text in (GREETING, "/me waves", "twice", "twice"):
            alice.say_in_room(self.behind, text)
            await self.all_see(Said("Alice", text), alice, carol, self.bob)
        self.bob.say_in_room(self.room, GREETING)
        await self.all_see(Said("Bob", GREETING), alice, carol, self.bob)

    async def talk_in_private(self, transport: Transport, alice: XmppClient, carol: XmppClient) -> None:
        """Private messages of somebody in the room come from room/nickname."""
        self.bob.say_in_private(self.room, "Alice", GREETING)
        await self.sees_in_private("Bob", GREETING, alice)
        alice.say_in_private(self.behind, "Bob", "a word with you")
        self.assertEqual(await self.bob.sees_in_room(self.room), [SaidInPrivate("Alice", "a word with you")])
        self.bob.say_in_private(self.room, "Alice", "yes?")
        await self.sees_in_private("Bob", "yes?", alice)
        alice.say_in_private(self.behind, "Carol", "and with you")
        await self.sees_in_private("Alice", "and with you", carol)
        carol.say_in_private(self.behind, "Alice", "go on")
        await self.sees_in_private("Carol", "go on", alice)
        self.bob.say(transport.jid("alice"), "and now from here")
        self.assertEqual(await alice.receives(transport.contact("bob")), ["and now from here"])

    async def sees_in_private(self, nickname: str, text: str, client: XmppClient) -> None:
        """libpurple's own backend shows private messages as if everybody could read them. The first one clears the
        subject in the client.
        """
        if environment.in_libpurple():
            before = await client.sees_in_room_until(self.behind, Said(nickname, text))
            self.assertIn(before, ([], [Subject("", "")]))
        else:
            self.assertEqual(await client.sees_in_room(self.behind), [SaidInPrivate(nickname, text)])

    async def change_the_topic(self, alice: XmppClient, carol: XmppClient) -> None:
        self.bob.set_subject(self.room, "no cake today")
        await self.all_see_the_subject(Subject("Bob", "no cake today"), alice, carol, self.bob)
        alice.set_subject(self.behind, "more cake")  # Prosody lets moderators only
        if not environment.in_libpurple():  # it does not tell of the refusal
            [refusal] = await alice.sees_in_room(self.behind)
            assert isinstance(refusal, Said)
            self.assertRegex(refusal.text, "^The subject was not changed: ")
        alice.say_in_room(self.behind, "I may not")
        await self.all_see(Said("Alice", "I may not"), alice, carol, self.bob)
        await self.bob.makes_moderator(self.room, "Alice")
        self.assertEqual(await self.bob.sees_in_room(self.room), [Here("Alice")])
        if not environment.in_libpurple():  # it does not tell of roles
            self.assertEqual(await alice.sees_in_room(self.behind), [Here("Alice", codes=SELF)])
            self.assertEqual(await carol.sees_in_room(self.behind), [Here("Alice")])
        alice.set_subject(self.behind, "nothing but tea")
        await self.all_see_the_subject(Subject("Alice", "nothing but tea"), alice, carol, self.bob)

    async def bob_leaves_and_comes_back(self, alice: XmppClient, carol: XmppClient) -> None:
        self.bob.leave(self.room, "Bob")
        self.assertEqual(await self.bob.sees_in_room(self.room), [Left("Bob", SELF)])
        await self.see_leaving("Bob", alice, carol)
        self.bob.join(self.room, "Bob")
        seen = await self.bob.sees_in_room_until(self.room, self.subject)
        self.assertCountEqual(seen[:2], [Here("Alice"), Here("Carol")])
        self.assertEqual(seen[2:], [Here("Bob", codes=SELF), *self.history])
        await self.see_entering("Bob", alice, carol)

    async def a_nickname_is_in_use(self, transport: Transport, alice: XmppClient, carol: XmppClient) -> None:
        """libpurple's own backend says nothing, and Spectrum takes the user for somebody who is in the room."""
        await self.leaves(carol, "Carol", transport)
        await self.see_leaving("Carol", alice)
        carol.join(self.behind, "Bob")
        if environment.in_libpurple():
            await self.gets_all_from_the_room(carol, "carol", transport)
            carol.leave(self.behind, "Bob")
            self.assertEqual(await carol.sees_in_room(self.behind), [Left("Bob", SELF)])
        else:
            self.assertEqual(await carol.sees_in_room(self.behind),
                             [Refused("Bob", "conflict", "The nickname is in use.")])
            self.assertEqual(await carol.receives(transport.questions),
                             [f"Error joining chat {self.room}/Bob\nConflict"])
        await self.enters(carol, "Carol", "Alice", "Bob")
        await self.see_entering("Carol", alice)

    async def is_kicked(self, alice: XmppClient, carol: XmppClient) -> None:
        """With libpurple's own backend, the user seems to say it, and has to leave before entering again."""
        await self.bob.kicks(self.room, "Carol", "no cake for you")
        self.assertEqual(await self.bob.sees_in_room(self.room), [Left("Carol", KICKED)])
        await self.see_leaving("Carol", alice)
        if environment.in_libpurple():
            self.assertEqual(await carol.sees_in_room(self.behind), [Said("Carol", KICK)])
            carol.leave(self.behind, "Carol")
            self.assertEqual(await carol.sees_in_room(self.behind), [Left("Carol", SELF)])
        else:
            self.assertEqual(await carol.sees_in_room(self.behind, 3),
                             [Said(self.room, KICK), Left("Carol", SELF), Refused("Carol", "item-not-found", KICK)])
        await self.enters(carol, "Carol", "Alice", "Bob")
        await self.see_entering("Carol", alice)

    async def see_entering(self, nickname: str, *clients: XmppClient) -> None:
        await self.see_behind(Here(nickname), rf"^{nickname}( \[\S+\])? entered the room\.$", *clients)

    async def see_leaving(self, nickname: str, *clients: XmppClient) -> None:
        await self.see_behind(Left(nickname), rf"^{nickname} left the room( \(.*\))?\.$", *clients)

    async def see_behind(self, event: Event, line: str, *clients: XmppClient) -> None:
        """libpurple's own backend passes its line about the event on, as a message of the room's."""
        for client in clients:
            if environment.in_libpurple():
                [said] = await client.sees_in_room(self.behind)
                assert isinstance(said, Said)
                self.assertEqual(said.nickname, self.room)
                self.assertRegex(said.text, line)
            self.assertEqual(await client.sees_in_room(self.behind), [event])

    async def all_see(self, said: Said, *clients: XmppClient) -> None:
        self.history.append(said)
        for client in clients:
            self.assertEqual(await client.sees_in_room(self.room_of(client)), [said])

    async def all_see_the_subject(self, subject: Subject, *clients: XmppClient) -> None:
        self.subject = subject
        for client in clients:
            self.assertEqual(await client.sees_in_room(self.room_of(client)), [subject])
            await self.sees_a_line_about_the_subject(client)

    async def sees_a_line_about_the_subject(self, client: XmppClient) -> None:
        if environment.in_libpurple() and client is not self.bob:
            line = f"{self.subject.nickname} has set the topic to: {self.subject.text}"
            self.assertEqual(await client.sees_in_room(self.behind), [Said("", line)])

    def room_of(self, client: XmppClient) -> str:
        return self.room if client is self.bob else self.behind
