"""Who may open what: every route of the application, every action of staff in the chat, every role, own and foreign cases."""

from __future__ import annotations

STRANGERS = ("nobody", "newcomer", "deactivated")
AT_WORK = ("own manager", "foreign manager", "coordinator")
TEAM = (*AT_WORK, "admin", "auditor")
INTERPRETERS = ("interpreter", "booked")  # nobody booked the first one
SIGNED_IN = (*TEAM, "office contact", *INTERPRETERS, "steering member")
GROUPS = (*AT_WORK, "office contact", "steering member")  # who can be a member of a group
ROLES = (*STRANGERS, *SIGNED_IN)

# What each role gets; whoever is not named is refused. "own" is a case in the own manager's town, "nobody's" one that coordinators take.
FORBIDDEN, NOT_FOUND, NOT_SIGNED_IN = 403, 404, 401
CASES: dict[tuple[str, str], tuple[int, int]] = {  # what whoever may see it gets, what everybody else at the desk gets
    ("GET", "/desk/cases/{case_id}"): (200, NOT_FOUND),
    ("GET", "/desk/cases/{case_id}/events"): (503, NOT_FOUND),  # the streams are closed here
    ("POST", "/desk/cases/{case_id}/accept"): (303, NOT_FOUND),
    ("POST", "/desk/cases/{case_id}/reply"): (303, NOT_FOUND),
    ("POST", "/desk/cases/{case_id}/messages/{message_id}/take-back"): (409, NOT_FOUND),  # there is no such message
    ("POST", "/desk/cases/{case_id}/messages/{message_id}/translate"): (NOT_FOUND, NOT_FOUND),  # no machine is set up
    ("POST", "/desk/cases/{case_id}/notes"): (303, NOT_FOUND),
    ("POST", "/desk/cases/{case_id}/transfer"): (400, NOT_FOUND),  # no town is chosen
    ("POST", "/desk/cases/{case_id}/services"): (400, NOT_FOUND),  # no service is chosen
    ("POST", "/desk/cases/{case_id}/report"): (400, NOT_FOUND),  # no cause is chosen
    ("GET", "/desk/cases/{case_id}/export"): (200, NOT_FOUND),
    ("POST", "/desk/cases/{case_id}/interpreter/ask"): (303, NOT_FOUND),
    ("POST", "/desk/cases/{case_id}/interpreter/book"): (409, NOT_FOUND),  # nobody said yes
    ("POST", "/desk/cases/{case_id}/interpreter/nobody"): (409, NOT_FOUND),
    ("POST", "/desk/cases/{case_id}/interpreter/end"): (409, NOT_FOUND),
    ("POST", "/desk/cases/{case_id}/mute"): (303, NOT_FOUND),
    ("POST", "/desk/cases/{case_id}/unmute"): (303, NOT_FOUND),
    ("POST", "/desk/cases/{case_id}/close"): (303, NOT_FOUND),
    ("POST", "/desk/cases/{case_id}/export"): (303, NOT_FOUND),
    ("POST", "/desk/cases/{case_id}/export/release"): (409, NOT_FOUND),  # nobody releases what they asked for
    ("POST", "/desk/cases/{case_id}/export/file"): (409, NOT_FOUND),  # it is not released
    ("POST", "/desk/cases/{case_id}/export/print"): (409, NOT_FOUND),
    ("POST", "/desk/cases/{case_id}/export/erase"): (409, NOT_FOUND),  # it was not taken
}
# What an interpreter gets for the one case they are booked for; everybody else, whoever has the case too, gets the other.
INTERPRETED: dict[tuple[str, str], tuple[int, int]] = {
    ("GET", "/desk/interpreting/{case_id}"): (200, NOT_FOUND),
    ("GET", "/desk/interpreting/{case_id}/events"): (503, NOT_FOUND),  # the streams are closed here
    ("POST", "/desk/interpreting/{case_id}/reply"): (303, NOT_FOUND),
    ("POST", "/desk/interpreting/{case_id}/messages/{message_id}/take-back"): (409, NOT_FOUND),  # there is no such message
}
BOOKED = "interpreted"  # the case somebody is booked for
MAY_SEE = {"own": "own manager", "foreign": "foreign manager", "nobody's": "coordinator"}
TOWNS = {"own": "Büren", "foreign": "Salzkotten", "nobody's": "Delbrück"}
PAGES: dict[tuple[str, str], dict[str, int]] = {
    ("GET", "/desk"): {"own manager": 200, "foreign manager": 200, "coordinator": 200, **dict.fromkeys(SIGNED_IN[3:], 303)},
    ("GET", "/desk/find"): dict.fromkeys(AT_WORK, NOT_FOUND),  # no number is told
    ("GET", "/desk/threat"): dict.fromkeys(SIGNED_IN, 200),
    ("POST", "/desk/alarms/{alarm_id}/seen"): dict.fromkeys(AT_WORK, 303),  # there is none; seen before, it says the same
    ("GET", "/desk/events"): dict.fromkeys(SIGNED_IN, 503),  # the streams are closed here
    ("GET", "/desk/roster"): dict.fromkeys(TEAM, 200),
    ("GET", "/desk/roster/{town}"): {"coordinator": 200, "admin": 200},
    ("POST", "/desk/roster/{town}"): {"coordinator": 400, "admin": 400},  # nothing is filled in
    ("POST", "/desk/roster/{town}/posts"): {"coordinator": 303, "admin": 303},
    ("GET", "/desk/interpreting"): dict.fromkeys(INTERPRETERS, 200),
    ("GET", "/desk/questions"): dict.fromkeys((*AT_WORK, "office contact"), 200),
    ("POST", "/desk/questions"): dict.fromkeys(AT_WORK, 400),  # nothing is chosen
    ("POST", "/desk/questions/{question_id}"): {"office contact": NOT_FOUND},  # there is no such question
    ("GET", "/desk/partners"): {"coordinator": 200},
    ("POST", "/desk/partners"): {"coordinator": 400},  # it has no name
    ("POST", "/desk/partners/{partner_id}/revoke"): {"coordinator": NOT_FOUND},  # there is no such partner
    ("GET", "/desk/spheres"): dict.fromkeys((*AT_WORK, "admin", "office contact"), 200),
    ("POST", "/desk/spheres/{entry}/review"): {"coordinator": NOT_FOUND, "admin": NOT_FOUND},  # there is no such entry
    ("POST", "/desk/spheres/{entry}/doubt"): {"coordinator": NOT_FOUND, "admin": NOT_FOUND},
    ("GET", "/desk/report"): dict.fromkeys((*AT_WORK, "office contact"), 200),
    ("POST", "/desk/report"): dict.fromkeys((*AT_WORK, "office contact"), 400),  # nothing is chosen
    ("GET", "/desk/reports"): {"coordinator": 200},
    ("POST", "/desk/reports"): {"coordinator": 400},  # no half-year is chosen
    ("GET", "/desk/report-template"): {"admin": 200},
    ("POST", "/desk/report-template"): {"admin": 400},  # no file is chosen
    ("POST", "/desk/report-template/drop"): {"admin": NOT_FOUND},  # there is none
    ("GET", "/desk/reports/{report_id}"): {"coordinator": NOT_FOUND},  # there is no such report
    ("GET", "/desk/reports/{report_id}/charts/{chart}"): {"coordinator": NOT_FOUND},
    ("POST", "/desk/reports/{report_id}/{kind}"): {"coordinator": NOT_FOUND},
    ("GET", "/desk/services"): dict.fromkeys(AT_WORK, 200),
    ("GET", "/desk/services/card"): dict.fromkeys(AT_WORK, 400),  # no service is chosen
    ("GET", "/desk/exports"): dict.fromkeys((*AT_WORK, "admin"), 200),
    ("GET", "/desk/removal"): dict.fromkeys(("coordinator", "admin"), NOT_FOUND),  # no import waits
    ("POST", "/desk/removal/{removal_id}"): dict.fromkeys(("coordinator", "admin"), NOT_FOUND),
    ("GET", "/desk/gaps"): {"coordinator": 200},
    ("GET", "/desk/gaps/events"): {"coordinator": 503},  # the streams are closed here
    ("GET", "/desk/gaps/numbers"): {"coordinator": 200},
    ("POST", "/desk/gaps/numbers.csv"): {"coordinator": 200},
    ("GET", "/desk/gaps/charts/{kind}.svg"): {"coordinator": NOT_FOUND},  # nothing is published yet
    ("POST", "/desk/gaps/bursts"): {"coordinator": NOT_FOUND},  # there is no burst
    ("GET", "/desk/signals"): {"coordinator": 200},
    ("GET", "/desk/signals/{signal_id}"): {"coordinator": NOT_FOUND},  # there is no such signal
    ("POST", "/desk/signals/step"): {"coordinator": 400},  # nothing is chosen
    ("POST", "/desk/signals/bundle"): {"coordinator": 400},
    ("GET", "/desk/themes"): dict.fromkeys(GROUPS, 200),
    ("POST", "/desk/themes/suggested"): {"coordinator": 400},  # no reason is given
    ("GET", "/desk/paths"): dict.fromkeys(AT_WORK, 200),
    ("POST", "/desk/paths"): dict.fromkeys(AT_WORK, 400),  # nothing is filled in
    ("POST", "/desk/paths/{path_id}"): dict.fromkeys(AT_WORK, NOT_FOUND),  # there is no such note
    ("GET", "/desk/today"): {"coordinator": 200},
    ("GET", "/desk/themes/{theme_id}"): {**dict.fromkeys(GROUPS, NOT_FOUND), "coordinator": 200},  # nobody else works on it
    ("POST", "/desk/themes/{theme_id}"): {"coordinator": 400},  # nothing is filled in
    ("POST", "/desk/themes/{theme_id}/step"): {"coordinator": 400},  # nothing is filled in
    ("POST", "/desk/themes/{theme_id}/letters"): {"coordinator": 400},
    ("POST", "/desk/themes/{theme_id}/letters/{letter_id}"): {"coordinator": 400},
    ("POST", "/desk/themes/{theme_id}/measures"): {"coordinator": 400},
    ("GET", "/desk/groups"): dict.fromkeys(GROUPS, 200),
    ("POST", "/desk/groups"): {"coordinator": 400},  # nothing is filled in
    ("POST", "/desk/offices"): {"coordinator": 303},  # nothing is filled in
    ("GET", "/desk/groups/{group_id}"): {**dict.fromkeys(GROUPS, NOT_FOUND), "coordinator": 200},  # nobody else is a member
    ("POST", "/desk/groups/{group_id}/members"): {"coordinator": 400},
    ("POST", "/desk/groups/{group_id}/end"): {"coordinator": 303},
    ("POST", "/desk/groups/{group_id}/tasks"): {**dict.fromkeys(GROUPS, NOT_FOUND), "coordinator": 400},
    ("POST", "/desk/groups/{group_id}/minutes"): {**dict.fromkeys(GROUPS, NOT_FOUND), "coordinator": 303},
    ("POST", "/desk/duties/{duty_id}/done"): dict.fromkeys(GROUPS, NOT_FOUND),  # there is no such task
    ("GET", "/desk/meetings"): dict.fromkeys(GROUPS, 200),
    ("POST", "/desk/meetings"): {"coordinator": NOT_FOUND},  # of no group
    ("GET", "/desk/meetings/{meeting_id}"): {
        **dict.fromkeys(GROUPS, NOT_FOUND),
        **dict.fromkeys(AT_WORK, 200),
    },  # case managers may propose
    ("POST", "/desk/meetings/{meeting_id}/move"): {"coordinator": 400},  # nothing is filled in
    ("POST", "/desk/meetings/{meeting_id}/items"): dict.fromkeys(AT_WORK, 400),
    ("POST", "/desk/meetings/{meeting_id}/items/{item_id}"): {"coordinator": NOT_FOUND},  # there is no such point
    ("POST", "/desk/meetings/{meeting_id}/items/{item_id}/decision"): {"coordinator": NOT_FOUND},
    ("POST", "/desk/meetings/{meeting_id}/minutes"): {**dict.fromkeys(GROUPS, NOT_FOUND), "coordinator": 303},
    ("GET", "/desk/tasks"): {"coordinator": 200},
    ("POST", "/desk/tasks/kind"): {"coordinator": NOT_FOUND},  # there is no such entry
    ("POST", "/desk/tasks/done"): {"coordinator": 303},
    ("POST", "/desk/tasks/{task_id}/take"): {"coordinator": NOT_FOUND},  # there is no such task
    ("POST", "/desk/tasks/{task_id}/end"): {"coordinator": NOT_FOUND},
    ("GET", "/desk/tasks/ask"): {"coordinator": NOT_FOUND},  # there is no such entry
    ("POST", "/desk/tasks/mail"): {"coordinator": NOT_FOUND},
    ("POST", "/desk/tasks/link"): {"coordinator": NOT_FOUND},
    ("GET", "/desk/proposals"): {"coordinator": 200},
    ("GET", "/desk/coverage"): {"coordinator": 200},
    ("POST", "/desk/coverage"): {"coordinator": 303},  # nothing is chosen
    ("POST", "/desk/proposals/{proposal_id}"): {"coordinator": NOT_FOUND},  # there is no such proposal
    ("GET", "/desk/words"): dict.fromkeys(AT_WORK, 200),
    ("POST", "/desk/words/add"): dict.fromkeys(AT_WORK, 303),
    ("POST", "/desk/words/take"): dict.fromkeys(AT_WORK, NOT_FOUND),  # there is no such sentence
    ("POST", "/desk/words/drop"): dict.fromkeys(AT_WORK, NOT_FOUND),
    ("GET", "/desk/templates"): dict.fromkeys((*AT_WORK, "admin"), 200),
    ("POST", "/desk/templates"): dict.fromkeys((*AT_WORK, "admin"), 400),  # it has no title
    ("POST", "/desk/templates/{template_id}"): dict.fromkeys((*AT_WORK, "admin"), 400),
    ("POST", "/desk/templates/{template_id}/drop"): dict.fromkeys((*AT_WORK, "admin"), NOT_FOUND),  # there is no such template
    ("GET", "/desk/audit"): {"coordinator": 200, "admin": 200, "auditor": 200},
    ("GET", "/desk/staff"): {"admin": 200},
    ("POST", "/desk/staff/invite"): {"admin": 400},  # nothing is filled in
    ("POST", "/desk/staff/{staff_id}/link"): {"admin": 200},
    ("POST", "/desk/staff/{staff_id}/deactivate"): {"admin": 303},
    ("GET", "/desk/me"): dict.fromkeys(SIGNED_IN, 200),
    ("POST", "/desk/me/chat-link"): dict.fromkeys(SIGNED_IN, 200),
    ("POST", "/desk/me/absences"): dict.fromkeys(SIGNED_IN, 400),  # nothing is filled in
    ("POST", "/desk/me/absences/{absence_id}/drop"): dict.fromkeys(SIGNED_IN, NOT_FOUND),  # there is no such absence
    ("GET", "/desk/me/access"): dict.fromkeys(SIGNED_IN, 200),
    ("POST", "/desk/me/access/password"): dict.fromkeys(SIGNED_IN, 400),  # nothing is filled in
    ("POST", "/desk/me/access/passkey/options"): dict.fromkeys(SIGNED_IN, 200),
    ("POST", "/desk/me/access/passkey"): dict.fromkeys(SIGNED_IN, 403),
    ("POST", "/desk/me/access/passkeys/{passkey_id}/drop"): dict.fromkeys(SIGNED_IN, NOT_FOUND),  # there is no such passkey
    ("GET", "/desk/me/told"): dict.fromkeys(SIGNED_IN, 200),
    ("POST", "/desk/me/told"): dict.fromkeys(SIGNED_IN, 303),
    ("POST", "/desk/me/told/address"): dict.fromkeys(SIGNED_IN, 409),  # no mail server is set up
    ("POST", "/desk/me/told/drop"): dict.fromkeys(SIGNED_IN, 303),
    ("GET", "/desk/me/told/link/{token}"): dict.fromkeys(SIGNED_IN, 410),  # an invented link
    ("POST", "/desk/me/told/link/{token}"): dict.fromkeys(SIGNED_IN, 410),
    ("POST", "/desk/me/work"): dict.fromkeys(SIGNED_IN, 303),
    ("POST", "/desk/me/chats/{contact_id}"): dict.fromkeys(SIGNED_IN, NOT_FOUND),  # no chat asked to be theirs
}
WITHOUT_SIGNING_IN = {("GET", "/desk/in/{token}"): 410, ("POST", "/desk/in/{token}"): 410}  # an invented link
WITHOUT_SIGNING_IN |= {("GET", "/desk/sign-in"): 200, ("POST", "/desk/sign-in"): 403}  # nothing is filled in
WITHOUT_SIGNING_IN |= {("POST", "/desk/sign-in/passkey/options"): 200, ("POST", "/desk/sign-in/passkey"): 403}
LAST = {("POST", "/desk/out"): dict.fromkeys(SIGNED_IN, 200)}

