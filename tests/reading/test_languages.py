"""Only English is coded; what is not is refused with a reason."""

import pytest

from dragoman.reading import languages


@pytest.mark.parametrize(
    ("language", "text", "says"),
    [
        ("en-GB", "The minister met the envoy in the capital on Monday, officials said.", None),
        ("", "The minister met the envoy in the capital on Monday, officials said.", None),
        (
            "fr",
            "The minister met the envoy in the capital on Monday, officials said.",
            "another language (fr)",
        ),
        ("en", "Le ministre a rencontré lundi l'envoyé dans la capitale, ont dit.", "only English"),
    ],
)
def test_an_article_is_refused_for_the_language_declared_or_found(language, text, says):
    why = languages.refusal(language, text)
    assert (why is None) if says is None else says in why
