"""The growing tree gives the roots of RFC 9162, here computed by the definition."""

import hashlib

import pytest

from examsys.audit.merkle import Tree


def by_definition(leaves: list[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = by_definition(leaves[:split]), by_definition(leaves[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


@pytest.mark.parametrize("size", range(18))
def test_root_is_the_one_of_the_definition(size):
    leaves = [hashlib.sha256(bytes([0, n])).digest() for n in range(size)]
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    assert (tree.size, tree.root()) == (size, by_definition(leaves))
    assert Tree(tree.size, tree.peaks).root() == tree.root()


def test_known_root_of_the_certificate_transparency_vectors():
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    tree = Tree()
    for text in inputs:
        tree.add(hashlib.sha256(b"\x00" + bytes.fromhex(text)).digest())
    assert tree.root().hex() == "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"
