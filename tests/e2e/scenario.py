# SPDX-License-Identifier: MIT
"""The base of all scenarios: checks at their end."""

import unittest

from backends import Backends
from spectrum2 import Spectrum2

# Spectrum looks every 20 s for backends without users.
SECONDS_TO_DROP = 60


class Scenario(unittest.IsolatedAsyncioTestCase):
    """An end-to-end test with a real Spectrum 2."""

    maxDiff = None

    async def backends_leave_cleanly_when_dropped(self, spectrum: Spectrum2) -> None:
        """Expects all backends to exit with 0 once Spectrum drops them. Call it when no user is logged in."""
        await spectrum.logs(r"Disconnecting backend .* There are no users\.", SECONDS_TO_DROP)
        await spectrum.backends.all_exited(SECONDS_TO_DROP)
        self.backends_have_left_cleanly(spectrum.backends)

    def backends_have_left_cleanly(self, backends: Backends) -> None:
        """Expects exit code 0 of every backend. Call it when all have exited."""
        codes = backends.exit_codes()
        self.assertTrue(codes, "Spectrum launched no backend")
        self.assertEqual(codes, dict.fromkeys(codes, 0), "exit codes, by pid")
