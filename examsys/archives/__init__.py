"""Archives: five volumes a batch, completeness, sealing.

Nouns: Volume (open, then sealed), ArchiveItem.
"""
