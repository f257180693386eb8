"""A few made-up articles: two tell of the same, some acts are planned, denied or told by others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ARTICLES: list[dict[str, Any]] = [
    {
        "id": "minsk",
        "published": "2021-07-04",
        "title": "Russia and Ukraine hold talks in Minsk",
        "source": "The Gazette",
        "url": "https://gazette.example/minsk",
        "text": "Russia's foreign minister met his Ukrainian counterpart in Minsk on Saturday.\n\n"
        "Ukraine accused Russia of shelling a village near Donetsk, killing three civilians. Russia denied "
        "the accusation. “We have never attacked civilians,” Russian Foreign Minister Sergei Lavrov told "
        "reporters.\n\n"
        "The European Union will impose sanctions on Russia next month, a spokesman said.",
    },
    {
        "id": "minsk-again",
        "published": "2021-07-05",
        "title": "Moscow and Kyiv meet in Belarus",
        "source": "Вестник",
        "url": "https://vestnik.example/2",
        "text": "The foreign ministers of Russia and Ukraine met in Minsk on Saturday for talks.\n\n"
        "Ukrainian President Volodymyr Zelensky praised the European Union for its support. “Russia must "
        "withdraw its troops,” he said.",
    },
    {
        "id": "nairobi",
        "published": "2021-07-20",
        "title": "Police fire tear gas at protesters in Nairobi",
        "source": "صحيفة",
        "text": "Kenyan police fired tear gas at protesters in Nairobi on Monday and arrested 14 people.\n\n"
        "Thousands of students protested against the government over rising prices. The opposition "
        "criticised the government. “The police have betrayed the people,” opposition leader Raila Odinga "
        "said.\n\n"
        "Kenya did not deploy soldiers. Ethiopia could impose sanctions on Kenya.",
    },
    {
        "id": "aid",
        "published": "2021-09-02",
        "title": "France gives food aid to Ethiopia",
        "source": "The Gazette",
        "text": "France delivered 500 tonnes of food aid to Ethiopia on Wednesday.\n\n"
        "Ethiopian Prime Minister Abiy Ahmed thanked France. “France is a true friend,” he said. Sudan "
        "accused Ethiopia of sending troops across the border. Egypt rejected a proposal by Ethiopia.",
    },
    {
        "id": "pact",
        "published": "2022-02-11",
        "title": "",
        "source": "The Post",
        "text": "China and Pakistan signed a trade agreement in Islamabad on Thursday. The United States "
        "threatened China with sanctions. China’s foreign ministry condemned the United States.",
    },
    {
        "id": "quiet",
        "published": "2022-02-12",
        "title": "Weather",
        "source": "The Post",
        "text": "It was warm and dry.",
    },
]


def write(path: Path, rows: list[dict[str, Any]] = ARTICLES) -> Path:
    """The articles as JSONL."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path
