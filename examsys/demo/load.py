"""Make the whole sample year on an empty instance, in the order in which it happened."""

from examsys.accounts import queries as accounts
from examsys.demo import beginnings
from examsys.demo.cast import PASSWORD, PLAYERS, Almanac
from examsys.kernel import clock
from examsys.rules.permissions import ROLE_LABELS


def sample_year() -> bool:
    """returns: False when the instance has accounts already and nothing was done."""
    if accounts.any_account():
        return False
    almanac = Almanac(clock.today())
    begun = almanac.at(almanac.ago(420))
    numbers = beginnings.id_numbers()
    beginnings.accounts_of(numbers, at=begun)
    beginnings.agency_of(at=begun)
    beginnings.people_of(almanac, numbers, at=begun)
    return True


def accounts_table() -> str:
    """The sample accounts as lines for the terminal."""
    lines = [f"示例账号（口令均为 {PASSWORD}）："]
    lines += [f"  {p.login:<10}{p.name}（{ROLE_LABELS[p.role]}）" for p in PLAYERS]
    return "\n".join(lines)
