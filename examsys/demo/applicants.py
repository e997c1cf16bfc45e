"""Candidates of the sample year: who they are, what they bring, what they look like."""

import io
from datetime import date, timedelta
from typing import Any

from PIL import Image, ImageDraw

from examsys.candidates.intake import CandidateIntake, intake
from examsys.demo.cast import data, id_number

LRC = "劳动关系协调师"
MAJORS = ("劳动与社会保障", "人力资源管理", "法学", "工商企业管理", "社会学")
SKINS = ((241, 210, 183), (232, 196, 166), (222, 184, 152))
CLOTHES = ((52, 73, 94), (40, 60, 110), (90, 50, 60), (40, 80, 70), (70, 70, 80))


def applicants(
    level: int, first: int, count: int, *, serial: int, on: date
) -> list[CandidateIntake]:
    """`count` people from the list of names, each by another of the level's alternatives.

    on: a day from which their years of work are counted back.
    """
    book = data("names.toml")
    names, women, employers = book["names"], book["women"], book["employers"]
    first %= len(names)
    made = []
    for n in range(count):
        number = serial + n
        born = date(on.year - 24 - number * 7 % 22, number % 12 + 1, number % 27 + 1)
        made.append(
            intake(
                name=names[first + n],
                id_number=id_number(born, number, woman=names[first + n] in women),
                phone=f"139{number:04d}{number * 37 % 10_000:04d}",
                employer=employers[number % len(employers)],
                facts=_facts(level, n, born, on=on),
                on=on,
            )
        )
    return made


def _facts(level: int, n: int, born: date, *, on: date) -> dict[str, Any]:
    plain: dict[str, Any] = {"certificates": [], "titles": [], "education": []}
    major = MAJORS[n % len(MAJORS)]
    if level == 4:
        if n % 3 == 2:
            school = _school("junior_college", major, _back(on, 14))
            return {**plain, "education": [school], "work": [_work(_back(on, 60))]}
        return {**plain, "work": [_work(_back(on, 55 + n))]}
    held = {"kind": "skill_level", "occupation": LRC, "level": 4, "status": "valid"}
    if n % 4 == 3 and on.year - born.year >= 27:
        return {**plain, "education": [_school("master", major, _back(on, 20))], "work": []}
    kinds = (("bachelor", 18), ("junior_college", 30), (None, 66))
    degree, months = kinds[n % 3]
    issued = _back(on, months)
    said = {**plain, "certificates": [{**held, "issued_on": issued.isoformat()}]}
    if degree:
        said["education"] = [_school(degree, major, _back(on, months + 40))]
    return {**said, "work": [_work(issued)]}


def _work(since: date) -> dict[str, Any]:
    return {"kind": "this", "from": since.isoformat(), "to": None}


def _school(kind: str, major: str, on: date) -> dict[str, Any]:
    return {
        "kind": kind,
        "major": major,
        "relation": "related",
        "evaluated": None,
        "status": "graduated",
        "on": on.isoformat(),
    }


def _back(on: date, months: int) -> date:
    return on - timedelta(days=months * 31)


def photo(n: int, *, woman: bool) -> bytes:
    """A drawn portrait on white, 413 × 579 pixels: nobody's face, hair as the sex recorded."""
    picture = Image.new("RGB", (413, 579), "white")
    draw = ImageDraw.Draw(picture)
    hair = (30 + n * 7 % 40, 25 + n * 5 % 30, 25)
    draw.ellipse((40, 400, 373, 800), fill=CLOTHES[n % len(CLOTHES)])
    draw.rectangle((172, 340, 241, 430), fill=SKINS[n % 3])
    draw.ellipse((115, 110, 298, 370), fill=SKINS[n % 3])
    draw.pieslice((105, 90, 308, 330), 180, 360, fill=hair)
    if woman:
        draw.rectangle((105, 200, 130, 400), fill=hair)
        draw.rectangle((283, 200, 308, 400), fill=hair)
    for left in (160, 235):
        draw.ellipse((left, 225, left + 20, 238), fill=(40, 30, 30))
    draw.arc((178, 280, 236, 320), 20, 160, fill=(150, 70, 70), width=4)
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=82)
    return held.getvalue()
