"""Staff in chat: they see what waits, accept, and ask for the gap log. Content is read and written on the desk."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from aiogram.types import InlineKeyboardButton as Button

from cases.access import access_case, cases_of, note_refused
from cases.conversation import accept_case
from cases.refusals import CaseAlreadyAccepted, CaseClosed, CaseNotFound, NotUnderstood
from cases.reporting import Finding, report_from_case
from gaps.fields import Cause
from gaps.releases import releases
from gaps.signals import live_list
from handlers.buttons import AcceptCase, ReportGap
from handlers.filters import FromStaff, Says
from handlers.gap_picture import gap_picture
from handlers.keyboards import button, need_label
from handlers.notices import case_line, cause_label
from handlers.saying import Method, isolate, say, toast
from locales.speech import _, speaking
from storage.cases import CaseRow
from storage.staff import StaffRow
from storage.unit import Unit

SHOWN = 20  # rows of a list in chat; the desk shows the rest


async def on_gaps(_message: Message, unit: Unit, staff: StaffRow) -> list[Method]:
    """The live list: need, cause, municipality; and a picture of the newest published quarter. For coordinators only."""
    with speaking(staff.language):
        if staff.role != "coordinator":
            return [say(_("The gap log is for coordinators."))]
        rows = live_list(unit, SHOWN)
        picture = gap_picture(releases(unit))
        pictures: list[Method] = [picture] if picture is not None else []
        if not rows:
            return [say(_("The gap log is empty.")), *pictures]
        lines = [f"• {need_label(row.need)} · {cause_label(row.cause)} · {isolate(row.municipality or '–')}" for row in rows]
        return [say("\n".join([_("What was missing, newest first:"), *lines])), *pictures]


async def on_cases(_message: Message, unit: Unit, staff: StaffRow) -> list[Method]:
    """What waits, without content."""
    with speaking(staff.language):
        mine = [case for case in cases_of(unit, staff) if case.state == "accepted" and case.accepted_by == staff.id][:SHOWN]
        waiting = [case for case in cases_of(unit, staff) if case.state == "waiting"][:SHOWN]
        reports = [[_report_button(case)] for case in mine]
        if not waiting:
            return [say(_("Nobody is waiting."), reports)]
        rows = [[button(_("Accept {number}").format(number=case.reference), AcceptCase(case=case.id).pack())] for case in waiting]
        rows += reports
        lines = [f"• {case.reference}: {case_line(case.municipality, case.need, case.language)}" for case in waiting]
        return [say("\n".join(lines), rows)]


async def on_accept(query: CallbackQuery, callback_data: AcceptCase, unit: Unit, staff: StaffRow) -> list[Method]:
    """Of two at once exactly one gets it; the other hears who has it."""
    with speaking(staff.language):
        try:
            case = accept_case(unit, staff, callback_data.case)
        except CaseAlreadyAccepted as taken:
            return [toast(query), say(_("{name} has already accepted this.").format(name=taken.by))]
        except CaseClosed:
            return [toast(query), say(_("This case is closed."))]
        except CaseNotFound:
            note_refused(unit, staff, callback_data.case)
            return [toast(query), say(_("There is no such case for you."))]
        told = _("You have {number}. Please read and answer on the desk.").format(number=case.reference)
        return [toast(query), say(told, [[_report_button(case)]])]


# What can be missing, as buttons carry it: old ones stay on screens, so only add at the end.
MISSING = (
    Cause.NOT_IN_THIS_MUNICIPALITY,
    Cause.NONE_EXISTS,
    Cause.FULL,
    Cause.NOT_ELIGIBLE,
    Cause.LANGUAGE,
    Cause.NOT_REACHABLE,
    Cause.STUCK,
    Cause.UNCLEAR,
    Cause.NO_REPLY,
    Cause.COSTS,
)


def _report_button(case: CaseRow) -> Button:
    return button(f"⚠️ {case.reference}: " + _("Report a gap"), ReportGap(case=case.id).pack())


async def on_report(query: CallbackQuery, callback_data: ReportGap, unit: Unit, staff: StaffRow) -> list[Method]:
    """Two taps: that something was missing, and what. Everything else is said on the desk."""
    with speaking(staff.language):
        try:
            case = access_case(unit, staff, callback_data.case)
            if not 0 <= callback_data.cause < len(MISSING):
                causes = [
                    [button(cause_label(cause), ReportGap(case=case.id, cause=number).pack())] for number, cause in enumerate(MISSING)
                ]
                return [toast(query), say(f"{case.reference}: " + _("What was missing? We count it without names."), causes)]
            report_from_case(unit, staff, case.id, Finding(MISSING[callback_data.cause]))
        except CaseNotFound:
            note_refused(unit, staff, callback_data.case)
            return [toast(query), say(_("There is no such case for you."))]
        except NotUnderstood:  # no topic was named, or a danger: that is never counted
            return [toast(query), say(_("You have {number}. Please read and answer on the desk.").format(number=case.reference))]
        return [toast(query), say(_("Noted, without names. You can say more on the desk."))]


def routes() -> Router:
    """For staff only; for everybody else these do not exist."""
    router = Router(name=__name__)
    router.message.register(on_gaps, FromStaff(), Says("gaps"))
    router.message.register(on_cases, FromStaff(), Says("cases"))
    router.callback_query.register(on_accept, AcceptCase.filter(), FromStaff())
    router.callback_query.register(on_report, ReportGap.filter(), FromStaff())
    return router
