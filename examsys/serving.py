"""The verbs that run an instance: serve, status, db."""
