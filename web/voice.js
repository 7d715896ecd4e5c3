// Speaking instead of writing: tap, speak, tap. No button to be held, which shaking hands let go.

import { byId } from "./dom.js";
import { newId } from "./outbox.js";
import { keepFile } from "./store.js";
import { say } from "./words.js";

const LONGEST = 120; // seconds
const KINDS = ["audio/mp4;codecs=mp4a.40.2", "audio/mp4", "audio/webm;codecs=opus", "audio/ogg;codecs=opus"];

export class Voice {
  #form = byId("compose");
  #bar = byId("recording");
  #recorder = null;
  #timer = 0;
  #spoken;
  #tell;

  /** spoken({file}) gets a recording; tell(sentence) says what is wrong. */
  constructor(spoken, tell) {
    this.#spoken = spoken;
    this.#tell = tell;
    byId("mic").onclick = () => this.start();
    byId("voice-cancel").onclick = () => this.#stop(false);
    byId("voice-send").onclick = () => this.#stop(true);
    this.#bar.addEventListener("keydown", (event) => { if (event.key === "Escape") this.#stop(false); });
  }

  async start() {
    if (this.#recorder) return;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const kind = KINDS.find((one) => MediaRecorder.isTypeSupported(one));
      this.#record(new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: 32_000 }));
    } catch {
      this.#tell(say("no_microphone"));
    }
  }

  #record(recorder) {
    const pieces = [];
    const began = Date.now();
    recorder.ondataavailable = (event) => pieces.push(event.data);
    recorder.onstop = () => {
      for (const track of recorder.stream.getTracks()) track.stop();
      if (recorder.wanted) this.#hand(new Blob(pieces, { type: recorder.mimeType }));
    };
    recorder.start();
    this.#recorder = recorder;
    this.#show(true);
    byId("voice-send").focus();
    this.#tick(began);
    this.#timer = setInterval(() => this.#tick(began), 500);
  }

  #tick(began) {
    const seconds = Math.floor((Date.now() - began) / 1000);
    byId("elapsed").textContent = say("recording", { time: `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` });
    if (seconds >= LONGEST) this.#stop(true);
  }

  #stop(wanted) {
    clearInterval(this.#timer);
    if (!this.#recorder) return;
    this.#recorder.wanted = wanted;
    this.#recorder.stop();
    this.#recorder = null;
    this.#show(false);
    byId("mic").focus();
  }

  #show(recording) {
    this.#form.hidden = recording;
    this.#bar.hidden = !recording;
  }

  async #hand(blob) {
    const file = newId();
    await keepFile(file, blob);
    this.#spoken({ file });
  }
}
