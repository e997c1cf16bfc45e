"""Words and days as Chinese offices write them."""

from datetime import date

DIGITS = "〇一二三四五六七八九"


def cn_day(day: date) -> str:
    """returns: 二〇二六年十一月二十一日, as official papers write it."""
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{_under_hundred(day.month)}月{_under_hundred(day.day)}日"


def plain_day(day: date) -> str:
    """returns: 2026年11月21日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _under_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones else "")
