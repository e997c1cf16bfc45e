"""What a rule can say, and how several answers become one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from examsys.rules.clause import Clause, cite_all


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105 -- a verdict, not a secret
    FAIL = "fail"
    NEEDS_EVIDENCE = "needs_evidence"
    NOT_APPLICABLE = "not_applicable"


VERDICT_WORDS = {
    Verdict.PASS: "通过",
    Verdict.FAIL: "不通过",
    Verdict.NEEDS_EVIDENCE: "待补证明",
    Verdict.NOT_APPLICABLE: "不参与判定",
}

Step = Mapping[str, object]  # one line of a trace; always carries "text", a Chinese sentence


@dataclass(frozen=True, slots=True)
class Path:
    """One of the alternatives a document offers; a losing path is never a finding."""

    path: str
    verdict: Verdict
    clause: Clause
    message: str
    evidence: tuple[str, ...] = ()
    observed: str | None = None
    required: str | None = None
    trace: tuple[Step, ...] = field(default=(), hash=False)

    def as_json(self) -> dict[str, object]:
        return {
            "path": self.path,
            "verdict": self.verdict.value,
            "clause": self.clause.cite,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """A rule's bare answer, before the rulebook attaches its name and clause.

    clauses: what the answer rests on when that is not the rule's own clause alone.
    """

    verdict: Verdict
    message: str
    evidence: tuple[str, ...] = ()
    observed: str | None = None
    required: str | None = None
    trace: tuple[Step, ...] = field(default=(), hash=False)
    path: str | None = None
    paths: tuple[Path, ...] = ()
    clauses: tuple[Clause, ...] = ()


def check(
    ok: bool, message: str, *, observed: str | None = None, required: str | None = None
) -> Outcome:
    verdict = Verdict.PASS if ok else Verdict.FAIL
    return Outcome(verdict, message, observed=observed, required=required)


def needs(*evidence: str, message: str, required: str | None = None) -> Outcome:
    return Outcome(Verdict.NEEDS_EVIDENCE, message, evidence, observed="未知", required=required)


def note(message: str, *, observed: str | None = None) -> Outcome:
    """Say something that never counts."""
    return Outcome(Verdict.NOT_APPLICABLE, message, observed=observed)


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's answer about one set of facts, with the clause it rests on."""

    rule: str
    clause: Clause
    outcome: Outcome

    @property
    def verdict(self) -> Verdict:
        return self.outcome.verdict

    @property
    def message(self) -> str:
        return self.outcome.message

    @property
    def evidence(self) -> tuple[str, ...]:
        return self.outcome.evidence

    @property
    def observed(self) -> str | None:
        return self.outcome.observed

    @property
    def required(self) -> str | None:
        return self.outcome.required

    @property
    def trace(self) -> tuple[Step, ...]:
        return self.outcome.trace

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return self.outcome.clauses or (self.clause,)

    @property
    def cite(self) -> str:
        return cite_all(self.clauses)

    def as_json(self) -> dict[str, object]:
        return {
            "rule": self.rule,
            "clause": self.cite,
            "verdict": self.verdict.value,
            "message": self.message,
            "evidence": list(self.evidence),
            "observed": self.observed,
            "required": self.required,
            "trace": [dict(step) for step in self.trace],
        }


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst verdict; where nothing passed it fails closed."""
    seen = set(verdicts)
    for one in (Verdict.FAIL, Verdict.NEEDS_EVIDENCE, Verdict.PASS):
        if one in seen:
            return one
    return Verdict.FAIL


@dataclass(frozen=True, slots=True)
class Report:
    """Every finding of one rulebook, in rulebook order."""

    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        return worst(finding.verdict for finding in self.findings)

    @property
    def passed(self) -> bool:
        return self.verdict is Verdict.PASS

    @property
    def path(self) -> str | None:
        """The alternative that carried the report, if the rulebook offers alternatives."""
        return next((f.outcome.path for f in self.findings if f.outcome.path), None)

    @property
    def paths(self) -> tuple[Path, ...]:
        return tuple(path for finding in self.findings for path in finding.outcome.paths)

    def of(self, verdict: Verdict) -> Iterable[Finding]:
        return (finding for finding in self.findings if finding.verdict is verdict)

    def finding(self, rule: str) -> Finding:
        """raises: KeyError."""
        for finding in self.findings:
            if finding.rule == rule:
                return finding
        raise KeyError(rule)

    def as_json(self) -> dict[str, object]:
        """Plain data for the record of the decision: outlives any later edition."""
        return {
            "verdict": self.verdict.value,
            "path": self.path,
            "paths": [path.as_json() for path in self.paths],
            "findings": [finding.as_json() for finding in self.findings],
        }
