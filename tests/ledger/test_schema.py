"""The schema of facts, from which a stranger reads their form without Remit."""

from __future__ import annotations

import json

from tests import schema

from ledger.facts.fact import Fact


def test_the_schema_in_the_documents_is_that_of_the_types() -> None:
    assert schema.FILE.read_text(encoding="utf-8") == schema.written(), "run `python -m tests.schema`"


def test_the_schema_names_every_field_of_a_fact_and_allows_no_other() -> None:
    of_a_fact = json.loads(schema.FILE.read_text(encoding="utf-8"))["$defs"]["Fact"]

    assert of_a_fact["required"] == sorted(Fact.__struct_fields__)
    assert of_a_fact["additionalProperties"] is False
