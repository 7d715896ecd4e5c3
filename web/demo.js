// Five phones side by side, or one at a time under tabs where there is no room.

import { make } from "./dom.js";
import { language, say } from "./words.js";

const NEWS = 1400; // ms a phone glows when somebody writes to it
const phones = new Map();
const { title } = document;
let unread = 0;
const byId = (id) => document.getElementById(id);

function phone({ slot, label, name }) {
  const title = say("phone_of", { name, label });
  const frame = make("iframe", { src: `/?slot=${slot}`, title, allow: "camera; microphone; geolocation; clipboard-write" });
  const alone = make("a", { href: `/?slot=${slot}`, target: "_blank", rel: "noopener" }, say("alone"));
  const caption = make("figcaption", {}, make("span", { className: "role" }, label), make("span", { className: "who" }, name), alone);
  return make("figure", { className: "phone", id: `phone-${slot}`, role: "tabpanel", "aria-label": title }, caption, make("div", { className: "case" }, frame));
}

function tab({ slot, label, name }) {
  const button = make("button", { type: "button", role: "tab", id: `tab-${slot}`, "aria-controls": `phone-${slot}`, onclick: () => choose(String(slot)) }, label, make("br"), name);
  button.onkeydown = (event) => {
    const next = { ArrowRight: button.nextElementSibling, ArrowLeft: button.previousElementSibling }[event.key];
    next?.focus();
    next?.click();
  };
  return button;
}

function choose(slot) {
  for (const [key, { figure, button }] of phones) {
    figure.classList.toggle("chosen", key === slot);
    button.setAttribute("aria-selected", String(key === slot));
    button.tabIndex = key === slot ? 0 : -1;
  }
  phones.get(slot).button.classList.remove("news");
}

/** The chats tell when somebody wrote to them, so that one can watch the loop move. */
function news(slot) {
  const shown = phones.get(slot);
  if (!shown) return;
  if (document.hidden) count(unread + 1);
  if (!shown.figure.classList.contains("chosen")) shown.button.classList.add("news");
  shown.figure.classList.add("news");
  clearTimeout(shown.timer);
  shown.timer = setTimeout(() => shown.figure.classList.remove("news"), NEWS);
}

/** In the tab's name, for as long as nobody looks. */
function count(news) {
  unread = news;
  document.title = unread ? `(${unread}) ${title}` : title;
}

async function otherLanguage() {
  const other = language() === "en" ? "zh_CN" : "en";
  await fetch(`/demo/language?language=${other}`, { method: "POST" });
  location.search = `?language=${other}`;
}

function words() {
  byId("hint").textContent = say("hint");
  byId("made-up").textContent = say("made_up");
  byId("tabs").setAttribute("aria-label", say("phones"));
  byId("language").textContent = say("other_language");
  byId("language").onclick = otherLanguage;
}

async function begin() {
  words();
  const answer = await fetch(`/demo/seats?language=${language().replace("-", "_")}`);
  const { seats, speed } = await answer.json();
  byId("speed").hidden = speed === 1;
  byId("speed").textContent = say("speed", { n: speed });
  for (const seat of seats) {
    const pair = { figure: phone(seat), button: tab(seat), timer: 0 };
    phones.set(String(seat.slot), pair);
    byId("phones").append(pair.figure);
    byId("tabs").append(pair.button);
  }
  choose(String(seats[0].slot));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) count(0); });
  addEventListener("message", (event) => {
    if (event.origin === location.origin && event.data?.sidan === "news") news(event.data.slot);
  });
}

await begin();
