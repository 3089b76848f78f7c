# SPDX-License-Identifier: MIT
"""Passwords that a search finds in any log."""

import contextlib
import secrets
from pathlib import Path


class Canaries:
    """The passwords of one scenario. They are never printed, not even by a failing test."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def password(self, name: str) -> str:
        """Makes a new password. `name` says whose it is."""
        canary = f"canary{secrets.token_hex(8)}"
        self._names[canary] = name
        return canary

    def redact(self, text: str) -> str:
        for canary, name in self._names.items():
            text = text.replace(canary, f"<{name}>")
        return text

    def found_in_process_lists(self) -> list[str]:
        """Returns a sentence for each process whose command line or environment contains a password."""
        found = []
        for file in (path for name in ("cmdline", "environ") for path in Path("/proc").glob(f"[0-9]*/{name}")):
            with contextlib.suppress(OSError):  # the process has ended
                content = file.read_text(errors="replace")
                found += [f"{file} has {name}" for canary, name in self._names.items() if canary in content]
        return found

    def found_in(self, log: Path) -> list[str]:
        """Returns a sentence for each line of the log that contains a password."""
        lines = log.read_text(errors="replace").splitlines()
        return [f"{log.name}, line {number}, has {name}"
                for number, line in enumerate(lines, start=1)
                for canary, name in self._names.items() if canary in line]
