"""The desk: what each role has to do and by when, where the batches stand, search, clauses.

Reads every lower feature and changes nothing.
"""
