"""Web addresses (SEC-02)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.checks.links import (
    LinkTarget,
    UrlFault,
    check_url,
    has_errors,
    repair,
    shown_target,
)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.stadt-muenster.de/klima",
        "https://klimastadt.ms",
        "HTTPS://stadt.de:8443/pfad?a=b#c",
        "https://de.wikipedia.org/wiki/Münster",
        "https://münster.de/",
        "https://straße.de/",
        "https://stadt.de./",
        "https://192.0.2.1/",
        "https://[2001:db8::1]/",
    ],
)
def test_good_addresses_have_no_fault(url: str) -> None:
    assert check_url(url, mail_allowed=False) == ()


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("", UrlFault.EMPTY),
        ("  ", UrlFault.EMPTY),
        ("javascript:alert(1)", UrlFault.SCHEME),
        ("JaVa\tScRiPt:alert(1)", UrlFault.SCHEME),
        ("java\nscript:alert(1)", UrlFault.SCHEME),
        ("\x01javascript:alert(1)", UrlFault.SCHEME),
        ("data:text/html,x", UrlFault.SCHEME),
        ("vbscript:x", UrlFault.SCHEME),
        ("file:///c:/", UrlFault.SCHEME),
        ("tel:+49251", UrlFault.SCHEME),
        ("//evil", UrlFault.NOT_ABSOLUTE),
        ("/seite", UrlFault.NOT_ABSOLUTE),
        ("www.stadt.de", UrlFault.NOT_ABSOLUTE),
        ("stadt.de:8080/x", UrlFault.NOT_ABSOLUTE),
        ("javascript%3Aalert(1)", UrlFault.NOT_ABSOLUTE),
        ("https://a@b", UrlFault.USER_INFO),
        ("https://stadt.de:pw@evil.de/", UrlFault.USER_INFO),
        ("https://stadt.de\\@evil.de/", UrlFault.BAD_CHARACTER),
        ("https://", UrlFault.NO_HOST),
        ("https:/evil.de", UrlFault.NO_HOST),
        ("https:evil.de", UrlFault.NO_HOST),
        ("https://hier", UrlFault.BAD_HOST),
        ("https://a..de", UrlFault.BAD_HOST),
        ("https://-a.de", UrlFault.BAD_HOST),
        ("https://stadt.de:99999/", UrlFault.BAD_HOST),
        ("https://stadt.de:x/", UrlFault.BAD_HOST),
        ("https://[::1/", UrlFault.BAD_HOST),
        ("https://" + "a" * 64 + ".de", UrlFault.BAD_HOST),
        ("https://stadt.de/a b", UrlFault.SPACE),
        (" https://stadt.de", UrlFault.SPACE),
        ("https://stadt.de/\u00a0", UrlFault.SPACE),
        ("https://stadt.de/\u202egnp.exe", UrlFault.CONTROL),
        ("https://stadt\u200b.de/", UrlFault.CONTROL),
        ("https://stadt.de/<b>", UrlFault.BAD_CHARACTER),
        ('https://stadt.de/"x', UrlFault.BAD_CHARACTER),
        ("https://stadt.de/" + "a" * 2000, UrlFault.TOO_LONG),
        ("mailto:klima@stadt.de", UrlFault.MAIL_NOT_ALLOWED),
    ],
)
def test_a_bad_address_names_its_fault(url: str, fault: UrlFault) -> None:
    faults = check_url(url, mail_allowed=False)

    assert fault in faults
    assert has_errors(faults)


def test_plain_http_is_only_a_warning() -> None:
    faults = check_url("http://stadt.de", mail_allowed=False)

    assert faults == (UrlFault.HTTP,)
    assert not has_errors(faults)


@pytest.mark.parametrize(
    ("url", "faults"),
    [
        ("mailto:klima@stadt-muenster.de", ()),
        ("mailto:klima@münster.de?subject=Idee", ()),
        ("mailto:", (UrlFault.MAIL_ADDRESS,)),
        ("mailto:klima", (UrlFault.MAIL_ADDRESS,)),
        ("mailto:klima@stadt", (UrlFault.MAIL_ADDRESS,)),
        ("mailto:a@b.de,c@d.de", (UrlFault.MAIL_ADDRESS,)),
    ],
)
def test_mail_needs_one_proper_address(url: str, faults: tuple[UrlFault, ...]) -> None:
    assert check_url(url, mail_allowed=True) == faults


@pytest.mark.parametrize(
    ("url", "target"),
    [
        (
            "https://münster.de/ü?x=1",
            LinkTarget("xn--mnster-3ya.de", "https://xn--mnster-3ya.de/ü?x=1"),
        ),
        ("https://straße.de", LinkTarget("xn--strae-oqa.de", "https://xn--strae-oqa.de")),
        ("https://аррӏе.com/", LinkTarget("xn--80ak6aa92e.com", "https://xn--80ak6aa92e.com/")),
        ("https://u:p@evil.de:8443/x", LinkTarget("evil.de", "https://evil.de:8443/x")),
        ("HTTPS://Stadt.DE/Pfad", LinkTarget("stadt.de", "https://stadt.de/Pfad")),
        ("https://[2001:db8::1]/", LinkTarget("2001:db8::1", "https://[2001:db8::1]/")),
        ("https://stadt.de/\u202egnp", LinkTarget("stadt.de", "https://stadt.de/%E2%80%AEgnp")),
        ("java\tscript:x", LinkTarget("", "java%09script:x")),
        ("mailto:klima@stadt.de", LinkTarget("", "mailto:klima@stadt.de")),
        ("https://a..de/", LinkTarget("", "https://a..de/")),
        ("https://[::1/", LinkTarget("", "https://[::1/")),
    ],
)
def test_the_shown_target_is_what_the_browser_asks_for(url: str, target: LinkTarget) -> None:
    assert shown_target(url) == target


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        (" https://stadt.de\n", "https://stadt.de"),
        ("http://stadt.de/x", "https://stadt.de/x"),
        ("HTTP://stadt.de", "https://stadt.de"),
        ("www.stadt.de/x", "https://www.stadt.de/x"),
        ("klimastadt.ms", "https://klimastadt.ms"),
        ("münster.de:8080/x", "https://münster.de:8080/x"),
        ("https://stadt\u200b.de/", "https://stadt.de/"),
    ],
)
def test_a_harmless_slip_is_repaired(text: str, repaired: str) -> None:
    assert repair(text) == repaired


@pytest.mark.parametrize(
    "text",
    ["https://stadt.de", "javascript:alert(1)", "//evil.de", "https://a@b.de", "hier", "", "a b.de",
     "java\tscript:alert(1)", "klima@stadt.de", "mailto:klima@stadt.de"],
)  # fmt: skip
def test_there_is_no_repair_without_need_or_way(text: str) -> None:
    assert repair(text) is None


def test_a_mail_address_gets_its_scheme_only_where_mail_is_allowed() -> None:
    assert repair(" klima@stadt.de", mail_allowed=True) == "mailto:klima@stadt.de"


@given(st.text(max_size=40), st.booleans())
def test_a_proposal_is_always_without_fault(text: str, mail_allowed: bool) -> None:
    proposal = repair(text, mail_allowed=mail_allowed)

    assert proposal is None or check_url(proposal, mail_allowed=mail_allowed) == ()


@given(st.text(max_size=40))
def test_showing_a_target_never_fails_and_hides_nothing(text: str) -> None:
    for url in (text, f"https://{text}"):
        target = shown_target(url)

        assert not any(ord(character) < 32 for character in target.url)
