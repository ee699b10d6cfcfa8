"""A small SMTP server that speaks the protocol for real (RFC 5321, 3207, 4954) and misbehaves on request."""

from __future__ import annotations

import asyncio
import base64
import datetime
import ssl
from collections import defaultdict, deque
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from types import TracebackType

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HANG, DROP = "hang", "drop"  # instead of an answer


@dataclass
class Mail:
    """One mail that was taken in."""

    sender: str
    to: list[str]
    data: bytes
    safe: bool
    user: str

    @property
    def message(self) -> EmailMessage:
        read = message_from_bytes(self.data, policy=SMTP)
        assert isinstance(read, EmailMessage)
        return read


@dataclass
class Certificate:
    """A certificate for localhost that nobody but the test trusts."""

    key_file: Path
    file: Path

    @classmethod
    def make(cls, folder: Path) -> Certificate:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        now = datetime.datetime.now(datetime.UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        made = cls(folder / "smtp.key", folder / "smtp.crt")
        pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
        made.key_file.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
        made.file.write_bytes(certificate.public_bytes(pem))
        return made

    def of_server(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file, self.key_file)
        return context

    def trusted(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.file))


@dataclass
class SmtpServerOfTheTest:
    """Listens on a free port of this machine.

    `faults`: by verb ("BANNER", "EHLO", "AUTH", "MAIL", "RCPT", "DATA" for its first answer, "END" for that to the words) what is said
    instead of the usual answer, one after the other; HANG says nothing, DROP cuts the line. `always`: the same, each time.
    """

    tls: ssl.SSLContext | None = None
    from_the_start: bool = False
    user: str = ""
    password: str = ""
    mails: list[Mail] = field(default_factory=list)
    faults: dict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))
    always: dict[str, str] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    async def __aenter__(self) -> SmtpServerOfTheTest:
        self._hangs = asyncio.Event()
        self._lines: set[asyncio.Task[None]] = set()
        context = self.tls if self.from_the_start else None
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, ssl=context)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, _kind: type[BaseException] | None, _failure: BaseException | None, _where: TracebackType | None) -> None:
        self._server.close()
        self._hangs.set()
        for line in self._lines:
            line.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._lines.add(task)
        self.connections += 1
        try:
            await Session(self, reader, writer).run()
        except (Dropped, ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        except asyncio.CancelledError:
            pass
        finally:
            self._lines.discard(task)
            writer.close()

    def fault(self, verb: str) -> str | None:
        if self.faults[verb]:
            return self.faults[verb].popleft()
        return self.always.get(verb)

    async def hang(self) -> None:
        await self._hangs.wait()


class Dropped(Exception):
    """The line is cut."""


class Session:
    """One connection, in order: what comes too early is refused."""

    def __init__(self, server: SmtpServerOfTheTest, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.server, self.reader, self.writer = server, reader, writer
        self.safe = server.from_the_start
        self.signed_in = ""
        self.greeted = False
        self.sender: str | None = None
        self.to: list[str] = []

    async def say(self, verb: str, usual: str) -> bool:
        """Answers. True when it was the usual answer."""
        fault = self.server.fault(verb)
        if fault == HANG:
            await self.server.hang()
        if fault in (HANG, DROP):
            raise Dropped
        self.writer.write(((fault or usual).replace("\n", "\r\n") + "\r\n").encode())
        await self.writer.drain()
        if fault is not None and fault.startswith("421"):
            raise Dropped
        return fault is None

    async def line(self) -> str:
        raw = await self.reader.readuntil(b"\r\n")
        assert len(raw) <= 1000, "RFC 5321, 4.5.3.1"
        return raw[:-2].decode("ascii")

    async def run(self) -> None:
        await self.say("BANNER", "220 localhost ready")
        while True:
            said = await self.line()
            self.server.heard.append(said)
            verb, _, rest = said.partition(" ")
            if verb.upper() == "QUIT":
                await self.say("QUIT", "221 bye")
                return
            await getattr(self, f"on_{verb.lower()}", self.on_unknown)(rest)

    async def on_unknown(self, _rest: str) -> None:
        await self.say("?", "502 5.5.1 no such command")

    async def on_ehlo(self, _rest: str) -> None:
        lines = ["localhost"]
        if self.server.tls is not None and not self.safe:
            lines.append("STARTTLS")
        if self.server.user:
            lines.append("AUTH PLAIN")
        answer = "\n".join(f"250{'-' if number < len(lines) - 1 else ' '}{one}" for number, one in enumerate(lines))
        self.greeted = await self.say("EHLO", answer)

    async def on_starttls(self, _rest: str) -> None:
        if self.server.tls is None or self.safe:
            await self.say("STARTTLS", "503 5.5.1 not here")
        elif await self.say("STARTTLS", "220 go on"):
            await self.writer.start_tls(self.server.tls)
            self.safe, self.greeted = True, False

    async def on_auth(self, rest: str) -> None:
        kind, _, secret = rest.partition(" ")
        _, user, password = base64.b64decode(secret).decode().split("\0") if kind == "PLAIN" else ("", "", "")
        right = (user, password) == (self.server.user, self.server.password)
        if await self.say("AUTH", "235 2.7.0 welcome" if right else "535 5.7.8 no") and right:
            self.signed_in = user

    async def on_mail(self, rest: str) -> None:
        if not self.greeted or self.sender is not None:
            await self.say("MAIL", "503 5.5.1 not now")
        elif self.server.user and not self.signed_in:
            await self.say("MAIL", "530 5.7.0 sign in first")
        elif await self.say("MAIL", "250 2.1.0 ok"):
            assert rest.upper().startswith("FROM:<"), rest
            self.sender = rest[6:].partition(">")[0]

    async def on_rcpt(self, rest: str) -> None:
        if self.sender is None:
            await self.say("RCPT", "503 5.5.1 not now")
        elif await self.say("RCPT", "250 2.1.5 ok"):
            assert rest.upper().startswith("TO:<"), rest
            self.to.append(rest[4:].partition(">")[0])

    async def on_data(self, _rest: str) -> None:
        if not self.to or self.sender is None:
            await self.say("DATA", "503 5.5.1 not now")
        elif await self.say("DATA", "354 end with a dot"):
            data = b""
            while (one := await self.reader.readuntil(b"\r\n")) != b".\r\n":
                data += one[1:] if one.startswith(b".") else one
            mail = Mail(self.sender, self.to, data, self.safe, self.signed_in)
            fault = self.server.faults["END"][0] if self.server.faults["END"] else self.server.always.get("END")
            if fault in (None, HANG, DROP):  # it is kept, also where the answer gets lost on its way
                self.server.mails.append(mail)
            self.sender, self.to = None, []
            await self.say("END", "250 2.0.0 kept")

    async def on_rset(self, _rest: str) -> None:
        self.sender, self.to = None, []
        await self.say("RSET", "250 2.0.0 ok")

    async def on_noop(self, _rest: str) -> None:
        await self.say("NOOP", "250 2.0.0 ok")
