"""Every way in which Remit says no, one class a kind.

::

    RemitError                  code   kind
    ├── Malformed                 4    FORM        bytes, a file or a value of the wrong form
    │   └── Oversized             4    LIMIT       too large, too deep, too many
    ├── Refused                   3    RULE        rules speak against the act (or AUTHORITY, SIG)
    ├── Conflict                  5    CONFLICT    somebody else wrote first: read again and try again
    ├── StorageError              6    STORE       storage unsafe, full, failing or not ours: stop
    └── ProofFailed               7               evidence does not hold
        ├── BadSignature          7    SIG         a signature, a key or a domain is wrong
        ├── Tampered              7    TAMPERED    content contradicts its proof
        ├── Forked                7    FORKED      two signed views of one log
        ├── Stale                 7    STALE       the newest evidence is older than allowed
        ├── Incomplete            7    INCOMPLETE  a needed link is absent
        └── Unwitnessed           7    UNWITNESSED consistent, but seen by no witness

The kinds and exit codes are those of the reference (``docs/reference/exit-codes.md``).
"""

from __future__ import annotations


class RemitError(Exception):
    """Anything that Remit knows how to say no to.

    Attributes:
        kind: one word of the closed list above.
        exit_code: the exit code of the command line.
    """

    kind = "BUG"
    exit_code = 70


class Malformed(RemitError):
    """Bytes, a file or a value that is not of the form that was expected."""

    kind = "FORM"
    exit_code = 4


class Oversized(Malformed):
    """Input over a limit of size, depth or count."""

    kind = "LIMIT"


class Refused(RemitError):
    """An act that is not accepted; nothing has been recorded."""

    kind = "RULE"
    exit_code = 3

    def __init__(self, message: str, kind: str = "RULE") -> None:
        super().__init__(message)
        self.kind = kind


class Conflict(RemitError):
    """The ledger moved between reading and appending; reading again cures it."""

    kind = "CONFLICT"
    exit_code = 5


class StorageError(RemitError):
    """Storage is unsafe, failing, full, or does not belong to this ledger."""

    kind = "STORE"
    exit_code = 6


class ProofFailed(RemitError):
    """Evidence does not hold; the subclasses say how."""

    kind = "TAMPERED"
    exit_code = 7


class BadSignature(ProofFailed):
    """A signature, a key or the domain that it signs for is wrong."""

    kind = "SIG"


class Tampered(ProofFailed):
    """Content contradicts its proof."""


class Forked(ProofFailed):
    """Two signed views of one log contradict each other.

    Attributes:
        evidence: the file that shows it to everybody (``ledger.evidence``); empty where there is none.
    """

    kind = "FORKED"

    def __init__(self, message: str, evidence: bytes = b"") -> None:
        super().__init__(message)
        self.evidence = evidence


class Stale(ProofFailed):
    """The newest evidence is older than the policy allows."""

    kind = "STALE"


class Incomplete(ProofFailed):
    """Something that the proof needs is not there."""

    kind = "INCOMPLETE"


class Unwitnessed(ProofFailed):
    """Consistent with itself, but seen by no witness."""

    kind = "UNWITNESSED"
