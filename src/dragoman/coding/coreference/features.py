"""What is looked at to tell whether two mentions in an article are of one act, as words: ``sd=L;1;=``.

Training and coding call the same functions, so that a feature means the same in both.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.coding.reranking.features import tense_of
from dragoman.coding.reranking.story import paragraphs
from dragoman.coding.spans import top_of, way

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence, Set

    from dragoman.coding.entities import Entity
    from dragoman.coding.events import Made
    from dragoman.coding.view import View

#: Mentions of a type before one that it is compared with: the latest, and the first ones of the article.
LATEST, FIRST = 24, 6
#: A type that the language model holds at least so likely at a word may be what it is.
_LIKELY = 0.05
_SPEAKING = frozenset(("NOUN", "PROPN", "VERB", "ADJ", "NUM"))
_STOPS = frozenset("say tell be have do not".split())
_ORDERING = frozenset(
    """
    another other second third fourth fifth first new earlier previous latest further more fresh separate
    similar last next same
    """.split()
)
_DETERMINERS = frozenset("the this that these those a an another no".split())
_LINKS = frozenset(
    """
    and after before while but when or to in , then also as despite following because for if by since ;
    """.split()
)
_STATE = frozenset("GOV MIL COP LEG JUD SPY".split())
_RARE = 3  #: sentences with acts at most in which a rare word stands
_LONGEST = 6  #: relations between two words of a sentence


@dataclass(frozen=True, slots=True)
class Look:
    """One mention as it looks by itself."""

    at: int  #: its number in the article
    top: int  #: the word that names it
    lemma: str
    words: str
    part: str  #: of speech
    type: str
    likely: Mapping[str, float]  #: types by their probability
    aux: str
    modes: frozenset[str]
    determiner: str
    order: str  #: words such as *another* and *second* beside it
    plural: bool
    tense: str
    sentence: int
    title: bool
    paragraph: int
    rank: int  #: how many of its type stand before it
    actors: tuple[Entity, ...]
    recipients: tuple[Entity, ...]
    heads: tuple[frozenset[str], frozenset[str]]  #: lemmas that stand for actors and for recipients
    date: str
    places: frozenset[str]
    numbers: Mapping[str, int | str]
    by: frozenset[int]  #: whose account it is, by identity; empty where the article's own
    told: frozenset[str]  #: telling lemmas of its sentence
    theme: frozenset[str]  #: lemmas that hang from it and stand for nobody who takes part


def looks(view: View, made: Sequence[Made]) -> list[Look]:
    """All mentions of an article as they look, in the order of ``made``."""
    number = paragraphs(view)
    ranks: Counter[str] = Counter()
    told: dict[int, frozenset[str]] = {}
    out = []
    for at, event in enumerate(made):
        draft = event.draft
        top = top_of(view, *draft.range, draft.trigger.head)
        token = view.tokens[top]
        if token.sentence not in told:
            told[token.sentence] = frozenset(_telling(view, *view.sentence(top)))
        children = view.children[top]
        feats = token.feats
        out.append(
            Look(
                at,
                top,
                token.lemma.lower(),
                " ".join(view.lower[draft.trigger.first : draft.trigger.last][:4]),
                token.upos,
                draft.type,
                dict(draft.trigger.types[:4]),
                draft.aux or "-",
                frozenset(draft.modes),
                _determiner(view, children),
                ",".join(view.lower[child] for child in children if view.lower[child] in _ORDERING) or "-",
                "Number=Plur" in feats,
                tense_of(feats),
                token.sentence,
                view.in_title(top),
                number[token.sentence],
                ranks[draft.type],
                tuple(mention.entity for mention in event.actors),
                tuple(mention.entity for mention in event.recipients),
                (
                    frozenset(view.tokens[mention.token].lemma.lower() for mention in event.actors),
                    frozenset(view.tokens[mention.token].lemma.lower() for mention in event.recipients),
                ),
                event.date.value if event.date else "",
                frozenset(place.text for place in event.places),
                event.numbers,
                frozenset((id(event.by.entity),)) if event.by else frozenset(),
                told[token.sentence],
                _theme(view, top, {m.token for m in (*event.actors, *event.recipients)}),
            )
        )
        ranks[draft.type] += 1
    return out


def _telling(view: View, first: int, last: int) -> Iterator[str]:
    for token in view.tokens[first : min(last, len(view.tokens))]:
        lemma = token.lemma.lower()
        if token.upos in _SPEAKING and lemma not in _STOPS:
            yield lemma


def _determiner(view: View, children: Sequence[int]) -> str:
    found = "-"
    for child in children:
        if view.deprel(child) == "det":
            word = view.lower[child]
            found = word if word in _DETERMINERS else "other"
        elif view.tokens[child].deprel == "nmod:poss":
            return "poss"
    return found


def _theme(view: View, top: int, parts: set[int]) -> frozenset[str]:
    found = set()
    below = [(top, 0)]
    while below:
        word, depth = below.pop()
        for child in view.children[word]:
            if child in parts or view.deprel(child) in ("conj", "punct", "nsubj"):
                continue
            if view.upos[child] in _SPEAKING:
                found.add(view.tokens[child].lemma.lower())
            if depth < 2:
                below.append((child, depth + 1))
    return frozenset(found)


def compared(view: View, made: Sequence[Made]) -> list[tuple[Look, Look, list[str]]]:
    """The pairs of mentions that are compared, the one that stands first named first, and their features."""
    seen = sorted(looks(view, made), key=lambda look: (look.top, look.at))
    many = Counter(look.type for look in seen)
    found = rarity(seen)
    return [
        (seen[a], seen[b], features(view, seen[a], seen[b], many[seen[a].type], found))
        for a, b in pairs(seen)
    ]


def pairs(seen: Sequence[Look]) -> Iterator[tuple[int, int]]:
    """The pairs that are compared, by their numbers: those that may be of one type or have one word.

    Of what stands far off only the beginning of the article is looked at, so that a long text takes no longer
    for each of its mentions than a short one.
    """
    before: dict[str, list[int]] = {}
    for here, look in enumerate(seen):
        keys = [look.type, f" {_stem(look.lemma)}"]
        keys += [name for name, chance in look.likely.items() if chance >= _LIKELY and name != look.type]
        near = set()
        for key in keys:
            known = before.get(key, [])
            near.update(known if len(known) <= LATEST + FIRST else [*known[:FIRST], *known[-LATEST:]])
        for other in sorted(near):
            yield other, here
        for key in keys:
            before.setdefault(key, []).append(here)


def rarity(seen: Sequence[Look]) -> Counter[str]:
    """In how many of the article's sentences with acts each word stands."""
    return Counter(word for told in {look.sentence: look.told for look in seen}.values() for word in told)


