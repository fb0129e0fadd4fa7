"""Titles that say nothing: price classes instead of words, links called "hier" (A11Y-21)."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urlsplit

_PRICE_PREFIX = re.compile(r"\A\s*€+\s+(?=\S)")
_SAYS_NOTHING: Final = frozenset(
    {
        "hier", "hier klicken", "klick hier", "klicken sie hier", "bitte hier klicken",
        "siehe hier", "link", "links", "zum link", "weblink", "url", "adresse", "mehr", "mehr dazu",
        "mehr info", "mehr infos", "mehr informationen", "mehr erfahren", "mehr lesen", "weiter",
        "weiterlesen", "weitere infos", "weitere informationen", "info", "infos", "informationen",
        "details", "website", "webseite", "homepage", "internetseite", "zur website",
        "zur webseite", "seite", "zur seite", "download", "pdf", "dokument", "datei", "artikel",
        "quelle",
    }
)  # fmt: skip
_BARE_URL = re.compile(r"\A(?:(?:https?:|www\.)\S*|[\w.-]+\.[a-z]{2,}/\S*)", re.IGNORECASE)


def has_price_prefix(title: str) -> bool:
    """Tell whether a title starts with euro signs as a price class, "€€€ Titel" (A11Y-21)."""
    return _PRICE_PREFIX.match(title) is not None


def propose_title(title: str) -> str:
    """Return the title without its euro signs."""
    return _PRICE_PREFIX.sub("", title)


def is_meaningless_link(title: str) -> bool:
    """Tell whether a link title says nothing: "hier", "mehr", a bare address (A11Y-21)."""
    words = " ".join(title.casefold().split()).strip(" .:!…»>→[]()")
    return words in _SAYS_NOTHING or not words or _BARE_URL.fullmatch(words) is not None


def propose_link_title(url: str) -> str | None:
    """Return a title made of the address, "Windenergie (stadtwerke.de)"; None without a host."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if "." not in host:
        return None
    last = unquote(parts.path).rstrip("/").rpartition("/")[2]
    words = re.sub(r"[-_+\s]+", " ", re.sub(r"\.[A-Za-z]{2,5}\Z", "", last)).strip()
    if not re.search(r"[^\W\d_]{3}", words) or words.casefold() in _SAYS_NOTHING:
        return host
    return f"{words[0].upper()}{words[1:]} ({host})"
