"""What a password must be, both sides of every threshold."""

import pytest

from examsys.accounts import passwords
from examsys.accounts.passwords import problems

SHORT = "口令至少12个字符，现为11个。"
CLASSES = "口令须包含大写字母、小写字母、数字、符号中的至少三类。"
COMMON = "口令过于常见，或主要由姓名、账号、单位名称组成，请换一个。"
USED = "不能使用最近5次用过的口令，请换一个。"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mei-hua-27Ka", []),
        ("mei-hua-27K", [SHORT]),
        ("meihuazhulan27", [CLASSES]),
        ("meihuazhulaN27", []),
        ("梅兰竹菊mei2027ok", []),
        ("P@ssw0rd2026!", [COMMON]),
        ("Admin@2026-2026", [COMMON]),
        ("Renshe-Rending-2026", [COMMON]),
        ("Abcdefgh-12345678", [COMMON]),
        ("aaaaAAAA1111!!!!", [COMMON]),
        ("Zhang-Xiaoming-1990", [COMMON]),
        ("zxm.1990.ZXM.0102", [COMMON]),
        ("a" * 129, ["口令最多128个字符，现为129个。"]),
    ],
)
def test_problems(text, found):
    assert problems(text, personal=["zxm", "张小明"]) == found


def test_the_last_passwords_are_not_taken_again():
    old = [passwords.hash_password(text) for text in ("Mei-Hua-2027-kai", "Ju-Hua-2028-ming")]
    assert problems("Ju-Hua-2028-ming", history=old) == [USED]
    assert problems("Ju-Hua-2029-ming", history=old) == []


def test_full_width_and_half_width_are_one_password():
    assert passwords.verify_password("Ｍei-Hua-2027", passwords.hash_password("Mei-Hua-2027"))


def test_one_time_passwords_differ_and_are_sound():
    made = {passwords.one_time() for _ in range(50)}
    assert len(made) == 50
    assert [problems(text) for text in made] == [[]] * 50
