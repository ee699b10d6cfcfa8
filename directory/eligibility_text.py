"""German words for whom an offer is, to an Eligibility. A text is understood wholly or not at all; nothing is guessed.

It is taken apart from left to right: groups of people, ages, places of residence, conditions that narrow it further. Whatever
remains may be one more audience ("und ihre Helfer"), so with a rest nothing of the text restricts anybody.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from directory.eligibility import EVERYBODY, FOR_EVERYBODY, NOT_UNDERSTOOD, OLDEST, Ages, Eligibility, Group

_REFUGEES = frozenset({Group.IN_PROCEDURE, Group.RECOGNISED, Group.TEMPORARY_PROTECTION, Group.TOLERATED, Group.UNACCOMPANIED_MINOR})
_OUTSIDE_EU = _REFUGEES | {Group.OTHER_THIRD_COUNTRY}
_PERHAPS_THIRD = frozenset({Group.OTHER_THIRD_COUNTRY})  # whoever followed their family may have another paper
_ENDING = r"(?:e[nrms]?|innen|\*innen|:innen|/-innen|/innen|in)?"
# The longer phrase comes first: "Geflüchtete aus der Ukraine" is not everybody who fled.
_GROUPS: tuple[tuple[str, frozenset[Group], frozenset[Group]], ...] = (
    (r"unbegleitete[nr]? minderjährige[nr]?(?: (?:geflüchtete[nr]?|flüchtlinge[n]?|ausländer" + _ENDING + r"))?",
     frozenset({Group.UNACCOMPANIED_MINOR}), frozenset()),
    (r"(?:geflüchtete[nr]?|vertriebene[nr]?|menschen|personen|flüchtlinge[n]?) aus der ukraine",
     frozenset({Group.TEMPORARY_PROTECTION}), _OUTSIDE_EU - {Group.TEMPORARY_PROTECTION}),
    (r"(?:personen|menschen|geflüchtete[nr]?) mit (?:vorübergehendem schutz|aufenthalt nach § ?24(?: aufenthg)?)",
     frozenset({Group.TEMPORARY_PROTECTION}), frozenset()),
    (r"anerkannte[nr]? (?:geflüchtete[nr]?|flüchtlinge[n]?|asylberechtigte[nr]?|schutzberechtigte[nr]?)",
     frozenset({Group.RECOGNISED}), frozenset()),
    (r"(?:schutzberechtigte[nr]?|asylberechtigte[nr]?)", frozenset({Group.RECOGNISED}), frozenset()),
    (r"(?:zugewanderte[nr]?|menschen|personen|staatsangehörige[nr]?) aus (?:ländern|staaten) außerhalb der eu",
     _OUTSIDE_EU, frozenset({Group.RESETTLER, Group.LONG_SETTLED})),
    (r"drittstaatsangehörige[nr]?", _OUTSIDE_EU, frozenset({Group.LONG_SETTLED})),
    (r"(?:menschen mit duldung|geduldete[nr]?)", frozenset({Group.TOLERATED}), frozenset()),
    (r"(?:menschen mit aufenthaltsgestattung|asylsuchende[nr]?|asylbewerber" + _ENDING + r"|asylbewerber)",
     frozenset({Group.IN_PROCEDURE}), frozenset({Group.UNACCOMPANIED_MINOR})),
    (r"(?:geflüchtete[nr]?|geflohene[nr]?|flüchtlinge[n]?)", _REFUGEES, _PERHAPS_THIRD),
    (r"(?:eu-bürger" + _ENDING + r"|unionsbürger" + _ENDING + r"|(?:menschen|zugewanderte) aus (?:der eu|eu-(?:ländern|staaten)))",
     frozenset({Group.EU_CITIZEN}), frozenset({Group.LONG_SETTLED})),
    (r"spätaussiedler" + _ENDING, frozenset({Group.RESETTLER}), frozenset({Group.LONG_SETTLED})),
    (r"(?:neu ?)?zugewanderte[nr]?|(?:menschen|personen) mit (?:migrationshintergrund|migrationsgeschichte|zuwanderungsgeschichte)"
     r"|migrant" + _ENDING, EVERYBODY, frozenset()),
)  # fmt: skip
_AGES: tuple[tuple[str, str], ...] = (
    (r"(?:im alter )?(?:von )?(?P<first>\d{1,2})(?: jahren)?(?:-| ?– ?| bis (?:zu )?)(?P<last>\d{1,2})(?:(?: jahre[n]?)|-jährige[n]?)", ""),
    (r"(?:ab|über) (?P<first>\d{1,2}) jahre[n]?", ""),
    (r"unter (?P<under>\d{1,2}) jahre[n]?", ""),
    (r"bis (?:zu |einschließlich )?(?P<last>\d{1,2}) jahre[n]?", ""),
    (r"volljährige[nr]?|erwachsene[nr]?", "18-"),
    (r"minderjährige[nr]?", "-17"),
)
# Young people: where their age ends is each offer's own affair, so only people who surely are none are told no.
_YOUNG = re.compile(
    r"(?:neu zugewanderte )?schulpflichtige kinder und jugendliche|kinder(?:n)? und jugendliche[n]?|(?:grund)?schulkinder[n]?"
    r"|kinder[n]?|jugendliche[n]?|junge (?:menschen|zugewanderte|geflüchtete|erwachsene)"
)
_YOUNG_LAST = 26  # SGB VIII, § 7: young people are under 27
# Words that make it narrower in a way nobody here can decide.
_NARROWING = re.compile(
    r"(?:geflüchtete |neu zugewanderte )?frauen und mädchen|mädchen und frauen|frauen|mädchen|männer|jungen"
    r"|(?:haushalte|menschen|personen|familien) mit (?:geringem|kleinem|niedrigem) einkommen|ohne ausreichendes einkommen"
    r"|anmeldung nötig|termin nötig|ausweis nötig|bezugsausweis nötig|lichtbildausweis"
    r"|zuweisung durch [^,;.]+|[a-zäöüß]+ der schule mitbringen|aus familien mit wenig geld"
    r"|(?:menschen|personen) ohne krankenversicherung|in seelischer not|mit gesichertem aufenthaltsstatus|mitglieder[n]?"
)
_FILLERS = re.compile(r"\b(?:und|sowie|für|nur|alle[nr]?|die|der|den|menschen|personen|leute)\b|[,;.:/()]")
# With one of these, what stands beside it is no limit, or not the one it seems to be.
_UNSURE = re.compile(
    r"\b(?:oder|nicht|kein\w*|außer|ausgenommen|vorrangig|bevorzugt|besonders|insbesondere|möglichst|meist\w*|in der regel|z\. ?b\."
    r"|umgebung|angehörige\w*|eltern|alleinerziehende\w*|ihre\w*|bezug)\b"
)
_ALSO = re.compile(r",? ?\bauch\b[^,;.]*")
_ELSE_YOUNG = re.compile(r"\bjunge (zugewanderte|geflüchtete)")


def read_eligibility(text: str, towns: Collection[str] = ()) -> Eligibility:
    """What the text says; NOT_UNDERSTOOD when any of it was not understood. `towns`: the names it may call a place of residence by."""
    return _read(" ".join(text.split()), tuple(towns))


@lru_cache(4_096)
def _read(text: str, towns: tuple[str, ...]) -> Eligibility:
    rest = _ALSO.sub("", text.casefold()).strip()
    if not rest:
        return FOR_EVERYBODY if not text else NOT_UNDERSTOOD
    if _UNSURE.search(rest):
        return NOT_UNDERSTOOD
    rest, residence = _residence(rest, towns)
    young = _YOUNG.search(rest) is not None
    rest, ages = _ages(rest)
    rest, groups, perhaps = _groups(_ELSE_YOUNG.sub(r"\1", rest))
    narrowed, rest = _NARROWING.search(rest) is not None, _YOUNG.sub(" ", _NARROWING.sub(" ", rest))
    if _FILLERS.sub(" ", rest).strip():
        return NOT_UNDERSTOOD
    more = narrowed or (young and not ages)
    if young and not ages:
        ages = [Ages(None, _YOUNG_LAST)]
    return Eligibility(groups, perhaps - groups, _widest(ages), residence, more)


def _residence(text: str, towns: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    found: list[str] = []
    for town in sorted(towns, key=len, reverse=True):
        named = (
            rf"\b(?:mit )?(?:wohnsitz |wohnhaft |die )?in (?:der stadt |der gemeinde )?{re.escape(town.casefold())}\b(?: wohnen| leben)?"
        )
        text, times = re.subn(named, " ", text)
        found += [town] * bool(times)
    return text, tuple(sorted(found))


def _ages(text: str) -> tuple[str, list[Ages]]:
    found: list[Ages] = []

    def take(match: re.Match[str], of_word: str) -> str:
        if of_word:
            first, last = (int(part) if part else None for part in of_word.split("-"))
        else:
            said = {name: int(number) for name, number in match.groupdict().items()}
            first, last = said.get("first"), said.get("last", said["under"] - 1 if "under" in said else None)
        found.append(Ages(first, last))
        return " "

    for pattern, of_word in _AGES:
        text = re.sub(rf"\b(?:{pattern})(?!\w)", lambda match, of_word=of_word: take(match, of_word), text)  # type: ignore[misc]
    return text, found


def _widest(ages: Iterable[Ages]) -> Ages:
    """Several ages in one text are several audiences, so the widest stretch counts."""
    ages = list(ages)
    if not ages:
        return Ages()
    firsts, lasts = [age.first for age in ages], [age.last for age in ages]
    first = None if None in firsts else min(age for age in firsts if age is not None)
    last = None if None in lasts else max(age for age in lasts if age is not None)
    return Ages(first, last)


def _groups(text: str) -> tuple[str, frozenset[Group], frozenset[Group]]:
    surely: frozenset[Group] = frozenset()
    perhaps: frozenset[Group] = frozenset()
    named = False
    for pattern, groups, may_be in _GROUPS:
        text, times = re.subn(rf"\b(?:{pattern})(?!\w)", " ", text)
        if times:
            named, surely, perhaps = True, surely | groups, perhaps | may_be
    return (text, surely, perhaps) if named else (text, EVERYBODY, frozenset())


_FREE = re.compile(r"(?:kostenlos|kostenfrei|gratis)(?: und anonym)?(?: \([^)]*\))?|anruf kostenlos|kostenlose[rs]? \w+")
_SMALL = re.compile(r"kleine preise|kleine[rn]? kostenbeitrag|geringe[rn]? kostenbeitrag|(?:gegen )?spende")
_PAID = re.compile(
    r"kostenpflichtig|(?:ca\. )?\d+(?:,\d\d)? ?(?:euro|€)(?: (?:im monat|pro monat|pro (?:kurs|stunde|person)))?(?: \([^)]*\))?"
)


def read_cost(fees: str) -> str:
    """free, small or paid when the whole text says one of them; else empty: not known."""
    said = " ".join(fees.casefold().split()).rstrip(".")
    patterns: Mapping[str, re.Pattern[str]] = {"free": _FREE, "small": _SMALL, "paid": _PAID}
    return next((cost for cost, pattern in patterns.items() if pattern.fullmatch(said)), "")


GROUP_CODES = frozenset(group.value for group in Group)


def structured(read: Eligibility, *, groups: str, age_from: int | None, age_to: int | None, residence: str) -> Eligibility:
    """What the source's own columns say stands above what its words say; empty columns and codes nobody knows say nothing."""
    if groups or residence or age_from is not None or age_to is not None:
        read = replace(read, more=read.more or not read.understood, understood=True)
    named = frozenset(Group(code) for code in groups.split(";") if code in GROUP_CODES)
    if named:
        read = replace(read, groups=named, perhaps=frozenset())
    if age_from is not None or age_to is not None:
        read = replace(read, ages=Ages(age_from, None if age_to is None else min(age_to, OLDEST)))
    return replace(read, residence=tuple(filter(None, residence.split(";")))) if residence else read
