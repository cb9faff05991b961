from ui.pages.recent import Recent


def test_what_was_used_longest_ago_goes_first():
    recent = Recent(2)
    recent.put("a", 1)
    recent.put("b", 2)
    assert recent.get("a") == 1
    assert recent.put("c", 3) == 3
    assert (recent.get("a"), recent.get("b"), recent.get("c")) == (1, None, 3)
