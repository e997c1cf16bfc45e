"""题库: the table of specification, and the life of items whose text stays sealed.

Nouns: SpecTable (being edited, then enacted), item (metadata and sealed versions, kept by
`question_bank`), ItemReview (what was decided about a version). Text is read through `gateway`
alone, after the reading is on record.
"""
