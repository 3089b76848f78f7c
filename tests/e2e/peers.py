# SPDX-License-Identifier: MIT
"""The marks of what clients see otherwise with one of Spectrum 2's own backends than with Prism, on purpose."""

from typing import TypeVar

import environment

Expected = TypeVar("Expected")


def differs(*, prism: Expected, **peer: Expected) -> Expected:
    """`peer` is one value, whose keyword is the peer's name."""
    return peer[environment.peer()] if environment.peer() else prism
