# SPDX-License-Identifier: MIT
"""Free ports and addresses of the loopback interface."""

import contextlib
import random
import socket
from collections.abc import Iterator

LOOPBACK = "127.0.0.1"


@contextlib.contextmanager
def free_ports(count: int) -> Iterator[list[int]]:
    """Reserves ports that the kernel chose.

    The sockets stay bound, so the kernel gives these ports to no other program that asks for any port. They do not
    listen, and both sides set SO_REUSEADDR, so a server can still bind one by its number.
    """
    with contextlib.ExitStack() as held:
        yield [_hold(held, LOOPBACK, 0) for _ in range(count)]


@contextlib.contextmanager
def free_addresses(count: int, port: int) -> Iterator[list[str]]:
    """Reserves loopback addresses on which this port is free.

    For names that contain a server's address but not its port. All of 127.0.0.0/8 is loopback, so addresses can be
    chosen like ports.
    """
    with contextlib.ExitStack() as held:
        addresses: list[str] = []
        while len(addresses) < count:
            address = f"127.{random.randint(1, 254)}.{random.randint(1, 254)}.{random.randint(1, 254)}"
            with contextlib.suppress(OSError):  # the address is in use
                _hold(held, address, port)
                addresses.append(address)
        yield addresses


def _hold(held: contextlib.ExitStack, address: str, port: int) -> int:
    with contextlib.ExitStack() as failed:
        holder = failed.enter_context(socket.socket())
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind((address, port))
        held.enter_context(failed.pop_all())
        return holder.getsockname()[1]
