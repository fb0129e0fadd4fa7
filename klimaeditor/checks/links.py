r"""Links: addresses, link titles and the call to action (SEC-02, A11Y-21).

The website puts addresses into ``href`` unchecked, so a scheme that runs code must never get
there. Browsers ignore control characters inside a scheme (``java\tscript:``); so does the check.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from klimaeditor.checks.rule import ENTER, Rule, ThemeChecks, report, setting, take_text
from klimaeditor.model.core_words import quoted
from klimaeditor.model.findings import Fix, Severity
from klimaeditor.model.values import get_path, same

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Json, Record

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
        if folded.isascii():
            ascii_label = folded
        elif re.search("[ßς]", folded):
            ascii_label = "xn--" + folded.encode("punycode").decode("ascii")
        else:
            from encodings import idna  # noqa: PLC0415 - slow to load, and few addresses need it

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


# --- The rules about them and what is proposed ---------------------------------------------------

URL_INVALID: Final = Rule(
    id="url_invalid",
    severity=Severity.ERROR,
    title="Adresse unbrauchbar",
    problem="Die Adresse {found} {reason}.",
    site="Auf der öffentlichen Seite funktioniert der Link nicht oder ist gefährlich.",
    remedy="Geben Sie die vollständige Adresse mit {scheme} ein.",
    example="{example}",
)
URL_HTTP: Final = Rule(
    id="url_http",
    severity=Severity.WARNING,
    title="Adresse ohne Verschlüsselung",
    problem="Die Adresse {found} beginnt mit http://.",
    site="Browser warnen alle, die den Link öffnen, vor der Seite.",
    remedy="Prüfen Sie, ob es die Seite auch mit https:// gibt.",
)
LINK_INCOMPLETE: Final = Rule(
    id="link_incomplete",
    severity=Severity.ERROR,
    title="Link unvollständig",
    problem="Link {row} hat {missing}.",
    site="Die öffentliche Seite zeigt einen leeren Link oder einen ohne Ziel.",
    remedy="Tragen Sie Titel und Adresse ein, oder entfernen Sie die Zeile.",
    example="„Förderprogramm der Stadt“ und {address}",
)
LINK_REPEATED: Final = Rule(
    id="link_repeated",
    severity=Severity.WARNING,
    title="Link doppelt",
    problem="Link {row} führt zur selben Adresse wie Link {first}.",
    site="Die öffentliche Seite zeigt beide untereinander.",
    remedy="Entfernen Sie einen der beiden, oder tragen Sie die richtige Adresse ein.",
)
LINK_TITLE: Final = Rule(
    id="link_title",
    severity=Severity.WARNING,
    title="Linktitel sagt nichts",
    problem="Der Titel {found} sagt nicht, wohin der Link führt.",
    site="Auf der öffentlichen Seite und beim Vorlesen ist das Ziel nicht zu erkennen.",
    remedy="Nennen Sie das Ziel.",
    example="„Windpark-Seite der Stadtwerke“",
)
USER_ACTION_INCOMPLETE: Final = Rule(
    id="user_action_incomplete",
    severity=Severity.ERROR,
    title="Aufruf unvollständig",
    problem="Zum Aufruf „{words.headings[take_part]}“ fehlt „{label}“.",
    site="Die öffentliche Seite zeigt den Aufruf mit einer Lücke oder einer Schaltfläche ohne "
    "Ziel.",
    remedy="Füllen Sie alle drei Felder aus, oder leeren Sie alle drei.",
    example="{example}",
    fields=("user_action_label", "user_action_href", "user_action_description"),
)

URL_REASONS: Final = MappingProxyType(
    {
        UrlFault.EMPTY: "ist leer",
        UrlFault.SPACE: "enthält ein Leerzeichen",
        UrlFault.CONTROL: "enthält ein unsichtbares Zeichen",
        UrlFault.BAD_CHARACTER: "enthält ein Zeichen, das in Adressen nicht vorkommen darf",
        UrlFault.TOO_LONG: "ist länger als 2.000 Zeichen",
        UrlFault.NOT_ABSOLUTE: "beginnt nicht mit https://",
        UrlFault.SCHEME: "führt zu keiner Webseite",
        UrlFault.MAIL_NOT_ALLOWED: "ist eine E-Mail-Adresse, keine Webseite",
        UrlFault.MAIL_ADDRESS: "enthält keine gültige E-Mail-Adresse",
        UrlFault.NO_HOST: "nennt keinen Server",
        UrlFault.BAD_HOST: "nennt einen Server, den es im Internet nicht geben kann",
        UrlFault.USER_INFO: "täuscht mit dem Teil vor dem @ einen anderen Server vor",
    }
)
SCHEME: Final = "https://"
SCHEME_OR_MAIL: Final = "https:// oder mailto:"
NO_ENTRY: Final = "weder Titel noch Adresse"
LINK_LACKS: Final = MappingProxyType(
    {frozenset({"title"}): "keinen Titel", frozenset({"url"}): "keine Adresse"}
)
ACTION_FIELDS: Final[Mapping[FieldName, str]] = MappingProxyType(
    {
        "user_action_label": "„Jetzt Beratung buchen“",
        "user_action_href": "{address}",
        "user_action_description": "„Lassen Sie Ihr Dach kostenlos prüfen“",
    }
)
"""The parts of the call to action, with an example of each field."""
REMOVE_LINK: Final = "Doppelten Link entfernen"
REPAIR_URL: Final = "Adresse berichtigen"
USE_HTTPS: Final = "Auf https:// umstellen"


def check_links(view: MeasureView, only: AbstractSet[FieldName] | None = None) -> Iterator[Finding]:
    """Yield what is wrong with links and the call to action; missing parts: incomplete_link.

    With *only*, no other fields are looked at.
    """
    if only is None or "links" in only:
        entries = view.value("links")
        for place, link in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(link, dict):
                yield from _check_link(view, place, link)
        yield from _check_repeated(view)
    if only is None or only & ACTION_FIELDS.keys():
        yield from _check_action(view)


def _check_repeated(view: MeasureView) -> Iterator[Finding]:
    """Yield the links that lead where an earlier one leads; only what says the same is removed."""
    entries = view.value("links")
    links: list[Json] = list(entries) if isinstance(entries, list) else []
    seen: dict[str, int] = {}
    for place, link in enumerate(links):
        url = link.get("url") if isinstance(link, dict) else None
        if not isinstance(url, str) or not url.strip():
            continue
        first = seen.setdefault(_target(url), place)
        if first == place:
            continue
        fix = Fix(ENTER)
        if same(link, links[first]):
            kept = links[:place] + links[place + 1 :]
            fix = setting(REMOVE_LINK, view, "links", kept, automatic=True)
        details = {"row": place + 1, "first": first + 1}
        yield report(LINK_REPEATED, view, "links", place=place, fix=fix, **details)


def _target(url: str) -> str:
    """Return what two spellings of one address have in common."""
    bare = _bare(url)
    parts = _split(bare)
    if isinstance(parts, UrlFault) or not parts.hostname:
        return bare
    scheme = "https" if parts.scheme in {"http", "https"} else parts.scheme
    port = f":{parts.port}" if parts.port else ""
    host = parts.hostname.removeprefix("www.") + port
    path = parts.path.rstrip("/")
    return parts._replace(scheme=scheme, netloc=host, path=path).geturl()


def incomplete_link(view: MeasureView, place: int, keys: Collection[str]) -> Finding:
    """Return the finding on a link that lacks *keys*; "" among them means all of it."""
    missing = LINK_LACKS.get(frozenset(keys), NO_ENTRY)
    address, row = view.site.city.address, place + 1
    return report(
        LINK_INCOMPLETE, view, "links", place=place, row=row, missing=missing, address=address
    )


def _check_link(view: MeasureView, place: int, link: Record) -> Iterator[Finding]:
    url, title = link.get("url"), link.get("title")
    if isinstance(url, str) and url.strip():
        better = repair(url)
        fix = _changing(view, place, "url", better, REPAIR_URL)
        yield from _check_address(view, "links", place, url, fix)
    if isinstance(title, str) and title.strip() and is_meaningless_link(title):
        better = propose_link_title(url) if isinstance(url, str) else None
        label = "" if better is None else take_text(better)
        fix = _changing(view, place, "title", better, label)
        yield report(LINK_TITLE, view, "links", place=place, fix=fix, found=quoted(title))


def _changing(view: MeasureView, place: int, key: str, value: str | None, label: str) -> Fix:
    """Return the proposal that changes one key of one link; without a value only the way there."""
    entries = view.value("links")
    if value is None or not isinstance(entries, list):
        return Fix(ENTER)
    changed: list[Json] = list(entries)
    entry = changed[place]
    if isinstance(entry, dict):
        changed[place] = {**entry, key: value}
    return setting(label, view, "links", changed)


def _check_address(
    view: MeasureView, field: FieldName, place: int | None, url: str, fix: Fix
) -> Iterator[Finding]:
    """Yield the first fault of an address; plain http is a warning (SEC-02)."""
    mail = field != "links"
    faults = check_url(url, mail_allowed=mail)
    found = quoted(url)
    if has_errors(faults):
        reason = URL_REASONS[next(f for f in faults if f not in WARNINGS)]
        scheme = SCHEME_OR_MAIL if mail else SCHEME
        details = {"reason": reason, "scheme": scheme, "example": view.site.city.address}
        yield report(URL_INVALID, view, field, place=place, fix=fix, found=found, **details)
    elif faults:
        fix = replace(fix, label=USE_HTTPS) if fix.edits else fix
        yield report(URL_HTTP, view, field, place=place, fix=fix, found=found)


def _check_action(view: MeasureView) -> Iterator[Finding]:
    """Yield the parts a call to action lacks: all three belong together, or none."""
    path = view.site.catalogue.path("user_action_label")
    group = get_path(view.additional or {}, path[:-1])
    if not isinstance(group, dict):
        return
    for name, example in ACTION_FIELDS.items():
        label = view.site.catalogue.field(name).label
        value = view.value(name)
        if not (isinstance(value, str) and value.strip()):
            fix = Fix(ENTER)
            shown = example.format(address=view.site.city.address)
            yield report(USER_ACTION_INCOMPLETE, view, name, fix=fix, label=label, example=shown)
    href = view.value("user_action_href")
    if isinstance(href, str) and href.strip():
        better = repair(href, mail_allowed=True)
        fix = Fix(ENTER)
        if better is not None:
            fix = setting(REPAIR_URL, view, "user_action_href", better)
        yield from _check_address(view, "user_action_href", None, href, fix)


CHECKS: Final = ThemeChecks(own=(check_links,))
