"""Notices put into words when they are carried, in the language of whoever hears them."""

from __future__ import annotations

from typing import Any

from cases.telling import NoticeKind
from gaps.fields import Cause
from handlers.buttons import AcceptCase, InCase, NowThere, Told
from handlers.cutting import parts
from handlers.keyboards import button, interpreter_back_row, interpreter_rows, link_button, main_rows, need_label, need_rows, sos_row
from handlers.promising import promised
from handlers.saying import Method, Row, isolate, say
from locales.moments import spoken_moment
from locales.speech import _, language_name, speaking


def cause_label(cause: str) -> str:
    """A cause of the gap log in the language spoken now."""
    labels = {
        Cause.NOTHING_LISTED: _("nothing listed, unchecked"),
        Cause.NOT_IN_THIS_MUNICIPALITY: _("not in this municipality"),
        Cause.NONE_EXISTS: _("none exists"),
        Cause.FULL: _("full or waiting list"),
        Cause.NOT_ELIGIBLE: _("not eligible"),
        Cause.LANGUAGE: _("language or interpreter missing"),
        Cause.NOT_REACHABLE: _("not reachable"),
        Cause.STUCK: _("papers or procedure stuck"),
        Cause.UNCLEAR: _("responsibility unclear"),
        Cause.NO_REPLY: _("no reply"),
        Cause.COSTS: _("costs"),
    }
    return labels[Cause(cause)]


def case_line(municipality: str | None, need: str | None, language: str) -> str:
    """What staff are told of a case: place, topic, language; nothing the person wrote."""
    town = isolate(municipality) if municipality else _("(not said)")
    topic = need_label(need) if need else _("no topic")
    return f"{town}: {topic}, {language_name(language)}"


def in_words(kind: str, facts: dict[str, Any], language: str) -> list[Method]:
    """A notice as messages in this language. Raises KeyError for a kind nobody knows: a bug."""
    with speaking(language):
        return _WORDS[NoticeKind(kind)](facts)


def _new_handover(facts: dict[str, Any]) -> list[Method]:
    text = _("New handover in {about}").format(about=case_line(facts["municipality"], facts["need"], facts["language"]))
    return [say(text, [[button(_("Accept"), AcceptCase(case=facts["case"]).pack())]])]


def _person_wrote(facts: dict[str, Any]) -> list[Method]:
    return [say(_("New message in {number}. Please read it on the desk.").format(number=facts["reference"]))]


def _person_ended(facts: dict[str, Any]) -> list[Method]:
    return [say(_("{number} was ended by the person.").format(number=facts["reference"]))]


def _person_withdrew(facts: dict[str, Any]) -> list[Method]:
    return [say(_("{number}: the person took their yes back. The words are deleted.").format(number=facts["reference"]))]


def _code_used(facts: dict[str, Any]) -> list[Method]:
    told = _("Your code was used: someone asked KIM for you. The number is {number}.").format(number=facts["reference"])
    return [say(told, [[button(_("Take my yes back"), InCase(step="withdraw", case=facts["case"]).pack())], sos_row()])]


def _question_waits(_facts: dict[str, Any]) -> list[Method]:
    return [say(_("A question about a procedure waits for you on the desk."))]


def _question_answered(_facts: dict[str, Any]) -> list[Method]:
    return [say(_("Your question about a procedure was answered. Please read it on the desk."))]


def _case_accepted(facts: dict[str, Any]) -> list[Method]:
    return [say(_("{name} from KIM answers you here.").format(name=isolate(facts["manager"])))]


def _staff_wrote(facts: dict[str, Any]) -> list[Method]:
    name = isolate(facts["manager"])
    who = _("{name} (interpreter)").format(name=name) if facts.get("interprets") else f"{name} (KIM)"
    texts = parts(f"{who}:\n{facts['words']}")
    answer = [[button("✍️ " + _("Answer"), InCase(step="write", case=facts["case"]).pack())]]
    return [say(text, answer if number == len(texts) - 1 else ()) for number, text in enumerate(texts)]


def _staff_wrote_sealed(facts: dict[str, Any]) -> list[Method]:
    """Neutral: whoever looks at the phone learns nothing, and nothing is previewed."""
    rows = [[link_button(_("Open the message"), facts["link"])], *_case_row(facts)]
    return [say(_("You have a message."), rows)]


