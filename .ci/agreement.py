#!/usr/bin/env python3
"""Figures of agreement by other people's libraries, for what Byline says to be held against.

usage: agreement.py reference < INPUT.json      the figures of one comparison
       agreement.py fixture > FIXTURE.json      generated comparisons, each with its figures

Run it with the python of the kit of oracles (its setup.sh prints which); it has krippendorff, scikit-learn, nltk and
pygamma-agreement. An input is {"seed", "samples", "articles": [{"text", "words"?, "sides": [[{"label", "fragments"}]]}]},
places in code points. Figures of words are there where words are named.

What no library has is worked out here from the publication, without a line of Byline's: unitizing alpha, overlap, and the
samples that gamma expects its disorder of. pygamma-agreement figures in single precision; its best alignments are taken,
and their disorder is added up in double precision.
"""

import json
import logging
import random
import re
import sys
from fractions import Fraction
from itertools import combinations, permutations

MASK = (1 << 64) - 1


class SplitMix:
    """The generator of Steele, Lea and Flood (2014), and whole numbers below an end after Lemire (2019)."""

    def __init__(self, seed: int, stream: int) -> None:
        self.state = seed
        self.state = self.bits() ^ (stream * 0xD1342543DE82EF95 & MASK)

    def bits(self) -> int:
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def below(self, end: int) -> int:
        while end:
            wide = self.bits() * end
            if wide & MASK >= (1 << 64) % end:
                return wide >> 64
        return 0


def char_sets(article: dict, side: int) -> list[str]:
    cells = [set() for _ in article["text"]]
    for mention in article["sides"][side]:
        for start, end in mention["fragments"]:
            for cell in cells[start:end]:
                cell.add(mention["label"])
    return ["+".join(sorted(cell)) for cell in cells]


def word_sets(article: dict, side: int) -> list[str]:
    found = []
    for first, last in article["words"]:
        labels = {
            mention["label"]
            for mention in article["sides"][side]
            if any(start < last and first < end for start, end in mention["fragments"])
        }
        found.append("+".join(sorted(labels)))
    return found


def nominal(rows: list[list[str]], with_nltk: bool = True) -> dict:
    import krippendorff
    from nltk.metrics.agreement import AnnotationTask
    from sklearn.metrics import accuracy_score, cohen_kappa_score

    codes = {value: code for code, value in enumerate(sorted({value for row in rows for value in row}))}
    if len(codes) < 2:
        return {"units": len(rows[0])}
    pairs = list(combinations(rows, 2))
    cohen = [cohen_kappa_score(one, two) for one, two in pairs if len(set(one) | set(two)) > 1]
    found = {
        "units": len(rows[0]),
        "percentage": sum(accuracy_score(one, two) for one, two in pairs) / len(pairs),
        "cohen": sum(cohen) / len(cohen),
        "alpha": float(krippendorff.alpha([[codes[value] for value in row] for row in rows], level_of_measurement="nominal")),
    }
    if with_nltk:
        triples = [(side, item, value) for side, row in enumerate(rows) for item, value in enumerate(row)]
        # nltk calls pi what is Fleiss' kappa: the chance is that of all annotators together.
        found["fleiss"] = AnnotationTask(data=triples).pi()
    return {key: float(value) if key != "units" else value for key, value in found.items()}


def segments(article: dict, side: int) -> list[tuple[int, int, str]]:
    """Units and gaps: a side's text cut at every edge of its mentions."""
    sets, cuts = char_sets(article, side), {0, len(article["text"])}
    for mention in article["sides"][side]:
        cuts.update(place for fragment in mention["fragments"] for place in fragment)
    order = sorted(cuts)
    return [(start, end, sets[start]) for start, end in zip(order, order[1:])]


def unitizing(articles: list[dict]) -> float | None:
    """Krippendorff, Mathet, Bouvry and Widlöcher (2016), equations 1, 4 and 5a, section by section and in fractions."""
    sides = len(articles[0]["sides"])
    observed: dict[tuple[str, str], Fraction] = {}
    itself: dict[str, int] = {}
    for article in articles:
        cut = [segments(article, side) for side in range(sides)]
        for one, two in permutations(range(sides), 2):
            for start, end, value in cut[one]:
                for other_start, other_end, other in cut[two]:
                    shared = min(end, other_end) - max(start, other_start)
                    if shared > 0:
                        key = (value, other)
                        observed[key] = observed.get(key, Fraction(0)) + Fraction(shared, sides - 1)
        for start, end, value in (segment for row in cut for segment in row):
            itself[value] = itself.get(value, 0) + ((end - start) ** 2 if value else end - start)
    margin: dict[str, Fraction] = {}
    for (value, _), length in observed.items():
        margin[value] = margin.get(value, Fraction(0)) + length
    whole = sum(margin.values())
    below = whole**2 - sum(itself.values())
    expected = {value: whole * (margin[value] ** 2 - itself[value]) / below for value in margin}
    apart = whole - sum(expected.values())
    return None if apart == 0 else float(1 - (whole - sum(observed.get((v, v), 0) for v in margin)) / apart)


