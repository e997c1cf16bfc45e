"""Scores: blind codes, two entries by two people, a third who resolves, publication.

Nouns: Script, Entry, Result (one component), Outcome (the whole registration).
"""
