"""Asking a witness over the network: one request, no redirect, bounded in time and size (C2SP tlog-witness).

Only the addresses that the operator wrote down are asked: ``https``, or ``http`` on this machine. Over https
the certificate has to be for that host, by an authority of this machine or of the file ``SSL_CERT_FILE``.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib import request
from urllib.error import HTTPError
from urllib.parse import urlsplit

from ledger.checkpoint import NOTE_BYTES_MAX, Checkpoint, decode_decimal
from ledger.errors import Forked, Malformed, StorageError

SECONDS_MAX = 15.0
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

_ASKED_MAX = 3
"""Once for what the witness saw last, once with the proof, once more where somebody else asked meanwhile."""

_REFUSED = {
    400: "it could not read the request",
    403: "it does not trust the key of this log",
    404: "it does not know this log",
}


class NoAnswer(StorageError):
    """A witness that cannot be reached, or does not answer as a witness does; the others may."""


class Ahead(StorageError):
    """A witness has seen a larger tree of this log than the one that it was asked about.

    Attributes:
        seen: the size that it saw.
    """

    def __init__(self, message: str, seen: int) -> None:
        super().__init__(message)
        self.seen = seen


class _Stay(request.HTTPRedirectHandler):
    """Follows nothing: a witness that sends us elsewhere could send us anywhere."""

    def redirect_request(
        self,
        req: request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        del req, fp, code, msg, headers, newurl


def require_url(url: str) -> str:
    """Check that an address is one that may be asked, and give it without a slash at its end.

    Raises:
        Malformed: it is not https, nor http on this machine, or says more than where to ask.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    plain = url.isascii() and url.isprintable() and " " not in url
    if not (host and safe and plain) or "@" in parts.netloc or parts.query or parts.fragment:
        raise Malformed(
            f"expected the address of a witness, https://… (or http://localhost…), got {url[:200]!a}"
        )
    return url.rstrip("/")


def ask(
    url: str, head: Checkpoint, old: int, make: Callable[[int], str], seconds_max: float = SECONDS_MAX
) -> str:
    """Ask a witness for its cosignatures, from the size that it saw last; nothing of the answer is verified.

    Args:
        url: an address that :func:`require_url` let pass.
        head: the checkpoint to be cosigned.
        old: the size that the witness is believed to have seen last.
        make: gives the request from an old size.
        seconds_max: how long to wait at each step for an answer.

    Raises:
        NoAnswer: it cannot be reached, or does not answer as a witness does.
        Ahead: it has seen more of this log than there is here: an older copy was restored.
        Forked: it has seen another tree of this log.
    """
    for _ in range(_ASKED_MAX):
        status, body = _post(f"{url}/add-checkpoint", make(old).encode(), seconds_max)
        if status == 200:  # noqa: PLR2004 - the protocol's
            return body
        if status == 422 and old:  # noqa: PLR2004 - the protocol's
            raise Forked(f"{url}: expected a witness of this history, got one that saw another up to {old}")
        if status != 409:  # noqa: PLR2004 - the protocol's
            raise NoAnswer(f"{url}: expected a cosignature, got: {_REFUSED.get(status, f'status {status}')}")
        last = _size(url, body)
        if last > head.size:
            raise Ahead(
                f"{url}: expected at most {head.size} entries, as many as were signed here, got a witness "
                f"that saw {last}: an older copy was restored",
                last,
            )
        if last == old == head.size:
            raise Forked(f"{url}: expected a witness of this tree of {old} entries, got one that saw another")
        old = last
    raise NoAnswer(f"{url}: expected a cosignature, got another size each time")


def _size(url: str, body: str) -> int:
    try:
        return decode_decimal(body.removesuffix("\n"), "size")
    except Malformed as error:
        raise NoAnswer(f"{url}: {error}") from error


def _post(url: str, data: bytes, seconds_max: float) -> tuple[int, str]:
    asked = request.Request(url, data, {"Content-Type": "text/plain; charset=utf-8"}, method="POST")  # noqa: S310
    here = urlsplit(url).hostname in LOOPBACK
    secure = request.HTTPSHandler(context=ssl.create_default_context())
    opener = request.build_opener(_Stay(), secure, *([request.ProxyHandler({})] if here else []))
    try:
        with opener.open(asked, timeout=seconds_max) as answer:
            status, body = int(answer.status), answer.read(NOTE_BYTES_MAX + 1)
    except HTTPError as error:
        with error:
            status, body = error.code, error.read(NOTE_BYTES_MAX + 1)
    except (OSError, HTTPException, ValueError) as error:
        raise NoAnswer(f"{url}: expected an answer, got: {getattr(error, 'reason', error)!s:.200}") from error
    if len(body) > NOTE_BYTES_MAX:
        raise NoAnswer(f"{url}: expected an answer of at most {NOTE_BYTES_MAX} bytes, got more")
    return status, body.decode(errors="replace")
