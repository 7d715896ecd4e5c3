"""Collect the sentences marked in the code, keep every language's catalogue up to date, and compile it.

Run it: python -m locales.catalogues update | compile
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("bot", "dialogue", "domain", "handlers", "storage")
MARKS = {"_": None, "N_": None}


def collect(root: Path = ROOT) -> Catalog:
    """Every sentence that the code marks with _() or N_()."""
    found = Catalog(charset="utf-8")
    for room in ROOMS:
        for file in sorted((root / room).rglob("*.py")):
            for line, sentence, comments, context in extract_from_file("python", file, MARKS, ("For translators:",)):
                place = (file.relative_to(root).as_posix(), line)
                found.add(sentence, None, [place], auto_comments=comments, context=context)
    return found


def sources(root: Path = ROOT) -> Iterator[Path]:
    yield from sorted(root.glob("locales/*/LC_MESSAGES/sidan.po"))


def read(source: Path) -> Catalog:
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name, domain="sidan", abort_invalid=True)
    catalogue.project, catalogue.version = "sidan", ""
    catalogue.last_translator = catalogue.language_team = catalogue.msgid_bugs_address = "sidan contributors"
    return catalogue


def update(root: Path = ROOT) -> None:
    """Add what is new, drop what nobody says any more. English translates itself."""
    for source in sources(root):
        catalogue = read(source)
        catalogue.update(collect(root), no_fuzzy_matching=True, update_creation_date=False)
        if catalogue.locale_identifier == "en":
            for message in catalogue:
                if message.id:
                    message.string = message.string or message.id
        with source.open("wb") as file:
            # Without line numbers a sentence that only moved does not show up as a change.
            write_po(file, catalogue, width=110, include_lineno=False, sort_by_file=True, ignore_obsolete=True)
        missing = sum(1 for message in catalogue if message.id and not message.string)
        print(f"{source.relative_to(root)}: {len(catalogue)} sentences, {missing} to translate")


def compile_all(root: Path = ROOT) -> list[Path]:
    """Write each language's .mo next to its source; readers never see half a file."""
    written = []
    for source in sources(root):
        target = source.with_suffix(".mo")
        half = target.with_suffix(f".{os.getpid()}.mo")
        with half.open("wb") as file:
            write_mo(file, read(source))
        written.append(half.replace(target))
    return written


if __name__ == "__main__":
    {"update": update, "compile": compile_all}[sys.argv[1]]()
