"""The Merkle tree over the leaves (RFC 9162 §2.1), kept as its peaks: it grows leaf by leaf."""

import hashlib
from collections.abc import Iterable


class Tree:
    """A growing tree; `peaks` are the roots of its perfect subtrees, from left to right."""

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)

    def add(self, leaf: bytes) -> None:
        """leaf: an event's digest; it is a leaf hash already, 0x00 included."""
        self.peaks.append(leaf)
        complete = self.size
        while complete & 1:
            right = self.peaks.pop()
            self.peaks.append(_node(self.peaks.pop(), right))
            complete >>= 1
        self.size += 1

    def root(self) -> bytes:
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        *left, root = self.peaks
        for peak in reversed(left):
            root = _node(peak, root)
        return root


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
