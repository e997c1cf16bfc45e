"""Plans to facts: the only bridge between blueprints and the rules of papers."""

from datetime import date

from examsys.papers.plans import Plan
from examsys.rules.paper import BlueprintFacts, BlueprintLine
from question_bank import KIND_NAMES


def blueprint_facts(plan: Plan, *, on: date) -> BlueprintFacts:
    lines = tuple(
        BlueprintLine(KIND_NAMES[part.kind], part.count, part.marks) for part in plan.sections
    )
    return BlueprintFacts(on=on, lines=lines or None)
