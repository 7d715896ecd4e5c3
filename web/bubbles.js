// What one message looks like.

import { icon, linked, make } from "./dom.js";
import { say } from "./words.js";

const SPEAKER = { me: "me", bot: "desk", note: "note" };

/** A row of the chat. What is tapped in it bubbles up as a click on an element with data-act. */
export function row(message) {
  const from = message.from in SPEAKER ? message.from : "note";
  const element = make("div", { className: `row ${from}${message.card ? " card" : ""}`, tabIndex: -1 });
  element.dataset.key = message.key;
  element.message = message;
  if (from === "note") {
    element.append(speaker(from), make("p", { className: "text" }, message.text));
    return element;
  }
  element.append(icon(from === "me" ? "me" : "desk", "avatar"), body(message, from));
  if (message.place) element.append(replyButton());
  return element;
}

function body(message, from) {
  const parts = make("div", { className: "body" }, speaker(from));
  const words = bubble(message);
  if (words) parts.append(words);
  if (message.photos?.length) (message.card && words ? words : parts).append(photos(message.photos));
  if (message.buttons?.length) parts.append(chips(message.buttons));
  return parts;
}

function speaker(from) {
  const words = make("span", { className: "sr" });
  words.dataset.word = SPEAKER[from];
  words.textContent = say(SPEAKER[from]);
  return words;
}

function bubble(message) {
  const parts = [];
  if (message.quote) parts.push(make("p", { className: "quote" }, message.quote));
  if (message.text) parts.push(text(message));
  if (message.location) parts.push(place(message.location));
  if (message.voice) parts.push(voice(message.voice));
  return parts.length ? make("div", { className: "bubble" }, ...parts) : null;
}

/** A card begins with its heading. */
function text({ text: words, card }) {
  const end = card ? (words + "\n").indexOf("\n") : 0;
  const heading = end ? make("strong", {}, ...linked(words.slice(0, end))) : null;
  return make("p", { className: "text" }, heading, ...linked(words.slice(end)));
}

function place([lat, lon]) {
  const words = make("span", {}, say("my_location"));
  words.dataset.word = "my_location";
  return make("p", { className: "text place", title: `${lat.toFixed(5)}, ${lon.toFixed(5)}` }, icon("location"), words);
}

function voice(address) {
  return make("audio", { controls: true, preload: "metadata", src: address, "aria-label": say("voice_message") });
}

function photos(addresses) {
  const shown = addresses.map((address, n) => {
    const label = say("photo_of", { n: n + 1, count: addresses.length });
    const image = make("img", { src: address, alt: label, loading: "lazy", decoding: "async" });
    const button = make("button", { type: "button", "aria-label": `${label}: ${say("open_photo")}` }, image);
    button.dataset.act = "photo";
    return button;
  });
  return make("div", { className: "photos" }, ...shown);
}

function chips(rows) {
  const group = make("div", { className: "chips", role: "group" });
  for (const labels of rows) {
    const line = make("div");
    for (const { label, data } of labels) {
      const chip = make("button", { type: "button", "aria-pressed": "false" }, label);
      chip.dataset.act = "chip";
      chip.dataset.data = data;
      line.append(chip);
    }
    group.append(line);
  }
  return group;
}

/** For the mouse, where there is room: keys reach the same through Enter, everybody else by a long press. */
function replyButton() {
  const button = make("button", { type: "button", className: "reply-to", tabIndex: -1, "aria-hidden": "true" }, say("reply"));
  button.dataset.act = "reply";
  button.dataset.word = "reply";
  return button;
}

/** While a tap is on its way: it shows as chosen, its neighbours wait. */
export function choose(element, data, waiting) {
  for (const chip of element.querySelectorAll("[data-act=chip]")) {
    chip.disabled = waiting && chip.dataset.data !== data;
    chip.setAttribute("aria-pressed", String(chip.dataset.data === data));
  }
}
