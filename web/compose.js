// Writing: the text field, what is chosen beside it, and the panel of other things to send.

import { byId } from "./dom.js";
import { Pictures } from "./pictures.js";
import { forget, recall, remember } from "./store.js";
import { Voice } from "./voice.js";
import { say } from "./words.js";

const LONGEST = 4000; // characters

export class Compose {
  #text = byId("text");
  #panel = byId("panel");
  #draft = "";
  #replying = null;
  #pictures;
  #voice;
  #send;
  #tell;

  /** send(item) takes a message; tell(sentence) says something in passing. */
  constructor(send, tell) {
    this.#send = send;
    this.#tell = tell;
    this.#pictures = new Pictures(() => this.#changed(), tell);
    this.#voice = new Voice((voice) => this.#give({ voice }), tell);
    this.#listen();
  }

  /** What was half written when the page was left. */
  open(session) {
    this.#draft = `sidan-draft:${session}`;
    if (!this.#text.value) this.write(recall(this.#draft) ?? "");
  }

  write(text) {
    this.#text.value = text;
    this.#changed();
  }

  replyTo(message) {
    this.#replying = message;
    const strip = byId("replying");
    strip.hidden = !message;
    strip.firstElementChild.textContent = message ? `${say("replying")} ${message.text || say("photo")}` : "";
    if (message) this.#text.focus();
  }

  #listen() {
    const form = byId("compose");
    form.onsubmit = (event) => { event.preventDefault(); this.#submit(); };
    this.#text.oninput = () => this.#changed();
    this.#text.onkeydown = (event) => {
      // 229: Enter that chooses a character of an input method, in browsers that do not say isComposing.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.#submit();
    };
    this.#text.onpaste = (event) => {
      const files = [...event.clipboardData.files].filter((file) => file.type.startsWith("image/"));
      if (files.length) { event.preventDefault(); this.#pictures.add(files); }
    };
    byId("more").onclick = () => this.#open(this.#panel.hidden);
    byId("replying").querySelector("button").onclick = () => { this.replyTo(null); this.#text.focus(); };
    this.#panel.onclick = (event) => this.#choose(event.target.closest("button"));
    this.#panel.onkeydown = (event) => { if (event.key === "Escape") { this.#open(false); byId("more").focus(); } };
    for (const id of ["album", "camera"]) byId(id).onchange = (event) => this.#picked(event.target);
  }

  #picked(input) {
    this.#open(false);
    this.#pictures.add([...input.files]);
    input.value = "";
  }

  #choose(button) {
    if (!button) return;
    const { text } = button.dataset;
    if (text) this.#give({ text: say(`${text}_text`) });
    else ({ album: () => byId("album").click(), camera: () => byId("camera").click(), location: () => this.#locate(), voice: () => this.#voice.start() })[button.dataset.do]();
    if (text || button.dataset.do === "voice") this.#open(false);
  }

  #open(open) {
    this.#panel.hidden = !open;
    byId("more").setAttribute("aria-expanded", String(open));
    if (open) this.#panel.querySelector("button").focus();
  }

  #locate() {
    this.#tell(say("finding_location"));
    const failed = () => this.#tell(say("no_location"));
    if (!navigator.geolocation) return failed();
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => { this.#tell(""); this.#open(false); this.#give({ location: [coords.latitude, coords.longitude] }); },
      failed,
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  }

  async #submit() {
    const text = this.#text.value.trim();
    if (text.length > LONGEST || (!text && !this.#pictures.count)) return;
    this.write("");
    const photos = this.#pictures.count ? await this.#pictures.take() : [];
    this.#give({ text, photos });
  }

  #give(item) {
    const reply = this.#replying;
    this.replyTo(null);
    this.#send(reply ? { ...item, reply_to: reply.key, quote: reply.text } : item);
  }

  #changed() {
    const something = Boolean(this.#text.value.trim()) || this.#pictures.count > 0;
    byId("send").hidden = !something;
    byId("more").hidden = something && matchMedia("(max-width: 420px)").matches;
    const over = this.#text.value.trim().length - LONGEST;
    byId("excess").hidden = over <= 0;
    byId("excess").textContent = over > 0 ? say("too_long", { n: over }) : "";
    byId("send").disabled = over > 0;
    this.#grow();
    if (!this.#draft) return;
    if (this.#text.value) remember(this.#draft, this.#text.value);
    else forget(this.#draft);
  }

  /** For browsers without `field-sizing: content`. */
  #grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.#text.style.height = "auto";
    this.#text.style.height = `${this.#text.scrollHeight + 2}px`;
  }
}
