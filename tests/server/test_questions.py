"""Questions as pages, as an API, as files."""

from __future__ import annotations

import csv
import io

import pytest
from fastapi.testclient import TestClient

from phahe.questions import catalogue

PAGE = {"accept": "text/html"}


@pytest.mark.parametrize("slug", [question.slug for question in catalogue()])
def test_each_question_is_a_page_and_in_the_api_document(client: TestClient, slug: str) -> None:
    page = client.get(f"/questions/{slug}", headers=PAGE)
    assert page.status_code == 200
    assert f'action="/questions/{slug}"' in page.text or '<h2 id="answer">' in page.text
    assert f"/api/questions/{slug}" in client.get("/openapi.json").json()["paths"]


def test_page_json_and_csv_agree(client: TestClient) -> None:
    given = {"resolution": "29-NQ/TW", "place": "xa-loc-binh"}
    answer = client.get("/api/questions/tasks-from-resolution", params=given).json()
    page = client.get("/questions/tasks-from-resolution", params=given, headers=PAGE).text
    table = list(csv.reader(io.StringIO(client.get("/api/questions/tasks-from-resolution.csv", params=given).text.lstrip("\ufeff"))))
    assert answer["count"] == len(table) - 1 > 20
    assert f'<h2 id="answer">{answer["count"]} dòng</h2>' in page
    assert "SELECT" in page
    assert "/evidence/" in page
    assert 'class="way"' in page
    assert "32 trong 32 nhiệm vụ ở xã Lộc Bình" in page


def test_an_answer_about_what_is_missing_says_what_it_rests_on(client: TestClient) -> None:
    page = client.get("/questions/dropped-tasks", headers=PAGE).text
    assert "không có nghĩa là không có" in page


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/questions/khong-co", 404),
        ("/questions/khong-co", 404),
        ("/api/questions/tasks-from-resolution?resolution=zzz", 400),
        ("/api/questions/tasks-from-resolution?resolution=29-NQ/TW&nope=1", 400),
        ("/api/questions/tasks-from-resolution?resolution=x%22%20%7D%20%7D%20DROP%20ALL%20%23", 400),
        ("/api/questions/tasks-from-resolution?resolution=%3E%20.%20%3Fs%20%3Fp%20%3Fo", 400),
    ],
)
def test_bad_questions(client: TestClient, address: str, status: int) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


def test_a_wrong_value_is_named_beside_its_field(client: TestClient) -> None:
    page = client.get("/questions/tasks-from-resolution?resolution=zzz", headers=PAGE)
    assert page.status_code == 400
    assert 'aria-invalid="true"' in page.text


def test_a_download_has_a_safe_name(client: TestClient) -> None:
    response = client.get("/api/questions/missing-parents.csv")
    assert 'filename="missing-parents.csv"' in response.headers["content-disposition"]


def test_a_question_can_be_asked_as_of_a_day(client: TestClient) -> None:
    address = "/api/questions/tasks-from-resolution?resolution=29-NQ/TW"
    counts = [client.get(f"{address}&at={day}").json()["count"] for day in ("2025-07-14", "2025-09-21", "2025-09-30", "2025-10-16")]
    assert counts == [0, 62, 94, 123]
    page = client.get("/questions/tasks-from-resolution?resolution=29-NQ/TW&at=2025-09-21", headers=PAGE).text
    assert "Chỉ xét các văn bản đã có vào ngày 21/9/2025." in page
    assert 'name="at" value="2025-09-21"' in page
    assert "?above_" in page, "the SPARQL shown is the one that was asked"
    wrong = client.get("/questions/tasks-from-resolution?at=31/2/2025", headers=PAGE)
    assert (wrong.status_code, 'id="e-at"' in wrong.text) == (400, True)


def test_same_wording_is_a_switch_where_the_question_offers_it(client: TestClient) -> None:
    task = "task=loc-binh-resolution%23II.4.p1"
    rows = [client.get(f"/api/questions/origin-of-task?{task}{more}").json()["rows"] for more in ("", "&aligned=true", "&aligned=false")]
    assert len(rows[1]) == len(rows[0]) + 2
    assert rows[2] == rows[0]
    assert 'name="aligned"' in client.get("/questions/origin-of-task", headers=PAGE).text
    assert 'name="aligned"' not in client.get("/questions/lineage-of-document", headers=PAGE).text
    assert client.get("/api/questions/lineage-of-document?aligned=true").status_code == 400
    assert client.get("/api/questions/origin-of-task?aligned=perhaps").status_code == 400
    parameters = client.get("/openapi.json").json()["paths"]["/api/questions/origin-of-task"]["get"]["parameters"]
    assert {"at", "aligned"} <= {item["name"] for item in parameters}


def test_words_of_the_row_above_are_not_printed_again_and_proof_stays(client: TestClient) -> None:
    page = client.get("/questions/tasks-from-resolution?resolution=29-NQ/TW", headers=PAGE).text
    rows = page.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
    assert sum("như dòng trên" in row for row in rows) == len(rows) - 3, "once for each of the three documents"
    assert all(row.count("/evidence/") >= 2 for row in rows)


def test_a_page_says_codes_and_figures_in_its_language_and_files_keep_them(client: TestClient) -> None:
    vietnamese, english = (client.get(f"/questions/targets-compared?lang={lang}", headers=PAGE).text for lang in ("vi", "en"))
    for page, said, figure in ((vietnamese, "tốt hơn", "9,5"), (english, "better", "9.5")):
        assert f"<bdi>{said}</bdi>" in page
        assert f"<bdi>{figure}</bdi>" in page
        assert "<bdi>BETTER</bdi>" not in page
    assert "BETTER" in client.get("/api/questions/targets-compared.csv").text


def test_choices_and_counts_are_english_on_an_english_page(client: TestClient) -> None:
    page = client.get("/questions/dropped-tasks?lang=en", headers=PAGE).text
    assert ">nhiệm vụ, giải pháp</option>" not in page
    assert '<h2 id="answer">1 row</h2>' in page


def test_a_document_offers_the_questions_about_it(client: TestClient) -> None:
    page = client.get("/doc/hdnd-xa-loc-binh/2025/loc-binh-resolution", headers=PAGE).text
    asked = "/questions/dropped-tasks?document=doc/hdnd-xa-loc-binh/2025/loc-binh-resolution"
    assert asked in page
    assert "1 trong 30 nhiệm vụ" in client.get(asked, headers=PAGE).text


def test_home_counts_documents_and_not_rows(client: TestClient) -> None:
    answer = client.get("/api/questions/missing-parents").json()
    documents = {row["parent"]["value"] for row in answer["rows"]}
    assert len(documents) < answer["count"]
    assert f"<strong>{len(documents)}</strong> văn bản" in client.get("/", headers=PAGE).text
