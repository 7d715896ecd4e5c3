// What is on its way: below everything else, each with its state in words.

import { row } from "./bubbles.js";
import { byId, make } from "./dom.js";
import { openFile } from "./store.js";
import { say } from "./words.js";

const previews = new Map();

export class Pending {
  #place = byId("pending");
  #rows = new Map();
  #acts;

  /** acts: retry(item), edit(item), discard(item). */
  constructor(acts) {
    this.#acts = acts;
  }

  draw(items) {
    const shown = items.filter((item) => !item.start || item.refused);
    for (const [id, element] of this.#rows) if (!shown.some((item) => item.id === id)) this.#drop(id, element);
    for (const item of shown) {
      if (!this.#rows.has(item.id)) this.#add(item);
      this.#state(item);
    }
  }

  #add(item) {
    const element = row(bubble(item));
    this.#rows.set(item.id, element);
    this.#place.append(element);
    this.#show(item, element);
  }

  #drop(id, element) {
    element.remove();
    this.#rows.delete(id);
    for (const url of previews.get(id) ?? []) URL.revokeObjectURL(url);
    previews.delete(id);
  }

  /** Pictures and recordings that lie in the browser. */
  async #show(item, element) {
    const files = [...item.photos, item.voice].filter((file) => file?.file);
    if (!files.length) return;
    const blobs = await Promise.all(files.map((file) => openFile(file.file)));
    if (!this.#rows.has(item.id)) return;
    const urls = blobs.map((blob) => (blob ? URL.createObjectURL(blob) : ""));
    previews.set(item.id, urls);
    const photos = item.photos.length ? urls.slice(0, item.photos.length) : [];
    const fresh = row({ ...bubble(item), photos, voice: item.voice ? urls.at(-1) : null });
    element.querySelector(".body").replaceWith(fresh.querySelector(".body"));
    this.#state(item);
  }

  #state(item) {
    const element = this.#rows.get(item.id);
    element.querySelector(".state")?.remove();
    if (item.sent) return;
    element.querySelector(".body").append(item.refused ? this.#refused(item) : this.#waiting(item));
  }

  #waiting(item) {
    if (!item.waiting) return make("div", { className: "state" }, make("i"), make("span", { className: "sr" }, say("sending")));
    const again = make("button", { type: "button", onclick: () => this.#acts.retry(item) }, say("retry"));
    return make("div", { className: "state" }, make("span", {}, item.waiting), again);
  }

  #refused(item) {
    const act = (name, run) => make("button", { type: "button", onclick: () => run(item) }, say(name));
    const buttons = [act("retry", this.#acts.retry), item.text ? act("edit", this.#acts.edit) : null, act("discard", this.#acts.discard)];
    return make("div", { className: "state bad", role: "alert" }, make("span", {}, item.refused), ...buttons);
  }
}

function bubble(item) {
  return {
    key: `me:${item.id}`,
    from: "me",
    text: item.label ?? item.text ?? "",
    quote: item.quote?.slice(0, 80),
    location: item.location,
    at: Math.floor(item.at / 1000),
  };
}
