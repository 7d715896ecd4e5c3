// What opens above the chat: the choices for one message, and a picture in full.

import { byId, icon, make } from "./dom.js";
import { say } from "./words.js";

const LONG = 500; // ms of a press that means "more"

/** choices: [{icon, word, run}]; resolves once the sheet is closed. */
export function offer(choices) {
  const sheet = byId("sheet");
  const before = document.activeElement;
  const button = ({ icon: name, word, run }) => make("button", { type: "button", onclick: () => { sheet.close(); run?.(); } }, name ? icon(name) : null, say(word));
  sheet.replaceChildren(...[...choices, { word: "cancel" }].map(button));
  sheet.onclick = (event) => { if (event.target === sheet) sheet.close(); };
  sheet.onclose = () => { if (document.activeElement === document.body) before?.focus?.({ preventScroll: true }); };
  sheet.showModal();
}

export function enlarge(image) {
  const viewer = byId("viewer");
  const large = viewer.querySelector("img");
  large.src = image.src;
  large.alt = image.alt;
  viewer.onclick = () => viewer.close();
  viewer.onclose = () => large.removeAttribute("src");
  viewer.showModal();
}

/** run(row) when a finger (or the mouse) rests on a message, or Enter is pressed on it. */
export function onLongPress(area, run) {
  let timer = 0;
  const stop = () => clearTimeout(timer);
  area.addEventListener("pointerdown", (event) => {
    stop();
    const row = event.target.closest(".bubble")?.closest(".row");
    if (row && event.isPrimary) timer = setTimeout(() => run(row), LONG);
  });
  for (const name of ["pointerup", "pointercancel", "pointermove", "scroll"]) area.addEventListener(name, stop, { passive: true });
  area.addEventListener("contextmenu", (event) => { if (event.pointerType === "touch" && event.target.closest(".bubble")) event.preventDefault(); });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.classList.contains("row")) { event.preventDefault(); run(event.target); }
  });
}
