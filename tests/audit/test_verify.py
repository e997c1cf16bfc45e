"""Any edit, deletion, reordering or truncation of an exported log is found and located."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examsys.audit.leaf import FIELDS
from examsys.audit.merkle import Tree
from examsys.audit.note import BadNote, open_note
from examsys.audit.verify import Unreadable, check
from tests.audit import make

OTHER = make.Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key()
EDITABLE = sorted(set(FIELDS) - {"seq"})


def found(lines, **given_) -> tuple[int | None, str] | None:
    first = check(make.written(lines), **given_).first
    return None if first is None else (first.seq, first.message)


def at(lines, seq):
    return next(i for i, line in enumerate(lines) if line.get("seq") == seq)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 12])
def test_a_sound_log_passes(size):
    verdict = check(make.written(make.log(size)))
    assert (verdict.problems, verdict.events, verdict.checkpoints) == ([], size, size // 3)


def test_an_erased_detail_is_counted_and_breaks_nothing():
    lines = make.log(5)
    lines[at(lines, 2)].update(salt=None, detail=None)
    verdict = check(make.written(lines))
    assert (verdict.ok, verdict.erased) == (True, 1)


@given(size=st.integers(1, 12), data=st.data())
def test_an_edited_field_is_located(size, data):
    lines = make.log(size)
    seq = data.draw(st.integers(1, size))
    field = data.draw(st.sampled_from(EDITABLE))
    line = lines[at(lines, seq)]
    line[field] = line[field] + "0"
    assert found(lines)[0] == seq


@given(size=st.integers(1, 12), data=st.data())
def test_an_edited_detail_is_located(size, data):
    lines = make.log(size)
    seq = data.draw(st.integers(1, size))
    lines[at(lines, seq)]["detail"] = {"n": -1}
    assert found(lines) == (seq, f"第{seq}条的明细与其指纹不符，已被改动。")


@given(size=st.integers(1, 12), data=st.data())
def test_an_edit_with_a_fitting_leaf_is_located(size, data):
    lines = make.log(size)
    seq = data.draw(st.integers(1, size))
    lines[at(lines, seq)] = make.sealed({**lines[at(lines, seq)], "actor": "qian"})
    assert found(lines)[0] == seq


@given(size=st.integers(1, 14), data=st.data())
def test_an_edit_with_a_fitting_chain_is_located_between_two_checkpoints(size, data):
    lines = make.log(size)
    seq = data.draw(st.integers(1, size))
    lines[at(lines, seq)]["actor"] = "qian"
    bad, message = found(make.rechained(lines))
    assert bad == (seq - 1) // 3 * 3 + 1
    assert "根与日志不符" in message


@given(size=st.integers(2, 12), data=st.data())
def test_a_deleted_event_is_located(size, data):
    lines = make.log(size)
    seq = data.draw(st.integers(1, size))
    del lines[at(lines, seq)]
    assert found(lines)[0] == seq


@given(size=st.integers(2, 14), data=st.data())
def test_a_deleted_event_with_a_fitting_chain_is_found(size, data):
    lines = make.log(size)
    seq = data.draw(st.integers(1, size))
    del lines[at(lines, seq)]
    bad, _ = found(make.rechained(lines))
    assert (seq - 1) // 3 * 3 + 1 <= bad <= size


@given(size=st.integers(2, 12), data=st.data())
def test_two_events_in_the_wrong_order_are_located(size, data):
    lines = make.log(size, every=20)
    first = data.draw(st.integers(1, size - 1))
    second = data.draw(st.integers(first + 1, size))
    i, j = at(lines, first), at(lines, second)
    lines[i], lines[j] = lines[j], lines[i]
    assert found(lines)[0] == first


@given(size=st.integers(2, 12), data=st.data())
def test_a_repeated_event_is_located(size, data):
    lines = make.log(size, every=20)
    seq = data.draw(st.integers(1, size))
    lines.insert(at(lines, size) + 1, lines[at(lines, seq)])
    assert found(lines) == (seq, f"第{seq}条重复出现或次序被改动。")


@given(size=st.integers(1, 12), data=st.data())
def test_a_cut_off_tail_is_located(size, data):
    lines = make.log(size, every=20)
    left = data.draw(st.integers(0, size - 1))
    kept = [line for line in lines if line.get("seq", 0) <= left]
    assert found(kept)[0] == left + 1
    without_head = kept[:-1]
    assert found(without_head) == (left + 1, f"缺少结尾记录，日志在第{left}条之后被截断。")


def test_replacement_by_its_own_past_is_found_with_an_anchor_only():
    long, short = make.log(9), make.log(6)
    anchor = next(
        line["note"] for line in long if line.get("kind") == "checkpoint" and line["size"] == 9
    )
    assert found(short) is None
    assert found(short, anchors=[anchor])[0] == 7
    assert found(long, anchors=[anchor]) is None


def test_an_anchor_of_another_history_is_found():
    other = make.log(9)
    other[at(other, 2)]["actor"] = "qian"
    tree = Tree()
    for line in make.rechained(other):
        if line["kind"] == "event" and line["seq"] <= 3:
            tree.add(bytes.fromhex(line["leaf"]))
    anchor = make.note(tree, "report")
    assert found(make.log(9), anchors=[anchor])[0] == 1


def test_another_key_is_told():
    first = check(make.written(make.log(3)), key=OTHER).first
    assert "公钥" in first.message


def test_a_key_exchanged_in_the_file_is_told():
    lines = make.log(3)
    lines[0]["public_key"] = make.base64.b64encode(OTHER.public_bytes_raw()).decode()
    assert not check(make.written(lines)).ok
    lines[0]["origin"] = make.origin_of(OTHER)
    assert not check(make.written(lines)).ok


def test_an_edited_checkpoint_is_found():
    for field, value in (("occasion", "issue"), ("at", "2026-01-01"), ("root", "0" * 64)):
        lines = make.log(3)
        line = next(line for line in lines if line["kind"] == "checkpoint")
        line[field] = value
        assert found(lines) == (3, "第3条处的检查点与其签名的内容不符，已被改动。")


def test_appended_lines_do_not_pass():
    lines = make.log(3)
    assert not check(make.written([*lines, lines[0]])).ok
    assert not check(make.written([*lines, lines[1]])).ok


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[1:],
        lambda text: [],
        lambda text: [b"\xff\xfe", *text],
        lambda text: [b"[" * 100_000, *text],
    ],
)
def test_what_does_not_begin_like_a_log_is_unreadable(spoil):
    with pytest.raises(Unreadable):
        check(spoil(make.written(make.log(3))))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda line: line.replace(b'"seq":2', b'"seq": 2'),
        lambda line: line.replace(b'"seq":2', b'"seq":true'),
        lambda line: line.replace(b'"seq":2', b'"seq":"2"'),
        lambda line: line.replace(b'{"action"', b'{"a":1,"action"'),
        lambda line: line.replace(b"}\n", b',"actor":"qian"}\n'),
        lambda line: json.dumps({**json.loads(line), "actor": "qian"}).encode() + b"\n",
        lambda line: b"[" * 100_000 + b"\n",
        lambda line: b"\xff\xfe\n",
        lambda line: b"\n",
    ],
)
def test_a_line_that_the_export_never_writes_is_found_wrong(spoil):
    """Whoever edits a log by hand or by another program does not write its spelling."""
    text = list(make.written(make.log(3)))
    at = next(place for place, line in enumerate(text) if b'"seq":2' in line)
    text[at] = spoil(text[at])
    verdict = check(text)
    assert (verdict.ok, verdict.first.seq) == (False, 2)
    assert any(p.message.startswith(f"第{at + 1}行") for p in verdict.problems)


def test_a_blank_line_at_the_end_is_found_wrong():
    assert not check([*make.written(make.log(3)), b"\n"]).ok


@given(data=st.data())
def test_no_changed_byte_of_a_note_passes(data):
    signed = make.log(3)[-1]["note"]
    place = data.draw(st.integers(0, len(signed) - 1))
    other = data.draw(st.sampled_from("0aZ \n=—"))
    changed = signed[:place] + other + signed[place + 1 :]
    if changed == signed:
        return
    with pytest.raises(BadNote):
        open_note(changed, make.KEY.public_key())
