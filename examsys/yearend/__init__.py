"""The year-end report: figures that link to their records, signed, checked offline.

Nouns: YearReport (draft, then sealed; annual, or a supplement of what came after the cut-off).
"""
