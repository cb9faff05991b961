"""Of what is secret nothing is said, logged or kept; `python -m tests.bench.disclosing` asks more, with commands and texts of documents."""

from research.rights.signing_in import WRONG as WRONG_SAID
from tests.bench.disclosing import SECRETS, WRONG, found_in, rows_of, team_of, wrong_settings


def test_settings_that_are_wrong_beside_a_secret_are_told_without_it():
    told = wrong_settings()
    assert len([one for one in told if one.startswith("setting")]) == len(WRONG)
    assert found_in(told, [SECRETS["settings"]]) == []


def test_passwords_and_tokens_of_sessions_are_nowhere(tmp_path):
    told, secret = team_of(tmp_path)
    assert len(secret["token"]) > 20
    assert {one.strip() for one in told[1:4]} == {WRONG_SAID}
    assert found_in([*told, *rows_of(tmp_path / "home" / "ledger.db")], list(secret.values())) == []
