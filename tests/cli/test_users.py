"""`desk users` and serving a team: passwords come by prompt or pipe alone, and nothing is served beyond this machine in the clear."""

import io
import json

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from research.errors import NotAllowedError, SettingsError, UsageError
from research.settings import Settings, load_settings
from research.team_settings import TeamSettings
from tests.research.rights.team import PASSWORD
from ui.cli.demo import serving_options
from ui.cli.main import app

runner = CliRunner()


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Return what runs a command as a user of a team."""
    monkeypatch.setenv("DESK_TEAM", "{}")
    monkeypatch.setenv("DESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DESK_USER", "analyst")

    def run(user, *words, typed=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        done = runner.invoke(app, ["--user", user, *words, "--json"], input=typed)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return json.loads(done.stdout)

    return run


def test_users_are_added_changed_and_let_in_no_more(desk):
    assert desk("x", "users", "add", "ann", "--role", "administrator", typed=f"{PASSWORD}\n")["user"]["added_by"] == "ann"
    made = desk("ann", "users", "add", "kim", "--role", "compliance", "--company-sign-in", "Kim@Desk.example")["user"]
    assert (made["role"], made["company_sign_in"], made["added_by"]) == ("compliance", "kim@desk.example", "ann")
    with pytest.raises(NotAllowedError, match="not allowed for the role compliance: to look after users"):
        desk("kim", "users", "list")
    assert desk("kim", "audit", "list")["rows"][0]["user"] == "ann"
    assert desk("ANN", "users", "role", "kim", "reader")["user"]["role"] == "reader"
    with pytest.raises(NotAllowedError, match="not allowed for the role reader: to read the audit trail"):
        desk("kim", "audit", "list")
    assert desk("ann", "users", "revoke", "kim") == {"user": "kim", "ended": 0}
    desk("ann", "users", "disable", "kim")
    with pytest.raises(NotAllowedError, match="kim is no user of this desk, or is disabled"):
        desk("kim", "status")
    rows = desk("ann", "audit", "list")["rows"]
    assert [row["action"] for row in reversed(rows)] == ["add user", "add user", "set role", "end sessions", "disable user"]
    assert {row["user"] for row in rows} == {"ann"}
    assert PASSWORD not in json.dumps(rows)


def test_no_option_takes_a_password_and_none_is_made_up(desk):
    with pytest.raises(UsageError, match="no password came"):
        desk("x", "users", "add", "ann", "--role", "administrator")
    helped = runner.invoke(app, ["users", "add", "--help"]).stdout
    assert "--password" not in helped


def options(**values):
    return serving_options(Settings(**values), None)


def test_a_single_user_is_served_as_before_and_on_this_machine_alone():
    assert options() == {
        "server.address": "127.0.0.1",
        "server.port": "8501",
        "server.headless": "true",
        "browser.gatherUsageStats": "false",
    }
    with pytest.raises(UsageError, match=r"DESK_HOST 0\.0\.0\.0 is not this machine; the page has no login"):
        options(host="0.0.0.0")  # noqa: S104


def test_a_team_is_served_beyond_this_machine_by_tls_or_behind_a_proxy(tmp_path):
    assert options(team={})["server.address"] == "127.0.0.1"
    with pytest.raises(UsageError, match="passwords could be read on their way"):
        options(team={}, host="0.0.0.0")  # noqa: S104
    tls = options(team={"certificate": tmp_path / "c.pem", "certificate_key": tmp_path / "k.pem"}, host="10.0.0.5")
    assert (tls["server.sslCertFile"], tls["server.enableXsrfProtection"]) == (str(tmp_path / "c.pem"), "true")
    proxy = options(team={"behind_proxy": True}, host="10.0.0.5", page_url="https://desk.example/")
    assert (proxy["server.address"], proxy["browser.serverAddress"]) == ("10.0.0.5", "desk.example")


def test_a_team_of_the_settings_file_and_of_the_environment(monkeypatch, tmp_path):
    assert load_settings().team is None
    file = tmp_path / "desk.toml"
    file.write_text("[team]\noidc = true\npasswords = false\n")
    monkeypatch.setenv("DESK_CONFIG", str(file))
    assert load_settings().team == TeamSettings(oidc=True, passwords=False)
    monkeypatch.setenv("DESK_TEAM", "{}")
    assert load_settings().team == TeamSettings()
    monkeypatch.setenv("DESK_TEAM", '{"passwords": false}')
    with pytest.raises(SettingsError, match="no way to sign in"):
        load_settings()
    with pytest.raises(ValidationError, match="go together"):
        TeamSettings(certificate=tmp_path)
