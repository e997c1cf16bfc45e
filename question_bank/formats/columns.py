"""The columns of the bank's workbooks, for templates and for reading."""

from collections.abc import Mapping
from dataclasses import dataclass

from question_bank.cards import COMPONENT_NAMES, KIND_NAMES

Row = tuple[int, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in a row, and how the template shows it. width: in characters."""

    key: str
    title: str
    required: bool = False
    choices: tuple[str, ...] = ()
    hint: str = ""
    example: str = ""
    width: int = 16
    max_length: int = 4000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell; row 0 is the file as a whole, an empty column the whole row."""

    row: int
    column: str
    reason: str


ITEM_COLUMNS = (
    Column("point_code", "鉴定点代码", True, hint="细目表中的代码", example="B-A-001"),
    Column("component", "科目", choices=tuple(COMPONENT_NAMES.values()), hint="不填为理论知识考试"),
    Column("kind", "题型", True, choices=tuple(KIND_NAMES.values()), example="单选", width=8),
    Column("difficulty", "难度", True, choices=("1", "2", "3", "4", "5"), hint="1 易至 5 难",
           example="3", width=8),
    Column("stem", "题干", True, example="建立劳动关系，应当订立（ ）劳动合同。", width=50),
    Column("option_a", "选项A", example="口头", width=24),
    Column("option_b", "选项B", example="书面", width=24),
    Column("option_c", "选项C", example="电子", width=24),
    Column("option_d", "选项D", example="格式", width=24),
    Column("option_e", "选项E", hint="只有多选题用", width=24),
    Column("answer", "答案", True, hint="单选 B；多选 ACD；判断 √ 或 ×；简答、案例写参考答案",
           example="B", width=24),
    Column("marks", "配分", hint="简答、案例必填；其余由组卷蓝图定", width=8),
    Column("rubric", "评分标准", hint="每行一个得分点，如：指出约定违法（5分）", width=40),
    Column("explanation", "解析", example="建立劳动关系，应当订立书面劳动合同。", width=40),
    Column("basis", "依据", example="《劳动合同法》第十条", width=24),
)  # fmt: skip
OPTION_KEYS = ("option_a", "option_b", "option_c", "option_d", "option_e")
SPEC_COLUMNS = (
    Column("code", "代码", True, hint="范围如 B-A，鉴定点如 B-A-001", example="B-A"),
    Column("name", "名称", True, example="劳动合同管理", width=40),
    Column("weight", "比重", hint="只有鉴定范围填写，最小范围合计为 100", example="20", width=8),
    Column("importance", "重要程度", choices=("X", "Y", "Z"), hint="只有鉴定点填写：X 核心，"
           "Y 一般，Z 辅助", width=10),
)  # fmt: skip
TITLES = {column.key: column.title for column in (*ITEM_COLUMNS, *SPEC_COLUMNS)}
