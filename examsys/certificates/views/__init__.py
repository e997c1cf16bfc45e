"""Screens of certificates for the office, and the public check under /verify/."""

from examsys.certificates.views import issue, numbers, papers, public, register
from examsys.certificates.views.blueprint import bp, verify

blueprints = (bp, verify)

__all__ = ["blueprints", "issue", "numbers", "papers", "public", "register"]