def features(view: View, one: Look, other: Look, many: int, found: Mapping[str, int]) -> list[str]:
    """What two mentions have in common and what not.

    Args:
        one: the one that stands before ``other``.
        many: how many mentions of its type the article has.
        found: as `rarity` gives it.
    """
    gap = _gap(one, other)
    word = "L" if one.lemma == other.lemma else "S" if _stem(one.lemma) == _stem(other.lemma) else "N"
    kind = one.type if one.type == other.type else "~".join(sorted((one.type, other.type)))
    alike = "=" if one.type == other.type else "~"
    same = f"{word};{alike}"
    who = _identity(one, other)
    sides = _sides(one.actors, other.actors) + _sides(one.recipients, other.recipients)
    day = _days(one.date, other.date)
    where = _sets(one.places, other.places)
    status = one.aux if one.aux == other.aux else f"{one.aux}>{other.aux}"
    mode = _sets(one.modes, other.modes)
    count = min(many, 4) if many < 5 else 5 if many < 8 else 6
    between = str(min(other.rank - one.rank - 1, 3)) if alike == "=" else "-"
    shared = (
        (one.told & other.told) - {one.lemma, other.lemma} if one.sentence != other.sentence else frozenset()
    )
    common = min(len(shared), 4)
    rare = min(sum(found.get(w, 1) <= _RARE for w in shared), 3)
    theme = min(len((one.theme & other.theme) - {one.lemma, other.lemma}), 3)
    themes = f"{theme}{'1' if one.theme and other.theme else '0'}"
    account = _sets(one.by, other.by)
    figures = _figures(one.numbers, other.numbers)
    parts = one.part[:1] + other.part[:1]
    chance = sum(p * other.likely.get(name, 0.0) for name, p in one.likely.items())
    sure = sum(chance >= step for step in (0.02, 0.1, 0.3, 0.7))
    out = [
        "b",
        f"ll={';'.join(sorted((one.lemma, other.lemma)))}",
        f"wx={one.words};{other.words}",
        f"la={one.lemma};{same}",
        f"lb={other.lemma};{same}",
        f"lbw={other.lemma};{who};{alike}",
        f"ty={kind}",
        f"tyd={kind};{gap}",
        f"tys={kind};{word}",
        f"tysd={kind};{word};{gap}",
        f"sd={same};{gap}",
        f"det={other.determiner};{parts};{same}",
        f"detd={other.determiner};{parts};{gap};{alike}",
        f"w={who};{alike}",
        f"wt={who};{kind}",
        f"ws={who};{same}",
        f"wd={who};{gap};{alike}",
        f"wts={who};{word};{kind}",
        f"f={sides};{alike}",
        f"fs={sides};{same}",
        f"ft={sides};{kind}",
        f"fd={sides};{gap};{alike}",
        f"fda={sides};{day};{alike}",
        f"fpl={sides};{where};{alike}",
        f"fth={sides};{theme};{alike}",
        f"da={day};{alike}",
        f"das={day};{same}",
        f"dat={day};{kind}",
        f"pl={where};{same}",
        f"pld={where};{day};{alike}",
        f"au={status};{alike}",
        f"aus={status};{same}",
        f"aut={status};{kind}",
        f"mo={mode};{kind}",
        f"mos={mode};{same}",
        f"cnt={count};{kind};{word}",
        f"btw={between};{word};{gap}",
        f"btwt={between};{kind}",
        f"or={other.order};{same}",
        f"ora={one.order};{same}",
        f"ov={common};{gap};{alike}",
        f"ovs={common};{same}",
        f"hv={rare};{same}",
        f"th={themes};{same}",
        f"tht={themes};{kind}",
        f"nb={figures};{alike}",
        f"nbt={figures};{kind}",
        f"by={account};{same}",
        f"plu={one.plural:d}{other.plural:d};{parts};{same}",
        f"te={one.tense}{other.tense};{alike};{parts}",
        f"tl={sure};{same}",
    ]
    if one.sentence == other.sentence:
        path = _path(view, one.top, other.top)
        out += (
            f"p={path};{alike}",
            f"pt={path};{kind}",
            f"ps={path};{same}",
            f"pw={path};{who};{alike}",
            f"plb={path};{other.lemma}",
            f"pla={path};{one.lemma}",
        )
        low, high = sorted((one.top, other.top))
        inside = view.lower[low + 1 : high]
        if len(inside) <= 3:
            out.append(f"in={' '.join(inside)};{alike}")
        out += (f"iw={w};{same}" for w in sorted(_LINKS.intersection(inside)))
    return out


