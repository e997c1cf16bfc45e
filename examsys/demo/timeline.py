"""Several stories told in one order of time, so that the log of the sample year runs forward."""

from collections.abc import Generator, Iterable
from datetime import datetime
from heapq import heapify, heappop, heappush

# A story yields the instant of its next act and is resumed with it.
Story = Generator[datetime, datetime, None]


def play(stories: Iterable[Story], *, until: datetime) -> None:
    """Play every act due before `until`, the earliest first; later acts have not happened."""
    waiting = [(next(story), order, story) for order, story in enumerate(stories)]
    heapify(waiting)
    while waiting:
        at, order, story = heappop(waiting)
        if at > until:
            continue
        try:
            heappush(waiting, (story.send(at), order, story))
        except StopIteration:
            continue
