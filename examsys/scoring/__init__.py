"""Scores: blind codes, two entries by two people, a third who resolves, publication.

Nouns: ScoreBook (a batch's scores as a whole), Script (one candidate's work in one component),
EntryPass (the first or second reading of a component), Entry, Result (one component),
Outcome (the whole registration), Correction.
A pass is open, then submitted; when both are in they are compared, and what differs is resolved
by a third person. A book is confirmed, then published; reopening takes it back to before that.
"""
