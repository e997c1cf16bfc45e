"""What can be the matter in the question bank. Every message is for the person at the screen."""

from collections.abc import Iterable


class BankError(Exception):
    """The root of everything this package raises on purpose."""


class Tampered(BankError):
    """An envelope does not belong where it was found, or is not what was sealed there.

    All causes look alike from outside, so that nobody learns from a refusal which check failed.
    """

    MESSAGE = "密文无法通过完整性校验，未予解密。请停止使用这条记录，并报告系统管理员核查。"

    def __init__(self, place: object = None) -> None:
        super().__init__(self.MESSAGE)
        self.place = place


class UnknownKey(Tampered):
    """The envelope names a key that is not on the ring (never issued, or not unsealed now)."""

    MESSAGE = "打开这条记录所需的密钥不在当前钥匙环上，未予解密。请确认密钥目录完整后重试。"


class Absent(BankError, KeyError):
    """No such revision is stored."""

    def __init__(self, ref: object) -> None:
        super().__init__(f"题库中没有这一版本的试题（{ref}）。")

    def __str__(self) -> str:
        return str(self.args[0])


class AlreadyStored(BankError):
    """A stored revision is never overwritten; a change is a new version."""

    def __init__(self, ref: object) -> None:
        super().__init__(f"试题的这一版本已入库，不能覆盖（{ref}）；修改请另存为新版本。")


class Unsound(BankError, ValueError):
    """Something handed in breaks its own rules; `reasons` lists all of them, in Chinese."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("；".join(self.reasons))


class Outdated(BankError):
    """Somebody changed the record since it was read."""

    def __init__(self, ref: object) -> None:
        super().__init__(f"这道题在打开页面之后已被改动（{ref}），请刷新页面后再操作。")


class TimeUp(BankError):
    """The solver was stopped before it knew the answer."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"组卷计算超过 {seconds:g} 秒仍无结论，请减少套数或放宽要求后重试。")
