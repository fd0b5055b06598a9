"""Canonical JSON (RFC 8785) of typed values, and the strict way back.

Reading accepts exactly the bytes that writing would produce: ``parse`` re-encodes what it read and
compares. So duplicate names, other spellings of a number, escapes that are not needed, unknown
fields and any other second form of one value are refused by one rule.

Values hold no floats, so the number rules of RFC 8785 reduce to plain integers within ±(2^53−1);
object names are ASCII, so ordering by code point equals its ordering by UTF-16 unit.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar

import msgspec

from ledger.errors import Malformed, Oversized

BYTES_MAX = 60_000
"""The largest canonical value that is accepted, in bytes."""

_MARKS_MAX = 30
"""Most combining marks in a row (Unicode Standard Annex 15, Stream-Safe Text Format)."""

DEPTH_MAX = 32
"""How deep arrays and objects may lie in each other; the deepest terms of reference need 26."""

_TOO_MANY = " of length <= "
"""What the decoder says of more members or characters than the type allows."""

_encoder = msgspec.json.Encoder(order="sorted")
_TOKEN = re.compile(rb'"(?:[^"\\]+|\\.)*"?|[\[{]|[\]}]', re.DOTALL)
_ESCAPED = re.compile(r'\\[^"\\]')
_FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)

T = TypeVar("T")


def encode(value: object) -> bytes:
    """Give the canonical bytes of a value made of structs, tuples, text, integers, booleans and None."""
    return _encoder.encode(value)


def check_text(text: str, where: str, *, lines: bool = False) -> None:
    """Refuse text that can deceive a reader or has a second form.

    Args:
        text: what somebody wrote.
        where: what to call it in the message.
        lines: allow line feeds, as in a note of several paragraphs.

    Raises:
        Malformed: a control, direction or zero-width character, or text that is not NFC.
        Oversized: more than 30 combining marks in a row.
    """
    if text.isascii():
        if text.isprintable():
            return
    elif _has_long_run_of_marks(text):
        raise Oversized(f"{where}: expected at most {_MARKS_MAX} combining marks in a row, got more")
    found = _FORBIDDEN.search(text.replace("\n", " ") if lines else text)
    if found:
        raise Malformed(
            f"{where}: expected text without control, direction or zero-width characters, "
            f"got U+{ord(found.group()):04X} at character {found.start() + 1}"
        )
    if not unicodedata.is_normalized("NFC", text):
        raise Malformed(f"{where}: expected text in Unicode normal form C, got another form")


def _has_long_run_of_marks(text: str) -> bool:
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run > _MARKS_MAX:
            return True
    return False


def parse(
    data: bytes,
    decoder: msgspec.json.Decoder[T],
    where: str,
    *,
    bytes_max: int = BYTES_MAX,
    texts: Callable[[T], Iterable[str]] | None = None,
) -> T:
    """Read canonical bytes into a typed value.

    Args:
        data: the bytes as they came.
        decoder: reads the expected type.
        where: what to call the bytes in a message.
        bytes_max: the limit of size.
        texts: gives the texts of a file that is too large to be looked through whole, in which alone line
            feeds are allowed; whatever else it holds has to be ASCII by its type.

    Raises:
        Malformed: not JSON, not of the type, or not the canonical form.
        Oversized: more than ``bytes_max`` bytes or too deeply nested.
    """
    if len(data) > bytes_max:
        raise Oversized(f"{where}: expected at most {bytes_max} bytes, got {len(data)}")
    if len(data) <= BYTES_MAX and _is_too_deep(data):
        raise Oversized(f"{where}: expected at most {DEPTH_MAX} arrays and objects in each other, got more")
    try:
        text = data.decode("utf-8", "strict") if texts is None else ""
        value = decoder.decode(data)
    except RecursionError:
        raise Oversized(f"{where}: expected a shallow value, got one too deeply nested") from None
    except (msgspec.MsgspecError, ValueError) as error:
        raise _refusal(error, where) from None
    if texts is None:
        _check_payload(text, where)
    for one in texts(value) if texts else ():
        check_text(one, where, lines=True)
    if _encoder.encode(value) != data:
        raise Malformed(f"{where}: expected canonical JSON (RFC 8785), got another form of the same value")
    return value


def _is_too_deep(data: bytes) -> bool:
    # Only facts hold types that contain themselves; for larger files the decoder's own limit will do.
    if data.count(b"[") + data.count(b"{") <= DEPTH_MAX:
        return False
    depth = 0
    for token in _TOKEN.finditer(data):
        first = token.group()[:1]
        if first in b"[{":
            depth += 1
        elif first in b"]}":
            depth -= 1
        if depth > DEPTH_MAX:
            return True
    return False


def _refusal(error: Exception, where: str) -> Malformed:
    kind = Oversized if _TOO_MANY in str(error) else Malformed
    return kind(f"{where}: expected canonical JSON, got: {_reason(error)}")


def _check_payload(text: str, where: str) -> None:
    if text.isascii() and "\\" not in text and "\x7f" not in text:
        return
    if _ESCAPED.search(text.replace("\\\\", "")):
        raise Malformed(f"{where}: expected text without control characters, got an escape")
    check_text(text, where)


def _reason(error: Exception) -> str:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return "".join(character if character.isprintable() else "?" for character in reason)[:200]


def decode_base64(text: str, what: str) -> bytes:
    """Read standard base64, in the one form that its bytes have.

    Raises:
        Malformed: another form, such as other characters, missing padding or spare bits that are not zero.
    """
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Malformed(f"{what}: expected standard base64, got {text[:80]!a}") from None
    if base64.b64encode(data).decode() != text:
        raise Malformed(f"{what}: expected the one base64 form of its bytes, got {text[:80]!a}")
    return data
