"""Draw the life of an order from the table in domain/order.py: `make states` writes docs/states.svg."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path

from domain.order import DAY, OWES, RATE_WITHIN, REOPEN_WITHIN, REOPENINGS, STEPS, Owes, State, Step

DRAWING = Path(__file__).resolve().parent.parent / "docs" / "states.svg"

STATE_WORDS = {
    State.PLACED: "待派",
    State.DISPATCHED: "待接",
    State.ACCEPTED: "在办",
    State.FINISHED: "待评",
    State.CLOSED: "办结",
}
STEP_WORDS = {
    Step.PLACE: "点单",
    Step.DISPATCH: "派单",
    Step.KEEP: "自己办",
    Step.PICK_UP: "主动接",
    Step.ACCEPT: "接单",
    Step.DECLINE: "退回",
    Step.PROGRESS: "报进展",
    Step.PLAN: "约时间",
    Step.FINISH: "办好",
    Step.REVIEW: "评单",
    Step.REOPEN: "没解决，重办",
    Step.CANCEL: "撤回",
    Step.REFUSE: "不受理",
    Step.MERGE: "并单",
    Step.MARK_URGENT: "标急",
    Step.RAISE: "升一级",
    Step.LAPSE: "到期未评",
    Step.CALL_IN: "叫人联办",
    Step.URGE: "催单",
    Step.LIFT: "牵头人不变，升一级",
    Step.HAND_OVER: "转交",
    Step.PAUSE: "暂停",
    Step.RESUME: "继续办",
    Step.WANT_TIME: "申请延期",
    Step.GRANT: "准延期",
    Step.DENY: "不准延期",
    Step.COMPLETE: "分项办完",
    Step.SIGN: "业委会确认",
    Step.OBJECT: "业委会有异议",
    Step.FOLLOW_UP: "回访",
    Step.HELD: "仍然好着",
    Step.CAME_BACK: "又犯了",
    Step.LET_GO: "回访没回音",
    Step.PASS_ON: "代报人转告",
    Step.CALL_BACK: "凭回访码评单",
}
OWES_WORDS = {Owes.DISPATCHER: "派单员", Owes.PARTY: "承办人", Owes.AUTHOR: "居民", None: "无人欠"}
OWES_COLOURS = {Owes.DISPATCHER: "#dbe9fb", Owes.PARTY: "#fdeccf", Owes.AUTHOR: "#dcf3e4", None: "#e8e8e8"}

BOX_W, GAP, MARGIN, START = 176, 116, 28, 96
LINES, LINE = 72, 17  # where the steps that stay in a state begin in its box, and the height of each
TRACK, ARROW, HEAD = 46, 9, 76  # between parallel tracks; an arrow's length; the title
FONT = "system-ui, 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', 'PingFang SC', 'Microsoft YaHei', sans-serif"


@dataclass(frozen=True, slots=True)
class Arrow:
    """All steps that lead from one state to another."""

    start: State
    end: State
    steps: tuple[Step, ...]


def arrows(steps: Mapping[State, Mapping[Step, State]]) -> list[Arrow]:
    together: dict[tuple[State, State], list[Step]] = defaultdict(list)
    for start, ways in steps.items():
        for step, end in ways.items():
            together[start, end].append(step)
    return [Arrow(start, end, tuple(found)) for (start, end), found in together.items()]


class Drawing:
    """States from left to right; jumps ahead above them, ways back below, each on a track of its own."""

    def __init__(self, steps: Mapping[State, Mapping[Step, State]]) -> None:
        every = arrows(steps)
        place = list(State).index
        self.stays = {arrow.start: arrow.steps for arrow in every if arrow.start is arrow.end}
        self.next = [a for a in every if place(a.end) - place(a.start) == 1]
        self.jumps = sorted((a for a in every if place(a.end) - place(a.start) > 1), key=_span)
        self.back = sorted((a for a in every if place(a.end) < place(a.start)), key=_span)
        self.top = HEAD + TRACK * len(self.jumps) + 16
        self.high = LINES + LINE * max((len(steps) for steps in self.stays.values()), default=0)
        self.bottom = self.top + self.high

    def left(self, state: State) -> int:
        return MARGIN + START + list(State).index(state) * (BOX_W + GAP)

    def svg(self) -> str:
        width = self.left(State.CLOSED) + BOX_W + MARGIN
        height = self.bottom + TRACK * len(self.back) + 84
        parts = [*self._title(), *self._arrival(), *self._straight()]
        parts += self._curved(self.jumps, self.top, -1)
        parts += self._curved(self.back, self.bottom, 1)
        parts += [line for state in State for line in self._box(state)]
        parts += self._notes(height)
        return "\n".join([*_frame(width, height), *parts, "</svg>", ""])

    def _title(self) -> Iterator[str]:
        yield _text(MARGIN, 34, "一张单子的一生  The life of an order", 20, anchor="start", bold=True)
        yield _text(MARGIN, 57, "颜色：谁欠下一步  The colour says who owes the next step", 13, anchor="start")

    def _arrival(self) -> Iterator[str]:
        y = self.top + self.high // 2
        yield f'<circle cx="{MARGIN + 8}" cy="{y}" r="8" fill="#333"/>'
        yield _line(f"M{MARGIN + 16} {y}H{self.left(State.PLACED) - ARROW}", self.left(State.PLACED), y, "right")
        yield from _label(MARGIN + 53, y, (Step.PLACE,))

    def _straight(self) -> Iterator[str]:
        y = self.top + self.high // 2
        for arrow in self.next:
            start, end = self.left(arrow.start) + BOX_W, self.left(arrow.end)
            yield _line(f"M{start} {y}H{end - ARROW}", end, y, "right")
            yield from _label((start + end - ARROW) // 2, y, arrow.steps)

    def _curved(self, among: Sequence[Arrow], edge: int, side: int) -> Iterator[str]:
        """side: -1 above the boxes, 1 below them."""
        lines = _ends(among, self.left)
        for track, (x1, x2) in enumerate(lines.values(), 1):
            y, tip = edge + side * TRACK * track, edge + side * ARROW
            turn, fall = (10 if x2 > x1 else -10), -10 * side
            across = f"V{y + fall}Q{x1} {y} {x1 + turn} {y}H{x2 - turn}Q{x2} {y} {x2} {y + fall}"
            yield _line(f"M{x1} {edge}{across}V{tip}", x2, edge, "down" if side < 0 else "up")
        for track, (arrow, ends) in enumerate(lines.items(), 1):
            crossed_by = [x for later in list(lines.values())[track:] for x in later]
            yield from _label(_free(ends, crossed_by), edge + side * TRACK * track, arrow.steps, one_line=True)

    def _box(self, state: State) -> Iterator[str]:
        x, y, middle = self.left(state), self.top, self.left(state) + BOX_W // 2
        owes = OWES[state]
        yield (
            f'<rect x="{x}" y="{y}" width="{BOX_W}" height="{self.high}" rx="12" '
            f'fill="{OWES_COLOURS[owes]}" stroke="#333" stroke-width="1.5"/>'
        )
        yield _text(middle, y + 28, f"{STATE_WORDS[state]} {state}", 17, bold=True)
        yield _text(middle, y + 48, f"{OWES_WORDS[owes]} · {owes or 'nobody'}", 13)
        for n, step in enumerate(self.stays.get(state, ())):
            yield _text(middle, y + LINES + LINE * n, f"↻ {said(step)}", 12)

    def _notes(self, height: int) -> Iterator[str]:
        again, late = REOPEN_WITHIN // DAY, RATE_WITHIN // DAY
        chinese = f"没解决最多重办 {REOPENINGS} 次，办结后 {again} 天内；到期未评的，{late} 天内还能补评。"
        english = (
            f"Reopened at most {REOPENINGS} times, within {again} days of closing; "
            f"an order closed without a review can still be reviewed within {late} days."
        )
        yield _text(MARGIN, height - 44, chinese, 13, anchor="start")
        yield _text(MARGIN, height - 22, english, 13, anchor="start")


def _span(arrow: Arrow) -> tuple[int, int]:
    """Short ways nearest to the boxes, so that long ones pass over them."""
    place = list(State).index
    return abs(place(arrow.end) - place(arrow.start)), place(arrow.start)


def _ends(among: Sequence[Arrow], left: Callable[[State], int]) -> dict[Arrow, tuple[int, int]]:
    """Where each leaves and arrives, spread along the boxes' edges so that no two lines meet."""
    found: dict[Arrow, dict[State, int]] = {arrow: {} for arrow in among}
    for state in State:
        here = sorted((arrow for arrow in among if state in (arrow.start, arrow.end)), key=lambda a: _side(a, state))
        for n, arrow in enumerate(here, 1):
            found[arrow][state] = left(state) + round(BOX_W * n / (len(here) + 1))
    return {arrow: (at[arrow.start], at[arrow.end]) for arrow, at in found.items()}


