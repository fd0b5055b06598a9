"""The key register: whose a key is, what it may do, from which number to which.

A signature is judged by the keys that are valid at its number; claimed times decide nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger import ed25519, logkeys
from ledger.acts import Act, Recorded
from ledger.errors import BadSignature
from ledger.facts import (
    Body,
    agreements,
    attesting,
    bodies,
    common,
    concerns,
    consultations,
    contesting,
    corrections,
    decisions,
    delegations,
    deputies,
    disputes,
    duties,
    erasing,
    followups,
    founding,
    functions,
    funds,
    interests,
    keydecisions,
    leads,
    meetings,
    members,
    offices,
    organisations,
    outcomes,
    programme,
    risks,
    targets,
)
from ledger.facts import keys as facts
from ledger.facts import terms as terms_facts
from ledger.facts.words import key_bytes
from ledger.findings import Finding, judge
from ledger.logkeys import LogKeys
from ledger.tags import FOUNDING, key_tag

FOUNDER_RIGHTS = ("enrol", "own", "record:*")
RECOVERY_RIGHTS = ("enrol",)

KeyFact = founding.Founded | facts.Body
"""What the register is made of."""

OwnAct = (
    decisions.Cast
    | delegations.Used
    | delegations.PassedOn
    | interests.Declared
    | interests.Registered
    | interests.Ended
    | members.TakenUp
    | members.AttendanceReviewed
    | deputies.Nominated
    | deputies.Approved
    | deputies.Declined
    | agreements.Signed
    | meetings.QuorumConfirmed
    | contesting.Body
)
"""What the ``own`` right covers: the acts of a person, not of a body."""


OfBody = (
    members.Body
    | offices.Body
    | deputies.Body
    | programme.Body
    | bodies.Body
    | followups.Body
    | targets.Body
    | duties.Body
    | outcomes.Body
    | common.Declined
    | meetings.Opened
    | keydecisions.Body
    | disputes.Body
    | concerns.Body
    | risks.Body
    | leads.Body
    | erasing.Body
    | agreements.Body
)
"""What names the body whose act it is."""

NobodysFact = (
    founding.Body
    | facts.Body
    | organisations.Body
    | interests.RegimeAdopted
    | interests.Standing
    | delegations.PowerStated
    | contesting.Body
)
"""What is of no body in particular."""


class Holder(msgspec.Struct, frozen=True):
    """A key as the register has it. ``until`` is the number of the fact that ended it; 0: still live."""

    public: bytes
    person: str
    rights: tuple[str, ...]
    since: int
    until: int = 0
    suspect: int = 0


class Keys(msgspec.Struct, frozen=True):
    """The register, as far as the facts that were read tell."""

    founded: founding.Founded | None = None
    holders: Mapping[str, Holder] = msgspec.field(default_factory=dict)
    log: LogKeys = LogKeys()

    def evolve(self, at: Recorded, body: KeyFact) -> Keys:
        """Fold one fact in. Never refuses: it already happened."""
        match body:
            case founding.Founded():
                officer = Holder(key_bytes(body.officer_key), body.officer, FOUNDER_RIGHTS, at.number)
                recovery = Holder(key_bytes(body.recovery_key), body.officer, RECOVERY_RIGHTS, at.number)
                return replace(self._with(officer, recovery), founded=body, log=self.log.evolve(body))
            case facts.Enrolled():
                return self._with(Holder(key_bytes(body.key), body.person, body.rights, at.number))
            case facts.Rotated():
                new = Holder(key_bytes(body.key), body.person, body.rights, at.number)
                ended = self._ended(body.old, at.number)
                return replace(ended, holders={**ended.holders, **_held(new)})
            case facts.Revoked():
                return self._ended(body.key, at.number)
            case facts.Compromised():
                return self._ended(body.key, at.number, suspect=body.suspect)
            case facts.LogKeyRotated() | facts.LogKeyEnded():
                return replace(self, log=self.log.evolve(body))
            case _:
                assert_never(body)

    def live(self, key: str) -> Holder | None:
        """Give the holder of a key that may sign now."""
        holder = self.holders.get(key)
        return holder if holder is not None and not holder.until else None

    def publics(self) -> dict[str, bytes]:
        """Give the public keys that may sign now, by key id."""
        return {key: holder.public for key, holder in self.holders.items() if not holder.until}

    def _with(self, *holders: Holder) -> Keys:
        return replace(self, holders={**self.holders, **_held(*holders)})

    def _ended(self, key: str, number: int, suspect: int = 0) -> Keys:
        holder = self.holders.get(key)
        if holder is None:
            return self
        until = holder.until or number
        suspected = min((one for one in (suspect, holder.suspect) if one), default=0)
        ended = replace(holder, until=until, suspect=suspected)
        return replace(self, holders={**self.holders, key: ended})


def _held(*holders: Holder) -> dict[str, Holder]:
    return {ed25519.key_id(holder.public): holder for holder in holders}


def publics_of(body: Body) -> dict[str, bytes]:
    """Give the keys that a body itself brings: they prove possession by signing it."""
    brought: tuple[str, ...]
    match body:
        case founding.Founded():
            brought = (body.officer_key, body.recovery_key)
        case facts.Enrolled() | facts.Rotated():
            brought = (body.key,)
        case _:
            return {}
    return {ed25519.key_id(key_bytes(key)): key_bytes(key) for key in brought}


def boundary(act: Act) -> frozenset[str]:
    """Say which tags the judgement of the signers, and of a fact about keys, reads."""
    tags = {f"key:{signer}" for signer in act.signers}
    match act.body:
        case facts.Enrolled():
            tags |= {key_tag(act.body.key), FOUNDING, f"person:{act.body.person}"}
        case facts.Rotated():
            tags |= {f"key:{act.body.old}", key_tag(act.body.key), FOUNDING}
        case facts.Revoked() | facts.Compromised():
            tags.add(f"key:{act.body.key}")
        case facts.LogKeyRotated():
            tags |= {key_tag(act.body.new), FOUNDING}
        case facts.LogKeyEnded():
            tags.add(FOUNDING)
    return frozenset(tags)


def examine_signers(act: Act, keys: Keys, body: str | None) -> tuple[Finding, ...]:
    """Judge the signatures: KEY-1 live keys, KEY-2 the right to do or to record this.

    Args:
        act: what is signed.
        keys: the register.
        body: code of the body whose act it is; None: of no body in particular.
    """
    if isinstance(act.body, founding.Founded):
        return ()
    brought = publics_of(act.body)
    registered = [signer for signer in act.signers if signer not in brought]
    missing = [signer for signer in registered if keys.live(signer) is None]
    live = judge(
        "KEY-1",
        bool(registered) and not missing,
        "signatures by keys that are enrolled and not revoked",
        f"{_keys(missing)} revoked or not enrolled" if missing or not registered else _keys(registered),
        kind="SIG",
        absolute=True,
    )
    holders = [holder for signer in registered if (holder := keys.live(signer)) is not None]
    needed, allowed = _rights(act, holders, body)
    right = judge(
        "KEY-2",
        allowed,
        f"a key with the right {needed}",
        f"rights {', '.join(sorted({right for holder in holders for right in holder.rights})) or 'none'}",
        kind="AUTHORITY",
        absolute=True,
    )
    recorder = judge(
        "KEY-3",
        any(holder.person == act.recorder for holder in holders),
        "the recorder to be a person whose key signs",
        f"{act.recorder} as recorder",
        kind="SIG",
        absolute=True,
    )
    return (live, right, recorder)


def _keys(keys: list[str]) -> str:
    return ", ".join(keys) or "no key"


def _rights(act: Act, holders: list[Holder], body: str | None) -> tuple[str, bool]:
    match act.body:
        case _ if isinstance(act.body, facts.Body):
            own_rotation = isinstance(act.body, facts.Rotated) and act.body.old in act.signers
            return "enrol", own_rotation or any("enrol" in holder.rights for holder in holders)
    needed = {"record:*"} | ({f"record:{body}"} if body else set())
    recording = any(needed & set(holder.rights) or (body is None and _records(holder)) for holder in holders)
    person = _person_acting(act)
    own = person is not None and any("own" in holder.rights and holder.person == person for holder in holders)
    name = f"record:{body or '*'}" + (" or own" if isinstance(act.body, OwnAct) else "")
    return name, recording or own


def _records(holder: Holder) -> bool:
    return any(right.startswith("record:") for right in holder.rights)


def _person_acting(act: Act) -> str | None:
    match act.body:
        case delegations.PassedOn():
            return act.acted.person
        case deputies.Nominated():
            return act.body.member if act.body.by is None else None
        case members.AttendanceReviewed():
            return act.body.by
        case delegations.Used():
            alone = len(act.body.persons) == 1 and act.body.resolution is None
            return act.body.persons[0] if alone else None
    return act.body.person if isinstance(act.body, OwnAct) else None


def examine(act: Act, body: facts.Body, keys: Keys) -> tuple[Finding, ...]:
    """Judge a fact about keys: KEY-4 the new key, KEY-5 the old one, KEY-6 a key that is nobody's yet."""
    match body:
        case facts.Enrolled():
            return _examine_new(act, body.key, keys)
        case facts.Rotated():
            old = keys.live(body.old)
            same = old is not None and (old.person, old.rights) == (body.person, body.rights)
            both = body.old in act.signers
            kept = judge(
                "KEY-5",
                old is not None and same and both,
                "the old key to be live, to sign, and to pass on its own person and rights",
                wrong="other person or rights" if old and both else f"{body.old} not live or not signing",
                kind="SIG",
                absolute=True,
            )
            return (*_examine_new(act, body.key, keys), kept)
        case facts.Revoked():
            known, told = keys.live(body.key) is not None, f"{body.key} not live"
            expected = "a live key to end"
            return (judge("KEY-5", known, expected, body.key, wrong=told, kind="SIG", absolute=True),)
        case facts.Compromised():
            known = body.key in keys.holders
            expected = "a key of the register, live or ended"
            return (judge("KEY-5", known, expected, body.key, kind="SIG", absolute=True),)
        case facts.LogKeyRotated():
            return logkeys.examine(body, keys.log, taken=ed25519.key_id(key_bytes(body.new)) in keys.holders)
        case facts.LogKeyEnded():
            return logkeys.examine(body, keys.log, taken=False)
        case _:
            assert_never(body)


