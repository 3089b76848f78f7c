# SPDX-License-Identifier: MIT
"""ircd-hybrid restarts."""

import unittest

from hybrid import hybrid
from reconnect_scenario import ReconnectScenario
from scene import scene


class HybridReconnect(ReconnectScenario):

    async def test_a_user_comes_back_after_a_restart(self) -> None:
        with scene() as stage:
            async with hybrid() as (server, port):
                await self.comes_back(stage, server, port)


if __name__ == "__main__":
    unittest.main(verbosity=2)
