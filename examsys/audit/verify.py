"""Verify an exported log offline: standard library, `cryptography`, and public material only.

Checked: every line's form, the sequence without gaps, each leaf and detail against its digest, the
chain, each checkpoint's root and signature, and the signed end. What a chain cannot show, the
replacement of the whole log by its own shorter past, is shown by an anchor: a checkpoint that was
printed or handed over before.
"""

import base64
import binascii
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from examsys.audit.leaf import FIELDS, GENESIS, canonical, detail_digest, leaf_digest
from examsys.audit.merkle import Tree
from examsys.audit.note import BadNote, Note, open_note, origin_of

FORMAT = "examsys-audit/1"
SHAPES = {
    "header": {"kind", "format", "origin", "public_key"},
    "event": {"kind", *FIELDS, "leaf", "salt", "detail"},
    "checkpoint": {"kind", "size", "root", "at", "occasion", "note"},
    "head": {"kind", "size", "leaf", "note"},
}
MOST = 20  # problems told; after that many the log is no better known


class Unreadable(ValueError):
    """Not an exported log at all."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing found wrong. seq: the first event it concerns; None when it concerns none."""

    seq: int | None
    message: str


@dataclass(slots=True)
class Verdict:
    """What was checked and what was found."""

    key: Ed25519PublicKey
    events: int = 0
    erased: int = 0
    checkpoints: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.problems

    @property
    def first(self) -> Problem | None:
        placed = [problem for problem in self.problems if problem.seq is not None]
        return min(placed, key=lambda p: p.seq or 0) if placed else next(iter(self.problems), None)

    def add(self, seq: int | None, message: str) -> None:
        if len(self.problems) < MOST:
            self.problems.append(Problem(seq, message))


def check(
    lines: Iterable[bytes], *, key: Ed25519PublicKey | None = None, anchors: Sequence[str] = ()
) -> Verdict:
    """Walk a log once.

    key: the agency's public key, got elsewhere; without it the file's own is used.
    anchors: checkpoints (signed notes) kept outside.
    raises: Unreadable.
    """
    numbered = enumerate(lines, start=1)
    header, exact = _read(*next(numbered, (1, b"")))
    if header["kind"] != "header" or header["format"] != FORMAT:
        raise Unreadable("第1行不是本系统导出的审计日志文件头。")
    walk = _Walk(Verdict(key or _key(header["public_key"])), anchors)
    if header["origin"] != origin_of(walk.verdict.key):
        walk.verdict.add(None, "文件头的来源与公钥不符：日志不是这家机构导出的，或公钥被换过。")
    if not exact:
        walk.verdict.add(None, _altered(1))
    for number, line in numbered:
        walk.read(number, line)
    walk.finish()
    return walk.verdict