# Open to everybody: what a newcomer with a chat of their own gets, what everybody else gets. None of it leads to a chat of somebody else.
ANYBODY: dict[tuple[str, str], tuple[int, int]] = {
    ("GET", "/"): (200, 200),
    ("GET", "/healthz"): (200, 200),
    **{
        ("GET", f"/hsds{path}"): (found, found)
        for path, found in {
            "/": 200,
            "/services": 200,
            "/organizations": 200,
            "/service_at_locations": 200,
            "/taxonomies": 200,
            "/taxonomy_terms": 200,
            **{
                f"/{kind}/{{id}}": NOT_FOUND
                for kind in ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")
            },
        }.items()
    },
    ("GET", "/chat"): (200, 200),
    ("GET", "/chat/api/openapi.json"): (200, 200),
    ("HEAD", "/chat/api/openapi.json"): (200, 200),
    ("GET", "/chat/api/lines"): (200, NOT_SIGNED_IN),
    ("GET", "/chat/api/events"): (429, NOT_SIGNED_IN),  # the streams are closed here
    ("POST", "/chat/api/sessions"): (201, 201),
    ("POST", "/chat/api/messages"): (202, NOT_SIGNED_IN),
    ("POST", "/chat/api/taps"): (NOT_FOUND, NOT_SIGNED_IN),  # a button that was offered to somebody else
    ("POST", "/chat/form"): (303, 303),
    ("POST", "/chat/clear"): (303, 303),
    ("POST", "/chat/session"): (204, 204),
    ("POST", "/chat/leave"): (200, 200),
    ("GET", "/return"): (200, 200),
    ("POST", "/return"): (NOT_FOUND, NOT_FOUND),  # no code
    ("GET", "/return/later"): (NOT_FOUND, NOT_FOUND),  # nothing was handed over in this chat
    ("POST", "/return/later/code"): (NOT_FOUND, NOT_FOUND),
    ("POST", "/return/later/address"): (NOT_FOUND, NOT_FOUND),
    ("POST", "/return/later/no-address"): (NOT_FOUND, NOT_FOUND),
    ("GET", "/return/stop/{token}"): (200, 200),
    ("POST", "/return/stop/{token}"): (200, 200),  # says the same whether there was something to stop or not
    ("GET", "/slip/{need}"): (NOT_FOUND, NOT_FOUND),  # there is no such need
    ("GET", "/partner/{token}"): (NOT_FOUND, NOT_FOUND),  # an invented link
    ("POST", "/partner/{token}"): (NOT_FOUND, NOT_FOUND),
    ("GET", "/entry/{token}"): (NOT_FOUND, NOT_FOUND),  # an invented link
    ("POST", "/entry/{token}"): (NOT_FOUND, NOT_FOUND),
    ("GET", "/m/{token}"): (NOT_FOUND, NOT_FOUND),
    ("POST", "/m/{token}/open"): (NOT_FOUND, NOT_FOUND),
    ("POST", "/telegram/webhook"): (NOT_SIGNED_IN, NOT_SIGNED_IN),  # without Telegram's secret
}

# What staff can do in a chat they confirmed, by the name of its handler: who may. Of cases: whoever may see them.
STAFF_IN_CHAT: dict[str, tuple[str, ...]] = {"on_gaps": ("coordinator",), "on_cases": AT_WORK, "on_accept": AT_WORK, "on_report": AT_WORK}
FORGED = (
    "k:0",
    "k:-1",
    "k:99999999999999999999",
    "k:x",
    "k:",
    "k:{case}:1",
    "K:{case}",
    "g:0:1",
    "g:{case}:x",
)  # buttons nobody was ever shown
IN_CASE = ("c:write:{case}", "c:ask:{case}", "c:end:{case}", "c:really:{case}")  # of whoever handed over, and of nobody else
