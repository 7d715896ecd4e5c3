// What the server tells us, for as long as the page is in sight: it connects again by itself and asks for what it missed.

import { address } from "./server.js";

const DEAF = 40_000; // ms without a sign of life (the server gives one every 15 s) after which a connection is dead
const SLOWEST = 15_000;
// All tabs of a browser share six connections to a server, and a stream holds one for as long as it lives.
const PATIENCE = 5_000; // ms out of sight after which ours is given back
const GLANCE = 60_000; // ms between short looks at what came since

export class Stream {
  #source = null;
  #seen = null;
  #tries = 0;
  #timer = 0;
  #heard = 0;
  #stopped = true;
  #resting = false;
  #leaving = 0;
  #hearers;

  /** hearers: message, start, ready, beat, words, elsewhere, connected, lost, renew: each is a function. */
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
    if (document.hidden) this.#look();
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
    if (this.#resting && (name === "ready" || name === "beat")) this.#rest(); // that was all there is
  }

  /** The browser would try again too, but gives up for good on a 503. */
  #lost() {
    if (this.#resting) return this.#rest();
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

  /** A frame is in sight when the page around it is. */
  #look() {
    clearTimeout(this.#leaving);
    if (document.hidden) {
      this.#leaving = setTimeout(() => this.#rest(), PATIENCE);
      return;
    }
    this.#resting = false;
    this.#check();
    this.hurry();
  }

  /** Until the next glance. Another page that took the chat over keeps it. */
  #rest() {
    this.#close();
    if (this.#stopped) return;
    this.#resting = true;
    this.#timer = setTimeout(() => this.#connect(), GLANCE);
  }
}
