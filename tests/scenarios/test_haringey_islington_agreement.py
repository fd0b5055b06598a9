"""The agreement of Haringey and Islington of 1 June 2017: signed, joined, refreshed late, and expired.

The persons, the days of signing and what happened later are invented; parties, offices and dates are the
agreement's.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.scenarios.clerk import Clerk, copied, founded, write

from ledger.acts import Proposal
from ledger.facts import agreements, organisations
from ledger.facts.words import Words
from ledger_cli import ids
from ledger_cli.session import Session
from ledger_cli.settings import Settings

CITED = "Wellbeing Partnership Agreement"
CIVIC, HEALTH = ("leader", "chief-executive"), ("chair", "accountable-officer")
SIGNS = {
    "haringey": CIVIC,
    "islington": CIVIC,
    "haringey-ccg": HEALTH,
    "islington-ccg": HEALTH,
    "haringey-gps": ("chair", "chief-executive"),
    "islington-gps": ("chair", "chief-executive"),
    "camden-and-islington": ("chair", "chief-executive"),
    "north-middlesex": ("chair", "chief-executive"),
    "uclh": ("chair", "chief-executive"),
    "whittington": ("chair", "chief-executive"),
}
PEOPLE = {
    (code, office): f"{office.title()} Of {code.title()}" for code, two in SIGNS.items() for office in two
}
REQUEST = "r-" + "a" * 16
MADE = ids.Maker(REQUEST)("ag")
WHO = {key: "p-" + "abcdefghijklmnopqrst"[number] * 16 for number, key in enumerate(PEOPLE)}
PARTIES = "\n".join(
    f"  - {{party: 'organisation:{code}', signs: [{', '.join(two)}], clause: signatories}}"
    for code, two in SIGNS.items()
)
# That the agreement takes effect only once everybody has signed, it does not say: there is no ``signing``.
AGREEMENT = f"""\
title: Haringey and Islington Wellbeing Partnership Agreement
cited: {CITED}
body: wellbeing-board
effective: {{date: 1 June 2017, clause: date effective}}
refresh: {{date: by 31st March 2018, clause: timeframe}}
expires: {{date: 31st March 2020, clause: timeframe}}
joining: signatories
parties:
{PARTIES}
requires:
  - number: 1
    of: body:delivery-board
    what: terms of reference
    says: It reports to the Partnership Board and carries out the joint programme
    clause: commitment 8
    due: by 30th June 2017
"""
DELIVERY = """\
body: delivery-board
version: "2017"
title: Programme Delivery Board
cited: Delivery Board terms
founders: [haringey, islington]
seats:
  - {seat: lead, sector: nhs, organisations: [uclh], position: lead, title: Lead, clause: "1"}
offices: []
rules:
  - kind: quorum
    rule: QUO-1
    clause: "2"
    basis: stated
    says: somebody is there
    check: {check: count, who: {}, least: 1}
"""
FIRST = ("haringey", "islington", "haringey-ccg", "islington-ccg", "haringey-gps", "islington-gps")


def together(day: str, *bodies: agreements.Body | organisations.Body) -> None:
    """Record several facts of one day as one request."""
    with Session(Settings("remit.ledger", key=Path("officer.key"), yes=True)) as session:
        session.submit([Proposal(body, day) for body in bodies], ids.new_request())


def signature(code: str, office: str, *, of: str = MADE) -> agreements.Signed:
    """Give a signature for an organisation as the clerk records it."""
    body, party = "wellbeing-board" if of == MADE else None, f"organisation:{code}"
    return agreements.Signed(of, body, party, WHO[code, office], office, "recorded by the clerk")


@pytest.fixture(scope="module")
def signing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Settle the text in May 2017; nineteen of twenty sign, one by a scan, up to 6 June."""
    folder = tmp_path_factory.mktemp("agreement") / "desk"
    with founded("haringey-islington", folder, "2017-05-02") as clerk:
        write("agreement.yaml", AGREEMENT)
        clerk.does(f"agreement make agreement.yaml --request {REQUEST}")
        named = (organisations.PersonRegistered(WHO[key], Words.of(name)) for key, name in PEOPLE.items())
        held = (organisations.Affiliated(WHO[key], *key, "2016-05-01") for key in PEOPLE)
        together("2017-05-02", *named, *held)
        clerk.on("2017-05-24")
        together("2017-05-24", *(signature(*key) for key in PEOPLE if key[0] in FIRST))
        clerk.on("2017-06-06")
        rest = [key for key in PEOPLE if key[0] not in FIRST and key[0] != "whittington"]
        together("2017-06-06", *(signature(*key) for key in rest))
        write("page.txt", "signed for Whittington Health")
        clerk.does(f"agreement sign {MADE} whittington 'Chair Of Whittington' --office chair --scan page.txt")
    return folder


