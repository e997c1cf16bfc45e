"""What every view is made of: one guard, one page call, one redirect."""

import secrets
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, ParamSpec, Protocol, TypeVar, cast

from flask import (
    Response,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from examsys.kernel.actor import Actor, visitor
from examsys.kernel.errors import NotAllowed

P = ParamSpec("P")
R = TypeVar("R")


class Permissions(Protocol):
    """The one table role × operation, handed in by the application."""

    def allows(self, operation: str, roles: tuple[str, ...]) -> bool: ...


def actor() -> Actor:
    """Who sent this request; on public pages a visitor."""
    return cast(Actor, g.get("actor") or visitor(request.remote_addr or ""))


def may(operation: str) -> bool:
    """Whether the signed-in account may do this; pages hide what one may not do."""
    who = g.get("actor")
    table = cast(Permissions, current_app.extensions["permissions"])
    return who is not None and table.allows(operation, who.roles)


def allow(operation: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Guard a view by an operation of the permission table. Every view carries `allow`,
    `signed_in` or `public`; a test checks."""

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if g.get("actor") is None:
                return cast(R, _to_sign_in())
            if not may(operation):
                raise NotAllowed("当前岗位没有这项操作的权限。需要办理时请联系系统管理员调整岗位。")
            return view(*args, **kwargs)

        guarded.guard = operation  # type: ignore[attr-defined]
        return guarded

    return guard


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Guard a view that every account may open (home, own password)."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if g.get("actor") is None:
            return cast(R, _to_sign_in())
        return view(*args, **kwargs)

    guarded.guard = "signed_in"  # type: ignore[attr-defined]
    return guarded


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view that needs no sign-in."""
    view.guard = "public"  # type: ignore[attr-defined]
    return view


def page(template: str, *, part: str | None = None, status: int = 200, **context: Any) -> Response:
    """The whole page, or only `part` of it when htmx asks. Same URL, same context."""
    shown = part if part and request.headers.get("HX-Request") == "true" else template
    response = make_response(render_template(shown, **context), status)
    if part is not None:
        response.vary.add("HX-Request")
    return response


def form_page(template: str, form: Any, **context: Any) -> Response:
    """A page with a form: 422 when the form was sent and found wrong."""
    status = 422 if request.method == "POST" else 200
    return page(template, status=status, form=form, **context)


def see_other(endpoint: str, **values: Any) -> ResponseReturnValue:
    return redirect(url_for(endpoint, **values), code=303)


def say(message: str, tone: str = "pass") -> None:
    """Tell the person on the next page what has happened. tone: pass, info, wait or fail."""
    flash(message, tone)


def once_token() -> str:
    """A fresh token for a form whose effect must happen once."""
    return secrets.token_urlsafe(16)


def address(endpoint: str, **values: Any) -> str:
    """`url_for` for templates: a list names the same hundred addresses each time it is shown."""
    if endpoint.startswith(".") or any(key.startswith("_") for key in values):
        return url_for(endpoint, **values)
    try:
        return _address(request.script_root, endpoint, **values)
    except TypeError:  # a list among the values cannot be a key
        return url_for(endpoint, **values)


@lru_cache(maxsize=8192, typed=True)
def _address(_root: str, endpoint: str, /, **values: Any) -> str:
    return url_for(endpoint, **values)


def static(filename: str) -> str:
    """The address of a file under static/; a page names dozens, too many for url_for."""
    return f"{request.script_root}{current_app.static_url_path}/{filename}"


def public_url(endpoint: str, **values: Any) -> str:
    """An absolute address for paper and QR codes."""
    base: str = current_app.config["SETTINGS"].public_url
    return base + url_for(endpoint, **values, _external=not base)


def _to_sign_in() -> ResponseReturnValue:
    if request.headers.get("HX-Request") == "true":
        response = make_response("", 401)
        response.headers["HX-Redirect"] = url_for("accounts.sign_in")
        return response
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return see_other("accounts.sign_in", next=wanted)
