"""Where store, keys and witness meet: the only door from examsys to question text.

Every opening is committed to the audit log before anything is decrypted, so an opening never
happens inside a `unit_of_work`. Refusals of the bank come out as refusals of the house.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import cast

from flask import current_app

from examsys.audit import service as audit
from examsys.bank.events import BankEvent
from examsys.bank.models import BANK
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Invalid, Missing, Stale
from examsys.kernel.work import unit_of_work
from question_bank import (
    Absent,
    AlreadyStored,
    Keys,
    Opening,
    Outdated,
    Question,
    Ref,
    Tampered,
    Unsound,
    Vault,
    Witness,
)
from question_bank.sqlstore import SqlStore


def keys() -> Keys:
    """Who seals and opens now: the key ring of the instance; custodians in quorum later."""
    return cast(Keys, current_app.extensions["keys"].bank)


def store() -> SqlStore:
    """Metadata, sealed text and lives of items, on this request's session."""
    return SqlStore(db.session(), BANK)


def vault(actor: Actor, reason: str = "", *, at: datetime | None = None) -> Vault:
    """The vault for one person. reason: for openings that name none; at: None = now."""
    return Vault(store(), keys(), _witness(actor, reason, at))


def open_item(ref: Ref, *, actor: Actor, reason: str) -> Question:
    """The text of one version, after the reading is on record. raises: Conflict, Missing."""
    return open_items([ref], actor=actor, reason=reason, subject=f"item:{ref.item}")[ref]


def open_items(
    refs: Collection[Ref],
    *,
    actor: Actor,
    reason: str,
    subject: str,
    at: datetime | None = None,
) -> dict[Ref, Question]:
    """A set under one event, all of it or nothing. subject: "<noun>:<id>" of what it is for.

    raises: Conflict when a text is not what was sealed there; Missing.
    """
    try:
        with translated():
            opened = vault(actor, at=at)
            return opened.open_many(refs, reader=actor.name, reason=reason, subject=subject)
    except TamperedText:
        _record_refusal(subject, actor=actor)
        raise


class TamperedText(Conflict):
    """A sealed text was moved or changed; nothing of it was decrypted."""


@contextmanager
def translated() -> Iterator[None]:
    """Refusals of `question_bank` inside the block leave it as refusals of the house."""
    try:
        yield
    except Tampered as error:
        raise TamperedText(str(error)) from error
    except Unsound as error:
        raise Invalid("；".join(error.reasons) + "。") from error
    except Absent as error:
        raise Missing(str(error)) from error
    except (Outdated, AlreadyStored) as error:
        raise Stale(str(error)) from error


def _witness(actor: Actor, reason: str, at: datetime | None) -> Witness:
    def witness(opening: Opening) -> None:
        single = len(opening.refs) == 1 and opening.subject in (
            f"item:{opening.refs[0].item}",
            f"item:{opening.refs[0]}",
        )
        refs = [str(ref) for ref in opening.refs]
        audit.disclose(
            BankEvent.ITEM_OPENED if single else BankEvent.ITEMS_OPENED,
            actor=actor,
            subject=f"item:{opening.refs[0].item}" if single else opening.subject,
            at=at or clock.now(),
            reason=opening.reason or reason,
            detail={"items": refs, "count": len(refs)},
        )

    return witness


def _record_refusal(subject: str, *, actor: Actor) -> None:
    with unit_of_work():
        audit.record(
            BankEvent.OPENING_REFUSED,
            actor=actor,
            subject=subject,
            at=clock.now(),
            detail={"cause": "sealed text does not belong to its row"},
            result="refused",
        )
