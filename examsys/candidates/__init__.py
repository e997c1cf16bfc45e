"""Candidates from registration to the sign-in sheet.

Nouns: Candidate (a natural person), Registration (one candidate in one batch), AttendanceRecord.
A registration's life is `rules.lives.REGISTRATION_LIFE`; two different people review it.
"""
