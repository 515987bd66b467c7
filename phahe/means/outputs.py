"""What a task is to bring about: plans, regulations, reports, systems, bodies and buildings it orders to be made.

One entry for each object of a verb of making ("xây dựng kế hoạch …", "thành lập Trung tâm …"), a list of objects being one, and for each
item of a column of products. What is to be carried out, improved or completed (triển khai, nâng cao, hoàn thiện) is there already; an
attitude or a culture is no thing. Reports that go to a body are assignments with the role report, unless a column lists them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from phahe.means.glossary import Glossary
from phahe.text import Span
from phahe.vietnamese.lexicon import whole_words

#: The kind of a product that no word of the vocabulary names.
OTHER: Final = "other"


@dataclass(frozen=True, slots=True)
class Output:
    """A thing to be made, printed at `span`; `kind` is a code of the vocabulary output-kind."""

    span: Span
    kind: str


_MAKING: Final = whole_words(
    r"ban\s+hành", r"xây\s+dựng(?:\s+mới)?", r"xây\s+mới", r"thành\s+lập", "lập", r"hình\s+thành", r"biên\s+soạn", r"soạn\s+thảo", r"thiết\s+lập",
    r"phê\s+duyệt", r"cụ\s+thể\s+h(?:óa|oá)\s+thành",
)  # fmt: skip
#: "trường công lập, cơ sở …": lập as the second half of a word.
_HALF: Final = re.compile(r"(?:công|độc|dân|tư|xác|đối|trung|biệt|cô|quần|tự|thụ|sáng|tạo)\s+$", re.IGNORECASE)
#: "nâng cao chất lượng xây dựng kế hoạch", "dự án xây dựng trường": the making is part of another thing.
_PART_OF: Final = re.compile(
    r"(?:chất lượng|công tác|dự án|đề án|công trình|năng lực|quy trình|tiến độ|việc quản lý|đầu tư công)\s+$", re.IGNORECASE
)
#: What may stand between the verb and its object: verbs beside it, adverbs, numerals.
_BETWEEN: Final = re.compile(
    r"(?:\s*,|\s+(?:và|hoặc|hay|triển\s+khai|thực\s+hiện|linh\s+hoạt|điều\s+chỉnh|rà\s+soát|hoàn\s+thiện|sửa\s+đổi|bổ\s+sung|phát\s+triển"
    r"|vận\s+hành|hiệu\s+quả|có|khai\s+thác|tổ\s+chức|ban\s+hành|trình|phê\s+duyệt|thẩm\s+định|kịp\s+thời|đồng\s+bộ|cụ\s+thể|đầy\s+đủ|áp\s+dụng"
    r"|công\s+bố|cập\s+nhật|quản\s+lý|sử\s+dụng)(?!\w))*\s+(?=\S)(?P<number>(?:(?:các|những|một\s+số|một|mới|ít\s+nhất|thêm|\d{1,3})\s+)*)",
    re.IGNORECASE,
)
_MORE: Final = re.compile(r"\s*(?:,|/|\s+và|\s+hoặc)\s+(?:các\s+|những\s+)?", re.IGNORECASE)
#: What is founded and not built is an organisation: "thành lập cơ sở giáo dục nghề nghiệp".
_FOUNDING: Final = re.compile(r"thành\s+lập", re.IGNORECASE)
#: Where the object ends although the sentence goes on.
_END: Final = re.compile(
    r"[.;:,()]|\s(?:để|nhằm|gắn với|gồm|bao gồm|phù hợp với|kết nối|làm đầu mối|(?<!công )(?<!chương )(?<!quy )(?<!lộ )(?<!giáo )(?<!tiến )(?<!hành )(?<!quá )trình|đáp ứng|bảo đảm|đảm bảo|theo quy định|trước ngày"
    r"|trong (?:quý|tháng|năm)|hoàn thành|khi|và (?:tổ chức|triển khai|đẩy mạnh|tăng cường|nâng cao|gửi|đề xuất|tổng hợp|kiểm tra|theo dõi|đôn đốc|tham mưu|thực hiện|tập trung|bố trí|phối hợp|chỉ đạo|hướng dẫn|báo cáo))\s",
    re.IGNORECASE,
)
#: Things by name and verbs by use: "ban hành hướng dẫn", but "ban hành và hướng dẫn".
_VERB_TOO: Final = frozenset({"hướng dẫn", "báo cáo", "quyết định", "quy định", "thiết kế", "chỉ đạo"})
_BESIDE: Final = re.compile(r"(?:,|\s(?:và|hoặc|hay))\s+$")
_ITEM: Final = re.compile(r"[^;\n]+")
_LEADING: Final = re.compile(r"[\s\-–+•*]*(?:\d{1,2}[.)]\s+)?")


def find_outputs(words: str, kinds: Glossary, masked: Sequence[Span] = ()) -> tuple[Output, ...]:
    """The things a block orders to be made; a verb inside one of `masked` (titles of documents) orders nothing.

    >>> kinds = Glossary({"kế hoạch": "plan", "trung tâm": "organisation"})
    >>> text = "Xây dựng và triển khai kế hoạch thu hút giáo viên; thành lập Trung tâm hỗ trợ; xây dựng văn hóa học đường."
    >>> [(text[one.span.start : one.span.end], one.kind) for one in find_outputs(text, kinds)]
    [('kế hoạch thu hút giáo viên', 'plan'), ('Trung tâm hỗ trợ', 'organisation')]
    """
    found: list[Output] = []
    for verb in _MAKING.finditer(words):
        start = verb.start()
        if (found and start < found[-1].span.end) or any(span.start <= start < span.end for span in masked):
            continue
        half = verb.group().casefold() == "lập" and _HALF.search(words, max(start - 12, 0), start)
        if half or _PART_OF.search(words, max(start - 30, 0), start):
            continue
        if (output := _object(words, verb.end(), kinds, masked)) is not None and (not found or output.span.start >= found[-1].span.end):
            founded = output.kind == "facility" and _FOUNDING.fullmatch(verb.group()) is not None
            found.append(replace(output, kind="organisation") if founded else output)
    return tuple(found)


def find_listed(words: str, kinds: Glossary) -> tuple[Output, ...]:
    """The products a cell of the column SẢN PHẨM lists, split at semicolons and lines.

    >>> [one.kind for one in find_listed("Báo cáo; 02 lớp tập huấn", Glossary({"báo cáo": "report"}))]
    ['report', 'other']
    """
    found = []
    for item in _ITEM.finditer(words):
        lead = _LEADING.match(words, item.start(), item.end())
        start = lead.end() if lead else item.start()
        end = item.start() + len(item.group().rstrip(" .,"))
        if end > start:
            named = kinds.find(words, start, end)
            found.append(Output(Span(start, end), named[0][1] if named else OTHER))
    return tuple(found)


def _object(words: str, position: int, kinds: Glossary, masked: Sequence[Span]) -> Output | None:
    between = _BETWEEN.match(words, position)
    if between is None or (head := kinds.at(words, between.end())) is None:
        return None
    printed = " ".join(words[head[0].start : head[0].end].casefold().split())
    if printed in _VERB_TOO and _BESIDE.search(words, position, head[0].start):
        return None
    end = head[0].end
    while (more := _MORE.match(words, end)) is not None and (named := kinds.at(words, more.end())) is not None:
        end = named[0].end
    while (stop := _END.search(words, end)) is not None and (inside := _around(stop.start(), masked)) is not None:
        end = inside.end
    end = stop.start() if stop is not None else len(words.rstrip())
    return Output(Span(between.start("number") if between["number"] else head[0].start, end), head[1])


def _around(position: int, masked: Sequence[Span]) -> Span | None:
    return next((span for span in masked if span.start < position < span.end), None)