def weakness(public: bytes) -> str | None:
    """Say why a key may not be trusted with signatures, or None where it may."""
    try:
        ed25519.admit(public)
    except BadSignature as error:
        return str(error)
    return None


def _examine_new(act: Act, key: str, keys: Keys) -> tuple[Finding, ...]:
    public = key_bytes(key)
    key_id = ed25519.key_id(public)
    weak = weakness(public)
    log_key = key in keys.log.keys
    fresh = key_id not in keys.holders and not log_key
    return (
        judge(
            "KEY-4",
            weak is None and key_id in act.signers,
            "a sound Ed25519 key that signs its own enrolment",
            wrong=weak or f"no signature by {key_id}",
            kind="SIG",
            absolute=True,
        ),
        judge(
            "KEY-6",
            fresh,
            "a key that is nobody's yet and is not the log's",
            key_id,
            wrong="the log key" if log_key else f"{key_id} enrolled already",
            absolute=True,
        ),
    )


def body_of(body: Body, meeting_body: str | None) -> str | None:  # noqa: PLR0911 - one case a kind
    """Give the code of the body whose act it is, or None where it is of no body in particular.

    Args:
        body: what is stated.
        meeting_body: the body of the meeting that it names, where it names one.
    """
    if isinstance(body, corrections.Corrected):
        return body_of(body.was, meeting_body)
    if isinstance(body, OfBody):
        return body.body
    if isinstance(body, delegations.OfGiver):
        # Of what an organisation gives by itself, a key for every body alone may be the recorder.
        return body.by.removeprefix("body:")
    if isinstance(body, functions.Body | funds.Body | attesting.Body):
        return body.by
    if isinstance(body, terms_facts.Body):
        return body.terms.body
    if isinstance(body, common.Put):
        return body.sittings[0].body
    if isinstance(body, consultations.Body):
        return body.under
    return None if isinstance(body, NobodysFact) else meeting_body
