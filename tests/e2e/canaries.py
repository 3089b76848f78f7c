# SPDX-License-Identifier: MIT
"""Passwords that are recognised wherever they turn up."""

import secrets
from pathlib import Path


class Canaries:
    """The passwords of one scenario. None of them is ever printed, by a failing test either."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def password(self, name: str) -> str:
        """A new password; `name` says whose it is."""
        canary = f"canary{secrets.token_hex(8)}"
        self._names[canary] = name
        return canary

    def redact(self, text: str) -> str:
        for canary, name in self._names.items():
            text = text.replace(canary, f"<{name}>")
        return text

    def found_in(self, log: Path) -> list[str]:
        """A sentence for each line of the log with a password in it."""
        lines = log.read_text(errors="replace").splitlines()
        return [f"{log.name}, line {number}, has {name}"
                for number, line in enumerate(lines, start=1)
                for canary, name in self._names.items() if canary in line]
