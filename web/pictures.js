// The pictures chosen for the next message: made small before they travel, shown until they are sent.

import { byId, icon, make } from "./dom.js";
import { newId } from "./outbox.js";
import { keepFile } from "./store.js";
import { say } from "./words.js";

const MOST = 9;
const SMALL = 1_500_000; // bytes that travel as they are
const LARGEST = 20_000_000;
const SIDE = 2048;

export class Pictures {
  #strip = byId("chosen");
  #chosen = [];
  #changed;
  #tell;

  /** changed() is called when there are more or fewer; tell(sentence) says why one was not taken. */
  constructor(changed, tell) {
    this.#changed = changed;
    this.#tell = tell;
  }

  get count() { return this.#chosen.length; }

  async add(files) {
    for (const file of files) {
      if (this.count >= MOST) return this.#tell(say("too_many_photos"));
      const blob = await smaller(file);
      if (blob.size > LARGEST) this.#tell(say("photo_too_big"));
      else this.#chosen.push({ blob, preview: URL.createObjectURL(blob) });
      this.#draw();
    }
  }

  /** Hand over what was chosen, kept in the browser until it is sent. */
  async take() {
    const taken = this.#chosen.map(({ blob, preview }) => ({ file: newId(), blob, preview }));
    this.#chosen = [];
    this.#draw();
    await Promise.all(taken.map(({ file, blob }) => keepFile(file, blob)));
    return taken.map(({ file, preview }) => ({ file, preview }));
  }

  #draw() {
    this.#strip.hidden = !this.count;
    this.#strip.replaceChildren(...this.#chosen.map((picture, n) => {
      const remove = make("button", { type: "button", "aria-label": say("remove_photo", { n: n + 1 }), onclick: () => this.#remove(picture) }, icon("close"));
      return make("figure", {}, make("img", { src: picture.preview, alt: say("photo_of", { n: n + 1, count: this.count }) }), remove);
    }));
    this.#changed();
  }

  #remove(picture) {
    URL.revokeObjectURL(picture.preview);
    this.#chosen = this.#chosen.filter((one) => one !== picture);
    this.#draw();
    byId("text").focus();
  }
}

/** Phones take pictures of 10 MB; what the server keeps has 1600 pixels a side. A picture we cannot read goes as it is. */
async function smaller(file) {
  if (file.size <= SMALL && /^image\/(jpeg|png|webp|gif)$/.test(file.type)) return file;
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = make("canvas", { width: Math.round(bitmap.width * scale), height: Math.round(bitmap.height * scale) });
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return (await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.86))) ?? file;
  } catch {
    return file;
  }
}
