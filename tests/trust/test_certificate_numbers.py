"""The verb `certificate-number` on the vectors of domain §9.1 and on what only looks like one."""

import json

import pytest

from examsys.cli import main
from examsys.rules.certificate import BadNumber, decode, encode

OURS = "S000033000123253000001"


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        ("Y001011999966215000001", ("Y", "0010", "11", "999966", "21", 5, 1)),
        ("Y004145117705263000018", ("Y", "0041", "45", "117705", "26", 3, 18)),
        (OURS, ("S", "0000", "33", "000123", "25", 3, 1)),
        ("Y000123000001195000001", ("Y", "0001", "23", "000001", "19", 5, 1)),
        ("S000033000123254999999", ("S", "0000", "33", "000123", "25", 4, 999_999)),
        ("S00003300012325T000001", ("S", "0000", "33", "000123", "25", "T", 1)),
    ],
)
def test_vectors(
    number: str, parts: tuple[object, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["certificate-number", "decode", number, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    names = ("category", "agency", "province", "site", "year", "level", "serial")
    assert tuple(told[name] for name in names) == parts
    assert decode(number).text == number


@pytest.mark.parametrize(
    "number",
    [
        "",
        OURS[:-1],
        OURS + "1",
        OURS.lower(),
        f" {OURS}",
        f"{OURS}\n",
        OURS.replace("S", "J"),
        OURS.replace("S", "Ｓ"),
        OURS[:-1] + "１",
        OURS[:-1] + "१",
        OURS[:-1] + "²",
        OURS[:-6] + "000000",
        OURS[:5] + "67" + OURS[7:],
        OURS[:5] + "16" + OURS[7:],
        OURS[:5] + "00" + OURS[7:],
        OURS[:15] + "0" + OURS[16:],
        OURS[:15] + "6" + OURS[16:],
        OURS[:15] + "t" + OURS[16:],
        OURS[:15] + "-" + OURS[16:],
        OURS[:8] + "-" + OURS[9:],
        "Y000123XXXXXX195000001",
        "Y0041GD0000012603001001",
        "1" + OURS[1:],
        "\x00" + OURS[1:],
    ],
)
def test_what_is_none(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(BadNumber):
        decode(number)
    assert main(["certificate-number", "decode", number]) == 1
    shown = capsys.readouterr()
    assert (shown.out, bool(shown.err.strip())) == ("", True)


def test_every_ordinary_number_goes_there_and_back() -> None:
    for level in range(1, 6):
        for serial in (1, 9, 10, 99_999, 100_000, 999_999):
            for year in (2000, 2019, 2026, 2099):
                number = encode(prefix=OURS[:13], year=year, level=level, serial=serial)
                back = decode(number)
                assert (back.prefix, int(back.year), int(back.level), int(back.serial)) == (
                    OURS[:13],
                    year % 100,
                    level,
                    serial,
                )


@pytest.mark.parametrize(
    "over",
    [
        {"serial": 0},
        {"serial": 1_000_000},
        {"serial": -1},
        {"year": 1999},
        {"year": 2100},
        {"year": 26},
        {"level": 0},
        {"level": 6},
        {"prefix": OURS[:12]},
        {"prefix": OURS[:14]},
        {"prefix": "S000099000123"},
        {"prefix": "S00003300012３"},
        {"prefix": f"{OURS[:13]}\n"},
    ],
)
def test_what_makes_no_number(over: dict[str, object]) -> None:
    sound: dict[str, object] = {"prefix": OURS[:13], "year": 2025, "level": 3, "serial": 1}
    with pytest.raises(BadNumber):
        encode(**{**sound, **over})  # type: ignore[arg-type]
