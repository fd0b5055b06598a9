"""``remit minutes``: written from the facts, given out, signed, presented; nothing withheld in public."""

from __future__ import annotations

import builtins
import hashlib
import io
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import pytest
from msgspec.structs import replace
from tests.ledger_cli.desk import Desk, kept

from ledger import ed25519
from ledger.acts import Proposal
from ledger.facts import decisions, interests, meetings, minutes, programme
from ledger.facts.words import Sealed, Words
from ledger.request import Request
from ledger_cli import giving, ids, sealedwords
from ledger_cli.papers import word
from ledger_cli.session import Session
from ledger_cli.settings import Settings

MARCH, JUNE = "m-" + "a" * 16, "m-" + "b" * 16
FIRST, SECOND, SECRET, LAST = ("i-" + letter * 16 for letter in "abcd")
CARRIED, LOST, HIDDEN = ("v-" + letter * 16 for letter in "abc")
DECIDED, CLOSED = ("d-" + letter * 16 for letter in "ab")
CANARY = "CANARY"
"""Stands in every text of the withheld item; nothing of it may be seen in public."""


class Tags(HTMLParser):
    """Collects the names of the elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.add(tag)


def sealed(text: str) -> Sealed:
    return Words.of(text)


def put(motion: str, item: str, text: str, *, by: str | None = None) -> decisions.MotionPut:
    return decisions.MotionPut(
        motion, MARCH, item, sealed(text), moved=True, proposer=by, seconded=by is not None, seconder=None
    )


@pytest.fixture
@kept
def held(desk: Desk) -> Desk:
    """Hold a meeting in March with a public item, an exempt one, and one after it; another in June."""
    conditional = decisions.Part("b", "in principle", sealed("Fund the pilot"), sealed("a business case"))
    parts = (decisions.Part("a", "decision", sealed("Grants are made")), conditional)
    secret = (decisions.Part("1", "decision", sealed(f"{CANARY} part"), sealed(f"{CANARY} condition")),)
    desk.meets(
        meetings.Opened(MARCH, "icp", "meeting", "10.00", sealed("Town hall")),
        meetings.Attended(
            MARCH, (desk.jo, desk.kim), (meetings.Attendee(desk.lou, "trust"),), (), virtual=(desk.kim,)
        ),
        meetings.Presided(MARCH, desk.jo, None, "chosen"),
        interests.Declared(MARCH, None, desk.kim, sealed("chairs a charity"), "noted"),
        meetings.ItemOpened(MARCH, FIRST, "1", sealed("Welcome"), sealed("All were welcomed.")),
        meetings.ItemOpened(MARCH, SECOND, "2", sealed("Grants <b>now</b>"), None),
        put(CARRIED, SECOND, "That grants be made", by=desk.jo),
        *(decisions.VoteCast(CARRIED, MARCH, who, "for", decisions.AS_PUT) for who in (desk.jo, desk.kim)),
        decisions.Resolved(DECIDED, MARCH, SECOND, "vote", (CARRIED,), parts),
        put(LOST, SECOND, "That nothing be done"),
        decisions.VoteTallied(LOST, MARCH, 0, 2, None),
        decisions.FollowUpNoted("f-" + "a" * 16, MARCH, SECOND, sealed("Write to the trust"), "by Easter"),
    )
    desk.meets(
        meetings.ItemOpened(
            MARCH,
            SECRET,
            "3",
            sealed(f"{CANARY} title"),
            sealed(f"{CANARY} note"),
            access="exempt",
            ground="paragraph 3",
            summary=sealed("A contract"),
        ),
        interests.Declared(MARCH, SECRET, desk.kim, sealed(f"{CANARY} nature"), "noted"),
        put(HIDDEN, SECRET, f"{CANARY} motion"),
        decisions.VoteTallied(HIDDEN, MARCH, 2, 0, 0),
        decisions.Resolved(CLOSED, MARCH, SECRET, "vote", (HIDDEN,), secret),
        decisions.FollowUpNoted("f-" + "b" * 16, MARCH, SECRET, sealed(f"{CANARY} action"), f"{CANARY} due"),
        meetings.PresenceChanged(MARCH, desk.kim, "left", SECRET),
        meetings.ItemOpened(MARCH, LAST, "4", sealed("Any other business"), None),
        meetings.Closed(MARCH),
        programme.Scheduled(JUNE, "icp", "2024-06-24", "2 pm", sealed("Library")),
    )
    desk.meets(minutes.Narrated(MARCH, SECRET, "clerk", sealed(f"{CANARY} narrative")), on="2024-03-26")
    return desk


def written(desk: Desk, *options: str) -> str:
    said = desk("minutes", "write", MARCH, *options)
    assert (said.code, said.err) == (0, "")
    return said.out


def document(desk: Desk, *options: str, name: str = "minutes.docx") -> docx.document.Document:
    said = desk("minutes", "write", MARCH, "--format", "docx", "--out", name, *options)
    assert (said.code, said.err) == (0, "")
    return docx.Document(name)


def text_of(found: docx.document.Document) -> list[str]:
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return cells + [paragraph.text for paragraph in found.paragraphs]


def june(desk: Desk, *more: Any, on: str = "2024-06-24") -> None:
    item = meetings.ItemOpened(JUNE, "i-" + "j" * 16, "1", sealed("Minutes"), None)
    desk.meets(
        meetings.Opened(JUNE, "icp", "meeting", None, sealed("Library")),
        meetings.Attended(JUNE, (desk.jo, desk.kim), (), ()),
        meetings.Presided(JUNE, desk.jo, None, "chosen"),
        item,
        *more,
        on=on,
    )


def departing(desk: Desk, *bodies: Any, on: str = "2024-03-25") -> None:
    """Record facts whatever the rules say, where they can be departed from."""
    settings = Settings("remit.ledger", key=Path("officer.key"), yes=True)
    with Session(settings) as session:
        reason, keys = Words.of("it was so"), (ed25519.key_id(session.keys.officer().public),)
        asked = Request(ids.new_request(), tuple(Proposal(one, on, departure=reason) for one in bodies), b"")
        judged = session.ledger.judge(asked, session.id, desk.officer, keys).judged
        needed = [None if one.fact.departure is None else reason for one in judged]
        proposals = [Proposal(one, on, departure=why) for one, why in zip(bodies, needed, strict=True)]
        session.submit(proposals, asked.id)
    desk.capsys.readouterr()


AGREED = minutes.Agreed(JUNE, "i-" + "j" * 16, MARCH, sealed("and tea was served"))


# --- written -----------------------------------------------------------------------------------


def test_the_lists_are_three_different_lists(held: Desk) -> None:  # LSC-M1
    lines = written(held).splitlines()
    present, others = lines.index("## Present"), lines.index("## In attendance")
    assert lines[present + 2 : present + 4] == ["- Jo Bloggs", "- Kim Lee, virtual"]
    assert lines[others + 2] == "- Lou May, Trust organisation"
    assert "## Apologies" not in lines


def test_every_part_of_a_resolution_stands_with_its_votes_and_condition(held: Desk) -> None:  # LSC-10.4
    text = written(held)
    assert "Motion: That grants be made (moved by Jo Bloggs; seconded, by whom is not recorded)" in text
    assert "- Vote: For (2): Jo Bloggs and Kim Lee" in text
    assert f"**Resolved on a vote (decision {DECIDED})**" in text
    assert "- (a): Decision: Grants are made" in text.replace("\\", "")
    assert "- (b): In principle: Fund the pilot" in text.replace("\\", "")
    assert "- (b): Subject to: a business case" in text.replace("\\", "")


def test_a_number_that_is_not_recorded_and_a_due_date_stand_as_printed(held: Desk) -> None:  # SYS-3
    text = written(held)
    assert "- Vote: for 0, against 2, abstained not recorded" in text
    assert "No resolution on this motion is recorded." in text
    assert "Action: Write to the trust (due by Easter)" in text


def test_the_head_says_when_where_and_who_presided(held: Desk) -> None:  # LSC-9.2
    text = written(held)
    assert text.startswith("# The partnership\n\n**Draft minutes**\n\n- **Date:** 25 March 2024\n")
    for line in ("- **Time:** 10.00", "- **Place:** Town hall", "chosen by those present"):
        assert line in text
    assert "24 June 2024, 2 pm, Library" in text
    assert "Kim Lee, in the business of the meeting: chairs a charity; the interest was noted" in text


def test_what_was_not_known_and_how_late_it_was_recorded_stands_in_a_note(held: Desk) -> None:  # LSC-9.2
    text = written(held)
    assert "days late." in text
    number = next(row[0] for row in held("timeline", "icp").rows if row[3].startswith("resolution"))
    row = next(row for row in held("timeline", "icp").rows if row[0] == number)
    assert not row[9] or f"Entry {number}: " in text


def test_the_clerks_narrative_and_the_chairs_comments_stand_in_their_place(held: Desk) -> None:  # LSC-9.2
    words = ("minutes", "narrate", "2024-03-25", "--body", "icp")
    told = held.record(*words, "--item", "2", "--text", "Members spoke at length.")
    assert told.code == 0
    held.write("comment.txt", "A good debate.\r\nThank you.\n")
    assert held.record(*words, "--item", "2", "--file", "comment.txt", "--voice", "chair").code == 0
    assert held.record(*words, "--text", "It rained.").code == 0
    text = written(held)
    assert text.index("## 2") < text.index("Members spoke at length.") < text.index("## 3")
    assert "> Comment of the Chair: A good debate.  \n> Thank you." in text
    assert text.index("## The meeting") < text.index("It rained.") < text.index("## 1")
    body = held.last_of(minutes.Narrated)
    assert (body.item, body.voice) == (None, "clerk")


def test_a_narrative_has_one_source_and_an_item_that_there_is(held: Desk) -> None:
    words = ("minutes", "narrate", MARCH)
    assert held.record(*words).code == 2
    assert held.record(*words, "--text", "a", "--file", "b").code == 2
    said = held.record(*words, "--text", "a", "--item", "9")
    assert (said.code, "expected the number of an item" in said.err) == (4, True)
    assert held.record(*words, "--file", "nowhere").code == 4
    Path("latin").write_bytes(b"\xe9")
    assert held.record(*words, "--file", "latin").err == (
        "malformed: latin: expected text in UTF-8, got something else\n"
    )


def test_html_is_one_escaped_page(held: Desk) -> None:  # LSC-9.4
    page = written(held, "--format", "html")
    parser = Tags()
    parser.feed(page)
    assert "Grants &lt;b&gt;now&lt;/b&gt;" in page
    assert not {"b", "script", "link", "img", "iframe"} & parser.tags
    assert "default-src" in page
    assert "http://" not in page


def test_markdown_escapes_what_anybody_wrote(held: Desk) -> None:
    assert "## 2. Grants \\<b\\>now\\</b\\>" in written(held)


def test_a_word_document_is_made_in_named_styles(held: Desk) -> None:  # LSC-9.2
    found = document(held)
    styles = {paragraph.text: paragraph.style.name for paragraph in found.paragraphs if paragraph.style}
    assert styles["The partnership"] == "Title"
    assert styles["2. Grants <b>now</b>"] == "Heading 2"
    assert styles["Kim Lee, virtual"] == "List Bullet"
    assert found.core_properties.title == "Draft minutes: The partnership"


def test_a_council_lays_minutes_out_in_its_own_template(held: Desk) -> None:  # LSC-9.2
    template = docx.Document()
    for line in (
        "Our council: {{ paper.title }}, {{ paper.kind }}",
        "{%p for section in paper.sections %}",
        "{{ section.title }}{% for line in section.lines %} | {{ line.text }}{% endfor %}",
        "{%p endfor %}",
    ):
        template.add_paragraph(line)
    template.save("ours.docx")
    lines = text_of(document(held, "--template", "ours.docx"))
    assert lines[0] == "Our council: The partnership, Draft minutes"
    assert "Present | Jo Bloggs | Kim Lee, virtual" in lines
    assert any("Grants <b>now</b> | " in line for line in lines)


@pytest.mark.parametrize(
    "text",
    [
        "{{ paper.nothing }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ paper.title.__class__ }}",
        "{% for %}",
        "{{ cycler.__init__.__globals__.os }}",
    ],
)
def test_a_template_that_cannot_be_filled_in_is_malformed(held: Desk, text: str) -> None:
    template = docx.Document()
    template.add_paragraph(text)
    template.save("bad.docx")
    said = held("minutes", "write", MARCH, "--format", "docx", "--out", "x.docx", "--template", "bad.docx")
    assert said.code == 4
    assert said.err.startswith("malformed: bad.docx: expected a template that can be filled in, got: ")
    assert not Path("x.docx").exists()


def test_what_is_no_word_document_is_no_template(held: Desk) -> None:
    words = ("minutes", "write", MARCH, "--format", "docx", "--out", "x.docx", "--template")
    held.write("text.docx", "words")
    assert held(*words, "text.docx").code == 4
    assert held(*words, "nowhere.docx").code == 4
    with zipfile.ZipFile("empty.docx", "w") as packed:
        packed.writestr("a", "b")
    assert held(*words, "empty.docx").code == 4


def test_a_template_that_unpacks_to_too_much_is_refused(held: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "UNPACKED_BYTES_MAX", 10)
    docx.Document().save("large.docx")
    words = ("minutes", "write", MARCH, "--format", "docx", "--out", "x.docx", "--template", "large.docx")
    assert held(*words).err.startswith("over a limit: large.docx: expected at most")


def test_without_the_extra_one_message_names_it(held: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    importing = builtins.__import__

    def missing(name: str, *more: Any) -> Any:  # noqa: ANN401 - as __import__ is
        if name.partition(".")[0] in {"docx", "docxtpl"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return importing(name, *more)

    monkeypatch.setattr(builtins, "__import__", missing)
    said = held("minutes", "write", MARCH, "--format", "docx", "--out", "x.docx")
    assert said.code == 2
    assert (
        "expected the extra office for Word documents (pip install 'remit[office]'), got no docx" in said.err
    )


def test_options_that_do_not_go_together_are_a_matter_of_usage(held: Desk) -> None:
    assert held("minutes", "write", MARCH, "--format", "docx").code == 2
    assert held("minutes", "write", MARCH, "--template", "a.docx").code == 2


def test_minutes_go_into_a_file_with_their_digest(held: Desk) -> None:
    said = held("minutes", "write", MARCH, "--out", "minutes.md", "--json").json
    digest = hashlib.sha256(Path("minutes.md").read_bytes()).hexdigest()
    assert said == {
        "file": "minutes.md",
        "kind": "Draft minutes",
        "public": "yes",
        "digest": f"sha256:{digest}",
    }
    assert held("minutes", "write", MARCH, "--out", "no/where.md").code == 6


def test_everything_else_that_is_recorded_about_a_meeting_is_minuted(desk: Desk) -> None:  # LSC-9.2, LSC-M1
    deputy = meetings.Substitute(desk.lou, desk.kim)
    lists = meetings.Attended(MARCH, (desk.jo,), (), (desk.kim,), (deputy,), (desk.officer,), (desk.lou,))
    tied = decisions.VoteCast(CARRIED, MARCH, desk.jo, "for", decisions.AS_PUT, casting=True)
    business = sealed("a case")
    facts = (
        meetings.VirtualAgreed(MARCH, desk.jo),
        meetings.Opened(MARCH, "icp", "meeting", None, sealed("Town hall")),
        lists,
        meetings.Presided(MARCH, desk.jo, "chair", "acting"),
        interests.NoneDeclared(MARCH),
        meetings.QuorumConfirmed(MARCH, desk.jo, quorate=False),
        meetings.PresenceChanged(MARCH, desk.kim, "arrived"),
        meetings.PresenceChanged(MARCH, desk.lou, "left"),
        meetings.ItemOpened(MARCH, FIRST, "1", sealed("Chair"), None, absent=(desk.kim,), offices=("chair",)),
        meetings.QuorumConfirmed(MARCH, desk.jo, quorate=True, item=FIRST),
        minutes.Agreed(MARCH, FIRST, None, None),
        put(CARRIED, FIRST, "That it be done"),
        decisions.VoteCast(CARRIED, MARCH, desk.jo, "abstain", decisions.AS_PUT),
        tied,
        decisions.Resolved(
            DECIDED, MARCH, FIRST, "not recorded", (), (decisions.Part("1", "note", business),)
        ),
        meetings.PresenceChanged(MARCH, desk.lou, "arrived", virtual=True, member=desk.kim),
        meetings.Adjourned(MARCH, "inquorate", sealed("too few")),
    )
    departing(desk, *facts)
    departing(desk, meetings.Resumed(MARCH), on="2024-03-26")
    text = written(desk)
    for line in (
        "- **Presiding:** Jo Bloggs (acting as Chair)",
        "## Present as substitute\n\n- Lou May, substitute for Kim Lee, virtual",
        "## Apologies\n\n- Kim Lee",
        "## Absent\n\n- Ann Clerk",
        "Interests were asked for; none was declared.",
        "Jo Bloggs confirmed that the meeting was not quorate.",
        "Jo Bloggs confirmed that the meeting was quorate for item 1.",
        "It was agreed by Jo Bloggs beforehand that members may attend virtually.",
        "Kim Lee arrived.",
        "Absent for this item: Kim Lee",
        "Shown to be there without a name: Chair",
        "The minutes of the earlier meeting were agreed as a correct record.",
        "- Vote: Abstained (1): Jo Bloggs",
        "- Vote: Casting vote, for: Jo Bloggs",
        "**Resolved in a way that is not recorded",
        "- Note: a case",
        "Lou May arrived in the place of Kim Lee, virtual.",
        "The meeting was adjourned, as it was not quorate: too few",
        "The meeting went on, on 26 March 2024.",
        "a departure: it was so",
        "## Next meeting\n\nNo date is recorded.",
    ):
        assert line in text, line


# --- what is withheld ------------------------------------------------------------------------------


def outputs(desk: Desk, *options: str) -> dict[str, bytes]:
    """Give everything that a paper puts out, unpacked, by format."""
    found = {
        "md": written(desk, *options).encode(),
        "html": written(desk, "--format", "html", *options).encode(),
        "json": written(desk, "--json", *options).encode(),
        "extract": desk("minutes", "extract", CLOSED, "--json", *options).out.encode(),
        "status": desk("minutes", "status", MARCH, "--json").out.encode(),
    }
    document(desk, *options)
    with zipfile.ZipFile(io.BytesIO(Path("minutes.docx").read_bytes())) as packed:
        found["docx"] = b"".join(packed.read(name) for name in packed.namelist())
    return found


def test_nothing_of_a_withheld_item_is_in_any_public_output(held: Desk) -> None:  # LSC-9.4
    for name, data in outputs(held).items():
        assert CANARY.encode() not in data, name
        assert b"during this item" not in data, name
        if name not in {"extract", "status"}:
            assert b"A contract" in data, name
            assert b"exempt (paragraph 3)" in data or b"exempt \\(paragraph 3\\)" in data, name


def test_the_body_itself_reads_all_of_it_and_is_told_so(held: Desk) -> None:  # LSC-9.4
    for name, data in outputs(held, "--full").items():
        if name != "status":
            assert CANARY.encode() in data, name
            assert b"Not for publication" in data, name
    text = written(held, "--full")
    assert text.count(CANARY) == 9
    assert "Kim Lee left the meeting during this item." in text


def test_the_extract_of_a_withheld_decision_says_only_that_it_is(held: Desk) -> None:  # LSC-9.4
    said = held("minutes", "extract", CLOSED)
    assert "This decision was taken at an item that is withheld from the public." in said.out


def test_an_item_for_which_the_public_was_excluded_is_withheld(desk: Desk) -> None:  # LSC-9.4
    body = meetings.ItemOpened(MARCH, FIRST, "1", sealed(f"{CANARY} title"), sealed(f"{CANARY} note"))
    desk.meets(
        meetings.Opened(MARCH, "icp", "meeting", None, sealed("Town hall")),
        meetings.Attended(MARCH, (desk.jo, desk.kim), (), ()),
        meetings.PublicExcluded(MARCH, ("1",), "paragraph 4", sealed("prices would be known")),
        body,
        meetings.PresenceChanged(MARCH, desk.kim, "left"),
    )
    text = written(desk)
    assert CANARY not in text
    assert "This item is withheld from the public: exempt (paragraph 4)." in text
    assert "on the ground of paragraph 4: prices would be known" in text
    assert "left the meeting" not in text
    assert "Kim Lee left the meeting." in written(desk, "--full")


def test_an_item_that_is_found_exempt_later_is_withheld_from_what_was_known_before(
    desk: Desk,
) -> None:  # LSC-9.4
    desk.meets(
        meetings.Opened(MARCH, "icp", "meeting", None, sealed("Town hall")),
        meetings.ItemOpened(MARCH, FIRST, "1", sealed(f"{CANARY} title"), None),
    )
    size, fact = desk.size, desk.last.id
    assert CANARY in written(desk)
    exempt = ("--set", "access=exempt", "--set", "ground=paragraph 3", "--set", "summary=A contract")
    assert desk.record("correct", fact, *exempt, "--reason", "exempt").code == 0
    assert CANARY not in written(desk)
    assert CANARY not in written(desk, "--known-at", str(size))
    assert desk.record("correct", fact, "--withdraw", "--reason", "not taken").code == 0
    assert CANARY not in written(desk, "--known-at", str(size))
    assert CANARY in written(desk, "--known-at", str(size), "--full")


def test_an_amendment_agreed_in_private_stays_private(held: Desk) -> None:  # LSC-9.4, LSC-M2
    place = meetings.Opened(JUNE, "icp", "meeting", None, sealed("Library"))
    item = meetings.ItemOpened(
        JUNE,
        "i-" + "j" * 16,
        "1",
        sealed("Minutes"),
        None,
        access="confidential",
        ground="s.100A(2)",
        summary=sealed("Minutes"),
    )
    amended = minutes.Agreed(JUNE, "i-" + "j" * 16, MARCH, sealed(f"{CANARY} amendment"))
    held.meets(place, item, amended, on="2024-06-24")
    assert CANARY not in written(held)
    assert "subject to this amendment: withheld from the public" in written(held)
    assert f"{CANARY} amendment" in written(held, "--full")


# --- agreed, signed, given out, presented ----------------------------------------------------------


def test_minutes_agreed_subject_to_an_amendment_say_so_and_are_confirmed(held: Desk) -> None:  # LSC-M2
    refused = held("minutes", "write", MARCH, "--stage", "confirmed")
    assert refused.code == 3
    assert refused.err == (
        "refused: expected minutes that were agreed as a correct record, got minutes of 2024-03-25 "
        "that were not; write them as a draft\n"
    )
    june(held, AGREED)
    text = written(held)
    assert "**Minutes**" in text
    assert "Agreed as a correct record on 24 June 2024, subject to this amendment: and tea was served" in text
    later = held("minutes", "write", JUNE).out
    assert "agreed as a correct record, subject to this amendment: and tea was served" in later
    assert "**Notes**" in written(held, "--stage", "notes")


def test_decisions_hold_from_when_they_were_made_whatever_is_minuted(held: Desk) -> None:  # LSC-9.2
    before = held("decisions", "icp").out
    june(held, AGREED)
    held.write("minutes.md", "words")
    assert held.record("minutes", "issue", MARCH, "minutes.md", "--stage", "draft").code == 0
    assert held("decisions", "icp").out == before


def test_whoever_presided_signs_the_agreed_minutes(held: Desk) -> None:  # LSC-9.2
    june(held, AGREED, meetings.Closed(JUNE))
    said = held.record("minutes", "sign", "2024-06-24", "--of", "2024-03-25", "--body", "icp")
    assert (said.code, held.last.body) == (0, minutes.Signed(JUNE, MARCH, held.jo))
    assert "Signed by Jo Bloggs on 24 June 2024" in written(held)
    other = held.record("minutes", "sign", JUNE, "--of", MARCH, "--person", "Kim Lee")
    assert (other.code, "MIN-6 (Remit default)" in other.err) == (3, True)


def test_without_anybody_presiding_the_signer_is_named(held: Desk) -> None:
    held.meets(meetings.Opened(JUNE, "icp", "meeting", None, sealed("Library")), on="2024-06-24")
    said = held.record("minutes", "sign", JUNE, "--of", MARCH)
    assert (said.code, "expected --person, as nobody is recorded to have presided" in said.err) == (2, True)


def test_versions_given_out_ascend_and_repeat(held: Desk) -> None:  # LSC-9.2
    held.write("a.md", "words")
    words = ("minutes", "issue", MARCH, "a.md", "--stage", "draft")
    again = (*words, "--request", "r-" + "d" * 16, "--json")
    assert held.record(*again).json == held.record(*again).json
    assert held.record(*words).code == 0
    body = held.last_of(minutes.Issued)
    assert (body.version, body.digest) == (2, f"sha256:{hashlib.sha256(b'words').hexdigest()}")
    assert held.record("minutes", "issue", MARCH, "nowhere", "--stage", "draft").code == 4


def test_a_file_too_large_is_not_given_out(held: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(giving, "HASHED_BYTES_MAX", 4)
    held.write("a.md", "words")
    said = held.record("minutes", "issue", MARCH, "a.md", "--stage", "draft")
    assert said.err == "malformed: a.md: expected at most 4 bytes, got more\n"


RULE = """\
  - kind: minutes
    rule: MIN-1
    clause: "9.3"
    basis: stated
    says: the record goes to every founder
    organisations: [east, west]