@pytest.fixture
def clerk(signing: Path, tmp_path: Path) -> Iterator[Clerk]:
    with copied(signing, tmp_path / "desk", "2017-06-07") as clerk:
        yield clerk


def signs_last(clerk: Clerk) -> None:
    clerk.on("2017-06-12")
    last = f"agreement sign {MADE} whittington 'Chief-Executive Of Whittington'"
    clerk.does(f"{last} --office chief-executive")


def shown(clerk: Clerk, day: str) -> tuple[int, str]:
    told = clerk(f"agreement show {MADE} --on {day} --json")
    return told.code, told.json["status"]


def test_it_takes_effect_only_when_two_of_each_of_ten_have_signed(clerk: Clerk) -> None:  # HIW-1
    told = clerk(f"agreement show {MADE}")
    # What is not stated is said to be a default; two for each organisation and the day are stated.
    left = "9 of 10, without organisation:whittington (chief-executive: nobody)"
    assert (
        told.code,
        f"no: AGR-20 (Remit default): 10 of 10 parties to have signed: {left}" in told.out,
    ) == (1, True)
    assert f"yes: AGR-21 ({CITED} date effective): a day from 1 June 2017 on: 2017-06-07" in told.out
    assert f"yes: AGR-23 ({CITED} timeframe): a day until it expires: 31st March 2020: 2017-06-07" in told.out
    signs_last(clerk)
    days = ("2017-06-01", "2017-06-11", "2017-06-12")
    waits = (1, "waits for signatures")
    assert [shown(clerk, day) for day in days] == [waits, waits, (0, "in force")]
    rows = clerk(f"agreement show {MADE} --json").json["parties"]
    assert {(one["signs"].partition(" ")[0], one["clause"]) for one in rows} == {
        ("2", f"{CITED} signatories")
    }
    by = rows[9]["by"]
    assert by == (
        "chair: Chair Of Whittington, 2017-06-06, scanned signature; "
        "chief-executive: Chief-Executive Of Whittington, 2017-06-12, recorded by the clerk"
    )


def test_a_signature_by_another_officer_is_refused_by_the_clause(clerk: Clerk) -> None:  # HIW-1
    clerk.registers("Lou Lee")
    clerk.does("person affiliate 'Lou Lee' whittington finance-director --began 2016-05-01")
    last = f"agreement sign {MADE} whittington 'Lou Lee' --office"
    assert (
        f"AGR-6 ({CITED} signatories): expected chair or chief-executive to sign for "
        "organisation:whittington, got finance-director"
    ) in clerk.refused(f"{last} finance-director")
    # Nothing on record says that Lou is chief executive: of today that is refused, with what is missing.
    assert "AGR-7 (Remit default)" in clerk.refused(f"{last} chief-executive")
    clerk.does("person leaves 'Chief-Executive Of Whittington' whittington chief-executive --on 2017-06-07")
    former = last.replace("Lou Lee", "Chief-Executive Of Whittington")
    assert "AGR-7 (Remit default)" in clerk.refused(f"{former} chief-executive")


