"""Layouts and error pages, rendered with as little as they may be given."""

import pytest
from flask import Flask

ERRORS = ("400", "403", "404", "409", "413", "422", "429", "500", "503")


@pytest.mark.parametrize("name", ERRORS)
def test_error_page_needs_nothing_and_says_what_to_do(bare: Flask, name: str) -> None:
    html = bare.jinja_env.get_template(f"errors/{name}.html").render()
    assert '<html lang="zh-CN">' in html
    assert html.count("请") >= 1
    assert '<a class="btn btn-primary" href="/">回到工作台</a>' in html
    assert "csrf_token" not in html


@pytest.mark.parametrize("name", ERRORS)
def test_error_page_shows_the_sentence_of_the_refusal(bare: Flask, name: str) -> None:
    template = bare.jinja_env.get_template(f"errors/{name}.html")
    html = template.render(
        message="第 3 批已封存<b>", title="", agency_name="甲中心", reference="R7"
    )
    assert "<p>第 3 批已封存&lt;b&gt;</p>" in html
    assert "<title>" in html
    assert "<h1></h1>" not in html
    assert "编号 R7" in html


def test_public_page_marks_where_one_is_and_needs_no_script(bare: Flask) -> None:
    source = '{% extends "_layout/public.html" %}{% block content %}<p>有效</p>{% endblock %}'
    with bare.test_request_context("/verify/S1"):
        html = bare.jinja_env.from_string(source).render(title="证书查验", agency_name="甲中心")
    assert '<a href="/verify/" aria-current="page">证书查验</a>' in html
    assert "<title>证书查验 · 甲中心</title>" in html
    assert "<script" not in html


def test_paper_counts_its_pages_and_carries_its_number(bare: Flask) -> None:
    source = (
        '{% extends "_layout/print.html" %}{% block document_number %}NO-7{% endblock %}'
        "{% block body %}<h1>准考证</h1>{% endblock %}"
    )
    html = bare.jinja_env.from_string(source).render(title="准考证")
    assert '"第 " counter(page) " 页　共 " counter(pages) " 页"' in html
    assert '<span class="document-number">NO-7</span>' in html
    assert "<link" not in html
    assert "url(" not in html
