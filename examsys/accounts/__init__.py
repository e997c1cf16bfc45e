"""Who may sign in, how they prove it, and for how long it counts.

Nouns: Account (one natural person, one login, never given to another), AccountSession (one
browser, revocable). An account is created with a one-time password, is enabled or disabled, and is
never deleted. `service/` and `views/` are split by noun; `passwords`, `codes` and `devices` are
pure; `guard` tells every request who sent it; `firstrun` lets the first account in.
"""
