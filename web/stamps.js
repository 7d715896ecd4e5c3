// Times between the messages, as WeChat shows them: none for five minutes, and only as much as is needed.

import { make } from "./dom.js";
import { language } from "./words.js";

const GAP = 300;
const DAY = 86400;

/** "14:05", "yesterday 14:05", "Monday 14:05", "November 21, 14:05". newest: the latest moment in the chat. */
export function moment(at, newest) {
  const now = new Date(Math.max(Date.now(), newest * 1000));
  const then = new Date(at * 1000);
  const days = Math.round((midnight(now) - midnight(then)) / DAY / 1000);
  const time = new Intl.DateTimeFormat(language(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(then);
  if (days <= 0) return time;
  if (days === 1) return `${new Intl.RelativeTimeFormat(language(), { numeric: "auto" }).format(-1, "day")} ${time}`;
  return `${new Intl.DateTimeFormat(language(), form(days, now, then)).format(then)} ${time}`;
}

function form(days, now, then) {
  if (days < 7) return { weekday: "long" };
  return { month: "long", day: "numeric", year: now.getFullYear() === then.getFullYear() ? undefined : "numeric" };
}

function midnight(moment) {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate());
}

/** Give this row a time, or take it away, by what stands before it. */
export function stamp(row, newest) {
  row.querySelector(":scope > .stamp")?.remove();
  const before = row.previousElementSibling?.message?.at;
  const { at } = row.message;
  if (before !== undefined && at - before < GAP) return;
  row.prepend(make("time", { className: "stamp", dateTime: new Date(at * 1000).toISOString() }, moment(at, newest)));
}
