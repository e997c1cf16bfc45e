"""The feature's one blueprint; the view modules add their pages to it."""

from flask import Blueprint

bp = Blueprint("parameters", __name__, url_prefix="/parameters")
