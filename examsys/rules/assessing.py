"""The notice's sentence on character and competence, phrase by phrase, and who says so.

source: 人社厅函〔2023〕141号 一（二）1（1）、2（1）. That somebody supports the leadership of
the Party is declared by that person; it is never read from membership.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Protocol

from examsys.rules.truth import Answer, all_of


class Phrase(StrEnum):
    LEADERSHIP = "leadership"
    POLITICAL = "political"
    ETHICS = "ethics"
    COMPETENCE = "competence"
    RESPONSIBILITY = "responsibility"
    ATTITUDE = "attitude"


class Voice(StrEnum):
    """Who says it."""

    DECLARATION = "declaration"
    EMPLOYER = "employer"
    AGENCY = "agency"


class Basis(StrEnum):
    """What shows that there is no record of violations."""

    PROMISE = "promise"
    CERTIFICATE = "certificate"


PHRASE_WORDS = {
    Phrase.LEADERSHIP: "拥护中国共产党的领导",
    Phrase.POLITICAL: "良好的政治素质",
    Phrase.ETHICS: "良好的职业道德",
    Phrase.COMPETENCE: "良好（命题专家为较高）的专业素养",
    Phrase.RESPONSIBILITY: "社会责任感强",
    Phrase.ATTITUDE: "工作态度严谨",
}
VOICE_WORDS = {
    Voice.DECLARATION: "本人声明",
    Voice.EMPLOYER: "所在单位意见",
    Voice.AGENCY: "评价机构意见",
}
BASIS_WORDS = {Basis.PROMISE: "本人承诺书", Basis.CERTIFICATE: "无犯罪记录证明"}
# Which phrases together answer a question of the rulebook.
FEEDS: dict[str, tuple[Phrase, ...]] = {
    "political_declaration": (Phrase.LEADERSHIP, Phrase.POLITICAL),
    "ethics_declaration": (Phrase.ETHICS, Phrase.RESPONSIBILITY, Phrase.ATTITUDE),
    "professional_assessment": (Phrase.COMPETENCE,),
}


class Said(Protocol):
    @property
    def phrase(self) -> Phrase: ...

    @property
    def answer(self) -> bool: ...

    @property
    def given_on(self) -> date: ...


def may_say(phrase: Phrase, voice: Voice) -> bool:
    """Only the person declares support of the leadership."""
    return phrase is not Phrase.LEADERSHIP or voice is Voice.DECLARATION


def answer_from(said: Iterable[Said], phrases: Iterable[Phrase]) -> Answer:
    """The latest word on each phrase; unknown as soon as one was never spoken of."""
    latest: dict[Phrase, Said] = {}
    for one in said:
        if one.phrase not in latest or one.given_on >= latest[one.phrase].given_on:
            latest[one.phrase] = one
    return all_of(latest[phrase].answer if phrase in latest else None for phrase in phrases)
