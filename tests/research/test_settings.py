"""Settings of mail: what fits together, what is refused, and that a password is shown nowhere."""

import pytest

from research.errors import SettingsError
from research.settings import Settings, load_settings

SECRET = "hunter2-hunter2"  # noqa: S105 - nobody's


@pytest.fixture
def environment(monkeypatch):
    def set_for_it(**values):
        for name, value in values.items():
            monkeypatch.setenv(f"DESK_{name.upper()}", value)

    return set_for_it


def test_the_password_is_shown_by_nothing(environment):
    environment(smtp_host="mail.example.org", smtp_user="ann", smtp_password=SECRET)
    settings = load_settings()
    assert settings.smtp_password.get_secret_value() == SECRET
    assert SECRET not in f"{settings!r} {settings} {settings.model_dump_json()} {settings.model_dump()}"


def test_mail_settings_change_no_answer(environment):
    plain = load_settings().fingerprint()
    environment(smtp_host="mail.example.org", smtp_from="a@example.org", smtp_password=SECRET, page_url="https://desk.example")
    assert load_settings().fingerprint() == plain


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "::1", "127.8.9.10"])
def test_this_machine_may_do_without_tls(environment, host):
    environment(smtp_host=host, smtp_tls="none")
    assert load_settings().smtp_tls == "none"


@pytest.mark.parametrize("host", ["mail.example.org", "10.0.0.1", "localhost.example.org", "127.0.0.1.example.org", "2130706433", "::"])
def test_other_machines_may_not(environment, host):
    environment(smtp_host=host, smtp_tls="none", smtp_password=SECRET)
    with pytest.raises(SettingsError, match="smtp_tls may be none only for a mail server on this machine") as raised:
        load_settings()
    assert SECRET not in f"{raised.value} {raised.value.__cause__}"


@pytest.mark.parametrize("values", [{"smtp_tls": "ssl"}, {"smtp_port": "0"}, {"smtp_port": "none"}])
def test_what_is_no_setting_is_refused_without_what_it_was(environment, values):
    environment(smtp_password=SECRET, **values)
    with pytest.raises(SettingsError, match="setting smtp_") as raised:
        load_settings()
    assert SECRET not in f"{raised.value} {raised.value.__cause__}"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "desk.example", "https://", "https://a b.example", "https://u:p@desk.example"])
def test_the_pages_address_is_one_of_the_web(environment, address):
    environment(page_url=address)
    with pytest.raises(SettingsError, match="page_url is not a web address"):
        load_settings()


def test_without_any_of_them_there_is_no_mail():
    settings = Settings()
    assert (settings.smtp_host, settings.smtp_port, settings.smtp_tls, settings.page_url) == (None, 587, "starttls", None)
