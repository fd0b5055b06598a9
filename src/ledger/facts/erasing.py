"""Facts about words that were destroyed."""

from __future__ import annotations

from typing import Annotated

import msgspec

from ledger.facts.words import Clause, Code, FactId, PersonId, Sealed, SealedPath, Tag


class Erased(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="words.erased/1"):
    """The words behind these sealed fields of the fact ``of`` were destroyed; all else of it stays.

    ``found`` is a tag that the fact carries, by which the judgement reads it; ``body`` the one whose act this
    is; ``ground`` the law; ``person`` whose words or data they were; ``served`` the bodies on whose roll that
    person is or was.
    """

    of: FactId
    found: Tag
    paths: Annotated[tuple[SealedPath, ...], msgspec.Meta(min_length=1, max_length=32)]
    body: Code
    ground: Clause
    person: PersonId | None = None
    served: Annotated[tuple[Code, ...], msgspec.Meta(max_length=16)] = ()
    reason: Sealed | None = None


Body = Erased
