"""Words of any language are found in a text as fast as its letters allow, and no fewer of them."""

import pytest

from memcon.languages import matches_anywhere, pattern_everywhere

NAME = "events.meets.virtual"


@pytest.mark.parametrize(
    "text",
    [
        "They held a video conference.", "Ambos celebraron una videollamada.", "Pertemuan itu digelar virtual.",
        "Ils se sont entretenus par visio.", "They met in Oslo.", "Keduanya bertemu di Jakarta.", "",
        "Они провели видеоконференцию.", "两国外长举行视频会议。", "عقدا اجتماعا عبر الفيديو.", "화상 회담을 했다.",
    ],
)  # fmt: skip
def test_a_word_of_any_language_is_found_whatever_the_letters(text: str) -> None:
    assert matches_anywhere(NAME, text) == (pattern_everywhere(NAME).search(text) is not None)
    assert matches_anywhere(NAME, f"{text} virtual")
