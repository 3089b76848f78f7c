# SPDX-License-Identifier: MIT
"""Server mode with a plugin that prompts for a second factor in each login."""

import unittest
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ports import free_ports
from scenario import Scenario
from scene import Scene, scene
from spectrum2 import server_mode, spectrum2
from xmpp_client import XmppClient

SERVER = "localhost"
CONTACT = f"prism@{SERVER}"
PROBE = f"probe@{SERVER}"
QUESTION = ("code\nCode?\nAnswer with a line. It is not logged here, but your client may keep it.\n"
            "`help` and `cancel` can be said at any time.")
CODE = "123 456"


@asynccontextmanager
async def asked_for_a_code(stage: Scene) -> AsyncIterator[XmppClient]:
    """Logs Alice in, up to the prompt."""
    with free_ports(1) as [port]:
        mode = server_mode(port) | {"probe": {"prompts": 1, "second_factor": 17, "code": CODE}}
        async with spectrum2(stage.directory / "spectrum2", "probe", mode) as spectrum:
            await spectrum.logs(r"Component: Connected to Frontend server\.")
            async with XmppClient(f"alice@{SERVER}", stage.canaries.password("alice's password")) as alice:
                await alice.log_in(port)
                assert await alice.receives(CONTACT) == [QUESTION]
                await alice.sees(CONTACT, "online")
                assert await alice.receives(PROBE) == ["status_changed 1 "]  # sent before her client was online
                yield alice


class PromptInServerMode(Scenario):

    async def test_a_user_answers_and_is_logged_in(self) -> None:
        with scene() as stage:
            async with asked_for_a_code(stage) as alice:
                alice.say(CONTACT, "help")
                [explained] = await alice.receives(CONTACT)
                self.assertIn(QUESTION, explained)
                alice.say(CONTACT, CODE)
                self.assertEqual(await alice.receives(CONTACT), ["Thank you."])
                self.assertEqual(await alice.receives(PROBE), ["welcome"])
                await alice.sees(CONTACT, "offline")
                alice.say(PROBE, "get probe.second_factor")
                self.assertEqual(await alice.receives(PROBE), ["value 17"])
                self.assertEqual(alice.unread_messages(), [], "nothing is asked twice")
                await alice.log_out()

    async def test_a_user_answers_wrongly_and_is_logged_out(self) -> None:
        with scene() as stage:
            async with asked_for_a_code(stage) as alice:
                alice.say(CONTACT, "wrong")
                await alice.is_disconnected()
                self.assertEqual(await alice.receives(CONTACT), ["Thank you."])
                self.assertEqual(await alice.receives(SERVER), ["this was not the code"])
                self.assertEqual(alice.unread_messages(), [], "the login is not tried again")


if __name__ == "__main__":
    unittest.main(verbosity=2)
