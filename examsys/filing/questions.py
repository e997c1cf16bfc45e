"""Which fields each question to the applicant has on its page."""

from collections.abc import Mapping, Sequence

from examsys.rules.filing import ASKED, BACKGROUND
from examsys.rules.filingpapers import GENERAL, OTHERS

TERMS: Mapping[str, tuple[str, ...]] = {
    "majors": BACKGROUND.terms["majors"],
    "scope": BACKGROUND.terms["scopes"],
    "training": BACKGROUND.terms["trainings"],
}
FIELDS: Mapping[str, Sequence[str]] = {
    "majors": ("terms",),
    "scope": ("terms",),
    "training": ("answer", "since", "terms"),
    "years": ("answer", "since"),
    "people": ("count",),
    "occupation_people": ("count",),
}
QUESTIONS: Mapping[str, tuple[str, str]] = {**ASKED, "general": GENERAL, "others": OTHERS}


def fields_of(key: str) -> Sequence[str]:
    return FIELDS.get(key, ("answer",))