"""


def test_who_has_received_the_record_and_who_has_not(held: Desk) -> None:  # LSC-9.3
    terms = (
        Path("terms.yaml").read_text(encoding="utf-8").replace('version: "2023"', 'version: "2024"') + RULE
    )
    held.write("terms-2024.yaml", terms)
    adopted = held.record(
        "terms", "adopt", "terms-2024.yaml", "--in-force", "2024-01-01", "--on", "2024-01-01"
    )
    assert adopted.code == 0
    words = ("minutes", "present", MARCH)
    said = held.record(*words, "east", "--to", "Cabinet", "--on", "2024-04-10")
    assert said.code == 0
    asked = held("minutes", "presented", "icp")
    assert (asked.code, asked.rows) == (
        1,
        [
            ["2024-03-25", MARCH, "east", "2024-04-10", "Cabinet"],
            ["2024-03-25", MARCH, "west", "", ""],
        ],
    )
    refused = held.record(*words, "trust", "--to", "Board")
    assert (refused.code, refused.err) == (
        3,
        "refused: MIN-1 (ToR 2023 9.3): expected the record goes to every founder, got trust\n",
    )
    size = held.size
    assert held.record(*words, "west", "--to", "Executive").code == 0
    assert held("minutes", "presented", MARCH).code == 0
    assert held("minutes", "presented", "2024-03-25", "icp").code == 0
    assert held("minutes", "presented", MARCH, "--known-at", str(size)).code == 1
    assert len(held("minutes", "presented", MARCH, "--on", "2024-04-09").rows) == 2


def test_where_the_terms_name_nobody_only_those_who_received_are_listed(held: Desk) -> None:  # LSC-9.3
    assert (held("minutes", "presented", "icp").code, held("minutes", "presented", "icp").rows) == (0, [])


def test_where_no_terms_are_known_who_is_to_receive_is_not_known(desk: Desk) -> None:  # LSC-9.3
    words = ("--on", "2022-01-01", "--instrument", "s.2")
    assert desk.record("body", "constitute", "old", "Old board", *words).code == 0
    desk.meets(meetings.Opened(MARCH, "old", "meeting", None, sealed("Hall")), on="2022-06-01")
    assert desk("minutes", "presented", "old").code == 8


def test_what_became_of_the_minutes(held: Desk) -> None:  # LSC-9.3
    held.record("minutes", "narrate", MARCH, "--item", "2", "--text", "words", "--on", "2024-03-26")
    held.record("minutes", "present", MARCH, "trust", "--to", "Board", "--on", "2024-04-01")
    june(held, AGREED)
    held.record("minutes", "sign", JUNE, "--of", MARCH)
    told = held("minutes", "status", MARCH, "--json").json
    assert told["narrated"] == ["3 (clerk) on 2024-03-26", "2 (clerk) on 2024-03-26"]
    assert told["agreed"] == [f"on 2024-06-24 at {JUNE}, subject to an amendment"]
    assert told["signed"] == [f"on 2024-06-24 by Jo Bloggs ({held.jo})"]
    assert told["presented"] == ["on 2024-04-01 to trust, Board"]
    assert "given out  no" in held("minutes", "status", MARCH).out


def test_an_extract_holds_one_decision(held: Desk) -> None:  # LSC-10.4
    said = held("minutes", "extract", DECIDED)
    assert said.code == 0
    assert "Grants are made" in said.out
    assert "Welcome" not in said.out
    assert "remit bundle make" in said.out
    for name in ("d-" + "z" * 16, "nothing"):
        unknown = held("minutes", "extract", name)
        assert (unknown.code, "expected a resolution that the ledger knows" in unknown.err) == (4, True)


def test_words_that_are_gone_read_so(held: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealedwords, "of", lambda *_: {})
    text = written(held)
    assert "- words missing, virtual" in text


def test_how_votes_were_given_and_what_broke_a_tie_is_written(desk: Desk) -> None:  # LSC-10.3
    options = (decisions.Option("jo", sealed("Jo Bloggs")), decisions.Option("lou", sealed("Lou May")))
    motion = put(CARRIED, SECOND, "Who leads")
    again = replace(put(LOST, SECOND, "Once more"), reconsiders=DECIDED, asked_by=(desk.jo, desk.kim))
    chosen = decisions.Part("1", "election", sealed("Lou leads"), chosen=("lou",))
    desk.meets(
        meetings.Opened(MARCH, "icp", "meeting", None, sealed("Town hall")),
        meetings.Attended(MARCH, (desk.jo, desk.kim), (), ()),
        meetings.ItemOpened(MARCH, SECOND, "1", sealed("Lead"), None),
        replace(motion, options=options),
        decisions.BallotCounted(CARRIED, MARCH, (), (decisions.Total("jo", 1), decisions.Total("lou", 1)), 2,
                                "secret ballot"),
        decisions.LotDrawn(CARRIED, MARCH, "lou", sealed("a coin, before all"), desk.jo),
        decisions.Resolved(DECIDED, MARCH, SECOND, "vote", (CARRIED,), (chosen,)),
        again,
        decisions.VoteTallied(LOST, MARCH, 1, 1, 0, "show"),
    )  # fmt: skip
    text = written(desk)
    for line in (
        "jo 1, lou 1 (by secret ballot)",
        "The lot fell on lou, drawn by Jo Bloggs: a coin, before all",
        "Chosen: lou",
        f"This puts again what decision {DECIDED} decided, as asked for by Jo Bloggs and Kim Lee.",
        "for 1, against 1, abstained 0 (by show of hands)",
    ):
        assert line in text.replace("\\", ""), line


def test_a_written_procedure_says_by_when_to_reply(desk: Desk) -> None:  # LSC-10.2
    in_writing = meetings.Opened(MARCH, "icp", "written procedure", None, sealed("in writing"), "2024-04-05")
    desk.meets(in_writing, meetings.Attended(MARCH, (desk.jo, desk.kim), (), ()))
    assert "Replies by: 5 April 2024" in written(desk).replace("*", "")
