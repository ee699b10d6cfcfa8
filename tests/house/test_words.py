"""What the house says: complete in every language, the same placeholders, the same numbers."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from directory.needs import taxonomy
from locales.speech import FOLDER, PLAIN_GERMAN, cldr, languages, speaking

ROOT = Path(__file__).parents[2]
KEYWORDS = {"_": None, "_n": (1, 2), "_p": ((1, "c"), 2)}


def said_in_the_code() -> set[str | tuple[str, str]]:
    """Every sentence that is marked in the code and the templates."""
    found: set[str | tuple[str, str]] = set()
    methods = [("**.py", "python"), ("**.html", "jinja2")]
    for room in ("handlers", "web", "locales"):
        for _file, _line, message, _comments, _context in extract_from_dir(str(ROOT / room), methods, keywords=KEYWORDS):  # type: ignore[arg-type]
            found.add(message if isinstance(message, str) else tuple(message))  # type: ignore[arg-type]
    return found


def catalog(code: str) -> Catalog:
    with (FOLDER / code / "bot.po").open("rb") as file:
        return read_po(file, locale=cldr(code))


def labels() -> set[tuple[str, str]]:
    needs = {("need", need.label_en) for need in taxonomy().needs}
    return needs | {("area", area.label_en) for area in taxonomy().areas}


@pytest.mark.parametrize("code", languages())
def test_a_language_is_offered_when_all_its_sentences_are_there(code: str) -> None:
    known = catalog(code)
    missing = []
    for message in said_in_the_code():
        entry = known.get(message[0] if isinstance(message, tuple) else message)
        whole = entry is not None and (all(entry.string) if isinstance(entry.string, (tuple, list)) else bool(entry.string))
        if not whole:
            missing.append(message)
    missing += [pair for pair in labels() if not (entry := known.get(pair[1], pair[0])) or not entry.string]
    assert missing == []


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("code", languages())
def test_placeholders_numbers_and_commands_are_the_same(code: str) -> None:
    for message in catalog(code):
        if not message.id or not message.string:
            continue
        source = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
        for said in message.string if isinstance(message.string, (tuple, list)) else [message.string]:
            assert placeholders(said) <= placeholders(source), said
            if not isinstance(message.id, (tuple, list)):
                assert placeholders(said) == placeholders(source), said
            for pattern in (r"\b1\d\d?\b", r"/[a-z]{3,}", r"www\.\S+\w"):
                assert set(re.findall(pattern, said)) == set(re.findall(pattern, source)), (source, said)


@pytest.mark.parametrize("code", languages())
def test_plural_forms_are_those_of_gettext(code: str) -> None:
    forms = {"ar": 6, **dict.fromkeys(("pl", "ro", "ru", "sr", "uk"), 3)}.get(code, 2)
    assert catalog(code).num_plurals == forms


FORBIDDEN = {
    "de": ["vertraulich", "geheim", "anonym", "newcomer", "flüchtling"],
    PLAIN_GERMAN: ["vertraulich", "geheim", "anonym", "newcomer", "flüchtling"],
    "en": ["confidential", "secret", "anonymous", "newcomer", "refugee"],
    "ar": ["سرية تامة", "لاجئ"],
    "uk": ["конфіденційн", "таємн", "анонімн", "біженц"],
    "bg": ["конфиденциалн", "тайн", "анонимн", "бежан"],
    "ckb": ["نهێنی", "پەنابەر"],
    "fa": ["محرمانه", "ناشناس", "پناهنده", "مهاجر"],
    "fr": ["confidentiel", "secret", "anonyme", "réfugié"],
    "ku": ["nepenî", "veşartî", "penaber"],
    "pl": ["poufn", "tajemnic", "anonim", "uchodź"],
    "ps": ["محرم", "پټ ", "کډوال"],
    "ro": ["confidenț", "secret", "anonim", "refugiat"],
    "ru": ["конфиденциальн", "тайн", "анонимн", "беженц"],
    "so": ["sir ", "qarsoodi", "qaxooti"],
    "sq": ["konfidencial", "sekret", "anonim", "refugjat"],
    "sr": ["povjerljiv", "tajn", "anonim", "izbjegl"],
    "ti": ["ምስጢር", "ስደተኛ"],
    "tr": ["gizli", "anonim", "mülteci", "sığınmacı"],
}


@pytest.mark.parametrize("code", languages())
def test_no_promise_of_secrecy_and_no_labels_for_people(code: str) -> None:
    for message in catalog(code):
        if message.context in ("need", "area"):
            continue
        for said in message.string if isinstance(message.string, (tuple, list)) else [message.string]:
            assert not [word for word in FORBIDDEN[code] if word in str(said).lower()], said


@pytest.mark.parametrize("code", languages())
def test_buttons_fit_on_an_old_phone(code: str) -> None:
    from handlers.keyboards import area_label, need_label

    with speaking(code):
        assert [need.code for need in taxonomy().needs if len(need_label(need.code)) > 42] == []
        assert [area.code for area in taxonomy().areas if len(area_label(area.code)) > 32] == []


@pytest.mark.parametrize("code", languages())
def test_the_emergency_card_is_short_and_its_numbers_are_the_same_everywhere(code: str) -> None:
    from handlers.cards import emergency_card

    def numbers(language: str) -> list[str]:
        with speaking(language):
            return re.findall(r"\d[\d /-]*\d", emergency_card(()).render()[0])

    with speaking(code):
        text = emergency_card(()).render()[0]
    assert len(text) <= 420, len(text)
    assert numbers(code) == numbers("de")
    assert text.index("112") < text.index("116")


@pytest.mark.parametrize("code", languages())
def test_a_language_is_called_and_written_as_cldr_says_unless_its_people_say_otherwise(code: str) -> None:
    own = {PLAIN_GERMAN, "ckb", "fa", "ku", "sr"}
    language, known = languages()[code], cldr(code)
    assert language.right_to_left == (known.character_order == "right-to-left")
    if code not in own:
        name = str(known.get_language_name(code))
        assert language.own_name == name[:1].upper() + name[1:]
