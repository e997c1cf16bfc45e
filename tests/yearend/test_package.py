"""The signed package: whatever is changed, added or left out is refused."""

import io
import json
import zipfile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from examsys.kernel import signing
from examsys.yearend import package

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
LEVEL = {key: {"value": n} for key, n in (("participated", 2), ("certified", 1))}
FOUND = {
    "kind": "annual",
    "year": 2026,
    "cut_off": "2026-12-01",
    "levels": [{"level": 3, **LEVEL}],
    "totals": LEVEL,
    "list": [
        {"participated": True, "certified": True},
        {"participated": True, "certified": False},
        {"participated": False, "certified": False},
    ],
}
STATEMENT = {
    "kind": "annual",
    "year": 2026,
    "cut_off": "2026-12-01",
    "sealed_on": "2026-12-02",
    "status": "sealed",
}


def packed(found=FOUND, statement=STATEMENT, **over) -> bytes:
    files = {
        "report.pdf": b"%PDF-1.7 the report",
        "figures.xlsx": b"PK figures",
        "list.xlsx": b"PK list",
        "report.json": json.dumps(found).encode(),
        "checkpoint.txt": b"note",
    }
    return package.pack({**files, **over}, key=KEY, statement=statement)


def refused(content: bytes) -> bool:
    try:
        return not package.check(content, key=KEY.public_key()).ok
    except signing.BadSignature:
        return True


def test_a_sound_package_passes_and_says_what_was_checked():
    found = package.check(packed(), key=KEY.public_key())

    assert found.problems == ()
    assert found.checked == (
        "清单签名", "各文件指纹", "包内没有签名之外的内容", "清单与报告一致", "合计与名单一致",
    )  # fmt: skip
    assert found.statement == STATEMENT


def test_equal_input_gives_equal_bytes():
    assert packed() == packed()


def test_every_flipped_byte_is_refused():
    content = packed()

    passed = [
        place
        for place in range(len(content))
        if not refused(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
    ]
    assert passed == []


@pytest.mark.parametrize("extra", [b"\n", b"\x00", b"PK\x05\x06", b"x" * 70000])
def test_bytes_before_or_after_are_refused(extra):
    assert refused(packed() + extra)
    assert refused(extra + packed())


def test_a_member_added_or_taken_away_is_refused():
    content = io.BytesIO(packed())
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("more.txt", "x")
    assert refused(content.getvalue())

    small = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed())) as old, zipfile.ZipFile(small, "w") as new:
        for name in old.namelist():
            if name != "list.xlsx":
                new.writestr(name, old.read(name))
    assert refused(small.getvalue())


def test_every_cut_is_refused():
    content = packed()

    assert all(refused(content[:size]) for size in range(0, len(content), 7))


def test_another_key_is_refused():
    other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key()

    found = package.check(packed(), key=other)

    assert found.problems == ("清单的签名不正确：清单被改动，或不是这把公钥的机构签发的。",)


def test_the_enclosed_key_is_the_one_that_signed():
    found = package.enclosed_key(packed())

    assert found.public_bytes_raw() == KEY.public_key().public_bytes_raw()


def test_a_signed_report_that_does_not_add_up_is_told():
    wrong = {**FOUND, "list": FOUND["list"][1:]}

    found = package.check(packed(wrong), key=KEY.public_key())

    assert [problem[:2] for problem in found.problems] == ["名单"]


def test_a_statement_of_another_year_is_told():
    found = package.check(packed(statement={**STATEMENT, "year": 2025}), key=KEY.public_key())

    assert found.problems == ("清单与报告不一致：年度。",)