def harmonic(precision: float | None, recall: float | None) -> float | None:
    if precision is None or recall is None:
        return None if precision is recall else 0.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def mean_scores(pairs: list[tuple]) -> dict:
    means = {}
    for place, key in enumerate(("precision", "recall", "f1")):
        known = [pair[place] for pair in pairs if pair[place] is not None]
        means[key] = sum(known) / len(known) if known else None
    return means


def spans(articles: list[dict]) -> dict:
    from sklearn.metrics import precision_recall_fscore_support

    def library(one: list, two: list) -> tuple:
        """Both sides as yes and no over everything that either has, twins numbered."""
        def numbered(rows: list) -> set:
            seen: dict = {}
            found = set()
            for row in rows:
                seen[row] = seen.get(row, 0) + 1
                found.add((row, seen[row]))
            return found
        one, two = numbered(one), numbered(two)
        every = sorted(one | two)
        if not one or not two:
            return (None if not two else 0.0, None if not one else 0.0, 0.0 if every else None)
        given = ([int(row in one) for row in every], [int(row in two) for row in every])
        return tuple(float(score) for score in precision_recall_fscore_support(*given, average="binary")[:3])

    def key(number: int, mention: dict) -> tuple:
        return (number, tuple(tuple(fragment) for fragment in mention["fragments"]), mention["label"])

    def met(one: int, two: int) -> float | None:
        hits = count = 0
        for article in articles:
            for mention in article["sides"][one]:
                count += 1
                hits += any(
                    other["label"] == mention["label"] and any(s < b and a < e for s, e in mention["fragments"] for a, b in other["fragments"])
                    for other in article["sides"][two]
                )
        return hits / count if count else None

    def words(side: int) -> list:
        rows = []
        for number, article in enumerate(articles):
            for word, value in enumerate(word_sets(article, side)):
                rows += [(number, word, label) for label in value.split("+") if label]
        return rows

    def every(side: int) -> list:
        return [key(number, mention) for number, article in enumerate(articles) for mention in article["sides"][side]]

    exact, overlap, token = [], [], []
    for one, two in combinations(range(len(articles[0]["sides"])), 2):
        exact.append(library(every(one), every(two)))
        precision, recall = met(two, one), met(one, two)
        overlap.append((precision, recall, harmonic(precision, recall)))
        if "words" in articles[0]:
            token.append(library(words(one), words(two)))
    found = {"exact": mean_scores(exact), "overlap": mean_scores(overlap)}
    return found | ({"token": mean_scores(token)} if token else {})


def unlike(one: tuple, two: tuple) -> float:
    place = (abs(one[0] - two[0]) + abs(one[1] - two[1])) / (one[1] - one[0] + two[1] - two[0])
    return place * place + (one[2] != two[2])


def alignment_cost(sides: list[list[tuple]]) -> float:
    """The unitary disorders of pygamma-agreement's best alignment, added up in double precision."""
    from pyannote.core import Segment
    from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum

    if sum(bool(units) for units in sides) < 2:
        return float(sum(map(len, sides)))
    continuum = Continuum()
    for number, units in enumerate(sides):
        continuum.add_annotator(f"a{number}")
        for start, end, label in units:
            continuum.add(f"a{number}", Segment(start, end), label)
    best = continuum.get_best_alignment(CombinedCategoricalDissimilarity(alpha=1, beta=1, delta_empty=1.0))
    cost = 0.0
    for unitary in best.unitary_alignments:
        units = [unit and (unit.segment.start, unit.segment.end, unit.annotation) for _, unit in unitary.n_tuple]
        pairs = [1.0 if one is None or two is None else unlike(one, two) for one, two in combinations(units, 2)]
        cost += sum(pairs) / len(pairs)
    return cost


def sampled(sides: list[list[tuple]], length: int, draws: SplitMix) -> list[list[tuple]]:
    """Each side is one of the article's sides drawn at random and moved around its end (section 5.2 of the paper)."""
    units = [unit for side in sides for unit in side]
    gap = sum(end - start for start, end, _ in units) // (2 * max(len(units), 1))
    moves, found = [], []
    for _ in sides:
        drawn = sides[draws.below(len(sides))]
        by = draws.below(length)
        for _ in range(100):
            if not any(min(abs(by - other), length - abs(by - other)) < gap for other in moves):
                break
            by = draws.below(length)
        moves.append(by)
        back = [length if start + by >= length else 0 for start, _, _ in drawn]
        found.append([(start + by - less, end + by - less, label) for (start, end, label), less in zip(drawn, back)])
    return found


