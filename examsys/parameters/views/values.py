"""Pages of settings: the catalogue with values in force, one parameter with its history."""

from itertools import groupby
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from examsys.kernel import clock
from examsys.kernel.errors import Invalid
from examsys.kernel.web import actor, allow, form_page, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.parameters import queries, service
from examsys.parameters.forms import ChoiceForm, ValueForm, value_form
from examsys.parameters.views.blueprint import bp
from examsys.parameters.words import GROUPS
from examsys.rules.parameter import SCOPE_WORDS


@bp.get("/")
@allow("parameters.read")
def index() -> ResponseReturnValue:
    rank = list(GROUPS)
    found = sorted(queries.settings(on=clock.today()), key=lambda s: rank.index(s.parameter.group))
    groups = [
        (key, GROUPS[key], list(members))
        for key, members in groupby(found, key=lambda s: s.parameter.group)
    ]
    return page(
        "parameters/index.html",
        groups=groups,
        title="参数设置",
        crumbs=[("工作台", "/"), ("参数设置", None)],
    )


@bp.get("/<key>/")
@allow("parameters.read")
def show(key: str) -> ResponseReturnValue:
    return page("parameters/show.html", **_shown(key))


@bp.route("/<key>/edit", methods=["GET", "POST"])
@allow("parameters.change")
def edit(key: str) -> ResponseReturnValue:
    known = queries.parameter(key)
    form = value_form(known)
    if request.method == "GET":
        current = queries.setting(key, on=clock.today())
        form.value.data = known.write(current.value)
        form.valid_from.data = clock.today()
    if form.accepted() and _saved(key, form):
        return see_other("parameters.show", key=key)
    return form_page("parameters/edit.html", form, **_shown(key, leaf="修改"))


def _saved(key: str, form: ValueForm | ChoiceForm) -> bool:
    """Whether the value was taken; if not, the form says why."""
    assert form.valid_from.data is not None
    try:
        with unit_of_work():
            service.set_value(
                key,
                form.value.data or "",
                valid_from=form.valid_from.data,
                source_note=form.source_note.data or "",
                actor=actor(),
                at=clock.now(),
            )
    except Invalid as refusal:
        form.form_errors.append(str(refusal))
        return False
    say("参数已保存，自生效日期起使用；已公告的批次仍按公告时的值办理。")
    return True


def _shown(key: str, leaf: str | None = None) -> dict[str, Any]:
    current = queries.setting(key, on=clock.today())
    title = current.parameter.title
    own = [(title, url_for("parameters.show", key=key)), (leaf, None)] if leaf else [(title, None)]
    return {
        "setting": current,
        "history": queries.history(key),
        "scope": SCOPE_WORDS[current.parameter.scope],
        "title": f"{leaf} {title}" if leaf else title,
        "crumbs": [("工作台", "/"), ("参数设置", url_for("parameters.index")), *own],
    }
