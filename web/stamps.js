// Times between the messages, as WeChat shows them: none for five minutes, and only as much as is needed.

import { make } from "./dom.js";
import { language } from "./words.js";

const GAP = 300;
const DAY = 86400_000; // ms
let zone; // the neighbourhood's; until we know it, and where the browser does not, the browser's own

/** Times are told as on the cards, wherever the browser is. */
export function liveIn(timeZone) {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    zone = timeZone;
  } catch {
    zone = undefined;
  }
}

/** "14:05", "yesterday 14:05", "Monday 14:05", "November 21, 14:05". newest: the latest moment in the chat. */
export function moment(at, newest) {
  const now = new Date(Math.max(Date.now(), newest * 1000));
  const then = new Date(at * 1000);
  const days = (day(now) - day(then)) / DAY;
  const time = told(then, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  if (days <= 0) return time;
  if (days === 1) return `${new Intl.RelativeTimeFormat(language(), { numeric: "auto" }).format(-1, "day")} ${time}`;
  return `${told(then, form(days, now, then))} ${time}`;
}

function form(days, now, then) {
  if (days < 7) return { weekday: "long" };
  return { month: "long", day: "numeric", year: year(now) === year(then) ? undefined : "numeric" };
}

function told(moment, shape, words = language()) {
  return new Intl.DateTimeFormat(words, { ...shape, timeZone: zone }).format(moment);
}

/** The day it is there, as the same day's midnight in UTC: days apart are whole days. */
function day(moment) {
  const [month, date, year] = told(moment, { year: "numeric", month: "numeric", day: "numeric" }, "en-US").split("/");
  return Date.UTC(year, month - 1, date);
}

function year(moment) {
  return new Date(day(moment)).getUTCFullYear();
}

/** Give this row a time, or take it away, by what stands before it. */
export function stamp(row, newest) {
  row.querySelector(":scope > .stamp")?.remove();
  const before = row.previousElementSibling?.message?.at;
  const { at } = row.message;
  if (before !== undefined && at - before < GAP) return;
  row.prepend(make("time", { className: "stamp", dateTime: new Date(at * 1000).toISOString() }, moment(at, newest)));
}
