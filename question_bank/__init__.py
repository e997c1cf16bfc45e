"""A question bank that nobody reads unseen: sealed text, open metadata, papers drawn by proof.

It stands alone: no web, no users, no clock. Its caller gives it three things: a store, keys, and a
witness that hears of every opening before anything is decrypted.

    vault = Vault(SqlStore(session), keys, witness)
    vault.put(card, question, by="writer", at=now)           sealed to its row and revision
    found = assemble(blueprint, cards, seed=seed)             cards only, no text
    texts = vault.open_many(refs, reader=…, reason=…, subject=…)   one event for the set
    papers = freeze(found, texts, seed=seed, uuids=…)         fixed bytes, a digest each
    envelope = seal_paper(papers[0], keys=keys)               a compartment of its own

`keys` is anything that keeps the `Keys` protocol: `KeyRing` today, custodians in quorum later.
Questions of level, kind and point are answered from cards; `Tampered` is never a return value.
"""

from question_bank.assemble import Assembly, Form, Pick, assemble, digest
from question_bank.blueprint import Blueprint, Section, blueprint_faults
from question_bank.cards import (
    COMPONENT_NAMES,
    DIFFICULTY_NAMES,
    KIND_NAMES,
    STATUS_NAMES,
    Card,
    Component,
    Kind,
    Ref,
    Status,
)
from question_bank.check import check_forms
from question_bank.compartment import open_paper, open_seed, rewrap, seal_paper, seal_seed
from question_bank.compositions import composition
from question_bank.conflict import Conflict
from question_bank.errors import (
    Absent,
    AlreadyStored,
    BankError,
    Outdated,
    Tampered,
    TimeUp,
    UnknownKey,
    Unsound,
)
from question_bank.formats.columns import ITEM_COLUMNS, SPEC_COLUMNS, Column, Fault
from question_bank.formats.rows import ItemRow, Reading, read_items
from question_bank.formats.spec_rows import SpecReading, read_spec
from question_bank.items import Question, RubricLine
from question_bank.paper import Paper, PaperItem, freeze
from question_bank.rendering import RenderedItem, RenderedSection, Rendering, rendering
from question_bank.seal import KeyRing, Keys, Place
from question_bank.shortfall import Shortfall
from question_bank.soundness import faults
from question_bank.spec import Importance, Point, Range, Spec, largest_remainder, spec_faults
from question_bank.store import Record, Store
from question_bank.vault import Opening, Vault, Witness, place_of

__all__ = [
    "COMPONENT_NAMES",
    "DIFFICULTY_NAMES",
    "ITEM_COLUMNS",
    "KIND_NAMES",
    "SPEC_COLUMNS",
    "STATUS_NAMES",
    "Absent",
    "AlreadyStored",
    "Assembly",
    "BankError",
    "Blueprint",
    "Card",
    "Column",
    "Component",
    "Conflict",
    "Fault",
    "Form",
    "Importance",
    "ItemRow",
    "KeyRing",
    "Keys",
    "Kind",
    "Opening",
    "Outdated",
    "Paper",
    "PaperItem",
    "Pick",
    "Place",
    "Point",
    "Question",
    "Range",
    "Reading",
    "Record",
    "Ref",
    "RenderedItem",
    "RenderedSection",
    "Rendering",
    "RubricLine",
    "Section",
    "Shortfall",
    "Spec",
    "SpecReading",
    "Status",
    "Store",
    "Tampered",
    "TimeUp",
    "UnknownKey",
    "Unsound",
    "Vault",
    "Witness",
    "assemble",
    "blueprint_faults",
    "check_forms",
    "composition",
    "digest",
    "faults",
    "freeze",
    "largest_remainder",
    "open_paper",
    "open_seed",
    "place_of",
    "read_items",
    "read_spec",
    "rendering",
    "rewrap",
    "seal_paper",
    "seal_seed",
    "spec_faults",
]
