"""Fitting of which country the unknown are: invented cases."""

from __future__ import annotations

from training.belonging import chosen_by, fit
from training.whereabouts import Scenery


def case(number: int, right: tuple[str, ...]) -> Scenery:
    return Scenery(
        f"a{number}",
        {(): ["none"], ("KEN",): ["rule guess"], ("UGA",): ["near"], ("KEN", "UGA"): ["rule two"]},
        right,
    )


CASES = [case(n, ("UGA",) if n % 5 else ()) for n in range(40)]


def test_what_speaks_for_a_country_is_learnt_and_overrules_the_rules():
    weights = fit(CASES)
    assert weights["near"] > weights["none"] > weights["rule guess"]
    assert chosen_by(weights, CASES[0], ("KEN",)) == ("UGA",)


def test_a_lead_within_chance_leaves_the_rules_answer():
    assert chosen_by({"near": 0.01}, CASES[0], ("KEN",)) == ("KEN",)


def test_cases_whose_answer_was_not_asked_about_teach_nothing():
    assert fit([*CASES, *(case(n, ("TZA",)) for n in range(40, 60))]) == fit(CASES)


def test_the_order_of_several_countries_does_not_matter():
    both = [case(n, ("KEN", "UGA")) for n in range(20)]
    turned = [Scenery(c.article, {k[::-1]: v for k, v in c.known.items()}, c.right) for c in both]
    assert fit(both) == fit(turned)