def gamma(articles: list[dict], samples: int, seed: int) -> dict:
    logging.disable(logging.WARNING)
    count = len(articles[0]["sides"])
    hull = lambda mention: (mention["fragments"][0][0], mention["fragments"][-1][1], mention["label"])
    units = [[sorted({hull(mention) for mention in side}) for side in article["sides"]] for article in articles]
    number = sum(len(side) for article in units for side in article)
    disorder = lambda cost, number: cost / (number / count)
    observed = disorder(sum(map(alignment_cost, units)), number)
    drawn = []
    for sample in range(samples):
        cost = of_sample = 0
        for place, (article, sides) in enumerate(zip(articles, units)):
            turned = (place << 32 | place >> 32) & MASK
            sides = sampled(sides, len(article["text"]), SplitMix(seed ^ turned, sample))
            cost += alignment_cost(sides)
            of_sample += sum(map(len, sides))
        if of_sample:
            drawn.append(disorder(cost, of_sample))
    expected = sum(drawn) / len(drawn)
    return {"units": number, "observed": observed, "expected": expected, "value": 1 - observed / expected if observed else 1.0}


def reference(given: dict) -> dict:
    articles = given["articles"]
    sides = range(len(articles[0]["sides"]))
    rows = [[value for article in articles for value in char_sets(article, side)] for side in sides]
    found = {"characters": nominal(rows, len(rows[0]) < 20_000), "unitizing_alpha": unitizing(articles), **spans(articles)}
    if "words" in articles[0]:
        found["tokens"] = nominal([[value for article in articles for value in word_sets(article, side)] for side in sides])
    if given["samples"]:
        found["gamma"] = gamma(articles, given["samples"], given["seed"])
    return found


def generated(seed: int, sides: int, count: int, density: float, samples: int) -> dict:
    """Texts of made-up words with letters of one to four bytes, and sides that are unlike versions of one another."""
    draws = random.Random(seed)
    letters = "abcdeéößабв中𐐀" if seed % 2 else "abcdefghij"
    labels = ["actor", "actor.person", "event", "claim"]
    articles = []
    for _ in range(count):
        # Chinese characters are words of their own, one each; only letters of words stand in the others.
        plain = letters.replace("中", "")
        words = ["".join(draws.choice(plain) for _ in range(draws.randint(1, 8))) for _ in range(draws.randint(5, 40))]
        words = [word if "中" not in letters or draws.random() > 0.1 else "中" for word in words]
        text = " ".join(words) + ".\n"
        places = [(match.start(), match.end()) for match in re.finditer(r"\w+", text)]
        truth = []
        for start, end in places:
            if draws.random() < density:
                reach = min(len(text), end + draws.choice([0, 0, 0, 5, 12]))
                truth.append({"label": draws.choice(labels), "fragments": [[start, reach]]})
        each = []
        for _ in range(sides):
            own = []
            for mention in truth:
                chance = draws.random()
                [[start, end]] = mention["fragments"]
                if chance < 0.15:
                    continue
                if chance < 0.3:
                    start, end = max(0, start - draws.randint(0, 3)), min(len(text), end + draws.randint(0, 4))
                label = draws.choice(labels) if draws.random() < 0.15 else mention["label"]
                parts = [[start, start + 1], [end - 1, end]] if end - start > 3 and draws.random() < 0.1 else [[start, end]]
                own.append({"label": label, "fragments": parts})
                if draws.random() < 0.03:
                    own.append({"label": label, "fragments": parts})
            if draws.random() < 0.5:
                start = draws.randrange(len(text) - 1)
                own.append({"label": draws.choice(labels), "fragments": [[start, draws.randint(start + 1, len(text))]]})
            each.append(own)
        articles.append({"text": text, "words": places, "sides": each})
    return {"seed": seed, "samples": samples, "articles": articles}


def fixture() -> list[dict]:
    wanted = [(1, 2, 6, 0.3, 8), (2, 2, 1, 0.5, 5), (3, 3, 4, 0.2, 4), (4, 2, 3, 0.9, 4), (5, 4, 2, 0.15, 2)]
    given = [generated(*one) for one in wanted]
    return [one | {"figures": reference(one)} for one in given]


if __name__ == "__main__":
    if sys.argv[1:] == ["reference"]:
        json.dump(reference(json.load(sys.stdin)), sys.stdout)
    elif sys.argv[1:] == ["fixture"]:
        json.dump(fixture(), sys.stdout, ensure_ascii=False, separators=(",", ":"))
        print()
    else:
        sys.exit(__doc__)
