"""What may be set: the parameters of domain §15 with their history, and the working calendar.

Nouns: ParameterValue (added, never changed), Workday, CoveredYear.
"""
