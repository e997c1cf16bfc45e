"""Parts of forms: fields, tokens, errors, one-button posts, uploads."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from examsys.kernel.forms import BaseForm
from tests.parts.conftest import Show


class Intake(BaseForm):
    name = StringField("姓名", [InputRequired("请填写姓名")], description="与身份证一致")
    level = SelectField("级别", choices=[SelectChoice("3", "三级")], validate_choice=False)
    sex = RadioField(
        "性别", choices=[SelectChoice("m", "男"), SelectChoice("f", "女")], validate_choice=False
    )
    day = DateField("取得日期", [InputRequired("请填写取得日期")])
    agreed = BooleanField("已阅读考场规则", [InputRequired("请勾选")])
    note = TextAreaField("备注")
    photo = FileField("证件照")
    version = HiddenField()
    send = SubmitField("提交审核")


@pytest.fixture
def form(bare: Flask) -> Intake:
    return Intake(formdata=None)


@pytest.fixture
def refused(bare: Flask) -> Intake:
    form = Intake(formdata=MultiDict({"level": "3", "sex": "m"}))
    form.validate()
    return form


def test_text_field_has_label_mark_and_hint(show: Show, form: Intake) -> None:
    html = show("field", "{{ p.field(f.name) }}", f=form)
    assert '<label class="field-label" for="name">姓名<span class="required"' in html
    assert 'aria-describedby="name-hint"' in html
    assert '<p class="hint" id="name-hint">与身份证一致</p>' in html
    assert "aria-invalid" not in html


def test_wrong_field_says_why_and_is_described_by_it(show: Show, refused: Intake) -> None:
    html = show("field", '{{ p.field(f.name, "两个字以上") }}', f=refused)
    assert 'aria-describedby="name-hint name-errors"' in html
    assert 'aria-invalid="true"' in html
    assert '<p class="field-errors" id="name-errors">请填写姓名</p>' in html
    assert ">两个字以上</p>" in html


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("level", 'class="form-select" id="level"'),
        ("day", 'type="date"'),
        ("note", 'rows="4"'),
        ("photo", 'type="file"'),
        ("agreed", '<label class="form-check-label" for="agreed">已阅读考场规则<span'),
        ("sex", "<legend>性别</legend>"),
        ("version", '<input autocomplete="off" id="version" name="version" type="hidden"'),
        ("send", '<input autocomplete="off" class="btn btn-primary" id="send"'),
    ],
)
def test_each_kind_of_field(show: Show, form: Intake, name: str, expected: str) -> None:
    assert expected in show("field", "{{ p.field(f) }}", f=form[name])


def test_radio_choices_are_labelled_one_by_one(show: Show, form: Intake) -> None:
    html = show("field", "{{ p.field(f.sex) }}", f=form)
    assert html.count('type="radio"') == 2
    assert '<label class="form-check-label" for="sex-1">女</label>' in html


def test_error_summary_links_to_fields(show: Show, refused: Intake) -> None:
    html = show("error_summary", "{{ p.error_summary(form) }}", form=refused)
    assert 'role="alert"' in html
    assert '<a href="#name">姓名：请填写姓名</a>' in html
    assert '<a href="#day">取得日期：请填写取得日期</a>' in html


def test_error_summary_of_a_stale_page_and_of_the_whole_form(show: Show) -> None:
    class Stale:
        all_errors = (("csrf_token", "CSRF Token", "missing"), ("", "", "权重合计应为 100"))

    html = show("error_summary", "{{ p.error_summary(form) }}", form=Stale())
    assert "<li>本页停留过久，请核对内容后重新提交。</li>" in html
    assert "<li>权重合计应为 100</li>" in html
    assert "CSRF" not in html


def test_error_summary_is_silent_without_errors(show: Show, form: Intake) -> None:
    assert show("error_summary", "{{ p.error_summary(form) }}", form=form) == ""


def test_form_carries_its_tokens(show: Show) -> None:
    html = show("form", '{{ p.form_open("/x", multipart=True) }}{{ p.form_close() }}')
    upload = 'enctype="multipart/form-data"'
    assert html.splitlines() == [
        f'<form method="post" action="/x" class="form" novalidate {upload} data-unsaved>',
        '<input type="hidden" name="csrf_token" value="CSRF">',
        '<input type="hidden" name="once_token" value="ONCE"></form>',
    ]


def test_post_button_asks_and_escapes(show: Show) -> None:
    call = (
        '{{ p.post_button("撤销", "/x", confirm=q, tone="danger", fields={"id": 7}, typed="甲") }}'
    )
    html = show("post_button", call, q='将撤销"甲"<1>')
    assert 'data-confirm="将撤销&#34;甲&#34;&lt;1&gt;"' in html
    assert 'data-confirm-type="甲"' in html
    assert '<input type="hidden" name="id" value="7">' in html
    assert '<button class="btn btn-danger">撤销</button>' in html
    assert 'name="csrf_token" value="CSRF"' in html


def test_upload_offers_the_template(show: Show, form: Any) -> None:
    html = show("upload", '{{ p.upload(f.photo, "/t.xlsx", hint="不超过 10 MB") }}', f=form)
    assert '<a href="/t.xlsx">' in html
    assert 'aria-describedby="photo-hint"' in html
