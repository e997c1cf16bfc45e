"""The door for features that keep documents of the same kinds: how they are read and checked."""

from examsys.regimes.documents import ACCEPT, DOCX, LARGEST, PDF, Document, read

__all__ = ["ACCEPT", "DOCX", "LARGEST", "PDF", "Document", "read"]
