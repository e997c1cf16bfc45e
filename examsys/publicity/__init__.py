"""Announcements and 公示 with working-day clocks, and the objections they bring.

Nouns: Notice (draft, published, withdrawn), Objection (open until decided).
"""
