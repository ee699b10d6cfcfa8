"""Mails to staff by SMTP (RFC 5321, submission with STARTTLS or TLS). What each answer of the server means, and nothing of it in logs."""

from __future__ import annotations

import asyncio
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

from bot.channels.telegram import Verdict
from cases.staff_mail import is_address

ANSWER = 10.0  # seconds for one answer of the server
ROUND = 30.0  # seconds for all mails of one round; below the lease of their rows
LOOPBACK = ("localhost", "127.0.0.1", "::1")
_PORTS = {"smtp": 587, "smtps": 465}
_CLASS = re.compile(rb"\s*(\d\.\d{1,3}\.\d{1,3})\b")  # RFC 3463
_TAKEN, _GO_ON, _CLOSING, _FULL = (250, 251), 354, 421, 552


class MailsUnsafe(Exception):
    """The server does not offer what we need to send over this network. Its message is for the operator."""


@dataclass(frozen=True)
class SmtpServer:
    """Where mails are given in. `secure`: TLS from the first byte; else STARTTLS, without which nothing leaves this machine."""

    host: str
    port: int
    secure: bool
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, url: str) -> SmtpServer:
        """Reads smtp://user:password@host:587 or smtps://... Raises ValueError, which names no part of the address."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise ValueError("the address of the mail server cannot be read") from None
        if parts.scheme not in _PORTS or not parts.hostname or parts.path not in ("", "/") or parts.query or parts.fragment:
            raise ValueError("write it as smtp://user:password@host:587 or smtps://user:password@host:465")
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if bool(user) != bool(password):
            raise ValueError("user and password go together")
        return cls(parts.hostname, port or _PORTS[parts.scheme], parts.scheme == "smtps", user, password)


def sender_of(said: str) -> str:
    """The bare address in "KIM <kim@example.org>". Raises ValueError when nobody can answer to it."""
    _, address = parseaddr(said)
    if not said.isprintable() or not is_address(address):
        raise ValueError("write it as an address, or as Name <address>")
    return address


@dataclass(frozen=True)
class Letter:
    """One mail that is ready to go. `reference` stays the same when it is sent again; `nameless`: only the bare address of the sender."""

    to: str
    subject: str
    text: str
    reference: str
    at: datetime
    nameless: bool = False


def as_message(letter: Letter, sender: str) -> bytes:
    """The mail as it is sent. Raises ValueError when something in it would begin a header of its own."""
    if not is_address(letter.to):
        raise ValueError("not an address")
    message = EmailMessage(policy=SMTP)
    message["From"] = sender_of(sender) if letter.nameless else sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = f"<{letter.reference}@{sender_of(sender).partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"  # Exchange asks for this one
    message.set_content(letter.text, cte="quoted-printable")
    return message.as_bytes()


def verdict(code: int, reply: bytes, *, about_address: bool) -> Verdict:
    """What an answer means for the mail. `about_address`: it was given to the address itself, not to us or to the words."""
    found = _CLASS.match(reply)
    status = found[1].decode() if found else ""
    why = f"smtp {code} {status}".strip()
    if code in _TAKEN:
        return Verdict("sent")
    # A full mailbox empties itself, and 5.7.x means us (a block list, a rule), not them: both are tried again for a day.
    if code < 500 or code == _FULL or status.startswith("5.7.") or code in (530, 535):
        return Verdict("again", why=why)
    return Verdict("never", why=why, unreachable=about_address)


class Line:
    """One connection to the server, used by a thread; `cut` may be called by another one."""

    def __init__(self, server: SmtpServer, sender: str, context: ssl.SSLContext) -> None:
        self._server, self._sender, self._context = server, sender, context
        self._client: smtplib.SMTP | None = None
        self._over = False

    def cut(self) -> None:
        """Ends it at once, whatever the thread waits for."""
        self._over = True
        sock = self._client.sock if self._client is not None else None
        if sock is not None:
            try:
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
            except OSError:
                return  # it is over already

    def open(self) -> None:
        """Connects, safely, and says who we are. Raises OSError, SMTPException or MailsUnsafe."""
        server, name = self._server, sender_of(self._sender).partition("@")[2]
        if server.secure:
            self._client = smtplib.SMTP_SSL(local_hostname=name, timeout=ANSWER, context=self._context)
        else:
            self._client = smtplib.SMTP(local_hostname=name, timeout=ANSWER)
        client = self._client
        client._host = server.host  # type: ignore[attr-defined] # what the certificate has to name; connect() alone does not set it
        code, reply = client.connect(server.host, server.port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, reply)
        client.ehlo_or_helo_if_needed()
        if not server.secure and client.has_extn("starttls"):
            client.starttls(context=self._context)
            client.ehlo_or_helo_if_needed()
        elif not server.secure and server.host not in LOOPBACK:
            raise MailsUnsafe("the mail server offers no STARTTLS")
        if server.user:
            client.login(server.user, server.password)

    def send(self, letter: Letter) -> Verdict:
        """Sends one mail. Raises OSError or SMTPException when the connection is gone: then it did not arrive."""
        assert self._client is not None
        client = self._client
        try:
            data = as_message(letter, self._sender)
        except ValueError:
            return Verdict("never", why="cannot be a mail")
        code, reply = client.mail(sender_of(self._sender))
        if code in _TAKEN:
            code, reply = client.rcpt(letter.to)
            if code not in _TAKEN:
                return self._refused(verdict(code, reply, about_address=True), code)
            code, reply = client.docmd("DATA")
        if code != _GO_ON:
            return self._refused(Verdict("again", why=f"smtp {code}"), code)
        try:
            client.send(re.sub(rb"(?m)^\.", b"..", data) + b".\r\n")
            code, reply = client.getreply()
        except (OSError, smtplib.SMTPException) as failure:
            return Verdict("unsure", why=type(failure).__name__)
        return verdict(code, reply, about_address=False)

    def _refused(self, said: Verdict, code: int) -> Verdict:
        assert self._client is not None
        if code == _CLOSING:
            raise smtplib.SMTPServerDisconnected("421")
        self._client.rset()
        return said

    def close(self) -> None:
        """Says good-bye, if anybody is there."""
        if self._client is not None:
            try:
                if not self._over:
                    self._client.quit()
            except (OSError, smtplib.SMTPException):
                pass
            finally:
                self._client.close()


class Mailer:
    """Gives mails in at one server, in a thread of its own: a server that hangs is nobody else's trouble."""

    def __init__(self, server: SmtpServer, sender: str, context: Callable[[], ssl.SSLContext] = ssl.create_default_context) -> None:
        self.server, self.sender, self._context = server, sender, context
        self._threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mails")
        self.trouble = ""

    async def send(self, letters: Sequence[Letter]) -> list[Verdict]:
        """Sends these over one connection. What became of each; those that were not reached are tried again."""
        line = Line(self.server, self.sender, self._context())
        verdicts: list[Verdict] = []
        round_ = asyncio.get_running_loop().run_in_executor(self._threads, self._go_round, line, letters, verdicts)
        try:
            async with asyncio.timeout(ROUND):
                await asyncio.shield(round_)
        except TimeoutError:
            line.cut()
            await round_
        except asyncio.CancelledError:
            line.cut()
            raise
        return verdicts + [Verdict("again", why=self.trouble or "not reached")] * (len(letters) - len(verdicts))

    def _go_round(self, line: Line, letters: Sequence[Letter], verdicts: list[Verdict]) -> None:
        try:
            line.open()
            for letter in letters:
                verdicts.append(line.send(letter))
            self.trouble = ""
        except (OSError, smtplib.SMTPException, MailsUnsafe, ValueError) as failure:
            self.trouble = trouble_of(failure)
        finally:
            line.close()

    def try_out(self) -> str:
        """Connects and signs in without sending anything: what is wrong, or nothing."""
        self._go_round(Line(self.server, self.sender, self._context()), (), [])
        return self.trouble

    def close(self) -> None:
        """Nothing more is sent."""
        self._threads.shutdown(wait=False)


def trouble_of(failure: Exception) -> str:
    """A class of failure in words; never what the server said, which may repeat an address."""
    if isinstance(failure, MailsUnsafe):
        return str(failure)
    if isinstance(failure, smtplib.SMTPAuthenticationError):
        return "the mail server refuses user and password"
    if isinstance(failure, smtplib.SMTPNotSupportedError):
        return "the mail server does not offer what we need to sign in"
    if isinstance(failure, ssl.SSLError):
        return "no safe connection to the mail server (its certificate?)"
    if isinstance(failure, smtplib.SMTPResponseException):
        return f"the mail server says {failure.smtp_code}"
    return f"no connection to the mail server ({type(failure).__name__})"
