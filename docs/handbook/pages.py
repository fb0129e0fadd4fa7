"""All files of the handbook, as text by name: chapters, contents, the style."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import klimaeditor
from docs.handbook.generated import TABLES
from docs.handbook.markup import Page, render
from docs.handbook.shots import SHOTS
from docs.handbook.words import StaleError
from ui.theme.tokens import Scheme, Tokens, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping


SOURCES: Final = Path(__file__).resolve().parent / "chapters"
TARGET: Final = Path(__file__).resolve().parents[2] / "resources" / "handbook"
PICTURES: Final = "bilder"
CHAPTERS: Final = (
    "start",
    "formular",
    "schreiben",
    "befunde",
    "aenderungen",
    "fassungen",
    "notizen",
    "gemeinsam",
    "fachaemter",
    "suchen",
    "vorschau",
    "rat",
    "veroeffentlichen",
    "tasten",
    "barrierefreiheit",
    "datenschutz",
    "hilfe",
    "neu",
)
"""The chapters in their order; each is a source and a page of that name."""
INDEX, STYLE, LIST = "index.html", "handbuch.css", "kapitel.json"
_TITLE: Final = "Handbuch des Klimaeditors"
_VERSION: Final = f"Version {klimaeditor.__version__}"
_PAGE: Final = """\
<!DOCTYPE html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="stylesheet" href="{style}">
</head>
<body>
{body}
</body>
</html>
"""


def build() -> dict[str, str]:
    """Return the text of every file but the pictures, by its name in ``resources/handbook``.

    Raises StaleError where a chapter names something that does not exist.
    """
    pages = {name: _chapter(name) for name in CHAPTERS}
    _check_links(pages)
    files = {
        f"{name}.html": _page(page.title, [*page.body, _nav(name, pages)])
        for name, page in pages.items()
    }
    files[INDEX] = _page(_TITLE, _contents(pages))
    files[STYLE] = _style()
    files[LIST] = _list(pages)
    return files


def _chapter(name: str) -> Page:
    source = (SOURCES / f"{name}.md").read_text(encoding="utf-8")
    try:
        for mark, table in TABLES.items():
            if mark in source.splitlines():
                source = source.replace(f"\n{mark}\n", f"\n{table()}\n")
        return render(source, _picture)
    except StaleError as error:
        raise StaleError(f"{name}.md: {error}") from error


def _picture(name: str) -> str:
    shot = next((shot for shot in SHOTS if shot.name == name), None)
    if shot is None:
        raise StaleError(f"there is no picture {name!r}")
    caption, alt = html.escape(shot.says, quote=False), html.escape(f"Bild: {shot.alt}")
    return (
        f'<figure>\n<p><img src="{PICTURES}/{name}.png" alt="{alt}"></p>\n'
        f'<figcaption><p class="legende">{caption}</p></figcaption>\n</figure>'
    )


def _check_links(pages: Mapping[str, Page]) -> None:
    for name, page in pages.items():
        for target, anchor in re.findall(r'href="([\w-]+)\.html#?([\w-]*)"', "".join(page.body)):
            if target not in pages:
                raise StaleError(f"{name}.md: there is no chapter {target!r}")
            if anchor and anchor not in pages[target].anchors:
                raise StaleError(f"{name}.md: there is no place {target}#{anchor}")


def _page(title: str, body: list[str]) -> str:
    whole = title if title == _TITLE else f"{title} – {_TITLE}"
    return _PAGE.format(title=html.escape(whole), style=STYLE, body="\n".join(body))


def _nav(name: str, pages: Mapping[str, Page]) -> str:
    place = CHAPTERS.index(name)
    links = [f'<a href="{INDEX}">Inhalt</a>']
    for step, word in ((-1, "Zurück"), (1, "Weiter")):
        if 0 <= place + step < len(CHAPTERS):
            other = CHAPTERS[place + step]
            title = html.escape(pages[other].title)
            links.append(f'<a href="{other}.html">{word}: {title}</a>')
    return f"<hr>\n<p>{' · '.join(links)}</p>"


def _contents(pages: Mapping[str, Page]) -> list[str]:
    body = [f'<h1 id="inhalt">{_TITLE}</h1>', f"<p>{_VERSION}</p>", "<ol>"]
    for name, page in pages.items():
        parts = [h for h in page.headings if h[0] == 2]
        inner = "".join(
            f'<li><a href="{name}.html#{anchor}">{html.escape(text)}</a></li>'
            for _, anchor, text in parts
        )
        title = html.escape(page.title)
        body.append(f'<li><a href="{name}.html">{title}</a><ul>{inner}</ul></li>')
    return [*body, "</ol>"]


def _list(pages: Mapping[str, Page]) -> str:
    """Return what the window has to know: ids, titles and anchors of the chapters in order."""
    known = [
        {"id": name, "title": page.title, "anchors": [anchor for _, anchor, _ in page.headings]}
        for name, page in pages.items()
    ]
    return json.dumps(known, ensure_ascii=False, indent=1) + "\n"


# --- the style for browsers and paper -----------------------------------------------------------


def _style() -> str:
    """Return the style sheet; its colours are those of the program, light, dark and on paper."""
    light, dark = tokens(Scheme.LIGHT), tokens(Scheme.DARK)
    return "\n".join(
        [
            "/* Made by docs/make_handbook.py. */",
            f":root {{ {_variables(light)} }}",
            f"@media (prefers-color-scheme: dark) {{ :root {{ {_variables(dark)} }} }}",
            _RULES,
            f"@media print {{ :root {{ {_variables(light)} }} {_PAPER} }}",
            "",
        ]
    )


def _variables(colours: Tokens) -> str:
    roles = ("panel", "ground", "text", "muted", "line", "accent", "info", "info_bg")
    return " ".join(f"--{role}: {getattr(colours, role)};" for role in roles)


_RULES: Final = """\
body { background: var(--panel); color: var(--text); font: 1rem/1.5 "Segoe UI", "Noto Sans",
  "DejaVu Sans", sans-serif; margin: 0 auto; max-width: 48rem; padding: 1.5rem; }
h1, h2, h3, h4 { line-height: 1.25; margin: 1.6em 0 .4em; }
a { color: var(--accent); }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
code, kbd { background: var(--ground); border-radius: 3px; padding: 0 .25em; }
kbd { border: 1px solid var(--line); font: inherit; white-space: nowrap; }
table { border-collapse: collapse; margin: 1em 0; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .35em .75em .35em 0; text-align: left;
  vertical-align: top; }
.angaben th { font-weight: 600; width: 10rem; }
figure { margin: 1.2em 0; }
img { border: 1px solid var(--line); height: auto; max-width: 100%; }
.legende { color: var(--muted); font-size: .9rem; }
.hinweis { background: var(--info_bg); border-left: 4px solid var(--info);
  padding: .5em 1em; }"""
_PAPER: Final = (
    "body { font-size: 10pt; max-width: none; padding: 0; } a { color: inherit; } "
    "h1, h2, h3, h4 { break-after: avoid; } figure, tr { break-inside: avoid; } "
    "hr, hr + p { display: none; }"
)
