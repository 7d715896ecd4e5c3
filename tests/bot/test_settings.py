"""A wrong setting stops the start with one sentence that names it."""

import os
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load_settings

TOKEN = "123456:planted-token"
WEBHOOK = {
    "telegram_mode": "webhook",
    "telegram_token": TOKEN,
    "telegram_secret": "s3cret",
    "public_url": "https://sidan.example",
}


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without .env and an environment without settings."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("SIDAN_")]:
        monkeypatch.delenv(name)
    return tmp_path


def refused(**given: object) -> str:
    with pytest.raises(SettingsError) as error:
        load_settings(**given)
    sentence = str(error.value)
    assert sentence.endswith((".", "?"))
    assert "\n" not in sentence
    return sentence


def test_nothing_needs_to_be_set():
    settings = load_settings()
    assert settings.database == "sqlite:sidan.db"
    assert (settings.host, settings.port, settings.url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert (settings.locale, str(settings.zone)) == ("zh_CN", "Asia/Shanghai")
    assert settings.telegram_mode == "polling"


def test_the_environment_is_read(monkeypatch):
    monkeypatch.setenv("SIDAN_DATABASE", "postgresql://sidan@db/sidan")
    monkeypatch.setenv("SIDAN_LISTEN", "[::]:80")
    monkeypatch.setenv("SIDAN_PUBLIC_URL", "https://sidan.example/")
    settings = load_settings()
    assert settings.database == "postgresql://sidan@db/sidan"
    assert (settings.host, settings.port, settings.url) == ("::", 80, "https://sidan.example")


def test_the_environment_wins_over_the_file_and_what_is_given_over_both(bare, monkeypatch):
    (bare / ".env").write_text("SIDAN_LOCALE=en\nSIDAN_LISTEN=127.0.0.1:1\nSIDAN_TIMEZONE=Asia/Urumqi\n")
    monkeypatch.setenv("SIDAN_LISTEN", "127.0.0.1:2")
    monkeypatch.setenv("SIDAN_TIMEZONE", "Asia/Macau")
    settings = load_settings(timezone="Asia/Taipei")
    assert (settings.locale, settings.port, settings.timezone) == ("en", 2, "Asia/Taipei")


def test_an_empty_variable_is_not_set(monkeypatch):
    monkeypatch.setenv("SIDAN_TELEGRAM_TOKEN", "")
    assert load_settings().telegram_token is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database", "mysql://sidan"),
        ("database", "sqlite:"),
        ("database", "sqlite::memory:"),
        ("listen", "8000"),
        ("listen", "localhost:http"),
        ("listen", "localhost:70000"),
        ("public_url", "sidan.example"),
        ("public_url", "https://sidan.example/desk"),
        ("locale", "tlh"),
        ("timezone", "Asia/Shangai"),
        ("policy", "nowhere.toml"),
        ("log_level", "loud"),
        ("log_format", "xml"),
        ("telegram_token", "no token at all"),
        ("telegram_api", "api.telegram.org"),
        ("telegram_mode", "push"),
        ("telegram_secret", "with spaces"),
        ("telegram_secret", "x" * 257),
        ("telegram_broadcast_rate", "0"),
        ("telegram_broadcast_rate", "many"),
    ],
)
def test_a_wrong_value_is_named(name, value, monkeypatch):
    monkeypatch.setenv(f"SIDAN_{name.upper()}", value)
    assert refused().startswith(f"SIDAN_{name.upper()} ")


@pytest.mark.parametrize("name", ["database", "telegram_token", "telegram_secret"])
def test_a_wrong_secret_is_not_quoted(name):
    assert "hush hush" not in refused(**{name: "hush hush"})


@pytest.mark.parametrize("missing", ["telegram_token", "telegram_secret", "public_url"])
def test_a_webhook_needs_all_that_makes_it_safe(missing):
    sentence = refused(**{name: value for name, value in WEBHOOK.items() if name != missing})
    assert "SIDAN_TELEGRAM_MODE=webhook needs" in sentence
    assert f"SIDAN_{missing.upper()}" in sentence


def test_a_webhook_with_all_of_it_is_fine():
    assert load_settings(**WEBHOOK).telegram_mode == "webhook"


def test_only_a_bot_api_server_of_ones_own_may_call_plain_http():
    plain = WEBHOOK | {"public_url": "http://10.0.0.2:8000"}
    assert "https://" in refused(**plain)
    assert load_settings(**plain, telegram_api="http://10.0.0.3:8081").url == "http://10.0.0.2:8000"


def test_a_misspelt_setting_is_named_with_the_one_that_was_meant(bare, monkeypatch):
    monkeypatch.setenv("SIDAN_TELEGRAM_TOKN", TOKEN)
    assert refused() == "There is no setting SIDAN_TELEGRAM_TOKN: did you mean SIDAN_TELEGRAM_TOKEN?"
    monkeypatch.delenv("SIDAN_TELEGRAM_TOKN")
    (bare / ".env").write_text("SIDAN_LISTN=127.0.0.1:1\n")
    assert "SIDAN_LISTEN?" in refused()


def test_other_programs_variables_are_none_of_our_business(bare):
    (bare / ".env").write_text("POSTGRES_USER=sidan\n")
    assert load_settings().locale == "zh_CN"


def test_printing_the_settings_shows_no_secret():
    settings: Settings = load_settings(**WEBHOOK, database="postgresql://sidan:passw0rd@db/sidan")
    assert settings.telegram_secret
    for shown in (repr(settings), str(settings)):
        assert not any(secret in shown for secret in (TOKEN, "s3cret", "passw0rd"))
