"""A witness on the network: ``POST /add-checkpoint`` (C2SP tlog-witness) and nothing else.

What strangers send is bounded: in bytes, in seconds a connection, and in connections at a time. They learn a
status and no more; what happened stands in one line for each request, for whoever runs the witness.
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ledger.errors import RemitError
from ledger.witness import Answer, Witness
from ledger.witnessing import BODY_BYTES_MAX

CONNECTIONS_MAX = 32
SECONDS_MAX = 20.0

_PATH = "/add-checkpoint"
_LENGTH = re.compile(r"[0-9]{1,9}")
_TOLD = {
    200: "",
    400: "malformed request\n",
    403: "not signed by a key that is trusted for this log\n",
    404: "nothing here, or a log that is not watched\n",
    405: "only POST is answered\n",
    411: "a length is required\n",
    413: "too large\n",
    422: "the proof does not hold\n",
}


class Server(ThreadingHTTPServer):
    """Serves one witness."""

    daemon_threads = True
    request_queue_size = CONNECTIONS_MAX

    def __init__(
        self,
        address: tuple[str, int],
        witness: Witness,
        told: Callable[[str], None],
        seconds_max: float = SECONDS_MAX,
    ) -> None:
        if ":" in address[0]:
            self.address_family = socket.AF_INET6
        super().__init__(address, _Handler)
        self.witness = witness
        self.told = told
        self.seconds_max = seconds_max
        self._room = threading.BoundedSemaphore(CONNECTIONS_MAX)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as in the library
        """Serve a connection, or close it where too many are open."""
        if self._room.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as above
        """Serve a connection for so many seconds at most, however slowly its bytes come."""
        end = threading.Timer(self.seconds_max, _cut, [request])
        end.start()
        try:
            super().process_request_thread(request, client_address)
        finally:
            end.cancel()
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as above
        """Tell nobody but the operator, and no more than that a connection ended."""
        del request, client_address
        self.told("a connection ended before its answer")


def _cut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    server: Server
    server_version = "remit"
    sys_version = ""
    timeout = SECONDS_MAX

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if self.path != _PATH:
            self._say(404)
        elif "Transfer-Encoding" in self.headers or not _LENGTH.fullmatch(length):
            self._say(411)
        elif int(length) > BODY_BYTES_MAX:
            self._say(413)
        else:
            data = self.rfile.read(int(length))
            if len(data) == int(length):
                self._answer(data)

    def do_GET(self) -> None:
        self._say(405)

    def _answer(self, data: bytes) -> None:
        try:
            answer = self.server.witness.answer(data)
        except RemitError as error:
            answer = Answer(500, error=error)
        why = f": {answer.error}" if answer.error is not None else ""
        signed = answer.signed
        seen = f" {signed.checkpoint.origin} {signed.checkpoint.size}" if signed is not None else ""
        self.server.told(f"{answer.status}{seen}{why}")
        if answer.status == 409:  # noqa: PLR2004 - the protocol's
            self._send(409, "text/x.tlog.size", f"{answer.size}\n")
        elif answer.status == 200:  # noqa: PLR2004 - the protocol's
            self._send(200, "text/plain; charset=utf-8", answer.lines)
        else:
            self._say(answer.status)

    def _say(self, status: int) -> None:
        self._send(status, "text/plain; charset=utf-8", _TOLD.get(status, "not now\n"))

    def _send(self, status: int, kind: str, text: str) -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what the library refuses by itself, without repeating anything that was sent."""
        del message, explain
        self.close_connection = True
        self._say(code)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as in the library
        """Say nothing of the library's own: a line for each answer is written above."""
