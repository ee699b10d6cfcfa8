"""The environment, read once, in one frozen object. Below the door nobody reads the environment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

if TYPE_CHECKING:  # who needs them imports them: reading settings must not cost what an HTTP client costs
    from bot.channels.email import SmtpServer
    from bot.channels.libretranslate import TranslatePlace


class Settings(BaseSettings):
    """All settings, each from LOTSE_<NAME>. `lotse doctor` explains every one of them."""

    model_config = SettingsConfigDict(env_prefix="LOTSE_", frozen=True, extra="ignore")

    database_url: str = Field(
        default="sqlite:///data/lotse.db", description="where everything is kept: an SQLite file, or postgresql://..."
    )
    key_file: Path = Field(default=Path("data/lotse.key"), description="the key that seals what people say; without it nobody can read it")
    telegram_token: str = Field(default="", description="the bot's token from BotFather; empty: no Telegram", repr=False)
    telegram_token_file: Path | None = Field(default=None, description="a file that holds the token, instead of LOTSE_TELEGRAM_TOKEN")
    telegram_api: str = Field(default="https://api.telegram.org", description="base address of the Bot API")
    telegram_rate: float = Field(default=25.0, gt=0, description="messages a second to Telegram; it allows about 30")
    webhook_secret: str = Field(
        "",
        pattern=r"^[A-Za-z0-9_-]{0,256}$",
        description="with a public address in https: Telegram calls us, and proves itself with this",
        repr=False,
    )
    public_url: str = Field(default="", description="the address people and Telegram reach this installation at")
    host: str = Field(default="127.0.0.1", description="the address the port opens on")
    port: int = Field(default=8080, ge=1, le=65535, description="the port of desk and web chat")
    district: str = Field(default="paderborn", pattern=r"^[a-z0-9_-]{1,40}$", description="whose data this installation serves")
    chat_origins: str = Field(default="", description="sites of municipalities that may use the chat interface, separated by commas")
    notice_file: Path | None = Field(
        default=None, description="the wording of the data protection notice that the district released (YAML)"
    )
    telegram_text: bool = Field(
        default=False,
        description="staff answers may stand as text in Telegram, where the need is not delicate; off: a link to a page of our own",
    )
    second_factor: bool = Field(
        default=True, description="staff sign in by passkey, or by password and code; off: a one-time link is enough, for trying only"
    )
    smtp_url: str = Field(
        default="",
        description="mails to staff go out here, smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host; empty: no mails",
        repr=False,
    )
    smtp_from: str = Field(default="", description="the sender of these mails: an address, or Name <address>")
    translate_url: str = Field(default="", description="a LibreTranslate of your own, for staff; empty: nothing is translated by machine")
    translate_host: str = Field(
        default="", description="the host in LOTSE_TRANSLATE_URL once more, if it is in no network of your own (https only)"
    )
    translate_key_file: Path | None = Field(default=None, description="a file that holds the key of that LibreTranslate, if it wants one")
    report_template: Path | None = Field(
        default=None, description="the district's own Word template (.docx or .dotx) for the report to the steering group"
    )
    demo: bool = Field(default=False, description="demo accounts with links printed at the start; only by make run, only on this machine")
    hsds: Path | None = Field(default=None, description="folder of the HSDS schemas, for conformance tests")

    @model_validator(mode="after")
    def _demo_stays_here(self) -> Settings:
        if self.demo and (self.host not in ("127.0.0.1", "localhost", "::1") or not self.embedded):
            raise ValueError("LOTSE_DEMO is refused: it works only on a loopback address and with the embedded database")
        return self

    @model_validator(mode="after")
    def _others_can_be_reached(self) -> Settings:
        if self.smtp_url:
            from bot.channels.email import SmtpServer, sender_of

            try:
                SmtpServer.of(self.smtp_url)
            except ValueError as problem:
                raise ValueError(f"LOTSE_SMTP_URL: {problem}") from None
            try:
                sender_of(self.smtp_from)
            except ValueError as problem:
                raise ValueError(f"LOTSE_SMTP_FROM: {problem}") from None
        if self.translate_url:
            from bot.channels.libretranslate import TranslatePlace

            try:
                TranslatePlace.of(self.translate_url, self.translate_host)
            except ValueError as problem:
                raise ValueError(f"LOTSE_TRANSLATE_URL: {problem}") from None
        return self

    @property
    def embedded(self) -> bool:
        """True for the embedded database: one process is all there is."""
        return self.database_url.startswith("sqlite")

    @property
    def token(self) -> str:
        """The bot's token, or empty."""
        if self.telegram_token_file is not None:
            return self.telegram_token_file.read_text().strip()
        return self.telegram_token

    @property
    def url(self) -> str:
        """Where links point to, without a slash at the end. On this machine they say localhost: passkeys refuse a bare number."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def by_webhook(self) -> bool:
        """Telegram calls us; else we ask Telegram."""
        return bool(self.token and self.webhook_secret and urlsplit(self.public_url).scheme == "https")

    @property
    def smtp(self) -> SmtpServer | None:
        """Where mails to staff go out, if they do."""
        if not self.smtp_url:
            return None
        from bot.channels.email import SmtpServer

        return SmtpServer.of(self.smtp_url)

    @property
    def translate_place(self) -> TranslatePlace | None:
        """Where words of people are translated for staff, if they are."""
        if not self.translate_url:
            return None
        from bot.channels.libretranslate import TranslatePlace

        key = self.translate_key_file.read_text().strip() if self.translate_key_file is not None else ""
        return TranslatePlace.of(self.translate_url, self.translate_host, key)

    @property
    def origins(self) -> tuple[str, ...]:
        """The sites that may use the chat interface."""
        return tuple(origin.strip().rstrip("/") for origin in self.chat_origins.split(",") if origin.strip())
