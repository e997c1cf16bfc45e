"""备案: may this agency file, what is still missing, the dossier it hands in, and what follows.

Nouns: FilingCase (one a place), FilingFact, FilingPaper, FilingDuty, SiteTenure, ReadinessDay,
Dossier, FilingMatter. The marks of sample items live in the bank.
"""
