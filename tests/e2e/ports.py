"""Free ports of the loopback interface."""

import contextlib
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
        ports = []
        for _ in range(count):
            holder = held.enter_context(socket.socket())
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            holder.bind((LOOPBACK, 0))
            ports.append(holder.getsockname()[1])
        yield ports
