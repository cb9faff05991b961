import pytest

from research.text.invisible import without_invisible


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Quillmere \u202eseiraloS\u202c", "Quillmere seiraloS"),
        ("\u2066Quill\u200bmere\u2069\ufeff \u200fraises\u00ad its\u061c guidance", "Quillmere raises its guidance"),
        ("Quill\u200dmere\u200c", "Quillmere"),
        ("Quillmere \U000e0049\U000e0067\U000e006eore", "Quillmere ore"),
        ("a\x00b\x1b[31mc\x9bd\u3164e\ud800", "ab[31mcde"),
        ("one\r\ntwo\rthree\x0bfour\x85five\tsix", "one\ntwo three four five\tsix"),
    ],
)
def test_what_is_not_seen_is_taken_out(text, seen):
    assert without_invisible(text) == seen


@pytest.mark.parametrize("text", ["می‌خواهم", "👩‍💻 hired", "क्‍ष", "⚠️", "عنوان", "邱米尔 上调指引", "Größe – café €5", "a b"])
def test_words_and_pictures_of_all_scripts_stay(text):
    assert without_invisible(text) == text
