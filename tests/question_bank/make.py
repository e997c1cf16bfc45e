"""Sound things to change one detail of."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from question_bank.cards import Card, Component, Kind, Ref
from question_bank.items import Question, RubricLine

SINGLE = Question(
    stem="建立劳动关系，应当订立（ ）劳动合同。",
    options=("口头", "书面", "电子", "格式"),
    answer="B",
    explanation="建立劳动关系应当订立书面劳动合同。",
    basis="《劳动合同法》第十条",
)
MULTIPLE = Question(
    stem="劳动合同的必备条款包括（ ）。",
    options=("工作内容", "试用期", "劳动报酬", "社会保险", "服务期"),
    answer="ACD",
    basis="《劳动合同法》第十七条",
)
TRUE_FALSE = Question(stem="试用期包含在劳动合同期限内。", answer="√")
CASE = Question(
    stem="某公司与张某签订三年期合同，约定试用期八个月。请分析。",
    answer="约定违法，试用期不得超过六个月。",
    rubric=(RubricLine("指出违法", Decimal(5)), RubricLine("说明后果", Decimal("10"))),
)


def make_card(number=1, *, version=1, **over):
    card = Card(
        ref=Ref(UUID(int=number), version),
        level=3,
        component=Component.THEORY,
        point_code="B-A-001",
        kind=Kind.SINGLE,
        difficulty=3,
    )
    return replace(card, **over)
