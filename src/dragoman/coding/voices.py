"""Whose voice a speaker's phrase is: the bearer of a title set before a name, the issuer of a document.

The model draws the speaker at the last word of the phrase's core: *Minister* in "First Minister of Wales
Carwyn Jones", *statement* in "the court's statement". Who is meant stands further on, or further back.
"""

from __future__ import annotations

from dragoman.coding.grammar import subject
from dragoman.coding.spans import core_head, core_last
from dragoman.coding.view import View

#: What people and bodies put their words into.
DOCUMENTS = frozenset(
    """
    statement report study release communiqué communique website site webpage blog post tweet thread memo
    letter email message announcement filing motion request complaint lawsuit petition indictment ruling
    verdict decision judgment judgement opinion summary order decree resolution declaration
    poll survey audit review data figure statistic document record video footage recording notice
    note transcript account page bulletin dispatch cable text paper comment
    """.split()
)
#: Papers that speak for the same body as a paper of the other word.
_ALIKE = ({"report", "study", "paper", "survey"}, {"ruling", "decision", "judgment", "judgement", "verdict"})
#: Bodies that stand before their papers without a name: "a police report".
_BODIES = frozenset("police court government ministry army company intelligence party union".split())
#: Verbs by which a paper gets out.
_ISSUING = frozenset(
    """
    issue release publish post make put send write file draft give read share produce sign circulate deliver
    submit say add tell announce note warn provide comment state reply respond declare continue conclude
    """.split()
)
#: Words by which a paper is one that was spoken of.
_DEFINITE = frozenset("the this that these those same".split())
#: Parts of papers: what they say the paper says.
_PARTS = frozenset("part excerpt summary section chapter page copy draft version text rest line".split())
_SOURCES = frozenset("by from of".split())
_BACK = 8  #: sentences in which an earlier mention of the paper is looked for
_NAMED = frozenset(("appos", "flat", "nmod", "nmod:desc", "compound", "nmod:unmarked", "flat:name", "list"))
_ABBREVIATED = 4  #: words that may stand between a title and its bearer's name: "(MP)"


def governor(view: View, token: int) -> int:
    """The noun that a word only describes, else the word: *notes* for *field* in "field notes"."""
    if view.name_at[token] >= 0 or not view.treed(token):
        return token
    if view.upos[token] not in ("ADJ", "ADV", "NOUN", "VERB"):
        return token
    for child in view.children[token]:
        # *WHO*, read as a pronoun, makes a clause of the noun that it stands before
        if view.tokens[child].deprel == "acl:relcl" and _word(view, child) in DOCUMENTS:
            for name in view.children[child]:
                if view.acronym(name) and token < name < child:
                    return child
    here = token
    for _ in range(3):
        up = view.head(here)
        if up < 0:
            break
        noun = view.upos[up] in ("NOUN", "PROPN")
        before = view.tokens[here].deprel in ("amod", "compound") and up > here and noun
        after = up < here and view.deprel(here) in ("advmod", "acl")
        joined = here + 1 < len(view.tokens) and view.lower[here + 1] in ("and", "or")
        if joined or not (before or after):
            break
        if any(view.tokens[between].text in ",;:" for between in range(min(here, up), max(here, up))):
            break
        here = up
    return here if view.upos[here] in ("NOUN", "PROPN") else token


def bearer(view: View, token: int) -> int:
    """The last word of the name that goes with a title, else ``token`` itself.

    *Jones* for *Minister* in "First Minister of Wales Carwyn Jones", in "the First Minister, Carwyn Jones".
    """
    if view.upos[token] not in ("NOUN", "PROPN") or _person(view, token) >= 0 or not view.treed(token):
        return token
    if "Number=Plur" in view.tokens[token].feats:
        return token
    head = core_head(view, token)
    heads = [head] + [child for child in view.children[head] if view.deprel(child) == "conj" and child > head]
    for one in heads:
        for child in view.children[one]:
            if (
                child > token
                and view.tokens[child].deprel in _NAMED
                and _person(view, child) >= 0
                and not any(view.deprel(mark) == "case" for mark in view.children[child])
            ):
                return _name_end(view, child)
    # the title hangs from the name
    here = head
    for _ in range(3):
        up = view.head(here)
        if up <= here or view.tokens[here].deprel not in _NAMED:
            break
        if _person(view, up) >= 0:
            return _name_end(view, up)
        here = up
    return _beside(view, token, head)


def _beside(view: View, token: int, head: int) -> int:
    """The name right after a title's phrase, where the tree has it as a second subject or hangs it deeper."""
    verb = view.head(head)
    phrase = view.descend(head)
    for child in view.children[verb] if verb >= 0 else ():
        if (
            child > head
            and _person(view, child) >= 0
            and view.deprel(child) == view.deprel(head) in ("nsubj", "obl")
            and not any(view.upos[word] == "VERB" for word in range(token, child))
            and all(
                word in phrase
                or not view.is_word(word)
                or word in view.children[child]
                or view.lower[word] in ("and", "dr", "mr", "ms", "mrs")
                or view.head(word) == child
                for word in range(head, child)
            )
        ):
            return _name_end(view, child)
    kind, chance = view.parse.kinds[token] if token < len(view.parse.kinds) else ("", 0.0)
    if kind != "person" or chance < 0.5:
        return token
    for word in phrase:
        if (
            word > token
            and view.deprel(word) == "appos"
            and _person(view, word) >= 0
            and view.head(word) not in (token, head)
            and any(view.tokens[mark].text == "," for mark in range(word - 3, word))
            and view.name_at[view.head(word)] != view.name_at[word]
            and _person(view, view.head(word)) < 0
        ):
            return _name_end(view, word)
    return token


