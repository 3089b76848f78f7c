# SPDX-License-Identifier: MIT
"""Free ports and addresses of the loopback interface."""

import contextlib
import random
import socket
from collections.abc import Iterator

LOOPBACK = "127.0.0.1"


@contextlib.contextmanager
def free_ports(count: int) -> Iterator[list[int]]:
    """Ports that the kernel chose, kept for whoever is told their numbers.

    The sockets that hold them stay bound, so that the kernel gives these ports to nobody else who asks for
    any port. They do not listen, and all sides set SO_REUSEADDR, so a server that names one may have it.
    """
    with contextlib.ExitStack() as held:
        yield [_hold(held, LOOPBACK, 0) for _ in range(count)]


@contextlib.contextmanager
def free_addresses(count: int, port: int) -> Iterator[list[str]]:
    """Loopback addresses with this port free, kept like the ports above.

    For names that have room for a server's address and none for its port. All of 127.0.0.0/8 is the loopback
    interface's, so addresses are chosen here as the kernel chooses ports.
    """
    with contextlib.ExitStack() as held:
        addresses: list[str] = []
        while len(addresses) < count:
            address = f"127.{random.randint(1, 254)}.{random.randint(1, 254)}.{random.randint(1, 254)}"
            with contextlib.suppress(OSError):  # it is in use
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
