# SPDX-License-Identifier: MIT
"""InspIRCd demands TLS by STS (https://ircv3.net/specs/extensions/sts)."""

import contextlib
import unittest
from collections.abc import AsyncIterator

import inspircd
from relay import relay
from scene import scene
from simulated_spectrum import launched

HOST = "localhost"
ROOM = "#tea"


class InspircdSts(unittest.IsolatedAsyncioTestCase):

    maxDiff = None

    async def test_the_demand_is_followed_and_kept(self) -> None:
        with scene() as stage:
            async with (inspircd.with_tls(stage.directory / "inspircd", HOST) as (server, ports, certificate),
                        relay(ports.users) as (clear, port)):
                password = stage.canaries.password("alice's password")
                state = stage.directory / "state"
                state.mkdir()
                runs = 0

                @contextlib.asynccontextmanager
                async def host() -> AsyncIterator[object]:
                    nonlocal runs
                    runs += 1
                    async with launched(stage.directory / f"host{runs}", port,
                                        {"irc_server": f"{HOST}:{port}", "working_dir": state, "irc_send_pass": 1},
                                        {"tls_ca_file": certificate, "reconnect_attempts": 1}) as spectrum:
                        yield spectrum

                async with host() as spectrum:
                    await spectrum.user("bob").log_in()
                    await spectrum.user("bob").join(ROOM)
                    # From now on, nothing goes out in the clear in this process.
                    await spectrum.user("alice").log_in(password)
                    self.assertEqual(clear.sent.count("(connected)"), 1)
                stored = state / "prism-storage" / "irc.prism.test" / "transport.values"
                self.assertIn(f"{HOST} ".encode(), stored.read_bytes())
                async with host() as spectrum:
                    await spectrum.user("alice").log_in(password)
                await server.kill()
                async with host() as spectrum:
                    spectrum.user("alice").start_login(password)
                    await spectrum.user("alice").sees("^DISCONNECTED error=0 ")
                self.assertEqual(clear.sent.count("(connected)"), 1, "a connection without TLS")


if __name__ == "__main__":
    unittest.main(verbosity=2)
