"""The words of the audit log: what was done, in German."""

from __future__ import annotations

from cases.auditing import Action

ACTIONS = {
    Action.OPENED: "geöffnet",
    Action.REFUSED: "abgewiesen",
    Action.ACCEPTED: "angenommen",
    Action.REPLIED: "geantwortet",
    Action.PROPOSED: "Angebot gesendet",
    Action.TOOK_BACK: "Antwort zurückgenommen",
    Action.NOTED: "Notiz geschrieben",
    Action.TRANSLATED: "maschinell übersetzt",
    Action.TRANSFERRED: "an eine andere Kommune übergeben",
    Action.CLOSED: "abgeschlossen",
    Action.EXPORT_ASKED: "Export angefragt",
    Action.EXPORT_RELEASED: "Export freigegeben",
    Action.EXPORTED: "exportiert",
    Action.EXPORT_ERASED: "nach dem Export hier gelöscht",
    Action.ENDED: "von der Person beendet",
    Action.WITHDRAWN: "Einwilligung von der Person zurückgenommen",
    Action.ERASED: "Person gelöscht",
    Action.INVITED: "eingeladen",
    Action.LINK_MADE: "Link erstellt",
    Action.LEFT: "Zugang beendet",
    Action.SIGNED_IN: "angemeldet",
    Action.SIGNED_OUT: "abgemeldet",
    Action.SIGN_IN_FAILED: "Anmeldung abgewiesen",
    Action.SET_UP: "Anmeldung eingerichtet",
    Action.CHAT_BOUND: "Chat verbunden",
    Action.CAME_BACK: "mit Rückkehr-Code wieder da",
    Action.EMAIL_BOUND: "E-Mail-Adresse bestätigt",
    Action.AGREED: "Vereinbarung geändert",
    Action.POST_CHANGED: "Stelle geändert",
    Action.ABSENCE: "Abwesenheit eingetragen",
    Action.ASKED_OFFICE: "Verfahrensfrage gestellt",
    Action.OFFICE_ANSWERED: "Verfahrensfrage beantwortet",
    Action.INTERPRETER_ASKED: "nach Dolmetschen gefragt",
    Action.INTERPRETER_BOOKED: "Dolmetschen gebucht",
    Action.INTERPRETER_ENDED: "Dolmetschen beendet",
    Action.GAP_REPORTED: "Lücke gemeldet",
}
