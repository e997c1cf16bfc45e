"""Build the application: the only module that knows every feature."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from examsys import config, health, pages
from examsys.kernel import keys, logs
from examsys.kernel.db import db, engine_options, install_pragmas
from examsys.rules.permissions import Table

ROOT = Path(__file__).resolve().parent.parent

# In the order of the floors; each package's `views` holds its blueprints in `blueprints`.
FEATURES: tuple[str, ...] = (
    "audit",
    "jobs",
    "accounts",
    "parameters",
    "publicity",
    "personnel",
    "bank",
    "agency",
    "batches",
    "candidates",
    "dispatch",
    "papers",
    "scoring",
    "certificates",
    "archives",
    "yearend",
    "regimes",
    "filing",
    "oversight",
)
KERNEL_TABLES = ("work", "files", "throttle", "staging")


def create_app(settings: config.Settings | None = None, *, testing: bool = False) -> Flask:
    """returns: the application on an existing instance (its key files are read here).

    raises: config.Misconfigured, keys.BadKeys.
    """
    chosen = settings or config.from_environment()
    app = Flask(
        __name__,
        instance_path=str(chosen.instance),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "examsys" / "static"),
    )
    loaded = keys.load(chosen.instance)
    app.config.update(_flask_settings(chosen, loaded, testing=testing))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["keys"] = loaded
    app.extensions["permissions"] = Table()
    _connect(app)
    logs.install(app)
    CSRFProtect(app)
    pages.install(app)
    app.register_blueprint(health.bp)
    for name in FEATURES:
        if find_spec(f"examsys.{name}.views") is None:
            continue
        views = import_module(f"examsys.{name}.views")
        for blueprint in views.blueprints:
            app.register_blueprint(blueprint)
    _serve_static(app, chosen)
    return app


def _flask_settings(chosen: config.Settings, loaded: keys.Keys, *, testing: bool) -> dict[str, Any]:
    return {
        "SETTINGS": chosen,
        "TESTING": testing,
        "SECRET_KEY": loaded.session,
        "TRUSTED_HOSTS": chosen.trusted_hosts,
        "SQLALCHEMY_DATABASE_URI": chosen.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(chosen.database_url),
        "SESSION_COOKIE_NAME": "__Host-sid" if chosen.secure else "sid",
        "SESSION_COOKIE_SECURE": chosen.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 5_000,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_I18N_ENABLED": False,
        "SEND_FILE_MAX_AGE_DEFAULT": 31_536_000,
    }


def _connect(app: Flask) -> None:
    for name in KERNEL_TABLES:
        _import_tables("kernel", name)
    for name in FEATURES:
        _import_tables(name, "models")
    db.init_app(app)
    with app.app_context():
        install_pragmas(db.engine)


def _import_tables(package: str, module: str) -> None:
    if find_spec(f"examsys.{package}.{module}") is not None:
        import_module(f"examsys.{package}.{module}")


def _serve_static(app: Flask, chosen: config.Settings) -> None:
    wsgi: Any = WhiteNoise(
        app.wsgi_app,
        root=str(ROOT / "examsys" / "static"),
        prefix="static/",
        max_age=3600,
        allow_all_origins=False,
        add_headers_function=_for_this_site_only,
    )
    if chosen.trusted_proxies:
        count = chosen.trusted_proxies
        wsgi = ProxyFix(wsgi, x_for=count, x_proto=count, x_host=count)
    app.wsgi_app = wsgi  # type: ignore[method-assign]


def _for_this_site_only(headers: Any, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