class _Walk:
    """The state between two lines."""

    def __init__(self, verdict: Verdict, anchors: Sequence[str]) -> None:
        self.verdict = verdict
        self.tree = Tree()
        self.expected, self.leaf = 1, GENESIS
        self.whole = True  # no event missing or misplaced so far
        self.sound = 0  # up to here everything lies under a root that holds
        self.ended = False
        self.spans: list[tuple[int, int, str]] = []  # somewhere in here something was changed
        opened = [self._open(text, "锚定检查点") for text in anchors]
        self.anchors = sorted((note for note in opened if note), key=lambda note: note.size)

    def read(self, number: int, text: bytes) -> None:
        """Take a line; one that the export did not write so is itself a finding."""
        try:
            line, exact = _read(number, text)
        except Unreadable as problem:
            self.whole = False
            self.verdict.add(self.expected, str(problem))
            return
        if not exact:
            self.verdict.add(line.get("seq", self.expected), _altered(number))
        self.take(line)

    def take(self, line: dict[str, Any]) -> None:
        if self.ended or line["kind"] == "header":
            self.verdict.add(None, "结尾记录之后还有内容，或有两个文件头。")
        elif line["kind"] == "event":
            self._event(line)
        elif line["kind"] == "checkpoint":
            self._checkpoint(line)
        else:
            self._head(line)

    def finish(self) -> None:
        if not self.ended:
            self.verdict.add(
                self.expected, f"缺少结尾记录，日志在第{self.expected - 1}条之后被截断。"
            )
        for note in self.anchors:
            self._truncated(note, "锚定检查点")
        for first, last, what in self.spans:
            # Told only where nothing more exact is known.
            if not any(first <= (p.seq or 0) <= last for p in self.verdict.problems):
                told = f"{_span(first, last)}中有改动：{what}签署的根与日志不符。"
                self.verdict.add(first, told)

    def _event(self, line: dict[str, Any]) -> None:
        seq, verdict = line["seq"], self.verdict
        verdict.events += 1
        if not self._in_place(seq):
            return
        if leaf_digest(line) != line["leaf"]:
            verdict.add(seq, f"第{seq}条的内容与其指纹不符，已被改动。")
        elif line["prev"] != self.leaf and self.expected == seq:
            broken = max(seq - 1, 1)
            verdict.add(broken, f"第{broken}条与下一条衔接不上，第{broken}条已被改写或替换。")
        self._detail(line)
        self.expected, self.leaf = seq + 1, line["leaf"]
        self.tree.add(bytes.fromhex(line["leaf"]))
        while self.anchors and self.anchors[0].size == seq:
            self._root(self.anchors.pop(0), "锚定检查点")

    def _in_place(self, seq: int) -> bool:
        if seq == self.expected:
            return True
        self.whole = False
        if seq < self.expected:
            self.verdict.add(seq, f"第{seq}条重复出现或次序被改动。")
            return False
        self.verdict.add(self.expected, f"缺少{_span(self.expected, seq - 1)}，已被删除或移动。")
        self.expected = seq + 1  # its link to the missing one cannot be judged
        return True

    def _detail(self, line: dict[str, Any]) -> None:
        if line["salt"] is None and line["detail"] is None:
            self.verdict.erased += 1
        elif line["salt"] is None or line["detail"] is None:
            self.verdict.add(line["seq"], f"第{line['seq']}条的明细不完整，已被改动。")
        elif detail_digest(line["salt"], line["detail"]) != line["detail_digest"]:
            self.verdict.add(line["seq"], f"第{line['seq']}条的明细与其指纹不符，已被改动。")

    def _checkpoint(self, line: dict[str, Any]) -> None:
        what = f"第{line['size']}条处的检查点"
        note = self._open(line["note"], what, line["size"])
        if note is None:
            return
        told = (line["size"], line["root"], line["at"], line["occasion"])
        if told != (note.size, note.root.hex(), note.at, note.occasion):
            self.verdict.add(line["size"], f"{what}与其签名的内容不符，已被改动。")
        elif self.whole and self.tree.size != note.size:
            self.verdict.add(min(note.size, self.expected), f"{what}不在原来的位置。")
        else:
            self._root(note, what)
            self.verdict.checkpoints += 1

    def _head(self, line: dict[str, Any]) -> None:
        self.ended = True
        note = self._open(line["note"], "结尾记录", self.expected - 1 or None)
        if note is None:
            return
        if line["size"] != note.size:
            self.verdict.add(None, "结尾记录与其签名的内容不符，已被改动。")
        elif note.size > self.tree.size or not self.whole:
            self._truncated(note, "结尾记录")
        elif note.size < self.tree.size:
            self.verdict.add(note.size + 1, f"第{note.size + 1}条起不在结尾记录的签名之内。")
        elif line["leaf"] != self.leaf:
            self.verdict.add(note.size or None, f"第{note.size}条与结尾记录不符，已被改写。")
        else:
            self._root(note, "结尾记录")

    def _root(self, note: Note, what: str) -> None:
        """Compare a signed root with the tree at its size; both are where they belong."""
        if not self.whole:
            return
        if note.root == self.tree.root():
            self.sound = note.size
        else:
            self.spans.append((self.sound + 1, note.size, what))

    def _truncated(self, note: Note, what: str) -> None:
        if note.size >= self.expected:
            missing = _span(self.expected, note.size)
            self.verdict.add(
                self.expected, f"日志被截断：{what}记到第{note.size}条，缺少{missing}。"
            )

    def _open(self, signed: str, what: str, seq: int | None = None) -> Note | None:
        try:
            return open_note(signed, self.verdict.key)
        except BadNote as problem:
            self.verdict.add(seq, f"{what}：{problem}。")
            return None


def _span(first: int, last: int) -> str:
    return f"第{first}条" if first == last else f"第{first}条至第{last}条"


def _read(number: int, line: bytes) -> tuple[dict[str, Any], bool]:
    """returns: the line, and whether it stands exactly as the export writes it.

    raises: Unreadable when it is no line of a log.
    """
    try:
        found = json.loads(line)
        shaped = set(found) == SHAPES[found["kind"]]
        exact = canonical(found) + b"\n" == line
        _shaped(found)
    except (ValueError, KeyError, TypeError, RecursionError):
        shaped = False
    if not shaped:
        raise Unreadable(_altered(number))
    return dict(found), exact


def _altered(number: int) -> str:
    return f"第{number}行不是日志导出的原样内容，已被改动或损坏。请重新取得完整的导出文件。"


def _shaped(found: dict[str, Any]) -> None:
    """raises: ValueError, KeyError, TypeError when a value is of the wrong kind."""
    number = {"event": "seq", "checkpoint": "size", "head": "size"}.get(found["kind"])
    if number is not None and (type(found[number]) is not int or found[number] < 0):
        raise ValueError(number)
    if found["kind"] in {"event", "head"} and len(bytes.fromhex(found["leaf"])) != 32:
        raise ValueError("leaf")
    for name in {"note", "root", "public_key", "salt"} & set(found):
        if not isinstance(found[name], str) and found[name] is not None:
            raise TypeError(name)
    if not isinstance(found.get("detail"), dict | None):
        raise TypeError("detail")


def _key(text: str) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))
    except (ValueError, binascii.Error):
        raise Unreadable("文件头中的公钥无法识别。") from None
