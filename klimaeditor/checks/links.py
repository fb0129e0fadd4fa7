r"""Web addresses: may the website link there, and where does a link really lead (SEC-02).

The website puts addresses into ``href`` unchecked, so a scheme that runs code must never get
there. Browsers ignore control characters inside a scheme (``java\tscript:``); so does the check.
"""

from __future__ import annotations

import re
import unicodedata
from encodings import idna
from enum import StrEnum
from typing import Final, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

# --- Web addresses: may the website link there, and where does a link really lead (SEC-02) -------

LONGEST: Final = 2000


class UrlFault(StrEnum):
    """What is wrong with an address; all but ``HTTP`` are errors."""

    EMPTY = "empty"
    SPACE = "space"
    """White space inside or around it."""
    CONTROL = "control"
    """Control, invisible or direction characters."""
    BAD_CHARACTER = "bad_character"
    """``\\`` ``<`` ``>`` ``"``: browsers read them differently."""
    TOO_LONG = "too_long"
    NOT_ABSOLUTE = "not_absolute"
    """No scheme: ``www.stadt.de``, ``//evil``, ``/seite``."""
    SCHEME = "scheme"
    """Neither https nor http (nor mailto where that is allowed)."""
    MAIL_NOT_ALLOWED = "mail_not_allowed"
    MAIL_ADDRESS = "mail_address"
    """``mailto:`` without one proper address."""
    NO_HOST = "no_host"
    BAD_HOST = "bad_host"
    """A host or port that cannot exist on the public web."""
    USER_INFO = "user_info"
    """``https://a@b``: what looks like the host is not the host."""
    HTTP = "http"
    """Warning only: the connection is not encrypted."""


WARNINGS: Final = frozenset({UrlFault.HTTP})


class LinkTarget(NamedTuple):
    """Where an address leads: the host as the browser asks for it, and the whole address."""

    host: str
    url: str


