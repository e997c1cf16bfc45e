"""The kinds of long work there are; each feature registers its own when its views are loaded."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of work.

    fn: takes `progress` and the job's args, works in slices, may be run again after a kill, and
        returns the uuid of a kept file or None.
    cancellable: whether stopping between two slices leaves nothing half done.
    personal: whether the result file holds personal data, so that taking it is on record first.
    """

    name: str
    label: str
    fn: Callable[..., str | None]
    cancellable: bool
    personal: bool


_kinds: dict[str, Kind] = {}


def register(
    kind: str,
    label: str,
    fn: Callable[..., str | None],
    *,
    cancellable: bool = True,
    personal: bool = False,
) -> None:
    """Make a kind of work known. fn: `fn(progress: Progress, **args) -> str | None`."""
    _kinds[kind] = Kind(kind, label, fn, cancellable, personal)


def kind(name: str) -> Kind:
    """raises: KeyError for a kind nobody registered."""
    return _kinds[name]


def known(name: str) -> Kind | None:
    """The kind of an old row; None when the release no longer has it."""
    return _kinds.get(name)
