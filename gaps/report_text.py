"""The report in German, as blocks in reading order: headings, sentences, lists, tables, charts. Whoever prints it prints these. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gaps.periods import in_german
from gaps.report import ANNEX, PARTS, Asked, Decision, ForMinistry, Grid, Measure, Report, Theme, overdue
from gaps.report_blocks import Block, Columns, Heading, Heat, NewPage, Points, Shares, Text, Trend

NOT_SHOWN = "k. A."
MOST_COLUMNS = 7  # of a table on paper, beside its first column and the total
LONGEST = 700  # signs of a text somebody wrote at a theme; the whole of it stands at the desk
MOST_FINDINGS = 40  # lines on paper; all of them stand in the files of the annex
FINDINGS = "Befunde des Fallmanagements, ohne Zahl"
FINDINGS_KEY = (
    "Ein Befund steht einmal da, ob er einmal oder oft gemeldet wurde. Heikle Anliegen werden nur je Halbjahr und Regionalteam genannt, "
    "und nur im Kreis, solange ein Team nur eine Kommune hat."
)
FINDING_HEADER = ("Anliegen", "Ursache", "wo")
AT_LEAST = "Zahlen sind Untergrenzen in Fünferschritten („ab 10“ heißt 10 bis 14)."
KEY = f"{AT_LEAST} „{NOT_SHOWN}“ heißt: nichts, zu wenige Menschen, oder verdeckt, damit sich nichts zurückrechnen lässt."


def title(report: Report) -> str:
    """What the report is called."""
    return f"Bericht an die Lenkungsgruppe: Was fehlt, {half_year(report.period)}"


def half_year(period: str) -> str:
    """A half-year in words."""
    return f"{'erstes' if period.endswith('H1') else 'zweites'} Halbjahr {period[:4]}"


def day(when: date | None) -> str:
    """A day as it is written here."""
    return "" if when is None else f"{when:%d.%m.%Y}"


def at_least(number: int | None) -> str:
    """A published number, or that there is none."""
    return NOT_SHOWN if number is None else f"ab {number}"


def blocks(report: Report) -> Iterator[Block]:
    """The whole report: nine parts and the annex, each of them also when there is nothing to say."""
    parts = (_subject, _basis, _themes, _places, _spheres, _vignettes, _proposals, _decisions, _ministry)
    for number, (name, part) in enumerate(zip(PARTS, parts, strict=True), 1):
        yield Heading(f"{number} {name}")
        yield from part(report)
    yield NewPage()
    yield Heading(ANNEX)
    yield from _annex(report)


def ministry_blocks(report: Report) -> Iterator[Block]:
    """The list for the ministry as a document of its own."""
    yield Heading(f"Anliegen an das Land, {half_year(report.period)}")
    yield from _ministry(report)
    for one in report.ministry:
        yield Heading(one.theme, 2)
        yield Text(f"{one.level}: {_short(one.wish) or 'Ein Vorschlag ist noch nicht aufgeschrieben.'}")
        yield Text(_written(one))


def _subject(report: Report) -> Iterator[Block]:
    yield Text(f"Unerfüllte Bedarfe von Zugewanderten im Kreis {report.district}, {half_year(report.period)}.")
    if report.empty:
        yield Text("In diesem Halbjahr liegt nichts vor, was gezeigt werden darf. Das heißt nicht, dass nichts fehlt: siehe Teil 2.")
    if report.proposals:
        yield Text("Die Lenkungsgruppe wird gebeten zu beschließen:")
        yield Points(tuple(_short(one) for one in report.proposals))
    else:
        yield Text("Beschlussvorschlag: Die Lenkungsgruppe nimmt den Bericht zur Kenntnis. Eine Vorlage zur Entscheidung liegt nicht bei.")


def _basis(report: Report) -> Iterator[Block]:
    facts = report.basis
    if facts.quarters:
        yield Text(f"Grundlage sind die veröffentlichten Zahlen aus {_quarters(facts.quarters)}. {AT_LEAST}")
    else:
        yield Text("Für dieses Halbjahr sind keine Zahlen veröffentlicht.")
    for caption, asked in (("Anfragen je Kommune", facts.by_municipality), ("Anfragen je Sprache", facts.by_language)):
        if asked:
            yield _denominators(caption, asked)
    yield Text("Was nicht zu sehen ist:")
    yield Points(tuple(unseen(report)))


def unseen(report: Report) -> Iterator[str]:
    """What the numbers cannot show, as honestly as we know."""
    facts = report.basis
    yield "Gezählt wird nur, wer gefragt hat. Wer den KIM-Lotsen nicht nutzt, kommt nicht vor. Stille heißt nicht, dass nichts fehlt."
    yield "Was weniger als fünf Menschen betrifft, wird nicht gezeigt, bei heiklen Anliegen weniger als zehn. Notfälle werden nie gezählt."
    yield "Eine Person zählt je Woche, Anliegen und Ort einmal. Über die Wochen hinweg kann dieselbe Person mehrmals vorkommen."
    yield "Befunde der Fallmanager/innen stehen ohne Zahl im Anhang: Sie sagen, was fehlt und wo, nicht wie oft. Gezählt sind sie nirgends."
    if facts.missing:
        yield f"Ohne veröffentlichte Zahlen: {_quarters(facts.missing)}."
    if facts.silent:
        yield f"Keine Zahl aus {_and(facts.silent)}: zu wenig Anfragen, um etwas zu zeigen."


def _themes(report: Report) -> Iterator[Block]:
    themes = report.themes
    if not themes:
        yield Text("Zurzeit ist kein Thema in Arbeit.")
        return
    numbered = [(f"{number}", theme) for number, theme in enumerate(themes, 1)]
    yield Columns(
        "Themen nach Dringlichkeit",
        ("Nr.", "Thema", "Stand", "Anfragen", "ohne Angebot", "versorgt"),
        tuple(
            (number, theme.title, theme.state, at_least(theme.requests), at_least(theme.unmet), percent(theme))
            for number, theme in numbered
        ),
        numbers=3,
    )
    yield Text("Anfragen zu den Anliegen des Themas im ganzen Kreis, nicht nur in den betroffenen Kommunen.", small=True)
    if report.more_themes:
        yield Text(f"Weitere Themen in Arbeit: {report.more_themes}.", small=True)
    quarters = tuple(sorted({quarter for theme in themes for quarter, _ in theme.trend}))
    lines = tuple((number, tuple(dict(theme.trend).get(quarter) for quarter in quarters)) for number, theme in numbered)
    drawn = tuple((name, line) for name, line in lines if any(number is not None for number in line))
    if drawn:
        alt = f"Hinweise je Quartal von {in_german(quarters[0])} bis {in_german(quarters[-1])}. " + " ".join(
            _told(theme) for _, theme in numbered
        )
        yield Trend(
            "Verlauf: Hinweise je Quartal zu den Anliegen jedes Themas, im ganzen Kreis (Nr. wie in der Tabelle)", alt, quarters, drawn
        )
    dots = tuple((number, theme.requests or 0, theme.served) for number, theme in numbered if theme.served is not None)
    if dots:
        told = " ".join(f"Thema {number}: ab {requests} Anfragen, {served} Prozent versorgt." for number, requests, served in dots)
        yield Shares("Häufigkeit und Versorgung: rechts unten wird oft gefragt und selten geholfen", told, dots)


def _told(theme: Theme) -> str:
    said = [f"{in_german(quarter)} ab {number}" for quarter, number in theme.trend if number is not None]
    return f"{theme.title}: {', '.join(said) if said else 'keine veröffentlichten Zahlen'}."


def percent(theme: Theme) -> str:
    """The served share in words."""
    return NOT_SHOWN if theme.served is None else f"{theme.served} %"


def _places(report: Report) -> Iterator[Block]:
    grid = report.places
    if grid is None:
        yield Text("Für Kommunen und Schwerpunkte darf in diesem Halbjahr keine Zahl gezeigt werden.")
        return
    largest = max(
        (number, row, column)
        for row, line in zip(grid.rows, grid.cells, strict=True)
        for column, number in zip(grid.columns, line, strict=True)
        if number is not None
    )
    alt = f"Hinweise je Schwerpunkt und Kommune. Die größte Zahl: {largest[1]} in {largest[2]}, ab {largest[0]}. Alle stehen im Anhang."
    yield Heat("Hinweise ohne Angebot, je Schwerpunkt und Kommune", alt, grid)
    yield Text(KEY, small=True)


def _spheres(report: Report) -> Iterator[Block]:
    if report.spheres is None:
        yield Text("Für Übergänge zwischen Rechtskreisen darf in diesem Halbjahr keine Zahl gezeigt werden.")
        return
    yield from _table("Hinweise auf Brüche: von (Zeile) nach (Spalte)", "von \\ nach", report.spheres)
    yield Text(KEY, small=True)


def _vignettes(report: Report) -> Iterator[Block]:
    told = tuple(f"{theme.title}: {_short(theme.vignette)}" for theme in report.themes if theme.vignette)
    if told:
        yield Points(told)
        yield Text("Die Beispiele sind anonymisiert.", small=True)
    else:
        yield Text("Zu keinem Thema ist ein Beispiel aufgeschrieben.")


def _proposals(report: Report) -> Iterator[Block]:
    if not report.themes:
        yield Text("Es liegt kein Vorschlag vor.")
        return
    lines = tuple(
        (theme.title, _short(theme.proposal) or "noch kein Vorschlag", theme.level, theme.office or "offen", theme.parties or "–")
        for theme in report.themes
    )
    yield Columns("Vorschläge", ("Thema", "Vorschlag", "Ebene", "zuständig", "beteiligt"), lines, numbers=5)


def _decisions(report: Report) -> Iterator[Block]:
    if not report.decisions:
        yield Text("Es gibt noch keinen Beschluss, dessen Umsetzung zu prüfen wäre.")
        return
    for one in report.decisions:
        yield Heading(one.theme, 2)
        decided = f"Beschlossen am {day(one.on)}" if one.on else "Beschlossen"
        wording = _short(one.decision) or "ohne Wortlaut"
        yield Text(f"{decided}: {wording}{'' if wording.endswith(('.', '!', '?', '…')) else '.'} Stand: {one.state}. {effect(one)}")
        if one.measures:
            lines = tuple(
                (measure.what, measure.who or "offen", day(measure.due) or "–", _done(measure, report.today)) for measure in one.measures
            )
            yield Columns(f"Maßnahmen: {one.theme}", ("Maßnahme", "wer", "fällig", "erledigt"), lines, numbers=4)


def effect(one: Decision) -> str:
    """Whether it helped, as far as published numbers say."""
    if one.before is not None and one.after is None and one.since:
        return f"Wirkung: Hinweise je Quartal vorher ab {one.before}; im {in_german(one.since)} zu wenige, um eine Zahl zu zeigen."
    if one.before is None or one.after is None:
        return "Wirkung: noch nicht mit veröffentlichten Zahlen zu belegen."
    return f"Wirkung: Hinweise je Quartal vorher ab {one.before}, nachher ab {one.after}."


def _done(measure: Measure, today: date) -> str:
    if measure.done is not None:
        return day(measure.done)
    return "überfällig" if overdue(measure, today) else "offen"


def _ministry(report: Report) -> Iterator[Block]:
    if not report.ministry:
        yield Text("In diesem Halbjahr geht nichts an das Land oder den Bund.")
        return
    lines = tuple((one.theme, one.level, one.addressee or "–", _written(one)) for one in report.ministry)
    yield Columns("Was Kommunen und Kreis nicht allein lösen können", ("Thema", "Ebene", "an", "Stand"), lines, numbers=4)


def _written(one: ForMinistry) -> str:
    if one.sent is None:
        return "noch nicht geschrieben"
    if one.answered is None:
        return f"geschrieben am {day(one.sent)}, ohne Antwort"
    return f"geschrieben am {day(one.sent)}, Antwort am {day(one.answered)}: {_short(one.answer)}"


def _annex(report: Report) -> Iterator[Block]:
    yield Text("Diese und weitere Tabellen liegen dem Bericht als CSV und XLSX bei.")
    shown = [(name, grid) for name, grid in report.annex if grid.rows and grid.printed]
    if shown:
        yield Text(KEY, small=True)
    else:
        yield Text("In diesem Halbjahr darf keine Tabelle mit Zahlen gezeigt werden.")
    for name, grid in shown:
        yield from _table(name, grid.about, grid)
    yield from _findings(report)


def _findings(report: Report) -> Iterator[Block]:
    if not report.findings:
        yield Text("Befunde des Fallmanagements liegen für dieses Halbjahr nicht vor.")
        return
    lines = tuple((one.need, one.cause, one.where) for one in report.findings[:MOST_FINDINGS])
    yield Columns(FINDINGS, FINDING_HEADER, lines, numbers=len(FINDING_HEADER))
    more = len(report.findings) - len(lines)
    yield Text(f"{'Weitere ' + str(more) + ' stehen in den Dateien des Anhangs. ' if more else ''}{FINDINGS_KEY}", small=True)


def _table(caption: str, corner: str, grid: Grid) -> Iterator[Columns]:
    """A grid as a table, or as several when it is too wide for a page; the last one has the totals."""
    starts = range(0, max(len(grid.columns), 1), MOST_COLUMNS)
    for number, start in enumerate(starts, 1):
        columns, last = grid.columns[start : start + MOST_COLUMNS], number == len(starts)
        totals = tuple((at_least(total),) for total in grid.totals) if last and grid.totals else ((),) * len(grid.rows)
        lines = tuple(
            (row, *(at_least(cell) for cell in line[start : start + MOST_COLUMNS]), *total)
            for row, line, total in zip(grid.rows, grid.cells, totals, strict=True)
        )
        name = caption if len(starts) == 1 else f"{caption} ({number} von {len(starts)})"
        yield Columns(name, (corner, *columns, *(("zusammen",) if last and grid.totals else ())), lines)


def _denominators(caption: str, asked: tuple[Asked, ...]) -> Columns:
    def line(one: Asked) -> tuple[str, ...]:
        rate = NOT_SHOWN if one.per_hundred is None else f"{one.per_hundred}"
        both = None if one.unmet is None and one.met is None else (one.unmet or 0) + (one.met or 0)
        return one.who, at_least(both), at_least(one.unmet), rate

    return Columns(caption, (caption.split()[-1], "Anfragen", "ohne Angebot", "je 100 Anfragen"), tuple(line(one) for one in asked))


def _quarters(names: tuple[str, ...]) -> str:
    return _and(tuple(in_german(name) for name in names))


def _and(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} und {words[-1]}"


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0] + " […]"
