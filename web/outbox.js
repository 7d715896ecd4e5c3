// Nothing said is lost: every message is kept here, under an id of its own, until the server has it.

import { Later, Refused, Unknown, post } from "./server.js";
import { allUnder, dropFile, forget, forgetOld, openFile, remember } from "./store.js";
import { say } from "./words.js";

const ECHO = 4000; // ms
const SLOWEST = 30; // seconds between tries while the page is open; the network coming back is faster

export class Outbox {
  #items = [];
  #prefix = "";
  #busy = false;
  #tries = 0;
  #timer = 0;
  #shown;
  #renew;

  /** shown(items) draws what waits; renew() is asked when the server does not know us. */
  constructor(shown, renew) {
    this.#shown = shown;
    this.#renew = renew;
  }

  get items() { return this.#items; }

  /** Take up what an earlier visit of this session left behind. */
  open(session) {
    this.#prefix = `sidan:${session}:`;
    forgetOld("sidan:");
    const left = allUnder(this.#prefix).filter((kept) => !this.#items.some((item) => item.id === kept.id));
    for (const item of this.#items) this.#keep(item); // said before we knew who we are
    this.#items = [...left, ...this.#items].sort((a, b) => a.at - b.at);
    this.#changed();
  }

  add(item) {
    const kept = { photos: [], ...item, id: newId(), at: Date.now() + this.#items.length };
    this.#items.push(kept);
    this.#keep(kept);
    this.#changed();
  }

  /** The server has shown it to us: it is there, whatever became of the answer to our request. */
  settle(id) {
    const item = this.#items.find((one) => one.id === id);
    if (item) this.discard(item);
  }

  /** It stays in sight until the chat shows it, a moment later: nothing flickers. */
  #arrived(item) {
    item.sent = true;
    forget(item.name);
    setTimeout(() => this.discard(item), item.start ? 0 : ECHO);
    this.#shown(this.#items);
  }

  discard(item) {
    if (!this.#items.includes(item)) return;
    this.#items = this.#items.filter((one) => one !== item);
    forget(item.name);
    for (const file of [...item.photos, item.voice]) if (file?.file) dropFile(file.file);
    this.#changed();
  }

  retry(item) {
    item.refused = undefined;
    this.#changed();
    this.hurry();
  }

  /** Now rather than later: the network is back, or somebody tapped. */
  hurry() {
    clearTimeout(this.#timer);
    this.#tries = 0;
    this.#work();
  }

  #keep(item) {
    if (!this.#prefix) return;
    if (item.name && !item.name.startsWith(this.#prefix)) forget(item.name);
    item.name = this.#prefix + item.id;
    remember(item.name, item);
  }

  #changed() {
    this.#shown(this.#items);
    if (!this.#timer) queueMicrotask(() => this.#work());
  }

  /** One at a time, in the order in which they were said. */
  async #work() {
    if (this.#busy || !this.#prefix) return;
    this.#busy = true;
    this.#timer = 0;
    try {
      for (let item = this.#next(); item; item = this.#next()) {
        if (!(await this.#deliver(item))) break;
      }
    } finally {
      this.#busy = false;
    }
  }

  #next() {
    return this.#items.find((item) => !item.refused && !item.sent);
  }

  async #deliver(item) {
    try {
      await this.#upload(item);
      await post("/chat/say", JSON.stringify(letter(item)));
      this.#tries = 0;
      this.#arrived(item);
      return true;
    } catch (trouble) {
      return this.#handle(item, trouble);
    }
  }

  async #handle(item, trouble) {
    if (trouble instanceof Refused) {
      item.refused = trouble.message || say("failed");
      this.#keep(item);
      this.#shown(this.#items);
      return true;
    }
    if (trouble instanceof Unknown && this.#tries === 0) {
      this.#tries += 1;
      return this.#renew().then(() => true, () => this.#wait(item, trouble));
    }
    if (trouble instanceof Later || trouble instanceof Unknown) return this.#wait(item, trouble);
    throw trouble;
  }

  #wait(item, trouble) {
    this.#tries += 1;
    item.waiting = trouble.message || say("waiting");
    this.#shown(this.#items);
    const seconds = trouble.seconds || Math.min(SLOWEST, 2 ** this.#tries);
    this.#timer = setTimeout(() => this.#work(), seconds * 1000);
    return false;
  }

  /** Pictures and recordings first; each only once. */
  async #upload(item) {
    for (const file of [...item.photos, item.voice]) {
      if (!file || file.media) continue;
      const blob = await openFile(file.file);
      if (!blob) throw new Refused(say("photo_lost"));
      const { media } = await post(file === item.voice ? "/chat/voice" : "/chat/photo", blob, 180);
      file.media = media;
      this.#keep(item);
    }
  }
}

/** Not crypto.randomUUID: a page on plain http in the house's own network does not have it. */
export function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function letter({ id, text, button, ref, start, photos, voice, location, reply_to }) {
  return { id, text, button, ref, start, photos: photos.map((photo) => photo.media), voice: voice?.media, location, reply_to };
}