_SPACE = re.compile(r"\s")
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_UNSAFE = re.compile(r'[\\<>"]')
_SCHEME = re.compile(r"\A([a-zA-Z][a-zA-Z0-9+.-]*):")
_DOTS = re.compile("[.\u3002\uff0e\uff61]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_MAIL = re.compile(r"[^\s@,;:<>()\"]{1,64}@([^\s@,;:<>()\"?/]+)")
_DOMAIN_FIRST = re.compile(r"\A(?:[\w-]+\.)+[^\W\d_]{2,}(?:[:/?#].*)?", re.DOTALL)


def check_url(text: str, *, mail_allowed: bool) -> tuple[UrlFault, ...]:
    """Return all faults of an address in a fixed order; empty means good (SEC-02)."""
    if not text.strip():
        return (UrlFault.EMPTY,)
    faults = []
    if _SPACE.search(text):
        faults.append(UrlFault.SPACE)
    if _has_invisible(text):
        faults.append(UrlFault.CONTROL)
    if _UNSAFE.search(text):
        faults.append(UrlFault.BAD_CHARACTER)
    if len(text) > LONGEST:
        faults.append(UrlFault.TOO_LONG)
    return (*faults, *_target_faults(_bare(text), mail_allowed=mail_allowed))


def has_errors(faults: tuple[UrlFault, ...]) -> bool:
    """Tell whether any of the faults is more than a warning."""
    return not WARNINGS.issuperset(faults)


def shown_target(url: str) -> LinkTarget:
    """Return what to show before a link opens: host in punycode, nothing invisible (SEC-02).

    An address without a readable host gets an empty host; its invisible characters are escaped.
    """
    visible = _INVISIBLE.sub(_escaped, url.strip())
    parts = _split(visible)
    if isinstance(parts, UrlFault) or not parts.hostname:
        return LinkTarget("", visible)
    host = _punycode(parts.hostname)
    if host is None:
        return LinkTarget("", visible)
    authority = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port else ""
    return LinkTarget(host, parts._replace(netloc=authority + port).geturl())


def repair(text: str, *, mail_allowed: bool = False) -> str | None:
    """Return a repaired address without any fault; None if nothing needs repair or nothing helps.

    Blanks at the ends and invisible characters go, ``http`` becomes ``https``, ``www.stadt.de``
    gets its scheme; with ``mail_allowed`` a mail address gets ``mailto:``.
    """
    candidate = _bare(text)
    scheme = _SCHEME.match(candidate)
    if mail_allowed and _MAIL.fullmatch(candidate):
        candidate = f"mailto:{candidate}"
    elif scheme and scheme[1].lower() == "http":
        candidate = f"https{candidate[4:]}"
    elif _DOMAIN_FIRST.fullmatch(candidate):
        candidate = f"https://{candidate}"
    if candidate == text or check_url(candidate, mail_allowed=mail_allowed):
        return None
    return candidate


def _target_faults(url: str, *, mail_allowed: bool) -> tuple[UrlFault, ...]:
    match = _SCHEME.match(url)
    if match is None or _DOMAIN_FIRST.match(match[1]):
        return (UrlFault.NOT_ABSOLUTE,)  # "stadt.de:8080" starts with a host, not with a scheme
    scheme = match[1].lower()
    if scheme == "mailto":
        if not mail_allowed:
            return (UrlFault.MAIL_NOT_ALLOWED,)
        return () if _is_mail(url[match.end() :]) else (UrlFault.MAIL_ADDRESS,)
    if scheme not in {"https", "http"}:
        return (UrlFault.SCHEME,)
    warning = (UrlFault.HTTP,) if scheme == "http" else ()
    return (*_host_faults(url), *warning)


def _host_faults(url: str) -> tuple[UrlFault, ...]:
    parts = _split(url.replace("\\", "/"))
    if isinstance(parts, UrlFault):
        return (parts,)
    faults = (UrlFault.USER_INFO,) if "@" in parts.netloc else ()
    if not parts.hostname:
        return (*faults, UrlFault.NO_HOST)
    host = _punycode(parts.hostname)
    public = host is not None and ("." in host or ":" in host)
    return faults if public else (*faults, UrlFault.BAD_HOST)


def _split(url: str) -> SplitResult | UrlFault:
    """Split an address; a port or bracket that cannot be read is a bad host."""
    try:
        parts = urlsplit(url)
        _ = parts.port, parts.hostname  # both raise ValueError only when asked for
    except ValueError:
        return UrlFault.BAD_HOST
    return parts


def _punycode(host: str) -> str | None:
    """Return the host in the ASCII form browsers ask for; None if it cannot exist."""
    if ":" in host:
        return host  # an IPv6 address, already checked for its brackets
    labels = [_ascii_label(label) for label in _DOTS.split(host.rstrip("."))]
    return ".".join(label for label in labels if label) if all(labels) else None


def _ascii_label(label: str) -> str | None:
    """Return one label in ASCII; today's browsers keep ß, which the stdlib would turn into ss."""
    folded = unicodedata.normalize("NFC", label).lower()
    try:
        if not folded.isascii() and re.search("[ßς]", folded):
            ascii_label = "xn--" + folded.encode("punycode").decode("ascii")
        else:
            ascii_label = idna.ToASCII(folded).decode("ascii").lower()
    except UnicodeError:
        return None
    return ascii_label if _LABEL.fullmatch(ascii_label) else None


def _is_mail(rest: str) -> bool:
    address, _, _ = rest.partition("?")
    match = _MAIL.fullmatch(address)
    host = _punycode(match[1]) if match else None
    return host is not None and "." in host


def _has_invisible(text: str) -> bool:
    return any(not match.group().isspace() for match in _INVISIBLE.finditer(text))


def _bare(text: str) -> str:
    """Strip what browsers strip before they look for the scheme."""
    return _INVISIBLE.sub("", text.strip()).strip()


def _escaped(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode("utf-8", "surrogatepass"))


# --- Titles that say nothing: price classes instead of words, links called "hier" (A11Y-21) ------

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
