"""The methods of the Bot API that answer at once. Each takes the bot and the parameters and returns the result."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.botapi import checks
from tests.botapi.answers import BadRequest, Refused
from tests.botapi.bots import Message, PretendBot
from tests.botapi.parameters import File, Parameters, integer, number, structure, truth

ANSWERABLE_S = 15 * 60  # after that a pressed button can no longer be answered
DELETABLE_S = 48 * 3600
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
AT_MOST = {"setMyName": ("name", 64), "setMyDescription": ("description", 512), "setMyShortDescription": ("short_description", 120)}

Method = Callable[[PretendBot, Parameters], Any]


def get_me(bot: PretendBot, params: Parameters) -> Any:
    return bot.me()


def send_message(bot: PretendBot, params: Parameters) -> Message:
    text = checks.message_text(params)
    entities = checks.entities(params, text)
    rows, markup = checks.reply_markup(params)
    chat = bot.chat_of(params)
    message = bot.writes(chat, text=text, entities=list(entities), reply_markup=markup, reply_to_message=_replied(bot, chat.id, params))
    bot.ledger.accept("sendMessage", chat.id, text=text, message_id=message["message_id"], rows=rows, entities=entities, parameters=params)
    return message


def _replied(bot: PretendBot, chat_id: int, params: Parameters) -> Message | None:
    reply = structure(params, "reply_parameters") or {}
    message_id = integer(params, "reply_to_message_id", reply.get("message_id"))
    if message_id is None:
        return None
    found = bot.messages.get((chat_id, message_id))
    if found is None and not (truth(reply, "allow_sending_without_reply") or truth(params, "allow_sending_without_reply")):
        raise BadRequest("message to be replied not found")
    return {key: value for key, value in found.items() if key != "reply_to_message"} if found else None


def _send_file(field: str) -> Method:
    method = "send" + field.capitalize()

    def send(bot: PretendBot, params: Parameters) -> Message:
        text = checks.caption(params)
        entities = checks.entities(params, text, "caption_entities")
        rows, markup = checks.reply_markup(params)
        file = params.get(field)
        if isinstance(file, str) and file.startswith("attach://"):
            file = params.get(file.removeprefix("attach://"))
        if not file or (isinstance(file, File) and not file.body):
            raise BadRequest(f"there is no {field} in the request" if not file else "file must be non-empty")
        chat = bot.chat_of(params)
        name, body = (file.name, file.body) if isinstance(file, File) else (str(file), b"")
        stored: dict[str, Any] = {"file_id": f"file-{bot.last_message_id}", "file_unique_id": f"unique-{bot.last_message_id}"}
        content = [{**stored, "width": 90, "height": 90}] if field == "photo" else {**stored, "file_name": name, "file_size": len(body)}
        message = bot.writes(chat, caption=text, caption_entities=list(entities), reply_markup=markup, **{field: content})
        bot.ledger.accept(
            method, chat.id, text=text, message_id=message["message_id"], rows=rows, entities=entities, file_name=name, file=body,
            parameters=params,
        )  # fmt: skip
        return message

    return send


def _edit(method: str) -> Method:
    def edit(bot: PretendBot, params: Parameters) -> Message:
        changes_text = method == "editMessageText"
        text = checks.message_text(params) if changes_text else ""
        entities = checks.entities(params, text) if changes_text else ()
        rows, markup = checks.reply_markup(params)
        chat = bot.chat_of(params)
        message = bot.messages.get((chat.id, number(params, "message_id", 0)))
        if message is None:
            raise BadRequest("message to edit not found")
        if message["from"]["id"] != bot.id or (changes_text and "text" not in message):
            raise BadRequest("there is no text in the message to edit" if message["from"]["id"] == bot.id else "message can't be edited")
        new = {"reply_markup": markup, **({"text": text, "entities": list(entities)} if changes_text else {})}
        if all((message.get(key) or None) == (value or None) for key, value in new.items()):
            raise BadRequest(
                "message is not modified: specified new message content and reply markup are exactly the same as a current content "
                "and reply markup of the message"
            )
        message.update(new, edit_date=int(bot.clock.now()))
        for key in [key for key, value in new.items() if not value]:
            del message[key]
        bot.ledger.accept(
            method, chat.id, text=message.get("text", ""), message_id=message["message_id"], rows=rows, entities=entities, parameters=params
        )
        return message

    return edit


def delete_message(bot: PretendBot, params: Parameters) -> bool:
    chat = bot.chat_of(params)
    message_id = number(params, "message_id", 0)
    message = bot.messages.get((chat.id, message_id))
    if message is None:
        raise BadRequest("message to delete not found")
    if bot.clock.now() - message["date"] > DELETABLE_S:
        raise BadRequest("message can't be deleted for everyone")
    del bot.messages[chat.id, message_id]
    bot.ledger.accept("deleteMessage", chat.id, message_id=message_id, parameters=params)
    return True


def delete_messages(bot: PretendBot, params: Parameters) -> bool:
    """Telegram skips what it cannot delete and still says true."""
    chat = bot.chat_of(params)
    for message_id in structure(params, "message_ids") or []:
        message = bot.messages.get((chat.id, message_id))
        if message and bot.clock.now() - message["date"] <= DELETABLE_S:
            delete_message(bot, {"chat_id": chat.id, "message_id": message_id})
    return True


def answer_callback_query(bot: PretendBot, params: Parameters) -> bool:
    query = bot.queries.get(str(params.get("callback_query_id")))
    if query is None or bot.clock.now() - query.born > ANSWERABLE_S:
        raise BadRequest("query is too old and response timeout expired or query ID is invalid")
    text = str(params.get("text") or "")
    if checks.units(text) > 200:
        raise BadRequest("MESSAGE_TOO_LONG")
    bot.ledger.accept("answerCallbackQuery", query.chat, text=text, parameters=params)
    return True


def send_chat_action(bot: PretendBot, params: Parameters) -> bool:
    chat = bot.chat_of(params)
    if not params.get("action"):
        raise BadRequest("wrong parameter action in request")
    bot.ledger.accept("sendChatAction", chat.id, text=str(params["action"]), parameters=params)
    return True


def leave_chat(bot: PretendBot, params: Parameters) -> bool:
    chat = bot.chat_of(params)
    if chat.type == "private":
        raise BadRequest("chat member status can't be changed in private chats")
    chat.refuses = f"bot is not a member of the {chat.type} chat"
    bot.ledger.accept("leaveChat", chat.id, parameters=params)
    return True


def get_chat(bot: PretendBot, params: Parameters) -> Any:
    nothing = {"unlimited_gifts": False, "limited_gifts": False, "unique_gifts": False, "premium_subscription": False}
    gifts = {**nothing, "gifts_from_channels": False}
    return {**bot.chat_of(params).described(), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def get_file(bot: PretendBot, params: Parameters) -> Any:
    """Nothing people send is ever downloaded; a test counts the calls."""
    raise BadRequest("wrong file_id or the file is temporarily unavailable")


def set_my_commands(bot: PretendBot, params: Parameters) -> bool:
    commands = structure(params, "commands")
    if not isinstance(commands, list) or len(commands) > 100:
        raise BadRequest("BOT_COMMANDS_TOO_MUCH" if commands else "can't parse commands: expected an Array")
    for command in commands:
        if not COMMAND.fullmatch(str(command.get("command", "")).removeprefix("/")):
            raise BadRequest("BOT_COMMAND_INVALID")
        if not 1 <= checks.units(str(command.get("description", ""))) <= 256:
            raise BadRequest("BOT_COMMAND_DESCRIPTION_INVALID")
    return _keep(bot, "setMyCommands", params, commands)


def get_my_commands(bot: PretendBot, params: Parameters) -> Any:
    return bot.profile.get("setMyCommands", {}).get(_for_whom(params), [])


def _set_profile(method: str) -> Method:
    field, at_most = AT_MOST[method]

    def set_it(bot: PretendBot, params: Parameters) -> bool:
        text = str(params.get(field) or "")
        if checks.units(text) > at_most:
            raise BadRequest(f"{field.replace('_', ' ')} is too long")
        return _keep(bot, method, params, text)

    return set_it


def set_chat_menu_button(bot: PretendBot, params: Parameters) -> bool:
    return _keep(bot, "setChatMenuButton", params, structure(params, "menu_button"))


def _keep(bot: PretendBot, method: str, params: Parameters, value: Any) -> bool:
    bot.profile.setdefault(method, {})[_for_whom(params)] = value
    bot.ledger.accept(method, None, parameters=params)
    return True


def _for_whom(params: Parameters) -> str:
    """One entry per language and scope, "" for everybody."""
    scope = (structure(params, "scope") or {}).get("type", "default")
    code = str(params.get("language_code") or "")
    return code if scope == "default" else f"{scope}:{code}"


METHODS: dict[str, tuple[str, Method]] = {
    name.lower(): (name, method)
    for name, method in {
        "getMe": get_me, "sendMessage": send_message, "sendDocument": _send_file("document"), "sendPhoto": _send_file("photo"),
        "editMessageText": _edit("editMessageText"), "editMessageReplyMarkup": _edit("editMessageReplyMarkup"),
        "deleteMessage": delete_message, "deleteMessages": delete_messages, "answerCallbackQuery": answer_callback_query,
        "sendChatAction": send_chat_action, "leaveChat": leave_chat, "getChat": get_chat, "getFile": get_file,
        "setMyCommands": set_my_commands, "getMyCommands": get_my_commands, "setMyName": _set_profile("setMyName"),
        "setMyDescription": _set_profile("setMyDescription"), "setMyShortDescription": _set_profile("setMyShortDescription"),
        "setChatMenuButton": set_chat_menu_button,
    }.items()
}  # fmt: skip


def carry_out(bot: PretendBot, name: str, params: Parameters) -> Any:
    """The result of a call. Raises Refused, also for a method nobody has thought of here: better loud than silently true."""
    if name.lower() not in METHODS:
        raise Refused(404, "Not Found")
    return METHODS[name.lower()][1](bot, params)
