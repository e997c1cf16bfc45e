"""What an importable sheet looks like, and what comes out of reading one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from examsys.kernel.textual import clean

Kind = Literal["text", "id", "date", "int", "decimal", "choice"]
Value = str | int | Decimal | date | None
Raw = str | int | float | bool | date | None
RESULT_TITLE = "导入结果"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a template.

    kind: `id` is a number kept as text, which a numeric cell would have damaged.
    example: shown in the example row, which reading ignores while it stands unchanged.
    width: in characters; max_length: of the text, in characters.
    """

    key: str
    title: str
    required: bool = False
    kind: Kind = "text"
    choices: Sequence[str] = ()
    hint: str = ""
    example: str = ""
    width: int = 16
    max_length: int = 500

    @property
    def heading(self) -> str:
        return f"{self.title}*" if self.required else self.title


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """One kind of workbook.

    keys: column keys that together may stand in a file only once.
    """

    title: str
    note: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...] = ()

    def by_title(self) -> dict[str, Column]:
        return {plain_title(column.title): column for column in self.columns}


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in one cell (or, with an empty column, in one row) of the file."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        place = f"第 {self.row} 行" + (f"“{self.column}”" if self.column else "")
        return f"{place}：{self.reason}"


@dataclass(frozen=True, slots=True)
class SheetContent:
    """All that was read. `rows` holds only rows without errors; `total` counts the bad ones too.

    spoiled: the texts of every malformed row by column key, to show whom or what it is about.
    """

    rows: list[tuple[int, dict[str, Value]]]
    errors: list[RowError]
    sha256: str
    total: int = 0
    spoiled: dict[int, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as it stands: row numbers as the user sees them, with their raw cells."""

    rows: list[tuple[int, list[Raw]]] = field(default_factory=list)


def plain_title(text: str) -> str:
    """A heading without the marks of the template."""
    return "".join(clean(text).split()).removesuffix("（必填）").rstrip("*＊")
