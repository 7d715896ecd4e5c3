"""A report as it looks on the phones of those concerned: something real to look at."""

import io
from functools import partial
from typing import Any

from PIL import Image, ImageDraw

from bot.pictures import develop
from bot.web_demo import Seat
from bot.web_sessions import hashed
from dialogue.message import Button, Message
from storage import websessions
from tests.bot.web.house import House

SEATS = [
    Seat(1, "Resident", "李秀兰", "secret-of-li"),
    Seat(2, "Dispatcher", "周敏", "secret-of-zhou"),
    Seat(3, "Grid worker", "王建国", "secret-of-wang"),
    Seat(4, "Second resident", "赵德福", "secret-of-zhao"),
    Seat(5, "Volunteer", "冯雷", "secret-of-feng"),
]

ORDER = "7K3-MQ2 · 楼道灯坏了\n杏福苑 3号楼1单元 · 公共照明"
PLACED = f"{ORDER}\n\n✓ 09:02 已下单\n● 等派单，10 分钟内有人回应\n○ 接单\n○ 办好\n○ 等您评价"
FINISHED = f"{ORDER}\n\n✓ 09:02 已下单\n✓ 09:05 已派给小王\n✓ 09:09 已接单\n✓ 09:50 已办好：换了灯泡\n● 等您评价"


def rows(*labels: str) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(Button(label, label) for label in line.split("/")) for line in labels)


def staircase() -> bytes:
    picture = Image.new("RGB", (900, 1200), (120, 118, 105))
    draw = ImageDraw.Draw(picture)
    for step in range(9):
        shade = 150 - step * 12
        draw.rectangle((80 + step * 20, 1100 - step * 110, 820, 1200 - step * 110), fill=(shade, shade - 8, shade - 26))
    draw.ellipse((380, 60, 520, 200), fill=(60, 60, 50))
    file = io.BytesIO()
    picture.save(file, "JPEG")
    return develop(file.getvalue())


async def move_in(house: House) -> None:
    for seat in SEATS:
        session, secret = f"seat{seat.slot}", hashed(seat.secret)
        await house.database.do(partial(websessions.open_session, session_id=session, secret_hash=secret, now=1))


async def tell(house: House) -> None:
    """The morning on which the light on the stairs was mended."""
    photo = await house.chat.media.put(staircase())

    async def says(slot: int, text: str, *labels: str, ref: str | None = None, **more: Any) -> str | None:
        message = Message(text, rows(*labels), **more)
        return await house.chat.send(f"web:seat{slot}", message, ref)

    house.clock.now -= 86_400
    await says(1, "李阿姨您好，我是杏福苑的服务台。\n有什么事儿，写一句、说一句，或者拍张照片发给我都行。")
    await says(4, "赵师傅您好，我是杏福苑的服务台。\n有什么事儿，写一句、说一句，或者拍张照片发给我都行。")
    await says(5, "冯师傅您好，我是杏福苑的服务台。\n心愿墙上有街坊的心愿，您方便的时候认领一个。")
    house.clock.now += 86_400
    await says(
        1, "都记下了，您看对不对：\n\n事情：三楼的楼道灯坏了，晚上黑得很\n地点：杏福苑 3号楼1单元\n类别：公共照明"
    )
    card = await says(1, PLACED, "问一句/我不报了", card="order:7K3MQ2")
    heading = f"待派 {ORDER}\n\n“三楼的楼道灯坏了，晚上黑得很，老人下楼不安全”"
    choices = ("派给 王建国（本网格）", "派给别人/我来办", "合并/加急/退回")
    await says(2, heading, *choices, card="order:7K3MQ2", photos=(photo,))
    await says(
        3, f"新单 {ORDER}\n\n请在 30 分钟内接单", "接单/不是我的", "问居民一句", card="order:7K3MQ2", photos=(photo,)
    )
    house.clock.now += 2400
    await says(1, "小王说：灯泡和声控开关都坏了，我去库房领配件，大约 40 分钟。遇到危险请先打 110、119 或 120。")
    await says(1, FINISHED, "修好了/没修好", card="order:7K3MQ2", ref=card)
    await house.chat.tapped("seat2/tap-1", "已派给王建国，30 分钟内应当接单")
