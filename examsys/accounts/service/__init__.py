"""Verbs on accounts: `accounts` (administration), `own` (password, second factor), `sessions`."""
