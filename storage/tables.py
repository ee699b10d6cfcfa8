"""The tables of the house: plain strings and numbers, no types of the rooms above.

Moments are whole milliseconds since 1970 in UTC (`*_at`), so that both databases sort them alike.
Sealed columns hold `storage.seal` output: bytes nobody reads without the key file.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from storage.schema import COUNTED, Number
from storage.schema import district_column as _district
from storage.schema import id_column as _id
from storage.schema import metadata as metadata  # whoever wants all tables takes it from here

# --- the installation itself

installation = Table(
    "installation",
    metadata,
    Column("id", Integer, primary_key=True, comment="always 1"),
    Column("key_fingerprint", String(64), nullable=False, comment="a mismatch with the key file refuses to start"),
    Column("created_at", BigInteger, nullable=False),
)

data_keys = Table(
    "data_keys",
    metadata,
    _id(),
    _district(),
    Column("wrapped", LargeBinary, nullable=False, comment="wrapped by the installation's key; deleting the row erases what it sealed"),
)

# --- the way of a message

inbox = Table(
    "inbox",
    metadata,
    _id(),
    _district(),
    Column("channel", String(20), nullable=False, comment="telegram or web"),
    Column("bot", String(40), nullable=False, comment="which bot heard it; update ids count per bot"),
    Column("update_id", BigInteger, nullable=False),
    Column("chat_hash", String(64), nullable=False, comment="keyed hash of the chat; the way to a person without naming them"),
    Column("key_id", Number, nullable=True, comment="null: sealed with the installation's key"),
    Column("raw", LargeBinary, nullable=True, comment="the update as it came, sealed; emptied when done"),
    Column("danger", String(120), nullable=False, server_default="", comment="crisis codes screened before parsing, joined by blanks"),
    Column("state", String(10), nullable=False, server_default="open", comment="open, done, aside"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("leased_by", String(40), nullable=True),
    Column("leased_until", BigInteger, nullable=False, server_default="0"),
    Column("received_at", BigInteger, nullable=False),
    UniqueConstraint("bot", "update_id"),
    sqlite_autoincrement=COUNTED,
)
Index("ix_inbox_open", inbox.c.id, sqlite_where=inbox.c.state == "open", postgresql_where=inbox.c.state == "open")
Index("ix_inbox_open_chat", inbox.c.chat_hash, sqlite_where=inbox.c.state == "open", postgresql_where=inbox.c.state == "open")

outbox = Table(
    "outbox",
    metadata,
    _id(),
    _district(),
    Column("channel", String(20), nullable=False),
    Column("chat_hash", String(64), nullable=False),
    Column("contact_id", Number, nullable=True, comment="whose contact it goes to; sealed there, so the number is not here"),
    Column("lane", Integer, nullable=False, server_default="1", comment="0 crisis, 1 the rest"),
    Column("kind", String(40), nullable=False, comment="method: an API method with its words; else the kind of a notice"),
    Column("payload", LargeBinary, nullable=True, comment="sealed JSON; emptied when sent"),
    Column("dedupe", String(120), nullable=True, unique=True, comment="what must be said once is said once"),
    Column("state", String(10), nullable=False, server_default="queued", comment="queued, sent, dead"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("due_at", BigInteger, nullable=False, server_default="0"),
    Column("leased_by", String(40), nullable=True),
    Column("leased_until", BigInteger, nullable=False, server_default="0"),
    Column("created_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger, nullable=True),
    Column("why", String(80), nullable=True, comment="why it is dead: a class of failure, never the words"),
    sqlite_autoincrement=COUNTED,
)
Index("ix_outbox_queued", outbox.c.lane, outbox.c.id, sqlite_where=outbox.c.state == "queued", postgresql_where=outbox.c.state == "queued")
Index("ix_outbox_queued_chat", outbox.c.chat_hash, sqlite_where=outbox.c.state == "queued", postgresql_where=outbox.c.state == "queued")

# --- people

persons = Table(
    "persons",
    metadata,
    _id(),
    _district(),
    Column("key_id", Number, ForeignKey("data_keys.id"), nullable=False),
    Column("language", String(8), nullable=False),
    Column("language_chosen", Boolean, nullable=False, server_default=false(), comment="chosen by tap or word, so never guessed again"),
    Column("municipality", String(60), nullable=True),
    Column("place_declined", Boolean, nullable=False, server_default=false(), comment="rather not say: district-wide offers"),
    Column("notice_at", BigInteger, nullable=True, comment="when the notice stood above an answer"),
    Column("conversation_place", String(40), nullable=False, server_default=""),
    Column("draft", LargeBinary, nullable=True, comment="sealed JSON of what the conversation still needs"),
    Column("last_seen_at", BigInteger, nullable=False),
    Column("muted_until", BigInteger, nullable=True, comment="nothing but emergencies is answered until then; null: everything is"),
    Column("quiet", Boolean, nullable=False, server_default=false(), comment="nothing is asked unbidden; why stands nowhere"),
    sqlite_autoincrement=COUNTED,
)

contacts = Table(
    "contacts",
    metadata,
    _id(),
    _district(),
    Column("person_id", Number, ForeignKey("persons.id"), nullable=True, index=True),
    Column("staff_id", Number, ForeignKey("staff.id"), nullable=True, index=True),
    Column("channel", String(20), nullable=False),
    Column("chat_hash", String(64), nullable=False, unique=True),
    Column("chat_sealed", LargeBinary, nullable=False, comment="the chat id, sealed"),
    Column("unreachable_at", BigInteger, nullable=True, comment="the channel says this contact cannot be written to"),
    sqlite_autoincrement=COUNTED,
)

web_sessions = Table(
    "web_sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    _district(),
    Column("chat_hash", String(64), nullable=False, index=True),
    Column("chat_sealed", LargeBinary, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

web_lines = Table(
    "web_lines",
    metadata,
    _id(),
    _district(),
    Column("chat_hash", String(64), nullable=False),
    Column("outbox_id", Number, nullable=True, unique=True, comment="the outbox row it carried: said once"),
    Column("client_id", String(64), nullable=True, comment="the page's own id of a message: a retry is harmless"),
    Column("sender", String(10), nullable=False, comment="bot, me or person"),
    Column("line", LargeBinary, nullable=False, comment="sealed JSON: text and buttons"),
    Column("replaces", Number, nullable=True),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("chat_hash", "client_id"),
    sqlite_autoincrement=COUNTED,
)
Index("ix_web_lines_chat", web_lines.c.chat_hash, web_lines.c.id)

# --- staff

staff = Table(
    "staff",
    metadata,
    _id(),
    _district(),
    Column("role", String(20), nullable=False, comment="case_manager, coordinator, admin"),
    Column("name", String(80), nullable=False),
    Column("language", String(8), nullable=False, server_default="de"),
    Column("languages", String(200), nullable=False, server_default="", comment="codes they work in, joined by blanks"),
    Column("areas", String(400), nullable=False, server_default="", comment="areas they know best, joined by blanks"),
    Column("capacity", Integer, nullable=True, comment="open cases they can have at a time; null: not said"),
    Column("deactivated_at", BigInteger, nullable=True),
    Column("created_at", BigInteger, nullable=False),
    Column("login", String(80), nullable=True, comment="what they type to sign in with a password; folded"),
    Column("password_hash", String(200), nullable=True, comment="Argon2id"),
    Column("totp", LargeBinary, nullable=True, comment="sealed: the secret of their authenticator app"),
    Column("totp_step", BigInteger, nullable=False, server_default="0", comment="the last step used: a code works once"),
    Column(
        "told_by",
        String(40),
        nullable=False,
        server_default="telegram web email",
        comment="channels in which they hear that something waits, joined by blanks; empty: at the desk only",
    ),
    Column("gender", String(10), nullable=False, server_default="", comment="interpreters say it themselves: woman, man, or empty"),
    UniqueConstraint("district", "login"),
)

posts = Table(
    "posts",
    metadata,
    _id(),
    _district(),
    Column("municipality", String(60), nullable=False),
    Column("staff_id", Number, ForeignKey("staff.id"), nullable=True, index=True, comment="null: the post is vacant"),
)
Index("ix_posts_municipality", posts.c.district, posts.c.municipality)

absences = Table(
    "absences",
    metadata,
    _id(),
    _district(),
    Column("staff_id", Number, ForeignKey("staff.id"), nullable=False, index=True),
    Column("first_day", String(10), nullable=False, comment="ISO date; the reason is nobody's business and stands nowhere"),
    Column("last_day", String(10), nullable=False, comment="ISO date, included"),
    Column("substitute_id", Number, ForeignKey("staff.id"), nullable=True),
)

municipality_settings = Table(
    "municipality_settings",
    metadata,
    Column("district", String(40), primary_key=True),
    Column("municipality", String(60), primary_key=True),
    Column("service_hours", String(200), nullable=False, comment="as a German office writes them"),
    Column("promise_days", Integer, nullable=False, comment="a handover is acknowledged within so many service days"),
    Column("target_groups", String(300), nullable=False, server_default="", comment="whom its case management takes on; empty: not agreed"),
)

staff_links = Table(
    "staff_links",
    metadata,
    Column("token_hash", String(64), primary_key=True, comment="only the hash is kept"),
    _district(),
    Column("staff_id", Number, ForeignKey("staff.id"), nullable=False),
    Column("purpose", String(10), nullable=False, comment="desk: sign in once; chat: ask to bind a chat"),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger, nullable=True),
    Column("contact_id", Number, nullable=True, comment="the chat that asked to be bound, until the desk confirms it"),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    _district(),
    Column("staff_id", Number, ForeignKey("staff.id"), nullable=False, index=True),
    Column("csrf", String(64), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("last_seen_at", BigInteger, nullable=False),
    Column("settled", Boolean, nullable=False, server_default=false(), comment="opened with a second factor, or one was set up in it"),
)

passkeys = Table(
    "passkeys",
    metadata,
    _id(),
    _district(),
    Column("staff_id", Number, ForeignKey("staff.id"), nullable=False, index=True),
    Column("credential_id", String(400), nullable=False, unique=True, comment="base64url, as the authenticator names it"),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

sign_in_challenges = Table(
    "sign_in_challenges",
    metadata,
    Column("challenge", String(100), primary_key=True, comment="base64url; used once"),
    _district(),
    Column("staff_id", Number, nullable=True, comment="for whom a passkey is made; null: somebody signs in"),
    Column("expires_at", BigInteger, nullable=False),
)

sign_in_tries = Table(
    "sign_in_tries",
    metadata,
    Column("district", String(40), primary_key=True),
    Column("login_hash", String(64), primary_key=True, comment="keyed hash of what was typed: it may be a password in the wrong field"),
    Column("number", Integer, nullable=False, comment="wrong tries in a row"),
    Column("last_at", BigInteger, nullable=False),
)

# --- handover

cases = Table(
    "cases",
    metadata,
    _id(),
    _district(),
    Column("reference", String(12), nullable=False, unique=True, comment="what people read, e.g. K-7QW2MX; says nothing"),
    Column("person_id", Number, ForeignKey("persons.id"), nullable=True, comment="null once the person was erased"),
    Column("contact_id", Number, ForeignKey("contacts.id"), nullable=True, comment="the way the person asked; null once erased"),
    Column("key_id", Number, ForeignKey("data_keys.id"), nullable=True, comment="seals the thread; null once erased"),
    Column("municipality", String(60), nullable=True, comment="null: not said, so the coordinator gets it"),
    Column("need", String(60), nullable=True),
    Column("language", String(8), nullable=False),
    Column("for_someone_else", Boolean, nullable=False, server_default=false()),
    Column("state", String(12), nullable=False, server_default="waiting", comment="waiting, accepted, closed"),
    Column("accepted_by", Number, ForeignKey("staff.id"), nullable=True),
    Column("outcome", String(30), nullable=True),
    Column("created_at", BigInteger, nullable=False),
    Column("accepted_at", BigInteger, nullable=True),
    Column("closed_at", BigInteger, nullable=True),
    Column("responsible_id", Number, nullable=True, comment="who is asked to accept it; null: nobody could be found"),
    Column(
        "rung", String(12), nullable=False, server_default="own", comment="how far up the ladder it was asked: own, substitute, team ..."
    ),
    Column("reasons", Text, nullable=False, server_default="[]", comment="JSON: why they are responsible; numbers of staff and dates only"),
    Column("asked_at", BigInteger, nullable=True, comment="when the promise that stands now was made"),
    Column("promised_at", BigInteger, nullable=True, comment="by when somebody accepts it; null: no promise stands"),
    Column("next_step_at", BigInteger, nullable=True, comment="when the promise clock looks at it again"),
    Column("broken", Integer, nullable=False, server_default="0", comment="how many promises were not kept"),
    Column("call_back", LargeBinary, nullable=True, comment="sealed with the case's key: the number to call, when, and who may pick up"),
    sqlite_autoincrement=COUNTED,
)
Index("ix_cases_person_open", cases.c.person_id, cases.c.state)
Index("ix_cases_listed", cases.c.district, cases.c.state, cases.c.municipality)
Index("ix_cases_next_step", cases.c.next_step_at)

case_askings = Table(
    "case_askings",
    metadata,
    Column("case_id", Number, ForeignKey("cases.id"), primary_key=True),
    Column("staff_id", Number, ForeignKey("staff.id"), primary_key=True, index=True),
    _district(),
    Column("rung", String(12), nullable=False),
    Column("at", BigInteger, nullable=False),
)

consents = Table(
    "consents",
    metadata,
    _id(),
    _district(),
    Column("case_id", Number, ForeignKey("cases.id"), nullable=False, index=True),
    Column("purpose", String(30), nullable=False),
    Column("version", String(20), nullable=False, comment="which wording was shown"),
    Column("language", String(8), nullable=False),
    Column("given_at", BigInteger, nullable=False),
    Column("withdrawn_at", BigInteger, nullable=True),
    Column("person_id", Number, nullable=True, index=True, comment="who said it, when somebody else asks for them"),
)

yes_codes = Table(
    "yes_codes",
    metadata,
    Column("code_hash", String(64), primary_key=True, comment="keyed"),
    _district(),
    Column("person_id", Number, ForeignKey("persons.id"), nullable=False, index=True, comment="who may be asked for with it"),
    Column("expires_at", BigInteger, nullable=False),
)

interpretings = Table(
    "interpretings",
    metadata,
    _id(),
    _district(),
    Column("case_id", Number, ForeignKey("cases.id"), nullable=False, index=True),
    Column("asked_by", Number, ForeignKey("staff.id"), nullable=False),
    Column("wish", String(10), nullable=False, server_default="", comment="what the person said yes to: any, woman, man; empty: no yes"),
    Column("not_from_community", Boolean, nullable=False, server_default=false()),
    Column("state", String(10), nullable=False, server_default="asked", comment="asked, agreed, declined, booked, over"),
    Column("why", String(12), nullable=False, server_default="", comment="a code: why it is over"),
    Column("staff_id", Number, ForeignKey("staff.id"), nullable=True, index=True, comment="who is booked, or was"),
    Column("briefing", LargeBinary, nullable=True, comment="sealed with the case's key, for the interpreter; null once it is over"),
    Column("expires_at", BigInteger, nullable=True, comment="the interpreter sees the case until then"),
    Column("at", BigInteger, nullable=False, comment="when the state last changed"),
)

messages = Table(
    "messages",
    metadata,
    _id(),
    _district(),
    Column("case_id", Number, ForeignKey("cases.id"), nullable=False, index=True),
    Column("sender", String(12), nullable=False, comment="person, staff or house"),
    Column("staff_id", Number, ForeignKey("staff.id"), nullable=True),
    Column("words", LargeBinary, nullable=False, comment="sealed with the case's own key"),
    Column("german", LargeBinary, nullable=True, comment="sealed the same way: what a fixed sentence in another language means; else null"),
    Column("outbox_id", Number, nullable=True, index=True, comment="the row that carries it, so that staff see whether it arrived"),
    Column("inbox_id", Number, nullable=True, comment="the row it came with, so that an edit finds it"),
    Column("carried", String(10), nullable=True, comment="what became of the row that carried it: sent or dead; kept when that row goes"),
    Column("at", BigInteger, nullable=False),
    Column("read_at", BigInteger, nullable=True, comment="when the person's own page fetched it; web chat"),
    sqlite_autoincrement=COUNTED,
)

sealed_messages = Table(
    "sealed_messages",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    _district(),
    Column("case_id", Number, ForeignKey("cases.id"), nullable=False, index=True),
    Column("message_id", Number, nullable=False, comment="the answer in the thread that it carries"),
    Column("words", LargeBinary, nullable=False, comment="sealed with a key that is in the link and nowhere else"),
    Column("code_hash", String(64), nullable=True, comment="keyed; null: no code is asked for"),
    Column("wrong", Integer, nullable=False, server_default="0", comment="wrong codes"),
    Column("device_hash", String(64), nullable=True, comment="the device that opened it; no other one may"),
    Column("opened_at", BigInteger, nullable=True),
    Column("expires_at", BigInteger, nullable=False),
)

exports = Table(
    "exports",
    metadata,
    _id(),
    _district(),
    Column("case_id", Number, ForeignKey("cases.id"), nullable=False, index=True),
    Column("asked_by", Number, ForeignKey("staff.id"), nullable=False),
    Column("with_notes", Boolean, nullable=False, comment="whether the notes of the staff go along"),
    Column("asked_at", BigInteger, nullable=False),
    Column("released_by", Number, ForeignKey("staff.id"), nullable=True, comment="never who asked"),
    Column("released_at", BigInteger, nullable=True),
    Column("file_at", BigInteger, nullable=True, comment="when the file was taken; once"),
    Column("print_at", BigInteger, nullable=True, comment="when the page to print was taken; once"),
)

notes = Table(
    "notes",
    metadata,
    _id(),
    _district(),
    Column("case_id", Number, ForeignKey("cases.id"), nullable=False, index=True),
    Column("staff_id", Number, ForeignKey("staff.id"), nullable=False),
    Column("words", LargeBinary, nullable=False, comment="sealed with the case's own key; no outbox row ever carries it"),
    Column("at", BigInteger, nullable=False),
)

referrals = Table(
    "referrals",
    metadata,
    _id(),
    _district(),
    Column("person_id", Number, ForeignKey("persons.id"), nullable=False),
    Column("contact_id", Number, nullable=False, comment="where the person is asked"),
    Column("need", String(60), nullable=False),
    Column("municipality", String(60), nullable=True),
    Column("language", String(8), nullable=False),
    Column("services", Text, nullable=False, comment="JSON: the services that were proposed, by the id of their source"),
    Column("state", String(10), nullable=False, server_default="proposed", comment="proposed, asked, reached"),
    Column("reached", String(120), nullable=False, server_default="", comment="which of them the person reached"),
    Column("wanted", Boolean, nullable=False, server_default=false(), comment="the person wants to be asked"),
    Column("asked", Integer, nullable=False, server_default="0", comment="how often the person was asked"),
    Column("proposed_at", BigInteger, nullable=False),
    Column("next_at", BigInteger, nullable=False, index=True, comment="when it is looked at again"),
    UniqueConstraint("person_id", "need"),
    sqlite_autoincrement=COUNTED,
)

reply_templates = Table(
    "reply_templates",
    metadata,
    _id(),
    _district(),
    Column("title", String(60), nullable=False),
    Column("words", LargeBinary, nullable=False, comment="sealed; German, written by staff"),
    Column("changed_at", BigInteger, nullable=False),
    Column("changed_by", Number, ForeignKey("staff.id"), nullable=True),
)

audit = Table(
    "audit",
    metadata,
    _id(),
    _district(),
    Column("number", Number, nullable=False, comment="counts without a gap within the district"),
    Column("at", BigInteger, nullable=False),
    Column("staff_id", Number, nullable=True, comment="null: the person themselves, or the house"),
    Column("action", String(20), nullable=False, comment="what was done; never any content"),
    Column("case_id", Number, nullable=True, comment="what was asked for; a refused one may not be there"),
    Column("about", String(60), nullable=False, server_default="", comment="a number or a code"),
    Column("hash", String(64), nullable=False, comment="keyed; covers this row and the hash before it"),
    UniqueConstraint("district", "number"),
)
Index("ix_audit_case", audit.c.case_id, audit.c.staff_id)

audit_heads = Table(
    "audit_heads",
    metadata,
    Column("district", String(40), primary_key=True),
    Column("before", Number, nullable=False, comment="number of the last row that was forgotten"),
    Column("before_hash", String(64), nullable=False),
    Column("last", Number, nullable=False),
    Column("last_hash", String(64), nullable=False),
    Column("seal", String(64), nullable=False, comment="keyed; covers the four before"),
)

audit_checks = Table(
    "audit_checks",
    metadata,
    Column("district", String(40), primary_key=True),
    Column("at", BigInteger, nullable=False, comment="when the whole chain was looked at last"),
    Column("number", Number, nullable=False, comment="up to where it was whole then"),
    Column("hash", String(64), nullable=False),
    Column("broken", Number, nullable=True, comment="the first number that did not fit"),
    Column("seal", String(64), nullable=False, comment="keyed; covers the four before"),
)

procedure_questions = Table(
    "procedure_questions",
    metadata,
    _id(),
    _district(),
    Column("need", String(60), nullable=False),
    Column("words", LargeBinary, nullable=False, comment="sealed; about a procedure, never about a person"),
    Column("asked_by", Number, ForeignKey("staff.id"), nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("answer", LargeBinary, nullable=True, comment="sealed; null: nobody answered yet"),
    Column("answered_by", Number, ForeignKey("staff.id"), nullable=True),
    Column("answered_at", BigInteger, nullable=True),
    sqlite_autoincrement=COUNTED,
)

# --- directory (names of Open Referral HSDS 3)

organizations = Table(
    "organizations",
    metadata,
    _id(),
    _district(),
    Column("name", String(300), nullable=False),
    UniqueConstraint("district", "name"),
)

services = Table(
    "services",
    metadata,
    _id(),
    _district(),
    Column("source_id", String(120), nullable=False, comment="the id in the file it came from"),
    Column("organization_id", Number, ForeignKey("organizations.id"), nullable=False),
    Column("name", String(300), nullable=False),
    Column("description", Text, nullable=False, server_default="", comment="German, as written in the source"),
    Column("kind", String(30), nullable=False, comment="independent_advice, deciding_authority, practical_offer"),
    Column("for_detention", Boolean, nullable=False, server_default=false(), comment="for people in detention: only shown when asked for"),
    Column("url", Text, nullable=False, server_default=""),
    Column("email", String(200), nullable=False, server_default=""),
    Column("eligibility", Text, nullable=False, server_default=""),
    Column("fees", Text, nullable=False, server_default=""),
    Column("appointment", String(10), nullable=False, server_default="unknown"),
    Column("assured_date", String(10), nullable=True, comment="the day a human confirmed the entry; null: nobody verified it"),
    Column("status", String(10), nullable=False, server_default="active", comment="active or gone"),
    Column("source_url", Text, nullable=False, server_default=""),
    Column("source_note", Text, nullable=False, server_default=""),
    Column("groups", String(200), nullable=False, server_default="", comment="target groups, joined by ;; empty: not said in a column"),
    Column("age_from", Integer, nullable=True),
    Column("age_to", Integer, nullable=True, comment="this year of age included"),
    Column("residence", String(400), nullable=False, server_default="", comment="only for people who live in these, joined by ;"),
    Column("waiting_weeks", Integer, nullable=True, comment="null: not said"),
    Column("cost", String(10), nullable=False, server_default="", comment="free, small, paid; empty: not said"),
    Column("interpreter", String(12), nullable=False, server_default="", comment="yes, on request, no; empty: not said"),
    Column("changed_at", BigInteger, nullable=False, server_default="0", comment="by an import or at the desk; 0: before this was noted"),
    UniqueConstraint("district", "source_id"),
)

hsds_kept = Table(
    "hsds_kept",
    metadata,
    _id(),
    _district(),
    Column("kind", String(20), nullable=False, comment="service, organization, taxonomy, taxonomy_term; table, file: of a package"),
    Column("key", String(200), nullable=False, comment="a service: the id of its source"),
    Column(
        "body", Text, nullable=False, comment="JSON as it came: what HSDS says beyond our columns; may name contacts a source publishes"
    ),
    UniqueConstraint("district", "kind", "key"),
)

locations = Table(
    "locations",
    metadata,
    _id(),
    _district(),
    Column("service_id", Number, ForeignKey("services.id"), nullable=False, index=True),
    Column("address", String(300), nullable=False, server_default=""),
    Column("postal_code", String(10), nullable=False, server_default=""),
    Column("city", String(100), nullable=False, server_default=""),
    Column("latitude", Float, nullable=True),
    Column("longitude", Float, nullable=True),
)

phones = Table(
    "phones",
    metadata,
    _id(),
    _district(),
    Column("service_id", Number, ForeignKey("services.id"), nullable=False, index=True),
    Column("number", String(40), nullable=False, comment="as people dial it in Germany"),
)

schedules = Table(
    "schedules",
    metadata,
    _id(),
    _district(),
    Column("service_id", Number, ForeignKey("services.id"), nullable=False, index=True),
    Column("description", Text, nullable=False, server_default="", comment="the hours as the source writes them"),
    Column("byday", String(30), nullable=False, server_default="", comment="MO,TU,...; empty: only the description counts"),
    Column("opens_at", String(5), nullable=False, server_default=""),
    Column("closes_at", String(5), nullable=False, server_default=""),
)

service_areas = Table(
    "service_areas",
    metadata,
    _id(),
    _district(),
    Column("service_id", Number, ForeignKey("services.id"), nullable=False, index=True),
    Column("extent", String(20), nullable=False, comment="municipality, district, land, country"),
    Column("name", String(60), nullable=False, server_default="", comment="the municipality"),
)

service_languages = Table(
    "service_languages",
    metadata,
    _id(),
    _district(),
    Column("service_id", Number, ForeignKey("services.id"), nullable=False, index=True),
    Column("code", String(8), nullable=False),
)

service_needs = Table(
    "service_needs",
    metadata,
    _id(),
    _district(),
    Column("service_id", Number, ForeignKey("services.id"), nullable=False, index=True),
    Column("need", String(60), nullable=False, index=True, comment="taxonomy term: a code of needs.yaml"),
)

municipalities = Table(
    "municipalities",
    metadata,
    _id(),
    _district(),
    Column("name", String(60), nullable=False),
    Column("ags", String(8), nullable=False, comment="official key; text, it starts with a zero"),
    Column("latitude", Float, nullable=False),
    Column("longitude", Float, nullable=False),
    Column("regional_team", String(60), nullable=True, comment="configuration; null: not assigned"),
    UniqueConstraint("district", "name"),
)

municipality_parts = Table(
    "municipality_parts",
    metadata,
    _id(),
    _district(),
    Column("municipality", String(60), nullable=False),
    Column("kind", String(12), nullable=False, comment="ortsteil or postal_code"),
    Column("name", String(80), nullable=False),
)

verification_tasks = Table(
    "verification_tasks",
    metadata,
    _id(),
    _district(),
    Column("source_id", String(120), nullable=False),
    Column("field", String(40), nullable=False),
    Column("reason", String(60), nullable=False),
    Column("value", Text, nullable=False, server_default=""),
    Column("state", String(10), nullable=False, server_default="open", comment="open or done"),
    Column("need", String(60), nullable=False, server_default="", comment="asked for by signals of this need; empty: by the import"),
    Column("municipality", String(60), nullable=False, server_default=""),
    Column("taken_by", Number, nullable=True, comment="who looks"),
    Column("ended_by", Number, nullable=True),
    Column("ended_at", BigInteger, nullable=True),
    UniqueConstraint("district", "source_id", "field", "reason"),
)

directory_revisions = Table(
    "directory_revisions",
    metadata,
    Column("district", String(40), primary_key=True),
    Column(
        "token", String(32), nullable=False, comment="by chance, so that it never comes back: whoever keeps a snapshot sees that it is old"
    ),
)

# --- the district's own words

own_words = Table(
    "own_words",
    metadata,
    _id(),
    _district(),
    Column("need", String(60), nullable=False),
    Column("language", String(8), nullable=False),
    Column("phrase", LargeBinary, nullable=False, comment="sealed; kept with the yes of whoever wrote it, or written by staff"),
    Column("state", String(10), nullable=False, comment="offered or taken; what is taken back is deleted"),
    Column("offered_at", BigInteger, nullable=False),
    Column("decided_at", BigInteger, nullable=True),
    Column("decided_by", Number, ForeignKey("staff.id"), nullable=True),
    Index("ix_own_words_state", "district", "state"),
)

asked_back = Table(
    "asked_back",
    metadata,
    _district(),
    Column("offered", String(60), nullable=False, comment="the need that was offered first"),
    Column("chosen", String(60), nullable=False, comment="the need that was chosen; no words, no person, no moment"),
    Column("language", String(8), nullable=False),
    Column("times", Integer, nullable=False),
    PrimaryKeyConstraint("district", "offered", "chosen", "language"),
)

# --- what the clock owes

jobs = Table(
    "jobs",
    metadata,
    _id(),
    _district(),
    Column("kind", String(30), nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("leased_by", String(40), nullable=True),
    Column("leased_until", BigInteger, nullable=False, server_default="0"),
    UniqueConstraint("district", "kind"),
)

# The tables of single rooms' nouns stand in files of their own; they are read here so that `metadata` is whole.
from storage import alarm_tables as _alarm_tables  # noqa: E402, F401
from storage import body_tables as _body_tables  # noqa: E402, F401
from storage import care_tables as _care_tables  # noqa: E402, F401
from storage import gap_tables as _gap_tables  # noqa: E402, F401
from storage import report_tables as _report_tables  # noqa: E402, F401
from storage import return_tables as _return_tables  # noqa: E402, F401
from storage import source_tables as _source_tables  # noqa: E402, F401
from storage import theme_tables as _theme_tables  # noqa: E402, F401
