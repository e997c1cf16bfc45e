"""The remaining parts: states, findings, facts, steps, jobs, bars, messages."""

from datetime import date

import pytest
from flask import Flask, flash

from examsys.rules.clause import Clause
from examsys.rules.finding import VERDICT_WORDS, Finding, Outcome, Path, Report, Verdict, needs
from tests.parts.conftest import Show

CITE = "人社厅函〔2023〕141号 一（二）1（2）"


LIVE = Clause(
    "人社厅函〔2023〕141号", "一（二）1", "原文", date(2023, 1, 1), readings=("从严理解",)
)


def finding(**over: object) -> dict[str, object]:
    sound = {"rule": "a", "clause": CITE, "verdict": "pass", "message": "满 5 年。"}
    return {**sound, "evidence": [], "observed": None, "required": None, "trace": [], **over}


def report(*findings: dict[str, object], verdict: str = "pass") -> dict[str, object]:
    return {"verdict": verdict, "path": None, "paths": [], "findings": list(findings)}


def test_icon_is_decorative_and_from_the_sprite(show: Show) -> None:
    html = show("icon", '{{ p.icon("house") }}')
    assert 'aria-hidden="true"' in html
    assert html.endswith('/static/vendor/bootstrap-icons/1.13.2/icons.svg#house"></use></svg>')


def test_state_is_a_word_with_a_tone(show: Show) -> None:
    assert (
        show("state", '{{ p.state("通过", "pass") }}') == '<span class="state is-pass">通过</span>'
    )
    assert show("state", '{{ p.state("草稿") }}') == '<span class="state is-plain">草稿</span>'


def test_crumbs_link_all_but_the_last(show: Show) -> None:
    html = show("crumbs", "{{ p.crumbs(t) }}", t=[("工作台", "/"), ("报名", None), ("审核", "/x")])
    assert '<li><a href="/">工作台</a></li>' in html
    assert "<li>报名</li>" in html
    assert '<li aria-current="page">审核</li>' in html


def test_messages_show_their_tone_and_are_escaped(show: Show, bare: Flask) -> None:
    flash("已保存<b>", "pass")
    flash("请核对", "warning")
    html = show("flash", "{{ p.flashes() }}")
    assert 'class="flash is-pass"' in html
    assert "<span>已保存&lt;b&gt;</span>" in html
    assert 'class="flash is-wait"' in html


def test_facts_show_a_dash_for_nothing_but_keep_zero(show: Show) -> None:
    html = show("facts", "{{ p.facts(x, columns=2) }}", x=[("职称", None), ("次数", 0)])
    assert '<dl class="facts is-2">' in html
    assert "<dt>职称</dt><dd>—</dd>" in html
    assert "<dt>次数</dt><dd>0</dd>" in html


def test_each_clause_links_to_its_wording(show: Show) -> None:
    html = show("findings", "{{ p.clause_links(c) }}", c="甲〔2023〕1号 一（二）1、一（二）2")
    jia = "%E7%94%B2%E3%80%942023%E3%80%951%E5%8F%B7-"
    number = "%E4%B8%80%EF%BC%88%E4%BA%8C%EF%BC%89"
    assert html == (
        f'<a href="/rules/clauses#{jia}{number}1">甲〔2023〕1号 一（二）1</a>、'
        f'<a href="/rules/clauses#{jia}{number}2">一（二）2</a>'
    )


def test_a_live_report_reads_like_its_record(show: Show) -> None:
    path = Path("title", Verdict.FAIL, LIVE, "未取得职称。")
    asked = needs("工作证明", message="工作年限未知。", required="5 年")
    live = Report(
        (
            Finding("years", LIVE, asked),
            Finding(
                "way", LIVE, Outcome(Verdict.PASS, "成立。", path="certificate", paths=(path,))
            ),
        )
    )
    html = show("findings", '{{ p.findings(r, "/add") }}', r=live)
    recorded = show("findings", '{{ p.findings(r, "/add") }}', r=live.as_json())
    assert '<span class="reading">从严理解</span>' in html
    assert html.replace('<span class="reading">从严理解</span>', "") == recorded


