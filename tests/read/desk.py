"""A web server on loopback that plays the hosts of a test's story."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]


def says(body: bytes, status: int = 200, **headers: str) -> Answer:
    """An answer with these bytes; headers in Python's spelling (content_type)."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("content-length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


class Desk:
    """The server under way: its address, and the paths and headers that were asked for."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []


@contextmanager
def desk(pages: dict[str, Answer]) -> Iterator[Desk]:
    """Serve these answers by path; everything else is 404."""
    served: list[Desk] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served[0].asked.append(self.path)
            served[0].headers.append({name.lower(): value for name, value in self.headers.items()})
            answer = pages.get(self.path, says(b"nothing here", 404))
            try:
                answer(self)
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served.append(Desk(server.server_address[1]))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield served[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
