"""A rulebook is an ordered tuple of rules over one kind of facts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from examsys.rules.clause import Clause
from examsys.rules.finding import Finding, Outcome, Report, Verdict, worst
from examsys.rules.truth import Answer
from examsys.rules.truth import verdict as conclusion


class Dated(Protocol):
    """Facts always say on which day they are judged."""

    @property
    def on(self) -> date: ...


F = TypeVar("F", bound=Dated)


@dataclass(frozen=True, slots=True)
class Rule(Generic[F]):
    """One requirement.

    also: the clauses of further alternatives of the same sentence.
    answer: what the test concludes, where saying it in words costs much more than knowing it.
    """

    name: str
    clause: Clause
    test: Callable[[F, Clause], Outcome]
    also: tuple[Clause, ...] = ()
    answer: Callable[[F, Clause], Answer] | None = None

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return (self.clause, *self.also)


@dataclass(frozen=True, slots=True)
class Rulebook(Generic[F]):
    rules: tuple[Rule[F], ...]

    def examine(self, facts: F) -> Report:
        """Apply every rule; a clause not in force on `facts.on` is not applicable."""
        return Report(tuple(_apply(rule, facts) for rule in self.rules))

    def verdict(self, facts: F) -> Verdict:
        """The verdict of `examine`, without its sentences: for thousands at once."""
        return worst(_conclude(rule, facts) for rule in self.rules)


def _apply(rule: Rule[F], facts: F) -> Finding:
    if rule.clause.in_force(facts.on):
        return Finding(rule.name, rule.clause, rule.test(facts, rule.clause))
    message = f"判定日 {facts.on} 不在{rule.clause.source}的施行期内（{_validity(rule.clause)}）。"
    return Finding(rule.name, rule.clause, Outcome(Verdict.NOT_APPLICABLE, message))


def _conclude(rule: Rule[F], facts: F) -> Verdict:
    if not rule.clause.in_force(facts.on):
        return Verdict.NOT_APPLICABLE
    if rule.answer is not None:
        return conclusion(rule.answer(facts, rule.clause))
    return rule.test(facts, rule.clause).verdict


def _validity(clause: Clause) -> str:
    end = f"，至 {clause.until} 止" if clause.until else ""
    return f"自 {clause.since} 起{end}"
