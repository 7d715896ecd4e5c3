// The chat page: puts the parts together.

import { choose } from "./bubbles.js";
import { Compose } from "./compose.js";
import { byId } from "./dom.js";
import { fitAboveKeyboard } from "./keyboard.js";
import { Log } from "./log.js";
import { Outbox } from "./outbox.js";
import { Pending } from "./pending.js";
import { get, slot } from "./server.js";
import { enlarge, offer, onLongPress } from "./sheet.js";
import { liveIn } from "./stamps.js";
import { recall, remember } from "./store.js";
import { Stream } from "./stream.js";
import { apply, say, speak } from "./words.js";

const log = new Log();
const pending = new Pending({ retry: (item) => outbox.retry(item), discard: (item) => outbox.discard(item), edit });
const outbox = new Outbox((items) => { log.stay(() => pending.draw(items)); release(items); greet(); }, hello);
const compose = new Compose(send, toast);
const stream = new Stream({ message: hear, start, ready, beat, words, elsewhere, connected, lost, renew: () => hello().catch(() => undefined) });
let unread = 0;
let title = document.title;

function send(item) {
  outbox.add(item);
  log.toEnd();
}

function edit(item) {
  outbox.discard(item);
  compose.write(item.text);
  byId("text").focus();
}

// --- what comes in

async function hello() {
  const greeting = await get("/chat/hello");
  liveIn(greeting.timezone);
  words(greeting);
  outbox.open(greeting.session);
  compose.open(greeting.session);
  if (hello.session && hello.session !== greeting.session) { log.clear(); stream.open(true); }
  hello.session = greeting.session;
}

function words(greeting) {
  speak(greeting.words, greeting.language);
  title = greeting.title;
  byId("title").textContent = title;
  badge();
  log.restamp();
}

function start({ more }) {
  log.clear();
  byId("earlier").hidden = !more;
}

function ready() {
  log.ready();
  greet();
}

/** The server has told everything. */
function beat() {
  if (!document.hidden) log.seen();
}

function look() {
  if (document.hidden) return log.leave();
  unread = 0;
  badge();
  if (stream.connected) log.seen();
}

function hear(message) {
  if (message.key.startsWith("me:")) outbox.settle(message.key.slice(3));
  const isNew = log.put(message);
  greet();
  if (log.loading || !isNew || message.from === "me") return;
  if (document.hidden && message.alert !== false) { unread += 1; badge(); }
  if (parent !== window) parent.postMessage({ sidan: "news", slot }, location.origin);
}

function greet() {
  byId("welcome").hidden = !log.empty || log.loading || outbox.items.length > 0;
}

function badge() {
  document.title = unread ? `(${unread}) ${title}` : title;
}

// --- the connection, in words

let warning = 0; // a hiccup is not worth a word

function lost() {
  warning ||= setTimeout(() => banner("offline"), navigator.onLine ? 2500 : 0);
}

function connected() {
  clearTimeout(warning);
  warning = 0;
  if (byId("banner").dataset.says === "offline") {
    banner("back_online");
    setTimeout(() => { if (byId("banner").dataset.says === "back_online") banner(""); }, 2000);
  } else {
    banner("");
  }
  outbox.hurry();
}

function elsewhere() {
  banner("elsewhere");
}

function banner(name) {
  const element = byId("banner");
  element.dataset.says = name;
  element.firstElementChild.textContent = name && say(name);
  element.lastElementChild.hidden = name !== "elsewhere";
}

function toast(sentence) {
  byId("toast").textContent = sentence;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { byId("toast").textContent = ""; }, 1500 + sentence.length * 120);
}

// --- what is tapped in a message

const ACTS = {
  photo: (button) => enlarge(button.querySelector("img")),
  reply: (button) => compose.replyTo(button.closest(".row").message),
  chip: tap,
};

function tap(chip) {
  const row = chip.closest(".row");
  if (outbox.items.some((item) => item.ref === row.dataset.key && !item.refused && !item.sent)) return;
  choose(row, chip.dataset.data, true);
  send({ button: chip.dataset.data, ref: row.dataset.key, label: chip.textContent });
}

/** Chips whose tap has arrived, or was refused, can be tapped again. */
function release(items) {
  const held = new Set(items.filter((item) => item.button && !item.refused && !item.sent).map((item) => item.ref));
  for (const chip of document.querySelectorAll("#log [data-act=chip]:disabled")) {
    if (!held.has(chip.closest(".row").dataset.key)) chip.disabled = false;
  }
}

function more(row) {
  const { message } = row;
  offer([
    { icon: "reply", word: "reply", run: () => compose.replyTo(message) },
    message.text && { icon: "copy", word: "copy", run: () => navigator.clipboard?.writeText(message.text).then(() => toast(say("copied"))) },
  ].filter(Boolean));
}

async function earlier() {
  const button = byId("earlier");
  button.disabled = true;
  try {
    const { messages, more: further } = await get("/chat/earlier", { before: log.first.place });
    log.putAbove(messages);
    button.hidden = !further;
  } catch {
    toast(say("offline"));
  } finally {
    button.disabled = false;
  }
}

function enlargeText(large) {
  document.documentElement.dataset.size = large ? "large" : "normal";
  byId("large").setAttribute("aria-pressed", String(large));
  remember("sidan-large", large);
}

function listen() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button) ACTS[button.dataset.act](button);
  });
  document.addEventListener("visibilitychange", look);
  addEventListener("online", () => outbox.hurry());
  onLongPress(byId("log"), more);
  byId("earlier").onclick = earlier;
  byId("large").onclick = () => enlargeText(byId("large").getAttribute("aria-pressed") !== "true");
  byId("banner").lastElementChild.onclick = () => { banner(""); stream.open(); };
}

/** The link that opened the chat speaks first; once it is kept it leaves the address bar. */
function takeLink() {
  const here = new URL(location.href);
  const payload = here.searchParams.get("start");
  if (!payload) return;
  outbox.add({ start: payload });
  here.searchParams.delete("start");
  history.replaceState(null, "", here);
}

async function begin() {
  for (let pause = 1; ; pause = Math.min(15, pause * 2)) {
    try {
      return await hello();
    } catch {
      lost();
      await new Promise((resolve) => { setTimeout(resolve, pause * 1000); addEventListener("online", resolve, { once: true }); });
    }
  }
}

apply(document);
enlargeText(recall("sidan-large") === true);
listen();
fitAboveKeyboard();
await begin();
takeLink();
stream.open(true);
