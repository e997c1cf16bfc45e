"""Opening a frozen paper, and proving a draw. Both are on record before anything is decrypted.

Neither runs inside a unit of work: the record of an opening commits on its own, first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from examsys.audit import service as audit
from examsys.bank import gateway
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.errors import Conflict, Invalid
from examsys.kernel.work import unit_of_work
from examsys.papers.events import PapersEvent
from examsys.papers.models import PaperForm, PaperSet
from examsys.papers.plans import full_plan, pick, unpack_cards
from examsys.papers.service.previews import Terms, choose
from examsys.rules.states import PaperState
from question_bank import Opening, Paper, digest, open_paper, open_seed

DOCUMENTS = {
    "paper": "试卷",
    "sheet": "答题卡",
    "key": "参考答案与评分标准",
    "record": "评分记录表",
}
# What is made from the plan alone and opens no text.
TEXTLESS = frozenset({"sheet"})


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether the sealed seed and the recorded pool give the same papers once more."""

    same_pool: bool
    same_forms: bool

    @property
    def holds(self) -> bool:
        return self.same_pool and self.same_forms


def open_form(form: PaperForm, *, document: str, reason: str, actor: Actor, at: datetime) -> Paper:
    """Open one paper to print a document of it.

    raises: Invalid without a reason; Conflict for a withdrawn set or bytes that do not belong here.
    """
    require_printable(form, document=document, reason=reason)
    subject, uuid, envelope = f"paper:{form.number}", UUID(form.uuid), form.envelope
    expected = form.digest
    witness = _witness(
        PapersEvent.PAPER_OPENED, subject, actor=actor, at=at, document=document, digest=expected
    )
    try:
        with gateway.translated():
            paper = open_paper(
                envelope,
                uuid=uuid,
                keys=gateway.keys(),
                witness=witness,
                reader=actor.name,
                reason=reason,
            )
        if paper.digest != expected:
            raise gateway.TamperedText(
                "试卷内容与定稿时的摘要不符，未予打印。请报告系统管理员核查。"
            )
    except gateway.TamperedText:
        _record_refusal(subject, actor=actor)
        raise
    return paper


def record_sheet(form: PaperForm, *, reason: str, actor: Actor, at: datetime) -> None:
    """Log that answer sheets were printed; they carry no text, so nothing is opened."""
    require_printable(form, document="sheet", reason=reason)
    audit.disclose(
        PapersEvent.SHEET_PRINTED,
        actor=actor,
        subject=f"paper:{form.number}",
        at=at,
        reason=reason,
    )


def require_printable(form: PaperForm, *, document: str, reason: str) -> None:
    """raises: Invalid, Conflict."""
    if document not in DOCUMENTS:
        raise Invalid("没有这种卷面材料，请从试卷页选择。")
    if not reason.strip():
        raise Invalid("请写明启封事由。")
    if form.paper_set.state is PaperState.WITHDRAWN:
        raise Conflict("这套试卷已作废，不再启封。")


def verify_draw(paper_set: PaperSet, *, reason: str, actor: Actor, at: datetime) -> Proof:
    """Repeat a draw from its sealed seed and its recorded pool; no text is opened.

    raises: Conflict when the seed is not the one that was sealed here.
    """
    if not reason.strip():
        raise Invalid("请写明复核事由。")
    plan, subject = paper_set.blueprint, f"set:{paper_set.id}"
    sealed, uuid = paper_set.seed_sealed, UUID(paper_set.uuid)
    pool, recorded = unpack_cards(paper_set.pool), paper_set.pool_digest
    kept = {form.kind: tuple(pick(row) for row in form.refs) for form in paper_set.forms}
    witness = _witness(PapersEvent.SEED_OPENED, subject, actor=actor, at=at)
    try:
        with gateway.translated():
            seed = open_seed(
                sealed,
                uuid=uuid,
                keys=gateway.keys(),
                witness=witness,
                reader=actor.name,
                reason=reason,
            )
    except gateway.TamperedText:
        _record_refusal(subject, actor=actor)
        raise
    terms = Terms(overlap_max=Decimal(plan["overlap_max"]))
    again = choose(full_plan(plan), pool, terms, seed=seed)
    same = tuple(form.picks for form in again.forms) == (kept["main"], kept["spare"])
    return Proof(same_pool=digest(pool) == recorded == again.snapshot, same_forms=same)


def record_proof(paper_set: PaperSet, proof: Proof, *, actor: Actor, at: datetime) -> None:
    """Log what a replay came to."""
    audit.record(
        PapersEvent.SET_REPLAYED,
        actor=actor,
        subject=f"set:{paper_set.id}",
        at=at,
        detail={"same_pool": proof.same_pool, "same_forms": proof.same_forms},
        result="done" if proof.holds else "refused",
    )


def _witness(
    event: PapersEvent, subject: str, *, actor: Actor, at: datetime, **detail: object
) -> Callable[[Opening], None]:
    def witness(opening: Opening) -> None:
        audit.disclose(
            event, actor=actor, subject=subject, at=at, reason=opening.reason, detail=detail
        )

    return witness


def _record_refusal(subject: str, *, actor: Actor) -> None:
    with unit_of_work():
        audit.record(
            PapersEvent.PAPER_REFUSED,
            actor=actor,
            subject=subject,
            at=clock.now(),
            detail={"cause": "sealed bytes do not belong to their row"},
            result="refused",
        )
