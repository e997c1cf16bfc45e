"""The sample agency's regimes say something about every point the notice demands."""

import zipfile
from datetime import date
from io import BytesIO

import pytest

from examsys.demo import document
from examsys.demo.cast import PLAYERS, data
from examsys.demo.regimes import _drafter, _text
from examsys.regimes import documents
from examsys.rules.regimes import REGIMES

SAID = data("regimes.toml")


def test_there_is_a_document_for_each_of_the_17():
    assert list(SAID) == [str(regime.number) for regime in REGIMES]


@pytest.mark.parametrize("regime", REGIMES, ids=lambda one: one.ordinal)
def test_each_point_has_its_article(regime):
    articles = SAID[str(regime.number)]["articles"]

    paragraphs, places = _text(regime, articles, date(2025, 5, 31))

    assert list(articles) == list(regime.points)
    assert regime.missing(places) == ()
    assert min(len(text) for text in articles.values()) > 15
    for point, place in places.items():
        assert f"{place}　（{point}）{articles[point]}" in paragraphs


@pytest.mark.parametrize("regime", REGIMES, ids=lambda one: one.ordinal)
def test_owner_and_drafter_are_people_of_the_sample_year(regime):
    assert SAID[str(regime.number)]["owner"] in {*(p.name for p in PLAYERS), "王建国"}
    assert _drafter(regime.number) in {player.login for player in PLAYERS}


def test_the_word_document_is_one_and_always_the_same():
    made = [document.docx("试题管理规定", ["第一条　甲 & 乙"]) for _ in range(2)]

    assert made[0] == made[1]
    assert documents.read("制度.docx", made[0]).media_type == documents.DOCX
    with zipfile.ZipFile(BytesIO(made[0])) as packed:
        text = packed.read("word/document.xml").decode()
    assert "第一条　甲 &amp; 乙" in text
