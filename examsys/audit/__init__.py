"""The log: every change and every disclosure, one event each, chained and provable.

Nouns: AuditEvent (leaf), AuditDetail (erasable, behind a salted commitment), AuditHead, Checkpoint.
"""
