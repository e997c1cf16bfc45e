"""The evaluation agency itself: what is filed about it, and where and what it may examine.

Nouns: Agency (one), Site, Occupation, FiledLevel.
"""
