"""``remit written`` and ``remit decision urgent``: what is decided between meetings."""

from __future__ import annotations

from tests.ledger_cli.desk import TERMS, Desk

from ledger.facts import decisions, meetings


def opened(desk: Desk) -> tuple[str, str]:
    said = desk.record(
        "written", "open", "icp", "--text", "That the plan be sent", "--until", "2024-04-01",
        "--by", "Jo Bloggs", "--on", "2024-03-25", "--json",
    )  # fmt: skip
    assert said.code == 0
    return said.json["meeting"], said.json["motion"]


def test_members_reply_in_writing_by_the_last_day(desk: Desk) -> None:  # LSC-10.2
    meeting, motion = opened(desk)
    attended = desk.last_of(meetings.Attended)
    assert set(attended.present) == {desk.jo, desk.kim}
    open_ = desk("written", "show", meeting, "--json")
    assert [row["reply"] for row in open_.json] == ["no reply", "no reply"]
    cast = ("vote", "cast", motion, "for", "--person")
    assert desk.record(*cast, "Jo Bloggs", "--on", "2024-03-28").code == 0
    late = desk.record(*cast, "Kim Lee", "--on", "2024-04-02")
    assert (late.code, "DEC-34 (Remit default): expected a reply by 2024-04-01" in late.err) == (3, True)
    resolve = (
        "motion",
        "resolve",
        meeting,
        "--item",
        "1",
        "--text",
        "Sent",
        "--way",
        "vote",
        "--motion",
        motion,
    )
    early = desk.record(*resolve, "--way", "vote", "--on", "2024-03-29")
    assert (early.code, "got 2024-03-29, 1 without a reply" in early.err) == (3, True)
    assert desk.record(*cast, "Kim Lee", "--on", "2024-03-29").code == 0
    passed = desk.record(*resolve, "--way", "vote", "--on", "2024-03-29", "--json")
    assert passed.code == 0
    decision = passed.json["decision"]
    assert desk("decision", "show", decision, "--on", "2024-03-29", "--json").json[0]["worth"] == "valid"
    # It was taken when it was resolved, not when members were written to.
    before = desk("decision", "show", decision, "--on", "2024-03-28", "--json").json[0]
    assert before["worth"] == "not taken yet"
    told = desk("written", "show", meeting)
    reply = ["Jo Bloggs", "for", "2024-03-28", "recorded by the clerk", motion]
    assert (told.code, told.rows[0]) == (0, reply)
    assert desk("log", "verify").code == 0


def test_only_a_written_procedure_has_replies(sitting: Desk) -> None:
    said = sitting("written", "show", "m-" + "a" * 16)
    assert (said.code, "expected a written procedure, got m-" in said.err) == (4, True)


def test_an_office_holder_decides_what_is_urgent_and_tells_the_body(sitting: Desk) -> None:
    urgent = ("decision", "urgent", "icp", "--text", "Mend the roof", "--by", "Jo Bloggs", "--reason", "rain")
    refused = sitting.record(*urgent, "--on", "2024-03-01")
    assert (refused.code, "URG-1 (ToR 2023 8.5)" in refused.err) == (3, True)
    chair = ("office", "elect", "icp", "chair", "Jo Bloggs", "--term", "2023/24", "--begins", "2023-06-01")
    assert sitting.record(*chair, "--way", "election", "--departure", "no meeting is recorded").code == 0
    said = sitting.record(*urgent, "--on", "2024-03-01", "--json")
    assert said.code == 0
    decision = said.json["decision"]
    assert sitting.last_of(decisions.Resolved).way == "by office-holders"
    nobody_met = sitting("meeting", "quorum", "2024-03-01", "icp")
    assert (nobody_met.code, "expected a meeting, or a written procedure, got m-" in nobody_met.err) == (
        4,
        True,
    )
    (shown,) = sitting("decision", "show", decision, "--on", "2024-03-20", "--json").json
    assert (shown["worth"], shown["beside"]) == ("valid", ["to be reported by 2024-03-31"])
    wrong = sitting.record("decision", "report", decision, "2024-03-25", "icp", "--item", "9")
    assert (wrong.code, "got '9'" in wrong.err) == (4, True)
    assert sitting.record("decision", "report", decision, "2024-03-25", "icp", "--item", "1").code == 0
    (told,) = sitting("decision", "show", decision, "--on", "2024-03-25", "--json").json
    assert (told["beside"], told["grounds"][-1]["said"]) == ([], "reported at m-" + "a" * 16)


def test_an_urgent_decision_to_be_ratified_says_so_in_a_sentence(sitting: Desk) -> None:
    text = TERMS.replace("then: report", "then: ratification").replace('"2023"', '"2024"')
    adopt = (
        "terms",
        "adopt",
        sitting.write("next.yaml", text),
        "--in-force",
        "2024-01-01",
        "--on",
        "2024-01-01",
    )
    assert sitting.record(*adopt).code == 0
    chair = ("office", "elect", "icp", "chair", "Jo Bloggs", "--term", "2023/24", "--begins", "2023-06-01")
    assert sitting.record(*chair, "--way", "election", "--departure", "no meeting is recorded").code == 0
    urgent = ("decision", "urgent", "icp", "--text", "Mend it", "--by", "Jo Bloggs", "--reason", "rain")
    decision = sitting.record(*urgent, "--on", "2024-03-01", "--json").json["decision"]
    said = sitting("decision", "sentence", decision, "--on", "2024-03-20")
    assert "subject to the body ratifying it. Beside it stands: to be ratified by 2024-03-31." in said.out
    late = sitting("decision", "sentence", decision, "--on", "2024-04-01")
    assert "lapsed: not ratified by 2024-03-31" in late.out
