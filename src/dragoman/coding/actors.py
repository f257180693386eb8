"""From the entities that took part to the record's actors: kind, country, sector and id settled."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.coding import naming
from dragoman.coding.belonging import Belonging
from dragoman.coding.entities import Entity, plain, slug
from dragoman.coding.geography import Geography
from dragoman.coding.namewords import BODY_WORDS
from dragoman.coding.view import PRONOUNS
from dragoman.knowledge import Knowledge
from dragoman.records import Actor

_MINISTRIES = ("Ministry of ", "Ministry for ")
_SURE = 0.3  #: least share of the model's votes for a sector to be taken


def settle(entity: Entity, knowledge: Knowledge, geography: Geography) -> None:
    """Fill in what the article left open, from the model's votes and the article as a whole.

    Changes ``entity``.
    """
    if not entity.kind or (entity.kind == "group" and not entity.sector and entity.named):
        entity.kind = _most(entity.kinds) or entity.kind or _kind(entity)
    _overrule(entity)
    if not entity.sector:
        vote = _most(entity.votes)
        if vote and vote != "UNK":
            entity.sector = [vote]
            entity.why.setdefault("sector", "read from the context by the model")
        else:
            sector, rule = _by_name(entity, knowledge)
            if sector:
                entity.sector = [sector]
                entity.why.setdefault("sector", rule)
    if not entity.country and not entity.known and "country" not in entity.why:
        international = bool(entity.sector) and entity.sector[0] in ("IGO",)
        if geography.dominant and not international and plain(entity.name) not in PRONOUNS:
            entity.country = [geography.dominant]
            entity.why["country"] = "country most spoken of"


def _finish(entity: Entity, knowledge: Knowledge) -> None:
    """The last of an entity, when its country and sector stand. Changes it."""
    if not entity.sector:
        entity.sector = ["UNK"]
    naming.finish(entity, knowledge)
    # Every state has a "Ministry of Health" or a "National Police Agency": say whose.
    common = entity.name.startswith(_MINISTRIES) or (entity.kind == "organisation" and _common(entity))
    if common and "(" not in entity.name and len(entity.country) == 1:
        country = knowledge.country_by_code(entity.country[0])
        if country is not None and not knowledge.countries_in(entity.name.split()):
            entity.name = f"{entity.name} ({country.name})"


#: Words that alone make no body of record: many states have a "National Election Committee".
_COMMON = frozenset(
    """
    national federal supreme central constitutional high state public royal general independent elections
    election electoral commission court appeal appeals the council authority agency police guard bank
    institute union association federation workers party people's confederation trade unions human rights
    judicial assembly constituent supervisory disaster management office board committee presidency bar
    tribunal penitentiary prison statistics ombudsman prosecutor prosecutor's health insurance intelligence
    security organization organisation service department justice anti-corruption bureau democratic choice
    farmers journalists teachers lawyers students doctors of for and on in to
    """.split()
)


def _common(entity: Entity) -> bool:
    """Is an unknown body's name made of words that any state's body may have?"""
    words = entity.name.replace("’", "'").split()
    return (
        entity.named
        and not entity.known
        and len(words) > 1
        and words[0][:1].isupper()
        and not entity.name.isupper()
        and all(word.lower().strip("',") in _COMMON or word.lower() in _COMMON for word in words)
    )


#: How sure the model must be on the mean of all mentions to overrule what a noun says by itself.
_OVERRULES = {"group": 0.7, "person": 0.6}


def _overrule(entity: Entity) -> None:
    """The model has read the whole article.

    A noun's usual sector gives way to a sure reading, that of the known body which the people belong to does
    not. Changes ``entity``.
    """
    bar = _OVERRULES.get(entity.kind)
    of_known = entity.kind == "group" and entity.body is not None and entity.body.known
    if of_known or entity.known or bar is None or not entity.votes or not entity.sector:
        return
    best = max(entity.votes, key=lambda name: (entity.votes[name], name))
    if best not in ("UNK", entity.sector[0]) and entity.votes[best] >= bar * max(1, entity.voters):
        entity.sector = [best]
        entity.why["sector"] = "read from the context by the model"


def _most(votes: dict[str, float]) -> str:
    total = sum(votes.values())
    if not total:
        return ""
    best = max(votes, key=lambda name: (votes[name], name))
    return best if votes[best] >= _SURE * total else ""


def _kind(entity: Entity) -> str:
    words = entity.name.split()
    if not entity.named:
        return "group"
    return (
        "person"
        if 2 <= len(words) <= 4 and not any(word.lower() in BODY_WORDS for word in words)
        else "organisation"
    )


def _by_name(entity: Entity, knowledge: Knowledge) -> tuple[str, str]:
    """The sector that a word of the name or of what it was called says ("Haitian National Police")."""
    for phrase in [entity.name, *entity.heads]:
        role = knowledge.role(phrase)
        if role and role.sector and (role.kind != "person" or not entity.named):
            return role.sector[0], f'"{role.word}"'
    words = entity.name.casefold().split()
    for index in range(len(words), 0, -1):
        role = knowledge.role(" ".join(words[:index]))
        if role and role.sector and role.kind == "organisation":
            return role.sector[0], f'"{role.word}"'
    return "", ""


def records(
    entities: Iterable[Entity], knowledge: Knowledge, geography: Geography, belonging: Belonging
) -> tuple[list[Actor], dict[int, str]]:
    """The actors in order of first mention, and each entity's id by ``id(entity)``."""
    ids: dict[int, str] = {}
    out: list[Actor] = []
    taken: dict[str, int] = {}
    listed = list({id(entity): entity for entity in entities}.values())
    for entity in listed:
        settle(entity, knowledge, geography)
    belonging.settle(listed)
    for entity in listed:
        _finish(entity, knowledge)
        base = slug(entity.called or entity.name)[:60].strip("-") or "actor"
        count = taken.get(base, 0) + 1
        taken[base] = count
        name = base if count == 1 else f"{base}-{count}"
        while name != base and name in taken:
            count += 1
            name = f"{base}-{count}"
        taken.setdefault(name, 1)
        ids[id(entity)] = name
        kind = (
            entity.kind if entity.kind in ("person", "country", "organisation", "group", "place") else "group"
        )
        out.append(
            Actor(
                name,
                entity.name,
                kind,
                tuple(dict.fromkeys(entity.country)),
                tuple(dict.fromkeys(entity.sector)),
                entity.wikidata,
            )
        )
    return out, ids
