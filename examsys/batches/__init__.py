"""Batches from plan to archive: one occupation, one level, one site.

Nouns: Batch, Sitting, Room, Duty, BatchStep. A batch moves only through `service.move`, along
`rules.lives.BATCH_LIFE`, past the gates that the features of each step have registered.
"""
