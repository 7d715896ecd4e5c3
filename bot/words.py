"""What we say, in each person's language."""

import gettext
from collections.abc import Callable
from importlib.resources import files

Say = Callable[[str], str]


class NoCatalogue(Exception):
    """The catalogues are not compiled: run `make words`."""


class Words:
    def __init__(self, default: str) -> None:
        self._languages = {language: load(language) for language in languages()}
        self.default = default

    def languages(self) -> tuple[str, ...]:
        return tuple(self._languages)

    def language(self, wanted: str | None) -> str:
        """The language of ours nearest to what a channel tells: "zh-hans" is zh_CN, "en-US" is en."""
        if not wanted:
            return self.default
        wanted = wanted.replace("-", "_")
        exact = {ours.lower(): ours for ours in self._languages}.get(wanted.lower())
        return exact or self._cousin(wanted.lower().split("_")[0]) or self.default

    def to(self, language: str | None) -> Say:
        """A sentence nobody has translated yet stays English."""
        translated = self._languages[self.language(language)].gettext
        # gettext keeps a catalogue's header under the empty sentence.
        return lambda sentence: translated(sentence) if sentence else ""

    def _cousin(self, family: str) -> str | None:
        return next((ours for ours in self._languages if ours.split("_")[0] == family), None)


def languages() -> tuple[str, ...]:
    """What the catalogues are called: ("en", "zh_CN")."""
    folders = (entry for entry in files("locales").iterdir() if entry.is_dir())
    return tuple(sorted(folder.name for folder in folders if folder.joinpath("LC_MESSAGES").is_dir()))


def load(language: str) -> gettext.GNUTranslations:
    try:
        with files("locales").joinpath(language, "LC_MESSAGES", "sidan.mo").open("rb") as file:
            return gettext.GNUTranslations(file)
    except FileNotFoundError:
        raise NoCatalogue from None
