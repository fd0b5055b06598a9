"""Which facts are about something withheld from the public, so that lists for an auditor leave it out.

Implements LSC-9.4 beyond the minutes: a fact is withheld with the item that it is about, whether it names the
item, a motion, a resolution, a follow-up or an act that came of it. An item that is withheld now is withheld
from what was known before as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from ledger.facts import decisions, delegations, meetings, programme
from ledger.facts.corrections import Corrected
from ledger.facts.programme import Access
from ledger.facts.words import Sealed
from ledger_cli.agendas import Texts
from ledger_cli.lookups import Past
from ledger_cli.papers.material import MEANWHILE, Withheld, withheld_in

if TYPE_CHECKING:
    from ledger.acts import Recorded
    from ledger_cli.session import Session

HIDDEN = "withheld from the public"
_ID = re.compile(r"[a-z]-[a-z2-7]{16}")
_READ = (
    meetings.ItemOpened,
    meetings.PublicExcluded,
    *MEANWHILE,
    decisions.MotionPut,
    decisions.Resolved,
    decisions.FollowUpNoted,
    delegations.Used,
    programme.ItemPlanned,
    Corrected,
)


class Hidden(msgspec.Struct, frozen=True):
    """What is withheld: items with the reason and what the public reads, and what came of them, by id.

    ``facts`` are the ids of facts about what happened while such an item was the last one taken. ``public``:
    something is to be withheld at all.
    """

    items: Mapping[str, Withheld]
    summaries: Mapping[str, str]
    ids: frozenset[str]
    facts: frozenset[str]
    public: bool = True

    def hides(self, at: Recorded) -> bool:
        """Say whether the words of a fact are withheld."""
        if not self.public:
            return False
        named = _ID.findall(msgspec.json.encode(at.fact.body).decode())
        shut = at.fact.id in self.facts or not self.ids.isdisjoint(named)
        return shut or getattr(at.fact.body, "access", "public") != "public"

    def instead(self, item: str) -> str:
        """Give what the public may read in the place of words about an item."""
        summary = self.summaries.get(item)
        return f"{HIDDEN}: {summary}" if summary else HIDDEN


def none() -> Hidden:
    """Withhold nothing: for who asked for the full words."""
    return Hidden({}, {}, frozenset(), frozenset(), public=False)


def hidden(session: Session) -> Hidden:
    """Read what is withheld now, of every body."""
    past = Past(session)
    facts = [at for at, _ in past.every(*_READ)]
    by_meeting: dict[str, list[Recorded]] = {}
    for at in facts:
        by_meeting.setdefault(getattr(_said(at), "meeting", None) or "", []).append(at)
    items: dict[str, Withheld] = {}
    for of_one in by_meeting.values():
        items |= withheld_in(of_one)
    planned = {said.item: said for at in facts if isinstance(said := _said(at), programme.ItemPlanned)}
    items |= {code: Withheld(one.access, one.ground) for code, one in planned.items() if _shut(one.access)}
    meanwhile = {fact for of_one in by_meeting.values() for fact in _meanwhile(of_one, items)}
    ids = set(items)
    for at in facts:  # what comes of an item comes after it in the log, and an act after its decision
        ids |= set(_came_of(at, ids))
    return Hidden(items, _summaries(past, facts, items), frozenset(ids), frozenset(meanwhile))


def _said(at: Recorded) -> msgspec.Struct:
    """Give what a fact says, or what a correction says that it should have said."""
    body: msgspec.Struct = at.fact.body
    return (body.body or body.was) if isinstance(body, Corrected) else body


def _shut(access: Access) -> bool:
    return access != "public"


def _meanwhile(facts: Iterable[Recorded], items: Mapping[str, Withheld]) -> Iterator[str]:
    """Give the facts of one meeting about who came, went or spoke while a withheld item was taken."""
    current = None
    for at in facts:
        if isinstance(at.fact.body, meetings.ItemOpened):
            current = at.fact.body.item
        elif current in items and isinstance(at.fact.body, MEANWHILE):
            yield at.fact.id


def _came_of(at: Recorded, ids: set[str]) -> Iterator[str]:
    """Give the id of what a fact brought into the world, where that came of something withheld."""
    match at.fact.body:
        case decisions.MotionPut() as body if body.item in ids:
            yield body.motion
        case decisions.Resolved() as body if body.item in ids:
            yield body.resolution
        case decisions.FollowUpNoted() as body if body.item in ids:
            yield body.followup
        case delegations.Used() as body if body.resolution in ids:
            yield body.act


def _summaries(past: Past, facts: Iterable[Recorded], items: Mapping[str, Withheld]) -> dict[str, str]:
    """Give the last summary for the public of every withheld item that has one."""
    about = [at for at in facts if getattr(_said(at), "item", None) in items]
    texts = Texts.of(past, about)
    said = ((getattr(_said(at), "item", ""), getattr(_said(at), "summary", None)) for at in about)
    return {item: texts.read(one) or "" for item, one in said if isinstance(one, Sealed)}
