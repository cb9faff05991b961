import pytest

from research.retrieval.fusion import fuse


def test_fusion_adds_weighted_reciprocal_ranks():
    fused = fuse({"dense": ["a", "b"], "lexical": ["b", "c"]}, {"dense": 1.0, "lexical": 0.5})
    assert fused == [
        ("b", pytest.approx(1 / 62 + 0.5 / 61)),
        ("a", pytest.approx(1 / 61)),
        ("c", pytest.approx(0.5 / 62)),
    ]


def test_equal_scores_are_ordered_by_id():
    assert [item for item, _ in fuse({"one": ["z"], "two": ["a"]}, {"one": 1.0, "two": 1.0})] == ["a", "z"]
