"""A bare python-telegram-bot that says everything back and keeps nothing: the peer of bench/throughput.py."""

from __future__ import annotations

import sys
from typing import Any

from telegram import Update
from telegram.ext import Application, MessageHandler, filters


async def echo(update: Update, _context: Any) -> None:
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


base, token = sys.argv[1:3]
application = Application.builder().token(token).base_url(f"{base}/bot").build()
application.add_handler(MessageHandler(filters.TEXT, echo))
application.run_polling(timeout=5)
