"""Common passwords, known by their stem: `P@ssw0rd2026!` and `passWORD_123` are both `password`."""

from collections.abc import Iterable
from itertools import pairwise

LOOK_ALIKES = str.maketrans(
    {"@": "a", "4": "a", "0": "o", "1": "l", "!": "i", "$": "s", "5": "s", "3": "e", "7": "t"}
)
# One stem stands for all its spellings with digits, years, symbols and capitals around it.
STEMS = frozenset(
    """
    password passwd passw pass passwort mima kouling woaini wodemima admin administrator root
    superuser sysadmin system guest test testing tester demo user username login welcome letmein
    changeme default secret master manager security server oracle mysql postgres sqlserver apache
    tomcat weblogic windows linux cisco huawei huaweicloud h3c h3capadmin ruijie zte tencent alibaba
    aliyun baidu weixin wechat qq taobao jingdong qwerty qwertyuiop qwert qwer asdf asdfgh asdfghjkl
    zxcv zxcvb zxcvbnm qazwsx qazwsxedc qaz wsx edc abc abcd abcde abcdef abcdefg abcdefgh aabbcc
    iloveyou loveyou love dragon monkey football baseball basketball superman batman michael jordan
    shadow sunshine princess summer spring autumn winter monday january hello helloworld freedom
    whatever trustno starwars computer internet samsung google apple iphone company office work
    china beijing shanghai guangzhou shenzhen tianjin chongqing zhongguo zhonghua
    zhangsan lisi wangwu zhaoliu xiaoming laowang nihao wohenhao killer hunter soccer
    renshe renshebu rensheju renshejuguanli rencai zhiye zhiyejineng jineng jinengrending rending
    rendingguanli rendingjigou pingjia pingjiajigou jianding jiandingzhongxin kaoshi kaowu kaoping
    kaopingyuan tiku shijuan zhengshu chengji laodong laodongguanxi laodongguanxixietiaoshi
    xietiaoshi xietiaoyuan examsys exam
    """.split()  # noqa: SIM905 -- a hundred quoted words would hide the list
)


def is_common(text: str, *, personal: Iterable[str] = ()) -> bool:
    """Whether little remains of a password once a common or personal word is taken away.

    personal: logins and names; Chinese ones count by their pinyin too.
    """
    plain = "".join(c for c in text.lower() if c.isalpha())
    folded = "".join(c for c in text.lower().translate(LOOK_ALIKES) if c.isalpha())
    words = STEMS | _spellings(personal)
    if len(set(text.lower())) < 5 or _steps(text) * 2 >= len(text):
        return True
    return any(_made_of(letters, words) for letters in (plain, folded, _outer(text)))


def _steps(text: str) -> int:
    """How many characters only repeat or follow the one before: 1234, aaaa, dcba."""
    codes = [ord(c) for c in text.lower()]
    return sum(abs(after - before) <= 1 for before, after in pairwise(codes))


def _outer(text: str) -> str:
    """The letters between leading and trailing digits and symbols, look-alikes read as letters."""
    core = text.lower().strip("0123456789!@#$%^&*()-_=+[]{};:'\",.<>/?\\|`~ ")
    return "".join(c for c in core.translate(LOOK_ALIKES) if c.isalpha())


def _made_of(letters: str, words: frozenset[str]) -> bool:
    """Whether the letters are nothing but such words, one after another."""
    reached = {0}
    for end in range(1, len(letters) + 1):
        if any(start in reached and letters[start:end] in words for start in range(end)):
            reached.add(end)
    return len(letters) in reached


def _spellings(personal: Iterable[str]) -> frozenset[str]:
    from pypinyin import lazy_pinyin

    found = set()
    for word in personal:
        syllables = [part.lower() for part in lazy_pinyin(word)]
        found.add("".join(c for c in word.lower() if c.isalpha()))
        found.add("".join(c for c in "".join(syllables) if c.isalpha()))
        found.add("".join(part[0] for part in syllables if part[:1].isalpha()))
    return frozenset(word for word in found if len(word) >= 2)
