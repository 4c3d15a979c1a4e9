"""A TCP proxy before a server, which can lose all that comes, as a broken network does: no answer and no end."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Proxy:
    """The proxy; `is_lossy` decides from one moment to the next."""

    target: tuple[str, int]
    listener: socket.socket
    is_lossy: threading.Event = field(default_factory=threading.Event)
    connections: list[socket.socket] = field(default_factory=list)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.listener.getsockname()[1])

    def serve(self) -> None:
        """Take connections until the listener is closed."""
        while True:
            try:
                inner, _ = self.listener.accept()
            except OSError:
                return
            self.connections.append(inner)
            threading.Thread(target=self._join, args=(inner,), daemon=True).start()

    def _join(self, inner: socket.socket) -> None:
        try:
            outer = socket.create_connection(self.target)
        except OSError:
            inner.close()
            return
        self.connections.append(outer)
        threading.Thread(target=self._pass_on, args=(outer, inner), daemon=True).start()
        self._pass_on(inner, outer)

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if not self.is_lossy.is_set():
                    target.sendall(data)
        if not self.is_lossy.is_set():
            for end in (source, target):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)


@contextmanager
def proxy_to(port: int) -> Iterator[Proxy]:
    """A proxy to a port of this machine."""
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listener:
        proxy = Proxy(("127.0.0.1", port), listener)
        thread = threading.Thread(target=proxy.serve, daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            for connection in proxy.connections:
                connection.close()
            thread.join(5)
