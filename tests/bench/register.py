"""Half a million entries: how long an office's list takes to load, and one citation to resolve and judge against it. Processor time. Run it as a script:
`python tests/bench/register.py [entries]`. Timed, so no test."""

import csv
import random
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from rdflib import URIRef

from phahe import checking, reference
from phahe.citations import find_citations
from phahe.reading import read
from phahe.register import JoinedRegister
from phahe.registers import load_registers
from phahe.resolve import Setting, resolve

SHAPES = (
    ("Nghị định", "{n}/{y}/NĐ-CP", "Chính phủ"), ("Quyết định", "{n}/QĐ-TTg", "Thủ tướng Chính phủ"),
    ("Quyết định", "{n}/QĐ-UBND", "Ủy ban nhân dân tỉnh Lạng Sơn"), ("Nghị quyết", "{n}/NQ-HĐND", "Hội đồng nhân dân tỉnh Lâm Đồng"),
    ("Thông tư", "{n}/{y}/TT-BGDĐT", "Bộ Giáo dục và Đào tạo"),
)  # fmt: skip
SUBJECTS = (
    "quản lý",
    "hỗ trợ",
    "phát triển",
    "giám sát",
    "đào tạo",
    "trường học",
    "hồ sơ",
    "công trình",
    "nông thôn",
    "dịch vụ",
    "số hóa",
    "ngân sách",
)


def _rows(count: int) -> list[tuple[str, str, str, str]]:
    chance = random.Random(1)
    rows = []
    for index in range(count):
        _, number, issuer = SHAPES[index % len(SHAPES)]
        year, month, day = 2000 + (index // 5) % 25, 3 + index % 10, 1 + index % 28
        title = "về " + " ".join(chance.sample(SUBJECTS, 7)) + f" đợt {index}"
        rows.append((number.format(n=1 + index // 125, y=year), f"{year}-{month:02}-{day:02}", issuer, title))
    return rows


def main(count: int) -> None:
    """Print the timings."""
    registers = load_registers()
    with tempfile.TemporaryDirectory() as folder:
        listed, path = Path(folder) / "list.csv", Path(folder) / "register.sqlite"
        rows = _rows(count)
        with listed.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("số", "ngày", "cơ quan", "trích yếu"), *rows])
        start = time.process_time()
        added = reference.add(listed, path, registers.agencies)
        print(f"load    {added.entries:>9,} entries  {time.process_time() - start:8.1f} s  {path.stat().st_size / 2**20:,.0f} MB")
        sample = random.Random(2).sample(rows, min(2000, len(rows)))
        kinds = {number.format(n=1, y=2000).split("/")[-1]: kind for kind, number, _ in SHAPES}
        texts = [f"Căn cứ {kinds[n.split('/')[-1]]} số {n} ngày {d[8:]}/{int(d[5:7])}/{d[:4]} của {i};" for n, d, i, _ in sample]
        citations = [citation for text in texts for citation in find_citations(text)[:1]]
        register = JoinedRegister((registers.documents, reference.Catalogue(path)))
        bodies = {name: registers.agencies.resolve(name) for name in {issuer for _, _, issuer in SHAPES}}
        setting = Setting(URIRef("urn:x"), "", None, lambda name: URIRef(bodies[name].iri) if hasattr(bodies.get(name), "iri") else None)
        for run in ("cold", "warm"):
            start = time.process_time()
            found = resolve(citations, register, setting)
            each = (time.process_time() - start) / len(citations) * 1e6
            right = sum(item.method == "register" for item in found)
            print(f"resolve {run}: {each:6.1f} µs a citation, {right} of {len(citations)} found")
        draft = Path(folder) / "draft.txt"
        draft.write_text("KẾ HOẠCH\nTriển khai\n" + "\n".join(f"{text}\nTổ chức thực hiện tốt các nhiệm vụ được giao theo đúng quy định hiện hành. " + "Nội dung công việc của các cơ quan. " * 25 for text in texts[:60]), encoding="utf-8")  # fmt: skip
        reading = read(draft)
        for run in ("cold", "warm"):
            start = time.process_time()
            report = checking.check(reading, replace(registers, documents=register))
            took = time.process_time() - start
            print(f"check   {run}: {len(reading.text.text):,} characters, {len(report.citations)} citations: {took:.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500_000)
