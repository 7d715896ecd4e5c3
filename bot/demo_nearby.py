"""What else there is in the made-up compound: a shop that helps, its shelf for points, and an activity on Saturday."""

from dataclasses import replace
from datetime import time, timedelta

from domain.activity import Activity, Look
from domain.activity import Kind as Activities
from domain.calendar import at, day_of
from domain.person import Held, Role
from domain.service import Price, Service, ServiceState
from handlers.placing import unused_number
from handlers.turn import House, Turn
from storage import activities, partners, people, services, supermarket
from storage.partners import Partner
from storage.supermarket import Goods

SHOP = "何记便民店"
MENU = (
    ("上门理发（70 岁以上）", Price.FREE, "", True, "周二、周四上午"),
    ("换灯泡、换水龙头", Price.LOW, "材料费，人工 5 元", True, "每天 9-18 点"),
    ("清洗油烟机", Price.MARKET, "80 元一台", True, "周末"),
)
SHELF = (("洗衣液 1 瓶", 10, 12, "2 公斤装"), ("大米 5 公斤", 40, 6, "新米"), ("理发一次", 20, 8, "店里理，不用等"))
CLINIC = "量血压、测血糖"


async def open_shop(turn: Turn, house: House, compound: str, keeper: str, dispatcher: str) -> None:
    """In a unit of its own; everything is approved already."""
    shop = Partner(f"m:{house.fresh()}", SHOP, compound, True, turn.now)
    await partners.add(turn.tx, shop, dispatcher)
    held = Held(Role.PARTNER, compound, shop.id)
    await people.grant(turn.tx, id=house.fresh(), person=keeper, held=held, now=turn.now)
    for title, price_class, price, at_home, hours in MENU:
        service = Service(house.fresh(), shop.id, title, price_class, price, at_home, hours, keeper)
        shown = replace(service, state=ServiceState.SHOWN, decided_by=dispatcher)
        await services.add(turn.tx, shown)
    for title, points, stock, line in SHELF:
        goods = Goods(house.fresh(), shop.id, title, line, points, stock, None)
        await supermarket.add(turn.tx, goods, keeper, turn.now)


async def announce(turn: Turn, house: House, community: str, organiser: str) -> None:
    """Next Saturday morning; it has been announced before."""
    zone = house.zone
    today = day_of(turn.now, zone)
    saturday = today + timedelta(days=(5 - today.weekday()) % 7 or 7)
    starts = at(saturday, time(9), zone)
    clinic = Activity(
        id=house.fresh(),
        number=await unused_number(turn),
        kind=Activities.CLINIC,
        title=CLINIC,
        words="带上医保卡，老人家属可以陪着来",
        place=community,
        spot="社区活动室",
        starts_at=starts,
        ends_at=starts + 2 * 3600,
        until=starts,
        seats=30,
        helpers=3,
        organiser=organiser,
        made_at=turn.now,
        look=Look.SHUT,
        look_at=starts,
    )
    await activities.add(turn.tx, clinic)