def test_an_eleventh_joins_and_one_is_affiliated(clerk: Clerk) -> None:  # HIW-1
    signs_last(clerk)
    clerk.on("2017-09-04")
    code = MADE
    clerk.does(
        "organisation register royal-free 'Royal Free' --kind nhs-body",
        "organisation register healthwatch Healthwatch --kind charity",
        f"agreement accede {code} royal-free --office chair --office chief-executive",
        f"agreement affiliate {code} healthwatch --role 'Speaks for residents'",
    )
    told = clerk(f"agreement show {code} --json").json
    assert (told["status"], told["affiliated"]) == ("in force", "organisation:healthwatch")
    eleventh = told["parties"][10]
    assert (eleventh["party"], eleventh["signed"]) == ("organisation:royal-free", "no")
    again = clerk.refused(f"agreement accede {code} uclh --office chair")
    assert "AGR-11 (Remit default)" in again


def test_it_is_refreshed_late_and_expires_unless_it_is_replaced(clerk: Clerk) -> None:  # HIW-1
    signs_last(clerk)
    code = MADE
    assert clerk(f"agreement show {code} --on 2018-03-31 --json").json["refresh"].endswith("timeframe)")
    clerk.on("2018-05-08")
    overdue = f"by 31st March 2018 ({CITED} timeframe), overdue"
    assert clerk(f"agreement show {code} --json").json["refresh"] == overdue
    clerk.does(f"agreement refresh {code} --text 'Closer collaboration' --all-agreed")
    told = clerk(f"agreement show {code} --json").json
    assert (told["status"], told["refresh"]) == ("in force", None)
    assert told["refreshed"] == "2018-05-08, late: due by 31st March 2018"
    clerk.on("2020-04-01")
    assert [shown(clerk, day) for day in ("2020-03-31", "2020-04-01")] == [(0, "in force"), (1, "expired")]
    formal = AGREEMENT.replace("body: wellbeing-board\n", f"replaces: {code}\n")
    write("formal.yaml", formal.replace("1 June 2017", "1 April 2019").replace("March 2020", "March 2029"))
    newer = clerk.made("agreement make formal.yaml --on 2019-03-01")
    # The new one is not signed, so it replaces nothing.
    replaces = f"agreement end {code} --how replaced --by {newer} --on 2019-04-01"
    assert "AGR-26 (Remit default)" in clerk.refused(replaces)
    together("2019-03-20", *(signature(*key, of=newer) for key in PEOPLE))
    clerk.does(replaces)
    days = ("2019-03-31", "2019-04-01")
    assert [shown(clerk, day) for day in days] == [(0, "in force"), (1, "replaced")]
    rows = {row[0]: row[3:5] for row in clerk("agreement list --on 2019-04-01").rows}
    assert rows == {code: ["replaced", "2017-06-12"], newer: ["in force", "2019-04-01"]}


def test_what_the_agreement_needs_of_a_boards_terms_is_outstanding_until_made(clerk: Clerk) -> None:  # PBP-7
    code, adopted = MADE, "2017-07-10"

    def needed(day: str) -> list[tuple[str, str]]:
        told = clerk(f"agreement show {code} --on {day} --json").json["changes elsewhere"]
        return [(one["made"], one["clause"]) for one in told]

    where = f"{CITED} commitment 8"
    assert needed("2017-06-30") == [("outstanding", where)]
    clerk.on(adopted)
    assert needed("2017-07-01") == [("outstanding, overdue", where)]
    assert "AGR-25 (Remit default)" in clerk.refused(f"agreement change-made {code} 1 --terms 2017")
    write("delivery.yaml", DELIVERY)
    clerk.does(
        f"terms adopt delivery.yaml --in-force {adopted}",
        f"agreement change-made {code} 1 --terms 2017",
    )
    assert needed(adopted) == [(f"{adopted}, by terms 2017", where)]
