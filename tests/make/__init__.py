"""One builder per noun, sound by default."""

from tests.make.accounts import PASSWORD, PASSWORD_HASH, make_account, sign_in
from tests.make.agency import make_agency
from tests.make.bank import make_item, make_question, make_spec
from tests.make.batches import make_batch
from tests.make.candidates import make_candidate_facts, make_photo, make_registration
from tests.make.common import ACTOR, fictional_id_number
from tests.make.personnel import make_appointment, make_held_certificate, make_person
from tests.make.scoring import enter_marks, make_marked, make_published, make_scoring

__all__ = [
    "ACTOR",
    "PASSWORD",
    "PASSWORD_HASH",
    "enter_marks",
    "fictional_id_number",
    "make_account",
    "make_agency",
    "make_appointment",
    "make_batch",
    "make_candidate_facts",
    "make_held_certificate",
    "make_item",
    "make_marked",
    "make_person",
    "make_photo",
    "make_published",
    "make_question",
    "make_registration",
    "make_scoring",
    "make_spec",
    "sign_in",
]
