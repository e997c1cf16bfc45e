"""Long work: the row is the truth, Huey only wakes a worker, a killed worker loses nothing.

Nouns: Job (queued, running, then done, failed or cancelled), JobProgress (its live counters).
Differs from other features by `registry` (kinds of work), `runner` (one run of one job),
`progress` (what a kind of work is handed) and `queue` (the only module that knows Huey).
"""