def _case_closed(_facts: dict[str, Any]) -> list[Method]:
    return [say(_("KIM has ended this conversation. If you still need something, just write here."), main_rows())]


def _not_for_us(facts: dict[str, Any]) -> list[Method]:
    town = isolate(facts["municipality"] or _("(not said)"))
    rows = [*(need_rows([facts["need"]]) if facts["need"] else []), *main_rows()]
    return [say(_("KIM in {town} cannot take this on. You find other places here:").format(town=town), rows)]


def _about(facts: dict[str, Any]) -> dict[str, str]:
    return {"number": facts["reference"], "about": case_line(facts["municipality"], facts["need"], facts["language"])}


def _to_accept(text: str, facts: dict[str, Any]) -> list[Method]:
    if facts["by"] is not None:
        text += " " + _("Please accept by {when}.").format(when=spoken_moment(facts["by"]))
    return [say(text, [[button(_("Accept"), AcceptCase(case=facts["case"]).pack())]])]


def _still_waiting(facts: dict[str, Any]) -> list[Method]:
    return _to_accept(_("Still waiting: {number}, {about}.").format(**_about(facts)), facts)


def _asked_now(facts: dict[str, Any]) -> list[Method]:
    return _to_accept(_("You are asked now: {number}, {about}. Nobody has accepted yet.").format(**_about(facts)), facts)


def _promise_moved(facts: dict[str, Any]) -> list[Method]:
    lines = [_("KIM did not answer you in time. I am sorry. More people at KIM know it now."), promised(facts["by"])]
    if facts["by"] is None:
        lines.append(_("Please ask another office too: write here what you need."))
    return [say("\n".join(lines), _case_row(facts))]


def _someone_else(facts: dict[str, Any]) -> list[Method]:
    return [say("\n".join([_("Someone else at KIM takes over now."), promised(facts["by"])]), _case_row(facts))]


def _transferred(facts: dict[str, Any]) -> list[Method]:
    moved = _("Your conversation is now with KIM in {town}.").format(town=isolate(facts["municipality"]))
    return [say("\n".join([moved, promised(facts["by"])]), _case_row(facts))]


def _away(facts: dict[str, Any]) -> list[Method]:
    lines = [_("{name} from KIM is away until {when}.").format(name=isolate(facts["manager"]), when=spoken_moment(facts["until"]))]
    if facts["other"] is not None:
        lines.append(_("{name} reads what you write.").format(name=isolate(facts["other"])))
    return [say("\n".join(lines), _case_row(facts))]


def _did_it_help(facts: dict[str, Any]) -> list[Method]:
    """Neutral: whoever looks at the phone learns nothing."""
    ways = [
        [button(_("Open the message"), Told(step="open", referral=facts["referral"]).pack())],
        [button(_("Do not ask me again"), Told(step="stop", referral=facts["referral"]).pack())],
    ]
    return [say(_("You have a message."), ways)]


def _interpreter_wanted(facts: dict[str, Any]) -> list[Method]:
    lines = [
        _("{name} from KIM asks: would you like an interpreter in this conversation?").format(name=isolate(facts["manager"])),
        # NOTE: the 30 days are cases/interpreting.py, DAYS_AT_MOST
        _(
            "The interpreter can read everything in this conversation, also what was written before,"
            " and can write to you here, for at most 30 days. You will see the name."
        ),
        _("If you say no, nothing changes. You can take a yes back at any time."),
    ]
    return [say("\n".join(lines), interpreter_rows(facts["interpreting"]))]


def _interpreter_here(facts: dict[str, Any]) -> list[Method]:
    here = _("{name} interprets here now.").format(name=isolate(facts["interpreter"]))
    return [say(here, [interpreter_back_row(facts["interpreting"]), sos_row()])]


def _interpreter_gone(facts: dict[str, Any]) -> list[Method]:
    return [say(_("{name} does not interpret here any more.").format(name=isolate(facts["interpreter"])), _case_row(facts))]


def _interpreter_none(facts: dict[str, Any]) -> list[Method]:
    return [say(_("KIM found no interpreter for you at the moment. Your conversation with KIM goes on."), _case_row(facts))]


def _interpreter_answered(facts: dict[str, Any]) -> list[Method]:
    told = _("{number}: the person answered about an interpreter. Please look at the desk.")
    return [say(told.format(number=facts["reference"]))]


