"""Text keeps the way back to the stored source through every change made to it."""

from hypothesis import given
from hypothesis import strategies as st

from phahe.layout import lay_out
from phahe.reading.normalise import normalised
from phahe.text import Piece, Span, Text, compose, rejoin, whole
from phahe.vietnamese import collapse

WORDS = st.text(alphabet="aăđếộ 123.,;:-\n\t*<p>/", max_size=200)


def test_a_dropped_page_number_parts_the_quote() -> None:
    stored = "triển khai\n\n8\n\nchương trình"
    clean = rejoin(whole(stored), [[Span(0, 10), Span(15, 27)]])
    assert clean.text == "triển khai chương trình"
    assert [quote.exact for quote in clean.quotes(0, len(clean.text))] == ["triển khai", "chương trình"]


def test_a_line_wrap_does_not_part_the_quote() -> None:
    clean = rejoin(whole("Nghị quyết\n\nsố 47"), [[Span(0, 10), Span(12, 17)]])
    assert [quote.exact for quote in clean.quotes(0, len(clean.text))] == ["Nghị quyết số 47"]


def test_a_decomposed_letter_maps_to_both_its_code_points() -> None:
    stored = "Điề\u0300u"
    clean = normalised(stored.replace("ề\u0300", "ê\u0300"))
    assert clean.text == "Điều"
    assert [(quote.start, quote.end) for quote in clean.quotes(2, 3)] == [(2, 4)]


def test_a_restored_word_quotes_the_printed_one() -> None:
    stored = "Ké hoach nay"
    restored = Text(stored, (Piece("Kế", Span(0, 2)), Piece(" ", Span(2, 3)), Piece("hoạch", Span(3, 8))), restored=True)
    assert restored.printed(0, 8) == "Ké hoach"
    assert [quote.exact for quote in restored.quotes(3, 8)] == ["hoach"]


def test_half_a_word_that_maps_as_a_whole_quotes_the_whole_word_once() -> None:
    restored = Text("dt", (Piece("đất", Span(0, 2)),), restored=True)
    assert [quote.exact for quote in restored.quotes(0, 1)] == ["dt"]
    assert [quote.exact for quote in restored.quotes(0, 3)] == ["dt"]


def test_a_line_break_between_two_pieces_becomes_a_space() -> None:
    clean = normalised("**GIÁO\nDỤC**")
    assert rejoin(clean, [[Span(0, len(clean.text))]]).text == "GIÁO DỤC"
    parted = Text("a\nb", (Piece("a", Span(0, 1)), Piece("\n", Span(1, 2)), Piece("b", Span(2, 3))))
    assert rejoin(parted, [[Span(0, 3)]]).text == "a b"


def test_a_line_break_tag_is_a_space_and_no_part_of_a_quote() -> None:
    clean = normalised("NHÂN DÂN<br>THÀNH PHỐ")
    assert [quote.exact for quote in clean.quotes(0, len(clean.text))] == ["NHÂN DÂN", "THÀNH PHỐ"]


def test_compose_goes_through_both_maps() -> None:
    inner = normalised("**Ke** hoach")
    outer = Text(inner.text, (Piece("Kế", Span(0, 2)), Piece(" hoạch", Span(2, 8))), restored=True)
    both = compose(outer, inner)
    assert both.text == "Kế hoạch"
    assert both.quotes(0, 2)[0].exact == "Ke"
    assert both.stored == "**Ke** hoach"


@given(WORDS)
def test_every_quote_is_a_slice_of_the_source(stored: str) -> None:
    laid = lay_out(normalised(stored)).text
    for quote in laid.quotes(0, len(laid.text)):
        assert quote.exact == collapse(stored[quote.start : quote.end])
        assert quote.exact


@given(WORDS)
def test_nothing_but_markup_page_numbers_and_space_is_lost(stored: str) -> None:
    laid = lay_out(normalised(stored)).text
    kept = "".join(laid.text.split())
    shown = "".join("".join(quote.exact.split()) for quote in laid.quotes(0, len(laid.text)))
    assert kept == "".join(character for character in kept if character in stored or character.isalnum())
    assert len(shown) >= len(kept)