def _side(arrow: Arrow, here: State) -> tuple[bool, int]:
    """What comes from the left arrives on the left; of two that go the same way the longer is outside."""
    place = list(State).index
    other = place(arrow.start if arrow.end is here else arrow.end)
    return other > place(here), -other


def _free(ends: tuple[int, int], crossed_by: Sequence[int]) -> int:
    """The middle of the longest stretch that no other line crosses."""
    cuts = sorted({*ends, *(x for x in crossed_by if min(ends) < x < max(ends))})
    start, end = max(pairwise(cuts), key=lambda stretch: stretch[1] - stretch[0])
    return (start + end) // 2


def said(step: Step) -> str:
    return f"{STEP_WORDS[step]} {step.replace('_', ' ')}"


def _frame(width: int, height: int) -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="{FONT}" role="img" aria-label="The life of an order: states and steps">'
    )
    yield "<!-- Drawn from domain/order.py by `make states`; do not edit. -->"
    yield f'<rect width="{width}" height="{height}" fill="#fff"/>'


def _line(path: str, x: int, y: int, points: str) -> str:
    a, h = ARROW, 5
    tips = {"right": f"{x - a},{y - h} {x - a},{y + h}", "down": f"{x - h},{y - a} {x + h},{y - a}"}
    tips["up"] = f"{x - h},{y + a} {x + h},{y + a}"
    line = f'<path d="{path}" fill="none" stroke="#555" stroke-width="1.5"/>'
    return f'{line}<polygon points="{x},{y} {tips[points]}" fill="#555"/>'


def _label(x: int, y: int, steps: Sequence[Step], *, one_line: bool = False) -> Iterator[str]:
    """On a line of its own above a short arrow, or on the track."""
    if one_line:
        words = " · ".join(said(step) for step in steps)
        wide = sum(13 if ord(c) > 0x2E80 else 7 for c in words) + 10
        yield f'<rect x="{x - wide // 2}" y="{y - 10}" width="{wide}" height="20" fill="#fff"/>'
        yield _text(x, y + 5, words, 13)
        return
    for n, step in enumerate(reversed(steps)):
        yield _text(x, y - 26 - 36 * n, STEP_WORDS[step], 13)
        yield _text(x, y - 9 - 36 * n, step.replace("_", " "), 12)


def _text(x: int, y: int, words: str, size: int, *, anchor: str = "middle", bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}"{weight} fill="#222">{escape(words)}</text>'


def drawn() -> str:
    return Drawing(STEPS).svg()


if __name__ == "__main__":
    DRAWING.write_text(drawn(), "utf-8")
