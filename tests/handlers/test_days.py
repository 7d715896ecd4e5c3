"""A day, as people write it."""

from datetime import date

import pytest

from dialogue.question import Refused, Reply
from handlers.days import Day, read_day

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("12-24", date(2026, 12, 24)),
        ("12.24", date(2026, 12, 24)),
        ("12/24", date(2026, 12, 24)),
        ("１２月２４日", date(2026, 12, 24)),
        ("12月24日", date(2026, 12, 24)),
        ("12 月 24 号", date(2026, 12, 24)),
        ("24号", date(2026, 11, 24)),
        ("22日", date(2026, 12, 22)),
        ("23日", MONDAY),
        ("11-22", date(2027, 11, 22)),
        ("2027-01-05", date(2027, 1, 5)),
        ("2027年1月5日", date(2027, 1, 5)),
        ("今天", MONDAY),
        ("tomorrow", date(2026, 11, 24)),
        ("2-29", date(2028, 2, 29)),
        ("周四", date(2026, 11, 26)),
        ("星期天", date(2026, 11, 29)),
        ("周一", MONDAY),
        ("下周一", date(2026, 11, 30)),
        ("下个星期四", date(2026, 12, 3)),
        ("thursday", date(2026, 11, 26)),
        ("周三 11-25", date(2026, 11, 25)),
        ("周三 11月25日", date(2026, 11, 25)),
        ("大后天", date(2026, 11, 26)),
        ("24", None),
        ("周", None),
        ("2-30", None),
        ("2026-02-30", None),
        ("13-01", None),
        ("soon", None),
        ("", None),
        ("99999999999", None),
    ],
)
def test_a_day_is_read_as_the_next_one_called_so(written: str, day: date | None):
    assert read_day(written, MONDAY) == day


def test_a_question_for_a_day_takes_a_tap_a_number_or_a_written_day_and_keeps_it():
    days = (MONDAY, date(2026, 11, 24))
    question = Day(today=MONDAY, first=MONDAY, last=date(2027, 1, 1), among=days, prompt=None)  # type: ignore[arg-type]
    assert question.read(Reply(option="2026-11-24")) == days[1]
    assert question.read(Reply(text="２")) == days[1]
    assert question.read(Reply(text="１２月２４日")) == date(2026, 12, 24)
    assert question.recall(question.keep(days[1])) == days[1]
    for reply in (Reply(), Reply(text="3"), Reply(option="nonsense"), Reply(text="2-1"), Reply(text="2026-11-22")):
        with pytest.raises(Refused):
            question.read(reply)
