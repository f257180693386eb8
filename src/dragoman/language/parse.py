"""What the language model read in one article: the one thing that `coding` gets from this room.

Every position is either a character offset into ``Parse.text`` or an index into ``Parse.tokens``;
ranges are half open (``first`` is in, ``last`` is out).
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, unsafe_hash=True)
class Token:
    """A syntactic word in the sense of Universal Dependencies ("don't" is two).

    Not to be changed, though nothing guards it: a frozen one would take three times as long to make, and an
    article has hundreds.
    """

    start: int
    end: int
    text: str
    lemma: str
    upos: str
    feats: str  #: ``Number=Sing|Tense=Past``, or ``""``
    head: int  #: index of the governor in ``Parse.tokens``; -1 for the root of its sentence
    deprel: str
    sentence: int  #: index into ``Parse.sentences``


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its tokens and its characters. ``title`` marks the headline."""

    first: int
    last: int
    start: int
    end: int
    title: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name: ``label`` is PER, ORG, LOC or NORP (demonyms and other names)."""

    first: int
    last: int
    label: str


@dataclass(frozen=True, slots=True)
class Link:
    """An edge that the model drew to ``token``, with its probability."""

    token: int
    probability: float


@dataclass(frozen=True, slots=True)
class Trigger:
    """The words that name an act, what they are read as, and who takes part.

    ``types``, ``modes`` and ``contexts`` are (label, probability), best first; the probability of
    a type is conditional on there being an event at all (``probability``). ``aux`` gives each of
    "", historical, future, hypothetical and negation its probability. ``edges`` maps actor,
    recipient, place, time and by to links, best first. A link names the last word of the
    phrase's core: *Trump* in "President Donald Trump", *members* in "members of the party".
    """

    first: int
    last: int
    head: int
    probability: float
    types: tuple[tuple[str, float], ...]
    modes: tuple[tuple[str, float], ...] = ()
    contexts: tuple[tuple[str, float], ...] = ()
    aux: dict[str, float] = field(default_factory=dict)
    edges: dict[str, tuple[Link, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Content:
    """Words of one sentence that somebody is made to vouch for.

    ``continues`` says that they go on with the statement of the content before. ``cue`` is the
    word of saying, ``speaker`` and ``addressees`` link to phrases as a trigger's edges do.
    ``stance`` gives "+", "-" and "0" their probabilities.
    """

    first: int
    last: int
    probability: float
    continues: bool = False
    cue: Link | None = None
    speaker: Link | None = None
    addressees: tuple[Link, ...] = ()
    stance: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parse:
    """One article as the model read it.

    ``antecedents`` maps a token (the last word of a phrase's core) to the earlier phrase that
    means the same, where the model is surer of one than of none. ``kinds`` and ``sectors`` give
    each token, read as the core of a phrase for an actor, its most likely actor kind (person,
    country, organisation, group, place) and PLOVER sector, with the probability.
    ``thresholds`` are those the model file carries, by name.
    """

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    names: tuple[Name, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    contents: tuple[Content, ...] = ()
    antecedents: dict[int, Link] = field(default_factory=dict)
    kinds: tuple[tuple[str, float], ...] = ()
    sectors: tuple[tuple[str, float], ...] = ()
    thresholds: dict[str, float] = field(default_factory=dict)
