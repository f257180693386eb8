"""Dates, pages given as text, and languages that are not coded."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from dragoman.reading.checks import iso_date, looks_english, looks_like_html

SHARED = Path(__file__).resolve().parents[3] / "shared"

OTHERS = {
    "German": (
        "Die Regierung hat am Freitag den Botschafter des Nachbarlandes einbestellt und gegen die Festnahme "
        "von zwei Journalisten protestiert. Ein Sprecher sagte, man erwarte die sofortige Freilassung der "
        "beiden, die seit einer Woche in der Hauptstadt festgehalten werden. Die Opposition verlangte eine "
        "Debatte im Parlament."
    ),
    "French": (
        "Le gouvernement a convoqué vendredi l'ambassadeur du pays voisin pour protester "
        "contre l'arrestation "
        "de deux journalistes. Un porte-parole a déclaré que leur libération était attendue "
        "sans délai, alors "
        "que les deux hommes sont détenus depuis une semaine dans la capitale. L'opposition a réclamé un "
        "débat."
    ),
    "Spanish": (
        "El gobierno convocó el viernes al embajador del país vecino para protestar por la detención de dos "
        "periodistas. Un portavoz dijo que se esperaba su liberación inmediata, ya que los dos hombres "
        "permanecen detenidos desde hace una semana en la capital. La oposición pidió un debate en el "
        "parlamento de la nación."
    ),
    "Italian": (
        "Il governo ha convocato venerdì l'ambasciatore del paese vicino per protestare contro l'arresto di "
        "due giornalisti. Un portavoce ha detto che ci si aspetta la loro liberazione "
        "immediata, mentre i due "
        "uomini sono detenuti da una settimana nella capitale. L'opposizione ha chiesto un dibattito in "
        "parlamento."
    ),
    "Dutch": (
        "De regering heeft vrijdag de ambassadeur van het buurland ontboden om te protesteren tegen de "
        "aanhouding van twee journalisten. Een woordvoerder zei dat zij in afwachting is van hun vrijlating, "
        "of dat nu morgen is of later; de twee mannen zitten al een week vast. De oppositie was het daar in "
        "de kamer mee eens."
    ),
    "Danish": (
        "Regeringen har fredag indkaldt nabolandets ambassadør for at protestere mod anholdelsen af to "
        "journalister. En talsmand sagde, at man venter, at de bliver løsladt med det samme, efter at de to "
        "mænd har siddet fængslet i hovedstaden i en uge. Oppositionen bad om at få sagen for i parlamentet "
        "for at drøfte den."
    ),
    "Turkish": (
        "Hükümet cuma günü komşu ülkenin büyükelçisini bakanlığa çağırarak iki gazetecinin gözaltına "
        "alınmasını protesto etti. Bir sözcü gazetecilerin derhal serbest bırakılmasını beklediklerini "
        "söyledi. İki gazeteci bir haftadır başkentte tutuluyor. Muhalefet ise konunun mecliste ele "
        "alınmasını istedi ve uzun uzun tartışılmasını talep etti."
    ),
    "Russian": (
        "Правительство в пятницу вызвало посла соседней страны, чтобы выразить протест против ареста двух "
        "журналистов. Представитель министерства заявил, что ожидает их немедленного освобождения."
    ),
    "Chinese": "政府周五召见了邻国大使，抗议两名记者被捕。发言人说，政府期"
    "待他们立即获释，两人已在首都被关押一周。反对党要求议会辩论。",
}


@pytest.mark.parametrize("language", sorted(OTHERS))
def test_other_languages_do_not_look_english(language: str) -> None:
    assert not looks_english(OTHERS[language])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Minister sacked",
        "Zelenskyy, Macron, Scholz, Tusk: Gipfel in Paris",
        "Москва",
        "1234 5678 " * 100,
        OTHERS["German"][:200]
        + " said the paper, but the minister who was there told us that it would not be "
        "the end of the matter, and that they were to return when the talks with their neighbours were over.",
    ],
)
def test_short_texts_and_quotations_pass(text: str) -> None:
    assert looks_english(text)


def test_every_annotated_article_looks_english_and_like_text() -> None:
    files = [SHARED / "corpus" / name for name in ("train.jsonl", "authored.jsonl", "releases.jsonl")]
    if not all(file.exists() for file in files):
        pytest.skip("needs the annotated articles in ../shared/corpus")
    wrong = []
    for file in files:
        for row in file.read_text(encoding="utf-8").splitlines():
            article = json.loads(row)["article"]
            if not looks_english(article["text"]) or looks_like_html(article["text"]):
                wrong.append(article["id"])
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><html lang=en>",
        "\n  <html>\n",
        "<?xml version='1.0'?><rss>",
        "Words <p>and</p> more <b>words",
        '<a href="x">one</a>, <img src="y"/>',
        "<P CLASS='lead'>One.<BR>Two.<BR/>",
    ],
)
def test_pages_are_told_from_text(text: str) -> None:
    assert looks_like_html(text)


@pytest.mark.parametrize(
    "text",
    ["He wrote <br> once.", "a < b and c > d", "<Name withheld> said <no comment>", "x <3 <3 <3 y", ""],
)
def test_text_with_angle_brackets_is_text(text: str) -> None:
    assert not looks_like_html(text)


def test_the_checks_take_no_time_on_hostile_text() -> None:
    hostile = [
        "<a " * 600_000,
        "<p" + " " * 2_000_000,
        "''" * 1_000_000,
        "a'" * 1_000_000,
        " " * 2_000_000 + "<",
    ]
    started = time.process_time()
    for text in hostile:
        looks_like_html(text)
        looks_english(text)
    assert time.process_time() - started < 2


def test_days_are_dates_and_nothing_else_is() -> None:
    assert iso_date("2021-08-20") == "2021-08-20"
    assert iso_date(" 2021-08-20T00:00:00.000Z ") == "2021-08-20"
    for wrong in (
        "2021-8-20",
        "20210820",
        "2021-08",
        "yesterday",
        "2021-08-20x",
        "٢٠٢١-٠٨-٢٠",
        "2021-00-10",
        "",
    ):
        assert iso_date(wrong) is None
