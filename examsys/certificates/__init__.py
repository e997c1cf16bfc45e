"""Certificates: numbered without gaps, signed, printed, verified by strangers, revoked with reason.

Nouns: Acceptance (the authority's receipt of the results), IssueRequest (pending, then approved or
returned), Certificate (reserved, issued, revoked; its number is never used again), Withheld (why a
person who passed gets none), Upload (one sheet for 上网备案), SerialCounter. Outside the database:
the issuance ledger, so that restoring yesterday issues no number twice.
"""
