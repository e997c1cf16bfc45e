"""Plumbing without one domain word: database, commit, time, refusals, pages, files, prints."""
