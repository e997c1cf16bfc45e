"""Rows to facts: the only bridge between filings and the rules on applicants."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from examsys.agency.models import Agency, Site
from examsys.filing.models import FilingFact, SiteTenure
from examsys.parameters import queries as parameters
from examsys.rules.applying import Applicant, ApplicantFacts, Fact, Numbers, Place, Scope


def applicant_facts(
    agency: Agency | None,
    *,
    scope: Scope,
    facts: Iterable[FilingFact],
    proved: frozenset[str],
    sites: Sequence[tuple[Site, SiteTenure | None]],
    on: date,
) -> ApplicantFacts:
    """proved: keys of answers behind which at least one paper stands."""
    return ApplicantFacts(
        on=on,
        kind=None if agency is None else Applicant(agency.kind.value),
        facts=fact_table(facts, proved),
        sites=tuple(_place(site, tenure) for site, tenure in sites),
        numbers=numbers(scope, on=on),
    )


def fact_table(facts: Iterable[FilingFact], proved: frozenset[str]) -> Mapping[str, Fact]:
    """Answers by key; a paper without an answer is still a paper."""
    found = {key: Fact(evidence=True) for key in proved}
    for row in facts:
        found[row.key] = Fact(
            answer=row.answer,
            evidence=row.key in proved,
            terms=None if row.terms is None else tuple(row.terms),
            others=row.others,
            accepted=row.accepted,
            since=row.since,
            count=row.count,
        )
    return found


def numbers(scope: Scope, *, on: date) -> Numbers:
    """The local numbers in force on a day for one scope."""
    national = scope is Scope.NATIONAL
    years = "filing.national_years" if national else "filing.provincial_years"
    people = "filing.national_people" if national else "filing.provincial_people"
    own = "filing.national_occupation_people"
    if not national:
        own = "filing.provincial_occupation_people"
    return Numbers(
        years=parameters.value(years, on=on),
        people=parameters.value(people, on=on),
        occupation_people=parameters.value(own, on=on),
        lease_months=parameters.value("filing.lease_months", on=on),
        every_scope=parameters.value("filing.scope_reading", on=on) == "all",
    )


def _place(site: Site, tenure: SiteTenure | None) -> Place:
    if tenure is None:
        return Place(site.name, site.capacity)
    return Place(
        name=site.name,
        capacity=site.capacity,
        own=tenure.own,
        lease_from=tenure.lease_from,
        lease_until=tenure.lease_until,
        monitored=tenure.monitored,
        evidence=tenure.file_uuid is not None,
    )
