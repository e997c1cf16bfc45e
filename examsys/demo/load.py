"""Make the whole sample year on an empty instance, in the order in which it happened."""

from examsys.accounts import queries as accounts
from examsys.demo import beginnings, dispatching, endings, exams, filings, items, regimes, stories
from examsys.demo.applicants import applicants
from examsys.demo.cast import PASSWORD, PLAYERS, Almanac
from examsys.demo.exams import CALM, Fate
from examsys.demo.stories import Script
from examsys.demo.timeline import Story, play
from examsys.kernel import clock
from examsys.personnel.models import Person
from examsys.rules.permissions import ROLE_LABELS

HANGZHOU, NINGBO = 1, 2
LAST_YEAR = Fate(failing=frozenset({3, 8}), mistyped=frozenset({5}))
THIS_YEAR = Fate(
    absent=frozenset({17}),
    violating=frozenset({40}),
    failing=frozenset({2, 9, 13, 21, 28, 33, 37, 44, 49, 51, 56}),
    mistyped=frozenset({6, 30}),
)


def sample_year() -> bool:
    """returns: False when the instance has accounts already and nothing was done."""
    if accounts.any_account():
        return False
    almanac = Almanac(clock.today())
    begun = almanac.at(almanac.ago(540))
    numbers = beginnings.id_numbers()
    beginnings.accounts_of(numbers, at=begun)
    beginnings.agency_of(at=begun)
    people = beginnings.people_of(almanac, numbers, at=begun)
    told = [
        beginnings.not_yet_qualified(almanac, numbers),
        *_bank(almanac, people),
        exams.blueprints(almanac),
        dispatching.declared(almanac, people),
        *_batches(almanac, people),
        *_regimes(almanac, people),
        filings.accepted(almanac),
        endings.reported(almanac.today.year - 1, almanac),
    ]
    play(told, until=clock.now())
    return True


def accounts_table() -> str:
    """The sample accounts as lines for the terminal."""
    lines = [f"示例账号（口令均为 {PASSWORD}）："]
    lines += [f"  {p.login:<10}{p.name}（{ROLE_LABELS[p.role]}）" for p in PLAYERS]
    return "\n".join(lines)


def _bank(almanac: Almanac, people: dict[str, Person]) -> list[Story]:
    """四级 written last year, 三级 in two halves, some items retired this autumn."""
    writer = people["周敏"].id
    first, second = almanac.ago(535), almanac.ago(250)
    return [
        items.written(4, first, almanac, writer_id=writer),
        items.written(3, first, almanac, writer_id=writer, later=second, leave=9),
        items.retired(3, almanac.ago(30), almanac, count=3),
    ]


def _regimes(almanac: Almanac, people: dict[str, Person]) -> list[Story]:
    """The 17 regimes, the registers, and what the two finished batches left in them."""
    finished = [almanac.saturday(days) for days in (400, 50)]
    return [
        regimes.in_force(almanac),
        regimes.registers(almanac, people),
        *(regimes.around(exam_on, almanac, people) for exam_on in finished),
        regimes.waiting(almanac),
    ]


def _batches(almanac: Almanac, people: dict[str, Person]) -> list[Story]:
    """Last year's batch, this year's finished one, and one each in review, open and planned."""

    def script(
        level: int, site: int, days_ago: int, first: int, count: int, fate: Fate = CALM
    ) -> Script:
        exam_on = almanac.saturday(days_ago)
        chosen = applicants(level, first, count, serial=200 + first, on=exam_on)
        revoke = 4 if fate is LAST_YEAR else None
        by_lot = fate is THIS_YEAR
        return Script(level, site, exam_on, chosen, people, fate=fate, revoke=revoke, by_lot=by_lot)

    return [
        stories.finished(script(4, HANGZHOU, 400, 0, 12, LAST_YEAR), almanac),
        stories.finished(script(3, HANGZHOU, 50, -60, 60, THIS_YEAR), almanac),
        stories.in_review(script(4, NINGBO, -9, 20, 24), almanac),
        stories.registering(script(4, HANGZHOU, -26, 12, 8), almanac),
        stories.in_planning(script(3, HANGZHOU, -66, 12, 8), almanac),
    ]
