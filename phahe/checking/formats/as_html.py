"""The report as one HTML page that needs nothing else: the text with each problem underlined, and the list of remarks beside it."""

from __future__ import annotations

from html import escape

from phahe.checking.report import SEVERITIES, CheckReport, Remark
from phahe.labels import Label

_STYLE = """body{font:16px/1.5 system-ui,sans-serif;margin:0;display:grid;grid-template-columns:minmax(0,2fr) minmax(18rem,1fr);color:#1a1a1a;background:#fff}
header{grid-column:1/-1;padding:1rem 1.5rem;border-bottom:1px solid #bbb}h1{font-size:1.3rem;margin:0}
main{padding:1rem 1.5rem;white-space:pre-wrap;overflow-wrap:anywhere}aside{padding:1rem 1.5rem;border-left:1px solid #bbb}
mark{background:none;color:inherit;text-decoration:underline 3px;text-underline-offset:3px}ol{padding-left:1.5rem}li{margin-bottom:.8rem}
.error{text-decoration-color:#b00020}.warning{text-decoration-color:#9a6700}.info{text-decoration-color:#3b6ea5}
li.error b{color:#b00020}li.warning b{color:#7a5200}li.info b{color:#2d5a8a}li{text-decoration:none}:target{outline:3px solid #3b6ea5}
@media(max-width:50rem){body{display:block}aside{border:0}}"""
_NAMES = {"error": Label("Lỗi", "Error"), "warning": Label("Cảnh báo", "Warning"), "info": Label("Lưu ý", "Note")}


def to_html(report: CheckReport, language: str = "vi") -> str:
    """A whole page. Everything of the draft is escaped."""
    counts = report.count()
    told = ", ".join(f"{counts[severity]} {_NAMES[severity].text(language).lower()}" for severity in SEVERITIES)
    heading = Label("Kết quả kiểm tra viện dẫn", "Citation check").text(language)
    items = "".join(_item(index, remark, language) for index, remark in enumerate(report.remarks, 1))
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{heading}: {escape(report.reading.name)}</title><style>{_STYLE}</style></head>\n"
        f"<body><header><h1>{heading}: {escape(report.reading.name)}</h1><p>{told}</p></header>\n"
        f"<main>{_marked(report)}</main>\n<aside><ol>{items}</ol></aside></body></html>\n"
    )


def _item(index: int, remark: Remark, language: str) -> str:
    rule = f"<br><small>{escape(remark.verdict.rule.text(language))}</small>" if remark.verdict.rule else ""
    return (
        f'<li id="r{index}" class="{remark.severity}"><b>{_NAMES[remark.severity].text(language)} {remark.code}</b> '
        f'<a href="#w{index}">{Label("dòng", "line").text(language)} {remark.line}</a><br>{escape(remark.message.text(language))}{rule}</li>'
    )


def _marked(report: CheckReport) -> str:
    """The stored text; where problems overlap, the gravest decides the colour, and each is named in the tip."""
    stored = report.reading.text.stored
    ranges = [(q.start, q.end, index) for index, remark in enumerate(report.remarks, 1) for q in remark.quotes]
    edges = sorted({0, len(stored), *(place for start, end, _ in ranges for place in (start, end))})
    starts: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for start, end, index in ranges:
        starts.setdefault(start, []).append(index)
        ends.setdefault(end, []).append(index)
    out, open_, anchored = [], list[int](), set[int]()
    for edge, following in zip(edges, [*edges[1:], len(stored)], strict=True):
        open_ = [index for index in open_ if index not in ends.get(edge, ())] + starts.get(edge, [])
        words = escape(stored[edge:following])
        if not open_ or not words:
            out.append(words)
            continue
        remarks = [report.remarks[index - 1] for index in open_]
        gravest = min(remarks, key=lambda remark: SEVERITIES.index(remark.severity))
        anchors = "".join(f'<a id="w{index}"></a>' for index in open_ if index not in anchored)
        anchored |= set(open_)
        tip = escape("; ".join(remark.message.vi for remark in remarks), quote=True)
        out.append(f'{anchors}<mark class="{gravest.severity}" title="{tip}">{words}</mark>')
    return "".join(out)
