// The chat so far: messages in the server's order, changed where they stand, and where we are looking.

import { choose, row } from "./bubbles.js";
import { byId, make } from "./dom.js";
import { stamp } from "./stamps.js";
import { say } from "./words.js";

const NEAR = 140; // px from the end within which new messages pull the chat along

export class Log {
  #log = byId("log");
  #scroll = byId("scroll");
  #newest = byId("newest");
  #above = byId("above");
  #rows = new Map();
  #latest = 0;
  #end = true;
  #way = 0;
  #away = false;
  #line = null;
  #changed = "";
  loading = true;

  constructor() {
    this.#newest.onclick = () => this.toEnd("smooth");
    this.#above.onclick = () => this.#toChanged();
    this.#scroll.addEventListener("scroll", () => this.#moved(), { passive: true });
    // The keyboard opens, the text field or the letters grow: stay with the end if we were there.
    const grown = new ResizeObserver(() => {
      this.#way = this.#farthest();
      if (this.#end) this.toEnd();
    });
    for (const part of [this.#scroll, ...this.#scroll.children]) grown.observe(part);
    this.#log.addEventListener("keydown", (event) => this.#walk(event));
  }

  get empty() { return this.#rows.size === 0; }
  get first() { return this.#log.firstElementChild?.message; }
  find(key) { return this.#rows.get(key); }

  /** True for a message that was not here yet. */
  put(message) {
    const follow = this.#near();
    const old = this.#rows.get(message.key);
    const fresh = row(message);
    this.#latest = Math.max(this.#latest, message.at);
    this.#rows.set(message.key, fresh);
    if (old) this.#replace(old, fresh);
    else this.#insert(fresh);
    if (!old && this.#away && !this.loading && message.from !== "me") this.#drawLine(fresh);
    stamp(fresh, this.#latest);
    if (fresh.nextElementSibling) stamp(fresh.nextElementSibling, this.#latest);
    if (old && follow) this.toEnd(); // it may have grown
    if (!this.loading) this.#notice(fresh, Boolean(old), follow);
    return !old;
  }

  /** Older messages come in above without moving what is being read. */
  putAbove(messages) {
    const before = this.#scroll.scrollHeight - this.#scroll.scrollTop;
    this.loading = true;
    for (const message of messages) this.put(message);
    this.loading = false;
    this.#scroll.scrollTop = this.#scroll.scrollHeight - before;
    this.#end = this.#near();
  }

  ready() {
    this.loading = false;
    this.#log.setAttribute("aria-busy", "false");
    this.toEnd();
  }

  clear() {
    this.#rows.clear();
    this.#above.hidden = this.#newest.hidden = true;
    this.#log.replaceChildren();
    this.#log.setAttribute("aria-busy", "true");
    this.loading = true;
  }

  /** Nobody looks any more: what comes from now on stands below a line. */
  leave() {
    this.#away = true;
    this.#line?.remove();
    this.#line = null;
  }

  /** Somebody looks again, and everything is here. */
  seen() {
    this.#away = false;
  }

  restamp() {
    for (const element of this.#log.children) stamp(element, this.#latest);
  }

  /** Whatever run() adds below, who was at the end stays there. */
  stay(run) {
    const follow = this.#near();
    run();
    if (follow) this.toEnd();
  }

  toEnd(behavior = "instant") {
    this.#scroll.scrollTo({ top: this.#scroll.scrollHeight, behavior });
    this.#newest.hidden = true;
    this.#end = true;
  }

  #near() {
    return this.#farthest() - this.#scroll.scrollTop < NEAR;
  }

  #farthest() {
    return this.#scroll.scrollHeight - this.#scroll.clientHeight;
  }

  #insert(fresh) {
    let after = this.#log.lastElementChild;
    while (after && after.message.place > fresh.message.place) after = after.previousElementSibling;
    if (after) after.after(fresh);
    else this.#log.prepend(fresh);
  }

  /** Focus stays where it was: on the same chip, else on the message. */
  #replace(old, fresh) {
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    if (old.message.text === fresh.message.text) keepChosen(old, fresh);
    if (old.contains(this.#line)) fresh.prepend(this.#line);
    old.replaceWith(fresh);
    if (!focused) return;
    const chip = [...fresh.querySelectorAll("[data-act=chip]")].find((one) => one.dataset.data === focused.dataset.data);
    (chip ?? fresh).focus({ preventScroll: true });
  }

  #notice(fresh, changed, follow) {
    fresh.classList.add(changed ? "changed" : "new");
    if (changed) this.#point(fresh);
    else if (follow) this.#follow(fresh);
    else this.#newest.hidden = false;
  }

  /** To the end, but no further than where reading begins. */
  #follow(fresh) {
    this.toEnd();
    const start = (this.#away && this.#line?.closest(".row")) || fresh;
    const top = start.offsetTop - this.#scroll.offsetTop;
    if (top < this.#scroll.scrollTop) this.#scroll.scrollTo({ top, behavior: "instant" });
    this.#end = this.#near();
  }

  #drawLine(row) {
    if (this.#line?.isConnected) return;
    this.#line = make("p", { className: "since" }, say("newest"));
    this.#line.dataset.word = "newest";
    row.prepend(this.#line);
  }

  #moved() {
    // When everything grows the browser scrolls too, to keep its place: that was nobody's wish.
    if (this.#way === this.#farthest()) this.#end = this.#near();
    if (this.#near()) this.#newest.hidden = true;
    const changed = this.#rows.get(this.#changed);
    if (changed && !this.#isAbove(changed)) this.#above.hidden = true;
  }

  #isAbove(row) {
    return row.getBoundingClientRect().bottom < this.#scroll.getBoundingClientRect().top;
  }

  /** A card changed where nobody looks: show the way. */
  #point(row) {
    if (!this.#isAbove(row)) return;
    this.#changed = row.message.key;
    this.#above.hidden = false;
  }

  #toChanged() {
    const row = this.#rows.get(this.#changed);
    this.#above.hidden = true;
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "center" });
    this.#end = this.#near();
  }

  /** With the arrow keys from message to message. */
  #walk(event) {
    const current = event.target.closest?.(".row");
    if (event.target !== this.#log && event.target !== current) return;
    const next = {
      ArrowUp: () => (current ? current.previousElementSibling : this.#log.lastElementChild),
      ArrowDown: () => current?.nextElementSibling,
      Home: () => this.#log.firstElementChild,
      End: () => this.#log.lastElementChild,
    }[event.key];
    if (!next) return;
    event.preventDefault();
    const target = next();
    target?.focus({ preventScroll: true });
    target?.scrollIntoView({ block: "nearest" });
  }
}

function keepChosen(old, fresh) {
  const chosen = old.querySelector("[data-act=chip][aria-pressed=true]");
  if (chosen) choose(fresh, chosen.dataset.data, false);
}
