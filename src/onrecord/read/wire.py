"""Wire: an HTTP transport that connects only to addresses that were checked, and only until a deadline.

The name is resolved once for each connection, and the very address that was judged is the one connected to, so a name
that changes its answer in between (DNS rebinding) leads nowhere. Host header and TLS name stay those of the address asked for.
"""

import ssl
import time
from collections.abc import Collection, Iterable
from typing import Any

import httpcore2
import httpx2

from onrecord.errors import FetchError
from onrecord.read.addresses import resolve


class Deadline:
    """A moment after which nothing is waited for any more. asked: the address that the person gave."""

    def __init__(self, seconds: float, asked: str) -> None:
        self.asked = asked
        self._until = time.monotonic() + seconds
        self._sentence = f"{asked} did not answer in full within {seconds:g} seconds: try again later, or save the page to a file."

    def left(self) -> float:
        """Seconds that are left. Raises FetchError where there are none."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise FetchError(self._sentence)
        return left

    def error(self) -> FetchError:
        """The error that says that the time is up."""
        return FetchError(self._sentence)


class CheckedTransport(httpx2.HTTPTransport):
    """httpx2's transport over the connections that CheckedBackend makes: no proxy, nothing from the environment."""

    def __init__(self, deadline: Deadline, private_allowed: Collection[str] = ()) -> None:
        context = httpx2.create_ssl_context(trust_env=False)
        super().__init__(verify=context, trust_env=False)
        self._pool.close()
        self._pool = httpcore2.ConnectionPool(
            ssl_context=context, max_connections=4, network_backend=CheckedBackend(deadline, private_allowed)
        )


class CheckedBackend(httpcore2.NetworkBackend):
    """Connections to checked addresses only."""

    def __init__(self, deadline: Deadline, private_allowed: Collection[str]) -> None:
        self._deadline = deadline
        self._private_allowed = frozenset(private_allowed)
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Resolve, check, and connect to the first of the checked addresses that answers."""
        addresses = resolve(
            host, port, asked=self._deadline.asked, timeout=self._deadline.left(), private_allowed=self._private_allowed
        )
        for index, address in enumerate(addresses):
            try:
                stream = self._sockets.connect_tcp(address, port, self._within(timeout), local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if index == len(addresses) - 1:
                    raise
            else:
                return CheckedStream(stream, self._deadline)
        raise httpcore2.ConnectError(f"no address of {host} answers")

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002 - httpcore2's own signature
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002 - as above
    ) -> httpcore2.NetworkStream:
        """Refuse: nothing on this machine is fetched from."""
        raise FetchError(f"{path} is a socket of this machine, not a public address: give an http or https address.")

    def _within(self, timeout: float | None) -> float:
        return min(self._deadline.left(), timeout if timeout is not None else float("inf"))


class CheckedStream(httpcore2.NetworkStream):
    """A connection of which every single wait ends at the deadline: a server that sends a byte a second gains nothing."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - the deadline is the stricter one
        """Read what has come."""
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - as above
        """Send all of the buffer."""
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - as above
    ) -> httpcore2.NetworkStream:
        """The same connection under TLS, its certificate checked against the name that was asked for."""
        return CheckedStream(self._stream.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore2's own signature
        """What the socket says about itself."""
        return self._stream.get_extra_info(info)
