"""The public look-up of one's own scores, at /apply/."""

from flask.typing import ResponseReturnValue

from examsys.kernel import clock
from examsys.kernel.web import actor, form_page, page, public
from examsys.scoring import service
from examsys.scoring.forms import LookUpForm
from examsys.scoring.marks import plain
from examsys.scoring.views.blueprint import apply

UNKNOWN = "没有查到。请核对准考证号和身份证号后再查；10 分钟内同一准考证号最多查错 5 次。"


@apply.route("/", methods=["GET", "POST"])
@public
def index() -> ResponseReturnValue:
    form = LookUpForm.bind()
    if form.accepted():
        now = clock.now()
        found = service.look_up(
            form.ticket_no.data or "", form.id_number.data or "", actor=actor(), at=now
        )
        if found is not None:
            return page(
                "apply/answer.html",
                title="成绩查询结果",
                answer=found,
                at=now,
                plain=plain,
                in_period=_in_period(found),
            )
        form.form_errors.append(UNKNOWN)
    form.id_number.data = ""
    return form_page("apply/index.html", form, title="成绩查询")


def _in_period(found: service.Answer) -> bool:
    until = found.notice.publicity_until if found.notice else None
    return until is not None and clock.today() <= until
