"""A store on SQLAlchemy Core, on a session it is handed. It never commits.

`tables(metadata)` attaches the bank's tables to the caller's metadata, so that items, papers and
the audit log share one database and one transaction.
"""

from question_bank.sqlstore.rows import Filter, Revision
from question_bank.sqlstore.store import SqlStore
from question_bank.sqlstore.tables import Tables, tables

__all__ = ["Filter", "Revision", "SqlStore", "Tables", "tables"]
