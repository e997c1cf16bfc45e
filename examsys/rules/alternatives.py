"""Where a document offers alternatives: several paths, one answer."""

from examsys.rules.finding import Outcome, Path, Verdict
from examsys.rules.truth import Answer, all_of, any_of, verdict


def answer_of(path: Path) -> Answer:
    return {Verdict.PASS: True, Verdict.FAIL: False}.get(path.verdict)


def restrict(path: Path, also: Answer, why: str) -> Path:
    """A path that under a stricter reading needs something more."""
    answer = all_of((answer_of(path), also))
    return Path(
        path=path.path,
        verdict=verdict(answer),
        clause=path.clause,
        message=f"{path.message}{why}。",
        evidence=path.evidence if answer is None else (),
        observed=path.observed,
        required=f"{path.required}；{why}",
        trace=path.trace,
    )


def either(*paths: Path) -> Outcome:
    """One finding: the first true path carries it, both false fail, otherwise ask."""
    carrying = next((path for path in paths if path.verdict is Verdict.PASS), None)
    if carrying is not None:
        return Outcome(
            Verdict.PASS,
            carrying.message,
            observed=carrying.observed,
            required=carrying.required,
            trace=carrying.trace,
            path=carrying.path,
            paths=paths,
            clauses=(carrying.clause,),
        )
    return Outcome(
        verdict(any_of(map(answer_of, paths))),
        "".join(path.message for path in paths),
        tuple(dict.fromkeys(paper for path in paths for paper in path.evidence)),
        observed="；".join(path.observed or "" for path in paths),
        required="，或".join(path.required or "" for path in paths),
        trace=tuple(step for path in paths for step in path.trace),
        paths=paths,
        clauses=tuple(path.clause for path in paths),
    )
