"""The law of the house: clauses, facts, findings. Standard library only, no clock, no database."""
