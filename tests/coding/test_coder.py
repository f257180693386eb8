"""The coder's door: what it refuses, and that it works lazily."""

from __future__ import annotations

import pytest

from dragoman.coding import Coder
from dragoman.language.parse import Parse, Sentence
from dragoman.records import Article


class Unread:
    """A language model that must not be asked."""

    def parse(self, text: str, title_end: int = 0) -> Parse:
        raise AssertionError("was asked to read what cannot be read")


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        ("", "en", "empty"),
        (" \n\t — … ", "en", "empty"),
        ("Police arrested two men.", "fr", "language"),
        (
            "Die Regierung hat am Montag ein neues Gesetz beschlossen, das den Verkauf von Waffen "
            "einschränkt, wie ein Sprecher in Berlin sagte. Die Opposition kündigte an, dagegen zu klagen, "
            "und rief zu Protesten auf, die am Wochenende stattfinden sollen.",
            "en",
            "language",
        ),
    ],
)
def test_what_cannot_be_read_gives_an_empty_coding_and_a_reason(text, language, reason):
    coding = Coder(language=Unread()).code(text, language=language, id="x")
    assert (coding.events, coding.statements, coding.actors) == ((), (), ())
    assert [why.code for why in coding.reasons] == [reason]
    assert coding.article.id == "x" and coding.reasons[0].message


def test_a_parse_of_another_text_is_refused():
    parse = Parse("Other text.", (), (Sentence(0, 0, 0, 11),))
    with pytest.raises(ValueError, match="another text"):
        Coder().code_parse(Article(body="This text."), parse)


def test_articles_go_through_in_their_order():
    articles = [Article(id=str(number)) for number in range(5)]
    assert [coding.article.id for coding in Coder(language=Unread()).pipe(articles)] == list("01234")
