"""Certificates: numbered without gaps, signed, printed, verified by strangers, revoked with reason.

Nouns: SerialCounter, Certificate, Acceptance (the authority's receipt of the results).
"""
