"""What facts are found by that tell how partners involve each other and hold each other to account.

How these are judged is wired in ``accounting``, which the tags are told apart from: a tag is a pure function
of the body of a fact.
"""

from __future__ import annotations

from ledger.facts import agreements, concerns, consultations, disputes, duties, leads, risks, targets

Body = (
    agreements.Body
    | consultations.Body
    | disputes.Body
    | concerns.Body
    | risks.Body
    | leads.Body
    | targets.Body
    | duties.Body
)


def of(body: Body) -> tuple[str, ...]:
    """Give the tags of a fact: of the thing, and of the list that names it where it begins."""
    if isinstance(body, agreements.Body):
        return (f"agreement:{body.agreement}",)
    if isinstance(body, consultations.Body):
        return _of_consultations(body)
    if isinstance(body, disputes.Body | concerns.Body):
        return _of_accounts(body)
    if isinstance(body, risks.Body):
        listed = (f"risks:{body.body}",) if isinstance(body, risks.Raised) else ()
        return (f"risk:{body.risk}", *listed)
    if isinstance(body, leads.Body):
        listed = (f"leads:{body.body}",) if isinstance(body, leads.Sought) else ()
        return (f"lead:{body.lead}", *listed)
    return _of_promises(body)


def _of_consultations(body: consultations.Body) -> tuple[str, ...]:
    under = body.under if isinstance(body, consultations.Opened) else None
    return (f"consultation:{body.consultation}", *((f"consultations:{under}",) if under else ()))


def _of_accounts(  # noqa: PLR0911 - one case a type
    body: disputes.Body | concerns.Body,
) -> tuple[str, ...]:
    match body:
        case disputes.Raised():
            return (f"dispute:{body.dispute}", f"disputes:{body.body}", *_disputed(body))
        case disputes.StepTaken():
            return (f"dispute:{body.dispute}",)
        case disputes.StatementMade():
            return (f"statements:{body.dispute}",)
        case concerns.Raised():
            return (f"concern:{body.concern}", f"concerns:{body.body}")
        case concerns.Answered() | concerns.Closed() | concerns.Escalated():
            return (f"concern:{body.concern}",)
        case concerns.AskedToLeave():
            return (f"concern:{body.concern}", f"partners:{body.body}")
        case concerns.Left() | concerns.Rejoined():
            return (f"organisation:{body.organisation}", f"partners:{body.body}")
        case _:
            return (f"dispute:{body.dispute}", *_disputed(body))


def _disputed(body: disputes.OfCourse) -> tuple[str, ...]:
    return (f"subject:{body.decision}",) if body.decision is not None else ()


def _of_promises(body: targets.Body | duties.Body) -> tuple[str, ...]:
    match body:
        case targets.Set():
            return (f"target:{body.target}", f"targets:{body.body}")
        case duties.Set():
            return (f"duty:{body.duty}", f"duties:{body.body}")
        case duties.Performed() | duties.PartiesChanged() | duties.Ended():
            return (f"duty:{body.duty}",)
        case _:
            return (f"target:{body.target}",)
