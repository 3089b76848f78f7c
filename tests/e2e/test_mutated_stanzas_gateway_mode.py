# SPDX-License-Identifier: MIT
"""Gateway mode with the probe: mutated stanzas of a client, and of a plugin, harm nobody."""

import asyncio
import unittest

from mutated_stanzas import broken, mutated_stanzas
from probe_gateway import COMPONENT, PROBE, ROOM, probe_gateway
from prosody import DOMAIN
from scenario import Scenario
from waiting import within

COUNT = 500
AT_ONCE = 25  # stanzas between two checks
SEED = 20
SECONDS = 30


class MutatedStanzasInGatewayMode(Scenario):

    async def test_a_client_sends_them(self) -> None:
        async with probe_gateway(self, probe={"chat": 1}) as gateway:
            await gateway.enters("anne")
            answers: asyncio.Queue[str] = asyncio.Queue()
            # slixmpp fails on the errors that some stanzas get.
            sender = await gateway.log_in_lightly("alice", lambda stanza: answers.put_nowait(stanza.body))
            stanzas = list(mutated_stanzas(SEED, COUNT, sender="", to=[PROBE, f"bob@{COMPONENT}", ROOM, COMPONENT]))
            for first in range(0, COUNT, AT_ONCE):
                for stanza in stanzas[first:first + AT_ONCE]:
                    sender.send(stanza)
                sender.say(PROBE, "get prism.plugin", "chat")
                while await within(SECONDS, "an answer of the probe", answers.get()) != "value ":
                    pass
                await gateway.is_unharmed()
            self.assertIsNone(sender.lost)

    async def test_a_plugin_sends_them(self) -> None:
        async with probe_gateway(self, probe={"chat": 1}) as gateway:
            await gateway.enters("anne")
            stanzas = list(mutated_stanzas(SEED, COUNT, sender="bob", to=[f"alice@{DOMAIN}"]))
            heard = []
            for first in range(0, COUNT, AT_ONCE):
                for number, stanza in enumerate(stanzas[first:first + AT_ONCE], first):
                    raw = stanza if number % 2 else broken(number, stanza)
                    gateway.alice.say(PROBE, "raw " + raw.replace("\n", "&#10;"))
                heard += await gateway.answers_alice()
                await gateway.is_unharmed()
            refused = [text for sender, text in heard if sender == PROBE and text.startswith("result ")]
            shown = [text for sender, text in heard if sender == f"bob@{COMPONENT}"]
            self.assertGreater(len(refused), COUNT // 20)
            self.assertGreater(len(shown), COUNT // 20)
            self.assertEqual([message for message in heard if "@" not in message[0]], [], "as if the gateway had sent it")


if __name__ == "__main__":
    unittest.main(verbosity=2)
