# SPDX-License-Identifier: MIT
"""Passwords that a search finds in any log."""

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

    def found_in(self, log: Path) -> list[str]:
        """Returns a sentence for each line of the log that contains a password."""
        lines = log.read_text(errors="replace").splitlines()
        return [f"{log.name}, line {number}, has {name}"
                for number, line in enumerate(lines, start=1)
                for canary, name in self._names.items() if canary in line]
