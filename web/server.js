// Talking to the server: every request names the slot and the language of the page.

import { language } from "./words.js";

export const slot = /^\d$/.test(new URLSearchParams(location.search).get("slot") ?? "") ? new URLSearchParams(location.search).get("slot") : "0";

/** The server, or the way there, is in trouble: the same request is right again later. */
export class Later extends Error {
  constructor(sentence, seconds) {
    super(sentence);
    this.seconds = seconds;
  }
}

/** The server will never take this; the message is its sentence. */
export class Refused extends Error {}

/** The server does not know this browser (any more). */
export class Unknown extends Error {}

export function address(path, values = {}) {
  return `${path}?${new URLSearchParams({ slot, language: language().replace("-", "_"), ...values })}`;
}

export async function get(path, values) {
  return answer(fetch(address(path, values), { cache: "no-store", signal: within(20) }));
}

export async function post(path, body, seconds = 20) {
  const headers = { "content-type": typeof body === "string" ? "application/json" : "application/octet-stream" };
  return answer(fetch(address(path), { method: "POST", headers, body, signal: within(seconds) }));
}

/** Phones of many years ago wait as long as their network does. */
function within(seconds) {
  return AbortSignal.timeout?.(seconds * 1000);
}

async function answer(request) {
  let response;
  let content;
  try {
    response = await request;
    content = await response.json();
  } catch {
    throw new Later("", 0); // no network, or something between us that is not our server
  }
  if (response.ok) return content;
  if (response.status === 401) throw new Unknown(content.error);
  if (response.status === 429 || response.status >= 500) throw new Later(content.error ?? "", Number(response.headers.get("retry-after")));
  throw new Refused(content.error ?? "");
}