def _name_end(view: View, token: int) -> int:
    return view.parse.names[view.name_at[token]].last - 1


def _person(view: View, token: int) -> int:
    """Index of the personal name that the token is part of, or -1."""
    number = view.name_at[token]
    return number if number >= 0 and view.parse.names[number].label == "PER" else -1


def is_document(view: View, token: int) -> bool:
    """Is the phrase's core a paper, a post, a set of figures, or a part of one?"""
    return view.name_at[token] < 0 and (_word(view, token) in DOCUMENTS or whole(view, token) != token)


def whole(view: View, token: int) -> int:
    """The paper that the words at ``token`` are a part of, else ``token``: "part of the statement"."""
    if view.tokens[token].lemma.lower() in _PARTS:
        for child in view.children[token]:
            if view.deprel(child) == "nmod" and child > token and _word(view, child) in DOCUMENTS:
                return child
    return token


def _word(view: View, token: int) -> str:
    lemma = view.tokens[token].lemma.lower()
    return lemma if lemma in DOCUMENTS else view.lower[token]


def issuer(view: View, token: int) -> int | None:
    """The token of whoever a paper speaks for, None where the article does not tell.

    *WHO* in "a WHO report", *party* in "the party's website", *Cook* in "a post by Amy Cook"; for a bare "the
    report" the issuer told where the report was spoken of before, or who said something in it.
    """
    if not is_document(view, token):
        return None
    token = whole(view, token)
    own = _owner(view, token)
    if own is not None:
        return own
    if not any(view.lower[child] in _DEFINITE for child in view.children[token]):
        return None  # "reports", "a new study"
    words = {_word(view, token)}
    for alike in _ALIKE:
        if words & alike:
            words |= alike
    sentence = view.tokens[token].sentence
    for before in range(token - 1, -1, -1):
        if sentence - view.tokens[before].sentence > _BACK or view.in_title(before):
            break
        if _word(view, before) in words and view.upos[before] in ("NOUN", "PROPN"):
            found = _owner(view, before)
            if found is None:
                found = _teller(view, before)
            if found is not None:
                return found
    return None


def outlet(view: View, token: int) -> int | None:
    """Whose source speaks: *its* in "its source", None where no source does."""
    if view.tokens[token].lemma.lower() not in ("source", "sources") or view.name_at[token] >= 0:
        return None
    return next((child for child in view.children[token] if view.tokens[child].deprel == "nmod:poss"), None)


def _owner(view: View, token: int) -> int | None:
    """Who is named inside the paper's own phrase."""
    ranked: list[tuple[int, int]] = []
    for child in view.children[token]:
        relation = view.tokens[child].deprel
        marks = [view.lower[mark] for mark in view.children[child] if view.deprel(mark) == "case"]
        if relation == "nmod:poss":
            ranked.append((1, child))
        elif view.deprel(child) == "nmod" and marks and marks[0] in _SOURCES:
            ranked.append((0 if marks[0] == "by" else 3, child))
        elif view.deprel(child) == "acl":
            for agent in view.children[child]:
                if view.tokens[agent].deprel == "obl:agent" or (
                    view.deprel(agent) == "obl"
                    and any(view.lower[mark] == "by" for mark in view.children[agent])
                ):
                    ranked.append((0, agent))
        elif view.deprel(child) in ("compound", "nmod", "amod") and child < token and not marks:
            ranked.append((2, child))
        elif view.deprel(child) == "nsubj" and child < token and view.acronym(child):
            return child
    for rank, child in sorted(ranked):
        if rank == 1 and view.upos[child] == "PRON":
            return child
        last = core_last(view, child)
        if view.name_at[last] >= 0:
            return view.parse.names[view.name_at[last]].last - 1
        if rank < 2 and view.upos[child] in ("NOUN", "PROPN"):
            return core_last(view, child)
        if rank == 2 and view.lower[child] in (
            "police",
            "court",
            "government",
            "ministry",
            "army",
            "company",
        ):
            return child
    return None


def announcer(view: View, first: int) -> tuple[int, int] | None:
    """Verb and speaker of a sentence that ends in a colon right before the words at ``first``.

    "The minister made the following statement today:" and what follows in the next paragraph.
    """
    low, high = view.sentence(first)
    number = view.sentence_of(first)
    colon = first - 1
    while colon >= low and not view.is_word(colon) and view.tokens[colon].text != ":":
        colon -= 1
    if colon >= low and view.tokens[colon].text == ":":
        start = low
    elif number > 0 and not any(view.is_word(token) for token in range(low, first)):
        start, high = view.parse.sentences[number - 1].first, view.parse.sentences[number - 1].last
        colon = high - 1
        if view.tokens[colon].text != ":":
            return None
    else:
        return None
    for verb in range(colon - 1, start - 1, -1):
        if view.upos[verb] != "VERB" or view.tokens[verb].lemma.lower() not in _ISSUING:
            continue
        speaker = subject(view, verb)
        if speaker is not None and start <= speaker < colon:
            return verb, speaker
    return None


def _teller(view: View, token: int) -> int | None:
    """Who said something in the paper or put it out: the subject of the verb that governs it."""
    verb = view.head(token)
    if verb < 0 or view.upos[verb] != "VERB" or view.deprel(token) not in ("obl", "obj", "nsubj"):
        return None
    if view.tokens[token].deprel == "nsubj":
        return None
    if view.tokens[verb].lemma not in _ISSUING:
        return None
    found = subject(view, verb)
    return found if found is not None and found != token and not is_document(view, found) else None
