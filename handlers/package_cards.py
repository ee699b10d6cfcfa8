"""What would be passed on, and what was: the cards of the handover."""

from __future__ import annotations

from aiogram.utils.formatting import Bold, Text, as_list

from cases.consent import Receipt
from cases.handover import CallBack, Package
from handlers.keyboards import need_label
from handlers.saying import isolate
from locales.moments import spoken_moment
from locales.speech import _, language_name


def package_card(package: Package) -> Text:
    """What would be passed on, word for word, before anybody says yes."""
    nothing = _("(not said)")
    lines: list[Text] = [
        Text(Bold(_("This is what KIM would get:"))),
        Text("• ", _("Topic: {topic}").format(topic=need_label(package.need) if package.need else nothing)),
        Text("• ", _("Town: {town}").format(town=isolate(package.municipality) if package.municipality else nothing)),
        Text("• ", _("Language: {language}").format(language=language_name(package.language))),
        Text("• ", _("Your words: {words}").format(words=isolate(shortened(package.words)) if package.words else nothing)),
    ]
    if package.call_back is not None:
        lines += call_lines(package.call_back)
    if package.for_someone_else:
        lines.append(Text("• ", _("You ask for someone else.")))
    lines.append(Text(_("The answer comes here, in this chat. Only case managers of KIM read it. May I pass it on?")))
    return as_list(*lines)


def call_questions() -> dict[str, tuple[str, dict[str, str]]]:
    """What is asked before KIM calls, in this order: the question and its answers, in the language spoken now."""
    hours = {"morning": _("In the morning"), "afternoon": _("In the afternoon"), "any": _("At any time")}
    return {
        "hours": (_("When may KIM call?"), hours),
        "pick_up": (_("Who may pick up the phone?"), {"only_me": _("Only I"), "others": _("Others too")}),
        "name_kim": (
            _("May KIM say on the phone who is calling?"),
            {"yes": _("Yes, KIM may say it"), "no": _("No, say it only to me")},
        ),
    }


def call_lines(call_back: CallBack) -> list[Text]:
    """The number to call, and what was answered about the call."""
    asked = call_questions()
    chosen = {"hours": call_back.hours, "pick_up": call_back.pick_up, "name_kim": call_back.name_kim}
    answers = [f"{question} {answers[chosen[name]]}" for name, (question, answers) in asked.items()]
    told = [
        _("Please call me back."),
        _("Phone: {number}").format(number=isolate(call_back.number)),
        *answers,
        _("KIM leaves no message on the phone."),
    ]
    return [Text("• ", line) for line in told]


def receipt_text(receipt: Receipt) -> Text:
    """What somebody agreed to, to keep."""
    case, nothing = receipt.case, _("(not said)")
    agreed = _("Receipt {number}: on {when} you said yes to passing this on to KIM.")
    return as_list(
        Text("🧾 ", Bold(agreed.format(number=case.reference, when=spoken_moment(receipt.given_at)))),
        Text("• ", _("Topic: {topic}").format(topic=need_label(case.need) if case.need else nothing)),
        Text("• ", _("Town: {town}").format(town=isolate(case.municipality) if case.municipality else nothing)),
        Text("• ", _("Language: {language}").format(language=language_name(case.language))),
        Text(
            _("Only case managers of KIM read it. You can take your yes back at any time with one tap. Then KIM cannot read it any more.")
        ),
        Text(_("Say this number at a KIM desk or on the phone. Then you do not have to tell everything again.")),
    )


def shortened(text: str, at_most: int = 1500) -> str:
    """Long words of a person as the card shows them; what is passed on stays whole."""
    return text if len(text) <= at_most else text[:at_most].rstrip() + " …"
