// What the server tells us, for as long as the page is open: it connects again by itself and asks for what it missed.

import { address } from "./server.js";

const DEAF = 40_000; // ms without a sign of life (the server gives one every 15 s) after which a connection is dead
const SLOWEST = 15_000;

export class Stream {
  #source = null;
  #seen = null;
  #tries = 0;
  #timer = 0;
  #heard = 0;
  #stopped = true;
  #hearers;

  /** hearers: message, start, ready, words, elsewhere, connected, lost, renew: each is a function. */
  constructor(hearers) {
    this.#hearers = hearers;
    setInterval(() => this.#check(), 10_000);
    addEventListener("online", () => this.hurry());
    addEventListener("pagehide", () => this.#close());
    addEventListener("pageshow", () => this.hurry());
    document.addEventListener("visibilitychange", () => this.#look());
  }

  get connected() { return this.#source?.readyState === EventSource.OPEN; }

  /** From the start of the chat, or from where we were. */
  open(anew = false) {
    if (anew) this.#seen = null;
    this.#stopped = false;
    this.#connect();
  }

  hurry() {
    if (this.#stopped || this.connected) return;
    this.#tries = 0;
    this.#connect();
  }

  #connect() {
    this.#close();
    const source = new EventSource(address("/chat/events", this.#seen === null ? {} : { after: this.#seen }));
    this.#source = source;
    this.#heard = Date.now();
    source.onopen = () => { this.#tries = 0; this.#hearers.connected(); };
    source.onerror = () => this.#lost();
    source.onmessage = (event) => this.#hear(event, "message");
    for (const name of ["start", "ready", "words", "beat"]) source.addEventListener(name, (event) => this.#hear(event, name));
    source.addEventListener("elsewhere", () => { this.#stopped = true; this.#close(); this.#hearers.elsewhere(); });
  }

  #hear(event, name) {
    this.#heard = Date.now();
    this.#hearers[name]?.(JSON.parse(event.data));
    if (event.lastEventId) this.#seen = event.lastEventId;
  }

  /** The browser would try again too, but gives up for good on a 503. */
  #lost() {
    this.#close();
    this.#hearers.lost();
    this.#tries += 1;
    if (this.#tries % 3 === 0) this.#hearers.renew(); // perhaps it no longer knows us
    const pause = Math.min(SLOWEST, 500 * 2 ** this.#tries) * (0.7 + 0.6 * Math.random());
    this.#timer = setTimeout(() => this.#connect(), pause);
  }

  #close() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #check() {
    if (this.#source && Date.now() - this.#heard > DEAF) this.#lost();
  }

  /** Four phones in a hidden tab would use up the six connections that a browser opens to one server. */
  #look() {
    if (document.hidden && parent !== window) this.#close();
    else if (!document.hidden) { this.#check(); this.hurry(); }
  }
}
