"""What the agency does with its people. Callers open the unit of work."""

from examsys.personnel.service.qualifications import reasons, require_qualified

__all__ = ["reasons", "require_qualified"]
