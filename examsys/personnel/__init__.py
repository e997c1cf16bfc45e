"""People who write, examine and supervise, and whether they may.

Nouns: Person with credentials, titles, work periods, agreements, violations; Appointment.
An appointment is active, then ended; it keeps the report it was decided on.
"""