@pytest.mark.parametrize(
    ("verdict", "words"),
    list(VERDICT_WORDS.items()),
)
def test_verdicts_are_words(show: Show, verdict: Verdict, words: str) -> None:
    html = show(
        "findings", "{{ p.findings(r) }}", r=report(finding(verdict=verdict), verdict=verdict)
    )
    assert html.count(f">{words}</span>") == 2


def test_findings_show_values_evidence_and_trace(show: Show) -> None:
    asking = finding(
        verdict="needs_evidence",
        observed={"天数": 1500},
        required=5,
        evidence=["工作证明"],
        trace=[{"text": "2019 年起", "days": 3}, {"起": "2019-01-01", "止": "2020-01-01"}],
    )
    html = show(
        "findings", '{{ p.findings(r, "/add") }}', r=report(asking, verdict="needs_evidence")
    )
    assert "天数：1500" in html
    assert "<td>5</td>" in html
    assert "<li>工作证明</li>" in html
    assert '<a href="/add">' in html
    assert "<li>2019 年起</li>" in html
    assert "起：2019-01-01；止：2020-01-01" in html


def test_findings_do_not_ask_for_evidence_that_cures_nothing(show: Show) -> None:
    html = show("findings", '{{ p.findings(r, "/add") }}', r=report(finding(verdict="fail")))
    assert "/add" not in html


def test_paths_are_shown_with_the_one_used(show: Show) -> None:
    paths = [{"path": "title", "verdict": "fail", "clause": CITE, "message": "无职称。"}]
    whole = {**report(finding()), "path": "certificate", "paths": paths}
    html = show("findings", "{{ p.findings(r) }}", r=whole)
    assert "（采用证书路径）" in html
    assert '<th scope="row">职称路径</th>' in html


def test_steps_say_their_state(show: Show) -> None:
    items = [
        {"label": "报名", "state": "done", "due": None, "href": "/r"},
        {"label": "审核", "state": "now", "due": "余 4 个工作日"},
        {"label": "考试", "state": "late", "due": "应于 11-20"},
        {"label": "证书", "state": "todo"},
    ]
    html = show("steps", "{{ p.steps(items) }}", items=items)
    assert '<a href="/r">报名</a>' in html
    assert html.count('aria-current="step"') == 1
    assert [w in html for w in ("已完成", "进行中", "已逾期", "未开始")] == [True] * 4
    assert '<span class="step-note">余 4 个工作日</span>' in html


def test_running_job_polls_and_works_without(show: Show) -> None:
    html = show("job", '{{ p.job("j1", "准考证", "running", 3, 9, "/jobs/1", cancel_url="/c") }}')
    assert 'hx-get="/jobs/1" hx-trigger="every 2s"' in html
    assert '<progress max="9" value="3"' in html
    assert '<a href="/jobs/1">' in html
    assert 'action="/c"' in html


def test_finished_job_stops_polling_and_offers_its_result(show: Show) -> None:
    html = show(
        "job", '{{ p.job("j1", "准考证", "done", 9, 9, "/j", result_url="/f", cancel_url="/c") }}'
    )
    assert "hx-get" not in html
    assert 'href="/f"' in html
    assert "/c" not in html


def test_bars_are_scaled_to_the_largest_and_described(show: Show) -> None:
    html = show("bars", '{{ p.bars(rows, "人") }}', rows=[("不及格", 10), ("及格", 20)])
    assert 'aria-label="分布图：不及格 10人，及格 20人"' in html
    assert [f'width="{w}"' in html for w in ("145.0", "290.0")] == [True, True]
    assert "<rect" not in show("bars", "{{ p.bars([]) }}")
