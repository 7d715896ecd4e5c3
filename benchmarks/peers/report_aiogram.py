"""NOT PART OF SIDAN: the report with aiogram's finite state machine, as its documentation writes a form.

After its example finite_state_machine.py, with the storage a Dispatcher has unless told otherwise: memory. Only the
address of the API and the table of reports are ours.
"""

import asyncio
import logging
import os
import sqlite3
import sys

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.types import Message as Said

form_router = Router()
SEND = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Send", callback_data="send")]])


class Form(StatesGroup):
    what = State()
    where = State()
    confirm = State()


def file_report(person: int, what: str, where: str) -> int:
    connection = sqlite3.connect("reports.db")
    with connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS reports (number INTEGER PRIMARY KEY, person INTEGER, what TEXT, place TEXT)"
        )
        cursor = connection.execute("INSERT INTO reports (person, what, place) VALUES (?, ?, ?)", (person, what, where))
    connection.close()
    return int(cursor.lastrowid or 0)


@form_router.message(Command("report"))
async def command_report(message: Said, state: FSMContext) -> None:
    await state.set_state(Form.what)
    await message.answer("What is the matter?")


@form_router.message(Form.what)
async def process_what(message: Said, state: FSMContext) -> None:
    await state.update_data(what=message.text)
    await state.set_state(Form.where)
    await message.answer("Where is it?")


@form_router.message(Form.where)
async def process_where(message: Said, state: FSMContext) -> None:
    data = await state.update_data(where=message.text)
    await state.set_state(Form.confirm)
    await message.answer(f"Please check: {data['what']}, {data['where']}", reply_markup=SEND)


@form_router.callback_query(Form.confirm, F.data == "send")
async def process_send(query: CallbackQuery, state: FSMContext) -> None:
    data = await state.get_data()
    await query.answer()
    number = file_report(query.from_user.id, data["what"], data["where"])
    if isinstance(query.message, Said):
        await query.message.edit_text(f"Thank you! Your number is {number}: {data['what']}")
    await state.clear()


async def main() -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["API"]))
    dp = Dispatcher()
    dp.include_router(form_router)
    await dp.start_polling(Bot(token=os.environ["TOKEN"], session=session))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, stream=sys.stdout)
    asyncio.run(main())
