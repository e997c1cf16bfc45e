"""Write the permission table in force into docs/security.md, between its two marks."""

from collections.abc import Collection
from pathlib import Path

from examsys.rules.permissions import PRIVILEGED, ROLE_LABELS, SEPARATED, TABLE, Role

PAGE = Path(__file__).resolve().parent.parent / "docs" / "security.md"
FEW = 3  # so many missing posts are named instead of all the others
BEGIN, END = "<!-- permissions -->\n", "<!-- /permissions -->\n"


def table() -> str:
    """One line per operation with the posts that may do it, and the kinds of posts below."""
    lines = ["| operation | posts |", "| --- | --- |"]
    lines += [f"| `{operation}` | {_posts(roles)} |" for operation, roles in TABLE.items()]
    lines += ["", f"Second factor required: {_posts(PRIVILEGED)}."]
    lines += [f"Excluded from every other post: {_posts(SEPARATED)}."]
    return "\n".join(lines) + "\n"


def _posts(roles: Collection[Role]) -> str:
    missing = [label for role, label in ROLE_LABELS.items() if role not in roles]
    if len(missing) < FEW:
        return "every account" + (f" but {'、'.join(missing)}" if missing else "")
    return "、".join(label for role, label in ROLE_LABELS.items() if role in roles)


def renewed(page: str) -> str:
    """The page with the table in force."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return head + BEGIN + table() + END + tail


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), "utf-8")
