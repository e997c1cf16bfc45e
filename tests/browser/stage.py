"""`python -m tests.browser.stage`: the sample year, and one batch more whose scores are due."""

from examsys import config, serving
from examsys.demo import exams, load, stories
from examsys.demo.applicants import applicants
from examsys.demo.cast import Almanac
from examsys.demo.stories import Script
from examsys.demo.timeline import Story
from examsys.kernel.verbs import inside
from examsys.personnel.models import Person

FIRST, PEOPLE, SERIAL = 40, 4, 700  # whom of the list of names the small batch examines
# Batches are numbered as they were planned; the one more comes between those of the sample year.
FINISHED, MARKED, REVIEWED, PLANNED = 2, 3, 4, 5
_batches = load._batches


def more_batches(almanac: Almanac, people: dict[str, Person]) -> list[Story]:
    """The batches of the sample year, and a small one that sat days ago."""
    exam_on = almanac.saturday(2)
    chosen = applicants(4, FIRST, PEOPLE, serial=SERIAL, on=exam_on)
    script = Script(4, load.HANGZHOU, exam_on, chosen, people)
    return [*_batches(almanac, people), examined(script, almanac)]


def examined(script: Script, almanac: Almanac) -> Story:
    """From its plan to the morning after; blind codes come later, in the browser."""
    keep: list[int] = []
    yield from stories.planned(script, almanac, keep)
    yield from stories.announced(script, almanac, keep)
    yield from stories.registered(script, almanac, keep)
    yield from stories.reviewed(script, almanac, keep)
    yield from stories.seated(script, almanac, keep)
    yield from exams.drawn(keep[0], script.exam_on, almanac)
    yield from exams.sat(keep[0], script.exam_on, script.fate, almanac)


def main() -> None:
    load._batches = more_batches
    with inside(serving.prepare(config.from_environment())):
        assert load.sample_year()


if __name__ == "__main__":
    main()
