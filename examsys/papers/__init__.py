"""Papers: from blueprint to a frozen main and spare paper.

Nouns: Blueprint, PaperSet (drawn, approved, withdrawn), PaperForm (main or spare).
"""