def _stem(lemma: str) -> str:
    return lemma[:5] if len(lemma) > 3 else lemma


def _bucket(number: int) -> int:
    return number if number < 3 else 3 if number < 5 else 4 if number < 9 else 5


def _gap(one: Look, other: Look) -> str:
    """Sentences from the one to the other; the title stands by itself."""
    if one.title:
        return "TT" if other.title else f"T{_bucket(max(other.sentence - 1, 0))}"
    return f"{_bucket(other.sentence - one.sentence)}{'' if one.paragraph == other.paragraph else 'p'}"


def _sets(one: Set[object], other: Set[object]) -> str:
    if one and other:
        return "=" if one & other else "!"
    return "?" if one or other else "0"


def _identity(one: Look, other: Look) -> str:
    """Are the actors, and the recipients, the same? And who is an actor here and a recipient there?"""
    told = []
    for number, (mine, theirs) in enumerate(((one.actors, other.actors), (one.recipients, other.recipients))):
        found = _sets(set(map(id, mine)), set(map(id, theirs)))
        told.append("l" if found == "!" and one.heads[number] & other.heads[number] else found)
    crossed = (
        "x" if any(a is b for a in one.actors for b in other.recipients) else "",
        "y" if any(a is b for a in one.recipients for b in other.actors) else "",
    )
    return "".join((*told, *crossed))


def _sides(one: Sequence[Entity], other: Sequence[Entity]) -> str:
    if one and other:
        return "n0123"[1 + max(_like(a, b) for a in one for b in other)]
    return "?" if one or other else "0"


def gainsaid(one: Look, other: Look) -> bool:
    """Are both done to somebody, and these two that have names of their own?"""
    return _sides(one.recipients, other.recipients) == "n"


def _like(one: Entity, other: Entity) -> int:
    """3 the same, 2 of one country and trade, 1 perhaps, 0 perhaps two, -1 two with names of their own."""
    if one is other:
        return 3
    if one.named and other.named and one.kind == other.kind in ("person", "country"):
        return -1
    countries = bool(one.country and other.country)
    if (countries and not set(one.country) & set(other.country)) or one.kind == other.kind == "person":
        return 0
    mine, theirs = set(one.sector), set(other.sector)
    if countries:
        official = "country" in (one.kind, other.kind) and (mine | theirs) & _STATE
        return 2 if official or mine & theirs else 1
    return 1 if not mine or not theirs or mine & theirs else 0


def _days(one: str, other: str) -> str:
    if one and other:
        return "=" if one == other else "~" if one.startswith(other) or other.startswith(one) else "!"
    return "?" if one or other else "0"


def _figures(one: Mapping[str, int | str], other: Mapping[str, int | str]) -> str:
    if not one or not other:
        return "0"
    both = one.keys() & other.keys()
    return "=" if any(one[name] == other[name] for name in both) else "!" if both else "other"


def _path(view: View, one: int, other: int) -> str:
    """The relations from the one word of a sentence up and down to the other."""
    found = way(view, one, other, _LONGEST)
    if found is None:
        return "far"
    up, down = (map(view.deprel, part) for part in found)
    return f"{'^'.join(up)}|{'v'.join(down)}"
