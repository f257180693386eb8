"""Fitting where acts are done: invented cases."""

from __future__ import annotations

from training.whereabouts import SLACK, Case, Scenery, balanced, curve, fit, fit_scenes, right_scenes


def case(number: int, *words: tuple[tuple[str, ...], bool], lines: tuple[float, ...] = ()) -> Case:
    known, right = zip(*words, strict=True)
    return Case(f"a{number}", known, lines or tuple(0.0 for _ in words), right, any(right), True)


CASES = [case(n, (("case in", "sort place"), True), (("case of", "sort place"), False)) for n in range(20)]


def test_what_tells_right_words_from_wrong_ones_is_learnt():
    model = fit(CASES)
    assert model.weights["case in"] > 0 > model.weights["case of"]
    assert all(right for _, right in curve(model, CASES))
    assert fit(CASES).weights == model.weights


def test_a_line_of_the_language_model_tips_the_scales():
    model = fit(CASES)
    total = model.weigh(("case of", "sort place"))
    assert model.probability(total, 0.4) > model.probability(total)


def test_the_bar_is_the_lowest_where_precision_and_recall_together_are_nearly_best():
    wrong = [case(n, (("case on", "sort place"), False)) for n in range(20, 60)]
    model, asked = fit(CASES + wrong), CASES + wrong
    bar, precision, recall = balanced(model, asked)
    told = curve(model, asked)
    gold = sum(case.placed for case in asked)

    def at(least):
        given = [right for probability, right in told if probability >= least]
        return 2 * sum(given) / (len(given) + gold)

    given = [right for probability, right in told if probability >= bar]
    assert precision == sum(given) / len(given) and recall == sum(given) / gold
    best = max(at(probability) for probability, _ in told)
    assert at(bar) >= best - SLACK
    assert all(at(probability) < best - SLACK for probability, _ in told if probability < bar)


def test_what_speaks_for_a_country_is_learnt():
    seen = [
        Scenery(f"a{n}", {"KEN": ["dateline", "share 1"], "USA": ["share 1"]}, "KEN" if n % 5 else "USA")
        for n in range(40)
    ]
    weights = fit_scenes(seen)
    assert weights["dateline"] > 0
    assert right_scenes(weights, seen) == 0.8