def _interpreting_yours(facts: dict[str, Any]) -> list[Method]:
    asked = _("You are asked to interpret in {number} ({language}) until {when}. Please read it on the desk.")
    about = {"language": language_name(facts["language"]), "when": spoken_moment(facts["until"])}
    return [say(asked.format(number=facts["reference"], **about))]


def _interpreting_over(facts: dict[str, Any]) -> list[Method]:
    return [say(_("Interpreting in {number} has ended.").format(number=facts["reference"]))]


def _now_exists(facts: dict[str, Any]) -> list[Method]:
    """Neutral: whoever looks at the phone learns nothing."""
    return [say(_("You have a message."), [[button(_("Open the message"), NowThere(need=facts["need"]).pack())]])]


def _theme_returned(_facts: dict[str, Any]) -> list[Method]:
    return [say(_("A theme is open again: signals came back. Please look at the desk."))]


def _meeting_set(_facts: dict[str, Any]) -> list[Method]:
    return [say(_("A meeting of yours is new or was moved. Please look at the desk."))]


def _duty_due(_facts: dict[str, Any]) -> list[Method]:
    return [say(_("Something you take care of is due soon. Please look at the desk."))]


def _gaps_new(_facts: dict[str, Any]) -> list[Method]:
    return [say(_("There is something new in the gap log. Please look at the desk."))]


def _threat(_facts: dict[str, Any]) -> list[Method]:
    return [say(_("Somebody wrote a threat in the chat. Please look at the desk now."))]


def _muted(facts: dict[str, Any]) -> list[Method]:
    return [say(muted_line(facts["until"]), [sos_row()])]


def muted_line(until: int) -> str:
    """Said once to whoever gets no answers for a while, calmly; and what helps all the same."""
    said = _("This chat gets no answers until {when}. In danger call 112 or 110; SOS works at any time.")
    return said.format(when=spoken_moment(until))


def _case_row(facts: dict[str, Any]) -> list[Row]:
    return [[button("✍️ " + _("Answer"), InCase(step="write", case=facts["case"]).pack())], sos_row()]


_WORDS = {
    NoticeKind.NEW_HANDOVER: _new_handover,
    NoticeKind.PERSON_WROTE: _person_wrote,
    NoticeKind.PERSON_ENDED: _person_ended,
    NoticeKind.PERSON_WITHDREW: _person_withdrew,
    NoticeKind.CODE_USED: _code_used,
    NoticeKind.QUESTION_WAITS: _question_waits,
    NoticeKind.QUESTION_ANSWERED: _question_answered,
    NoticeKind.CASE_ACCEPTED: _case_accepted,
    NoticeKind.STAFF_WROTE: _staff_wrote,
    NoticeKind.STAFF_WROTE_SEALED: _staff_wrote_sealed,
    NoticeKind.CASE_CLOSED: _case_closed,
    NoticeKind.NOT_FOR_US: _not_for_us,
    NoticeKind.STILL_WAITING: _still_waiting,
    NoticeKind.ASKED_NOW: _asked_now,
    NoticeKind.PROMISE_MOVED: _promise_moved,
    NoticeKind.SOMEONE_ELSE: _someone_else,
    NoticeKind.TRANSFERRED: _transferred,
    NoticeKind.AWAY: _away,
    NoticeKind.DID_IT_HELP: _did_it_help,
    NoticeKind.INTERPRETER_WANTED: _interpreter_wanted,
    NoticeKind.INTERPRETER_HERE: _interpreter_here,
    NoticeKind.INTERPRETER_GONE: _interpreter_gone,
    NoticeKind.INTERPRETER_NONE: _interpreter_none,
    NoticeKind.INTERPRETER_ANSWERED: _interpreter_answered,
    NoticeKind.INTERPRETING_YOURS: _interpreting_yours,
    NoticeKind.INTERPRETING_OVER: _interpreting_over,
    NoticeKind.THREAT: _threat,
    NoticeKind.MUTED: _muted,
    NoticeKind.THEME_RETURNED: _theme_returned,
    NoticeKind.MEETING_SET: _meeting_set,
    NoticeKind.DUTY_DUE: _duty_due,
    NoticeKind.GAPS_NEW: _gaps_new,
    NoticeKind.NOW_EXISTS: _now_exists,
}
