"""NOT PART OF SIDAN: the report as python-telegram-bot's documentation would have it, to be killed for comparison.

After its examples conversationbot.py, persistentconversationbot.py and inlinekeyboard2.py: a ConversationHandler, a
PicklePersistence, Application.run_polling. Only the address of the API and the table of reports are ours.
"""

import logging
import os
import sqlite3

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)

# Enable logging
logging.basicConfig(format="%(asctime)s - %(name)s - %(levelname)s - %(message)s", level=logging.INFO)
# set higher logging level for httpx to avoid all GET and POST requests being logged
logging.getLogger("httpx").setLevel(logging.WARNING)

WHAT, WHERE, CONFIRM = range(3)


def file_report(person: int, what: str, where: str) -> int:
    connection = sqlite3.connect("reports.db")
    with connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS reports (number INTEGER PRIMARY KEY, person INTEGER, what TEXT, place TEXT)"
        )
        cursor = connection.execute(
            "INSERT INTO reports (person, what, place) VALUES (?, ?, ?)",
            (person, what, where),
        )
    connection.close()
    return int(cursor.lastrowid or 0)


async def report(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Start the conversation and ask what is the matter."""
    assert update.message
    await update.message.reply_text("What is the matter?")
    return WHAT


async def what(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Store the matter and ask for the place."""
    assert update.message
    assert context.user_data is not None
    context.user_data["what"] = update.message.text
    await update.message.reply_text("Where is it?")
    return WHERE


async def where(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Store the place and ask whether to send."""
    assert update.message
    assert context.user_data is not None
    context.user_data["where"] = update.message.text
    keyboard = [[InlineKeyboardButton("Send", callback_data="send")]]
    await update.message.reply_text(
        f"Please check: {context.user_data['what']}, {context.user_data['where']}",
        reply_markup=InlineKeyboardMarkup(keyboard),
    )
    return CONFIRM


async def send(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """File the report and end the conversation."""
    query = update.callback_query
    assert query
    assert context.user_data is not None
    await query.answer()
    number = file_report(query.from_user.id, context.user_data["what"], context.user_data["where"])
    await query.edit_message_text(text=f"Thank you! Your number is {number}: {context.user_data['what']}")
    context.user_data.clear()
    return ConversationHandler.END


async def cancel(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Cancels and ends the conversation."""
    assert update.message
    await update.message.reply_text("Bye!")
    return ConversationHandler.END


def main() -> None:
    """Run the bot."""
    persistence = PicklePersistence(filepath="conversationbot")
    token, api = os.environ["TOKEN"], os.environ["API"]
    application = Application.builder().token(token).base_url(f"{api}/bot").persistence(persistence).build()

    conversation = ConversationHandler(
        entry_points=[CommandHandler("report", report)],
        states={
            WHAT: [MessageHandler(filters.TEXT & ~filters.COMMAND, what)],
            WHERE: [MessageHandler(filters.TEXT & ~filters.COMMAND, where)],
            CONFIRM: [CallbackQueryHandler(send, pattern="^send$")],
        },
        fallbacks=[CommandHandler("cancel", cancel)],
        name="my_conversation",
        persistent=True,
    )
    application.add_handler(conversation)

    # Run the bot until the user presses Ctrl-C
    application.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    main()
