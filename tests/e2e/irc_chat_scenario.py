# SPDX-License-Identifier: MIT
"""Replies, reactions, retractions and typing: Alice and Carol are behind the gateway, Bob is on Ergo with a client that
has IRCv3.

Where Spectrum keeps a name as it is, the messages of the network are stanzas with ids: of contacts, and of rooms that
have the network in their names. Those of a room such as #lobby are typed: they have no id, and what refers to them is
degraded to a text.
"""

import re

from irc_scenario import CHANNEL, TOPIC, IrcScenario
from irc_transport import Network, Transport
from ngircd import IrcUser
from xmpp_client import XmppClient
from xmpp_later import Reacted, Retracted, Written
from xmpp_muc import SELF, Here, Subject

CAPABILITIES = "message-tags echo-message account-tag draft/message-redaction"
COFFEE = "☕"


def tag(line: str, name: str) -> str:
    """The value of a tag of a line of IRC; empty if it has none."""
    found = re.search(rf"[@;]{re.escape(name)}=([^; ]*)", line)
    return found[1] if found else ""


class IrcChatScenario(IrcScenario):

    async def people_write_to_each_other(self, transport: Transport, alice_has_an_account: bool = False) -> None:
        network = transport.network
        if alice_has_an_account:
            async with network.user("alice") as alice:
                await self.registers(alice, transport.password("alice"))
                alice.send("QUIT")
        async with (network.user("bob", capabilities=CAPABILITIES) as bob, transport.client("alice") as alice,
                    transport.client("carol") as carol):
            await self.registers(bob, "bob's secret")
            await self.opens_the_channel(bob)
            await self.enter_the_channel(network, bob, alice, carol)
            await self.talk_in_private(network, alice, bob, alice_has_an_account)
            if network.in_names:
                await self.talk_in_a_room_with_ids(network, alice, carol, bob)
            else:
                await self.talk_in_a_room_without_ids(network, alice, carol, bob)
            await carol.log_out()
            await alice.log_out()
            await bob.sees(r" :alice!\S+ (PART|QUIT)")

    async def registers(self, user: IrcUser, password: str) -> None:
        """Ergo lets only users with an account retract messages."""
        user.send(f"PRIVMSG NickServ :REGISTER {password}")
        await user.sees("Account created")

    async def enter_the_channel(self, network: Network, bob: IrcUser, *clients: XmppClient) -> None:
        there = [Here("bob")]
        for client in clients:
            nickname = "alice" if client is clients[0] else "carol"
            client.join(network.room(CHANNEL), nickname)
            await bob.sees(rf":{nickname}!\S+ JOIN :?{CHANNEL}")
            seen = await client.sees_in_room(network.room(CHANNEL), len(there) + 2)
            self.assertCountEqual(seen[:-2], there)
            self.assertEqual(seen[-2:], [Here(nickname, codes=SELF), Subject("bob", TOPIC)])
            there.append(Here(nickname))

    async def talk_in_private(self, network: Network, alice: XmppClient, bob: IrcUser, may_retract: bool) -> None:
        contact = network.contact("bob")
        if network.in_names:  # this message has no id: the capabilities of the contact's network are told with it
            alice.say(contact, "are you there?")
            await bob.sees(r" :alice!\S+ PRIVMSG bob :?are you there\?$")
        own_stanza = alice.say(contact, "hello", want_receipt=True)
        own = tag(await bob.sees(r" :alice!\S+ PRIVMSG bob :?hello$"), "msgid")
        await alice.gets_receipt(own_stanza)

        coffee = await self.bob_writes(bob, "alice", "coffee")
        written = await alice.is_told(contact, Written)
        self.assertEqual((written, written.id), (Written("coffee"), coffee))
        bob.send(f"@+draft/reply={own} PRIVMSG alice :with milk")
        self.assertEqual(await alice.is_told(contact, Written), Written("> hello\nwith milk", reply_to=own_stanza))
        bob.send(f"@+draft/reply={own};+draft/react={COFFEE} TAGMSG alice")
        self.assertEqual(await alice.is_told(contact, Reacted), Reacted(own_stanza, (COFFEE,)))
        bob.send(f"@+draft/reply={own};+draft/unreact={COFFEE} TAGMSG alice")
        self.assertEqual(await alice.is_told(contact, Reacted), Reacted(own_stanza, ()))
        bob.send("@+typing=active TAGMSG alice")
        self.assertEqual(await alice.sees_chat_states(contact), ["composing"])

        alice.say(contact, "> coffee\nyes")
        self.assertEqual(tag(await bob.sees(r" :alice!\S+ PRIVMSG bob :?yes$"), "+draft/reply"), coffee)
        alice.say(contact, f"> coffee\n/react {COFFEE}")
        reaction = await bob.sees(r" :alice!\S+ TAGMSG :?bob$")
        self.assertEqual((tag(reaction, "+draft/reply"), tag(reaction, "+draft/react")), (coffee, COFFEE))

        # IRC has no edits. Spectrum drops the correction of a client, so that its text is another message, and a bare
        # reaction as a whole.
        alice.say(contact, "/edit no")
        await bob.sees(r" :alice!\S+ PRIVMSG bob :?Correction: no$")
        alice.corrects(contact, own_stanza, "hullo")
        alice.reacts(contact, coffee, "no reaction")
        alice.replies(contact, coffee, "coffee", "black")
        lines = await bob.sees_until(r" :alice!\S+ PRIVMSG bob :?black$")
        self.assertEqual([re.sub(".* ", "", line) for line in lines], [":hullo", ":black"])
        self.assertEqual(tag(lines[1], "+draft/reply"), coffee)

        secret_stanza = alice.say(contact, "a secret", want_receipt=True)
        secret = tag(await bob.sees(r" :alice!\S+ PRIVMSG bob :?a secret$"), "msgid")
        await alice.gets_receipt(secret_stanza)
        alice.say(contact, "/retract")
        if may_retract:
            await bob.sees(rf" :alice!\S+ REDACT bob :?{secret}")
        else:
            refusal = await alice.is_told(contact, Written)
            self.assertRegex(refusal.text, "^That was not possible: ")

        bob.send(f"REDACT alice {coffee} :cold")
        self.assertEqual(await alice.is_told(contact, Retracted), Retracted(coffee))

    async def talk_in_a_room_with_ids(self, network: Network, alice: XmppClient, carol: XmppClient,
                                      bob: IrcUser) -> None:
        room = network.room(CHANNEL)
        tea = await self.bob_writes(bob, CHANNEL, "tea")
        for client in (alice, carol):
            written = await client.is_told(f"{room}/bob", Written)
            self.assertEqual((written, written.id), (Written("tea"), tea))
        alice.say_in_room(room, "> tea\nyes")
        line = await bob.sees(rf" :alice!\S+ PRIVMSG {CHANNEL} :?bob: yes$")
        yes = tag(line, "msgid")
        self.assertEqual(tag(line, "+draft/reply"), tea)
        for client in (alice, carol):
            written = await client.is_told(f"{room}/alice", Written)
            self.assertEqual((written, written.id), (Written("> tea\nbob: yes", reply_to=tea), yes))

        alice.say_in_room(room, f"> tea\n/react {COFFEE}")
        reaction = await bob.sees(rf" :alice!\S+ TAGMSG :?{CHANNEL}$")
        self.assertEqual((tag(reaction, "+draft/reply"), tag(reaction, "+draft/react")), (tea, COFFEE))
        self.assertEqual(await carol.is_told(f"{room}/alice", Reacted), Reacted(tea, (COFFEE,)))
        bob.send(f"@+draft/reply={yes};+draft/react={COFFEE} TAGMSG {CHANNEL}")
        for client in (alice, carol):
            self.assertEqual(await client.is_told(f"{room}/bob", Reacted), Reacted(yes, (COFFEE,)))
        bob.send(f"@+draft/reply={yes} PRIVMSG {CHANNEL} :green")
        for client in (alice, carol):
            self.assertEqual(await client.is_told(f"{room}/bob", Written),
                             Written("> bob: yes\ngreen", reply_to=yes))
        bob.send(f"REDACT {CHANNEL} {tea}")
        for client in (alice, carol):
            self.assertEqual(await client.is_told(f"{room}/bob", Retracted), Retracted(tea))

    async def talk_in_a_room_without_ids(self, network: Network, alice: XmppClient, carol: XmppClient,
                                         bob: IrcUser) -> None:
        room = network.room(CHANNEL)
        tea = await self.bob_writes(bob, CHANNEL, "tea")
        await self.all_read(room, "bob", "tea", alice, carol)
        alice.say_in_room(room, "> tea\nyes")
        line = await bob.sees(rf" :alice!\S+ PRIVMSG {CHANNEL} :?bob: yes$")
        yes = tag(line, "msgid")
        self.assertEqual(tag(line, "+draft/reply"), tea)
        await self.all_read(room, "alice", "> tea\nbob: yes", alice, carol)

        alice.say_in_room(room, f"> tea\n/react {COFFEE}")
        reaction = await bob.sees(rf" :alice!\S+ TAGMSG :?{CHANNEL}$")
        self.assertEqual((tag(reaction, "+draft/reply"), tag(reaction, "+draft/react")), (tea, COFFEE))
        bob.send(f"@+draft/reply={yes};+draft/react={COFFEE} TAGMSG {CHANNEL}")
        await self.all_read(room, "bob", f'(reacts with {COFFEE} to your message: "bob: yes")', alice)
        bob.send(f"@+draft/reply={yes} PRIVMSG {CHANNEL} :green")
        await self.all_read(room, "bob", "> bob: yes\ngreen", alice, carol)
        bob.send(f"REDACT {CHANNEL} {tea}")
        await self.all_read(room, "bob", '(has retracted a message: "tea")', alice, carol)

    async def all_read(self, room: str, nickname: str, text: str, *clients: XmppClient) -> None:
        """All see a message without an id, and no other before it."""
        for client in clients:
            written = await client.is_told(f"{room}/{nickname}", Written)
            self.assertEqual((written, written.id), (Written(text), ""))

    async def bob_writes(self, bob: IrcUser, target: str, text: str) -> str:
        """Returns the id that Ergo gives to the message."""
        bob.send(f"PRIVMSG {target} :{text}")
        return tag(await bob.sees(rf" :bob!\S+ PRIVMSG {target} :?{text}$"), "msgid")
