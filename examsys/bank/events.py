from enum import StrEnum


class BankEvent(StrEnum):
    SPEC_DRAFTED = "bank.spec.drafted"
    SPEC_CHANGED = "bank.spec.changed"
    SPEC_ENACTED = "bank.spec.enacted"
    SPEC_DISCARDED = "bank.spec.discarded"
    ITEM_WRITTEN = "bank.item.written"
    ITEM_REVISED = "bank.item.revised"
    ITEMS_IMPORTED = "bank.items.imported"
    ITEMS_SENT = "bank.items.sent"
    ITEM_PASSED = "bank.item.passed"
    ITEM_RETURNED = "bank.item.returned"
    ITEM_RETIRED = "bank.item.retired"
    ITEM_OPENED = "bank.item.opened"
    ITEMS_OPENED = "bank.items.opened"
    OPENING_REFUSED = "bank.opening.refused"
    SAMPLES_MARKED = "bank.samples.marked"
    SAMPLES_DECIDED = "bank.samples.decided"
    ITEMS_EXPORTED = "bank.items.exported"
