"""A program that signs with the key of a seed, for ``--signer``: a sample, and what the tests break.

Usage: python signerprogram.py [fault [seed]]
"""

from __future__ import annotations

import base64
import json
import sys
import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FAULT = sys.argv[1] if len(sys.argv) > 1 else ""
KEY = Ed25519PrivateKey.from_private_bytes(bytes([int(sys.argv[2]) if len(sys.argv) > 2 else 2]) * 32)


def text(data: bytes) -> str:
    """Give bytes as base64."""
    return base64.b64encode(data).decode()


question = json.loads(sys.stdin.readline())
answer: dict[str, str]
if question["ask"] == "public":
    answer = {
        "public": text(b"\x01" + b"\x00" * 31 if FAULT == "weak" else KEY.public_key().public_bytes_raw())
    }
elif FAULT == "slow":
    time.sleep(30)
    answer = {}
elif FAULT == "fails":
    sys.exit(3)
elif FAULT == "refuses":
    answer = {"error": "the token is not there"}
elif FAULT == "large":
    answer = {"signature": "A" * 5_000}
else:
    message = base64.b64decode(question["message"])
    answer = {"signature": text(KEY.sign(b"something else" if FAULT == "other" else message))}
sys.stdout.write("no JSON" if FAULT == "junk" and question["ask"] == "sign" else json.dumps(answer) + "\n")
