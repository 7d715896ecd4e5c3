"""Which language a page is in, and how its words reach it."""

import html
import json
from typing import Any

from starlette.requests import Request

from bot.page_words import CHAT
from bot.words import Words


def guess(request: Request, words: Words) -> str:
    """The language the page says it is in, or the first of the browser's that is ours."""
    if wanted := request.query_params.get("language"):
        return words.language(wanted)
    for wanted in request.headers.get("accept-language", "").split(","):
        family = wanted.partition(";")[0].strip()
        if family and family_of(words.language(family)) == family_of(family):
            return words.language(family)
    return words.default


def family_of(language: str) -> str:
    return language.replace("-", "_").partition("_")[0].lower()


def greeting(words: Words, language: str) -> dict[str, Any]:
    said = translated(words, language, CHAT)
    return {"language": language, "title": said["title"], "words": said}


def page_words(words: Words, language: str, sentences: dict[str, str]) -> dict[str, str]:
    """What a page's template needs; the words travel as data, so that no script stands in the page."""
    said = translated(words, language, sentences)
    return {
        "language": language.replace("_", "-"),
        "title": html.escape(said["title"]),
        "no_script": html.escape(said["no_script"]),
        "words": json.dumps(said, ensure_ascii=False).replace("<", "\\u003c"),
    }


def translated(words: Words, language: str, sentences: dict[str, str]) -> dict[str, str]:
    translate = words.to(language)
    return {name: translate(sentence) for name, sentence in sentences.items()}
