# SPDX-License-Identifier: MIT
"""The base of the scenarios with the MQTT plugin: the steps that are the same in both modes of Spectrum."""

from mosquitto import Mosquitto, MqttUser
from scenario import Scenario
from xmpp_client import XmppClient
from xmpp_muc import SELF, Here, Left, Said, Subject

TOPIC = "home/kitchen/light"
NAME = "home|kitchen|light"  # a JID has no slash in its local part
# Milliseconds before the first attempt to make a lost connection again.
SOON = 200
LOST = "The connection to the broker is lost, and will be made again: "
BACK = "The connection to the broker is back."
NOT_SENT = "Not sent: there is no connection to the broker at the moment."


def said_by_the_room(room: str, text: str) -> Said:
    """What has no author. Spectrum names the room as the participant."""
    return Said(room.split("@")[0], text)


class MqttScenario(Scenario):

    async def uses_the_broker(self, alice: XmppClient, domain: str, broker: Mosquitto, bob: MqttUser) -> None:
        """Alice is online, and in no room."""
        room = f"{NAME}@{domain}"
        await self.enters(alice, room, bob)
        await self.talks(alice, room, bob)
        await self.watches_all_rooms(alice, f"home|+|light@{domain}", bob)
        await self.outlives_the_broker(alice, room, broker, bob)
        await self.leaves_and_comes_back(alice, room, bob)

    async def enters(self, alice: XmppClient, room: str, bob: MqttUser) -> None:
        await bob.publishes(TOPIC, "on since yesterday", retain=True)
        alice.join(room, "alice")
        self.assertEqual(await alice.sees_in_room(room, 3),
                         [Here("alice", codes=SELF), Subject("", TOPIC), said_by_the_room(room, "(retained) on since yesterday")])

    async def talks(self, alice: XmppClient, room: str, bob: MqttUser) -> None:
        async with bob.subscribed(TOPIC) as subscription:
            alice.say_in_room(room, "Grüße & <ok/> 👋")
            self.assertEqual(await subscription.gets(), f"{TOPIC} Grüße & <ok/> 👋")
            self.assertEqual(await alice.sees_in_room(room), [Said("alice", "Grüße & <ok/> 👋")])
            await bob.publishes(TOPIC, "off & <dark/>")
            self.assertEqual(await alice.sees_in_room(room), [said_by_the_room(room, "off & <dark/>")])
            self.assertEqual(await subscription.gets(), f"{TOPIC} off & <dark/>")

    async def watches_all_rooms(self, alice: XmppClient, room: str, bob: MqttUser) -> None:
        alice.join(room, "alice")
        self.assertEqual((await alice.sees_in_room(room, 3))[2:], [said_by_the_room(room, f"{TOPIC}: (retained) on since yesterday")])
        await bob.publishes("home/hall/light", "on")
        self.assertEqual(await alice.sees_in_room(room), [said_by_the_room(room, "home/hall/light: on")])
        alice.say_in_room(room, "/publish home/hall/light off")
        self.assertEqual(await alice.sees_in_room(room, 2),
                         [Said("alice", "home/hall/light: off"), said_by_the_room(room, "Published to home/hall/light.")])
        alice.leave(room, "alice")
        self.assertEqual(await alice.sees_in_room(room), [Left("alice", SELF)])

    async def outlives_the_broker(self, alice: XmppClient, room: str, broker: Mosquitto, bob: MqttUser) -> None:
        await broker.stops()
        [lost] = await alice.sees_in_room(room)
        self.assertTrue(isinstance(lost, Said) and lost.text.startswith(LOST), lost)
        alice.say_in_room(room, "is anybody there?")
        self.assertEqual(await alice.sees_in_room(room), [said_by_the_room(room, NOT_SENT)])
        await broker.starts()
        self.assertEqual(await alice.sees_in_room(room), [said_by_the_room(room, BACK)])
        await bob.publishes(TOPIC, "on again")
        self.assertEqual(await alice.sees_in_room(room), [said_by_the_room(room, "on again")])
        async with bob.subscribed(TOPIC) as subscription:
            alice.say_in_room(room, "good to see you")
            self.assertEqual(await subscription.gets(), f"{TOPIC} good to see you")
        self.assertEqual(await alice.sees_in_room(room), [Said("alice", "good to see you")])

    async def leaves_and_comes_back(self, alice: XmppClient, room: str, bob: MqttUser) -> None:
        alice.leave(room, "alice")
        self.assertEqual(await alice.sees_in_room(room), [Left("alice", SELF)])
        await bob.publishes(TOPIC, "not for alice")
        alice.join(room, "alicia")
        self.assertEqual(await alice.sees_in_room(room, 2), [Here("alicia", codes=SELF), Subject("", TOPIC)])
        await bob.publishes(TOPIC, "for alicia")
        self.assertEqual(await alice.sees_in_room(room), [said_by_the_room(room, "for alicia")])
