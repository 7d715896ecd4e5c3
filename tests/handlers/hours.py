"""The hours of the town, by its own clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def five_o_clock(now: int, days: int) -> int:
    day = local(now).date() + timedelta(days=days)
    return int(datetime.combine(day, time(17), SHANGHAI).timestamp())


def local(moment: int) -> datetime:
    return datetime.fromtimestamp(moment, UTC).astimezone(SHANGHAI)


def at_night(moment: int) -> bool:
    return not 7 <= local(moment).hour < 22


def day(moment: int) -> str:
    return f"{local(moment):%m-%d}"
