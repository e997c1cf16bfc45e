"""Who may write items of a level, and under which name the work stands."""

from datetime import date

from examsys.bank import queries
from examsys.kernel.actor import Actor
from examsys.kernel.errors import Conflict, NotAllowed
from examsys.personnel import queries as personnel
from examsys.personnel import service as people
from examsys.personnel.models import Appointment, Person
from examsys.rules.permissions import Role
from examsys.rules.states import LEVEL_SHORT

ON_BEHALF = frozenset({Role.ITEM_OFFICE, "command"})


def writer_key(level: int, *, writer_id: int | None, actor: Actor, on: date) -> str:
    """The name new work is signed with.

    writer_id: the person on whose behalf the office enters it; None = the actor's own work.
    raises: NotAllowed for somebody else's work; Conflict without appointment or agreement.
    """
    own = queries.person_of(actor)
    if writer_id is None:
        if own is None:
            return actor.name
        person = own
    else:
        person = personnel.person(writer_id)
        if person is not own and not ON_BEHALF.intersection(actor.roles):
            raise NotAllowed("只有题库管理员可以代命题专家录入试题。")
    require_writer(person, level=level, on=on)
    return f"{queries.PERSON}{person.id}"


def require_writer(person: Person, *, level: int, on: date) -> None:
    """raises: Conflict unless appointed for the level, bound by an agreement in force, and passed
    by the rulebook on this very day.
    """
    if any(held.person_id == person.id for held in appointed(level, on=on)):
        people.require_qualified(person, role="item_writer", level=level, on=on)
        return
    bound = any(paper.signed_on <= on <= paper.until for paper in person.agreements)
    word = f"{LEVEL_SHORT[level]}命题专家"
    if not bound:
        reason = f"{person.name}没有有效的保密协议，请人员管理员登记后再录入试题。"
    else:
        reason = f"{person.name}现在没有{word}的聘任，请机构负责人聘任后再录入试题。"
    raise Conflict(reason)


def appointed(level: int, *, on: date) -> list[Appointment]:
    """Item writers of a level whose appointment and agreement hold on a day."""
    return list(personnel.appointed("item_writer", level=level, on=on))


def keys_may_touch(actor: Actor, written_by: set[str]) -> bool:
    """Whether an item is this person's own, or the office's to look after."""
    return bool(ON_BEHALF.intersection(actor.roles)) or bool(
        written_by.intersection(queries.keys_of(actor))
    )
