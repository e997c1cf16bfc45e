"""Papers: from blueprint to a frozen main and spare paper.

Nouns: Blueprint (revised, never overwritten), PaperSet (drawn, then approved or withdrawn),
PaperForm (main or spare: one sealed paper with a number). Beside the usual files: `plans.py`, what
a blueprint says and how it is written down; `tables.py`, what a drawn paper reached; `gates.py`,
what a batch needs before it sits.
"""
