// What is kept in the browser until the server has it: messages at once, pictures and recordings beside them.

const WEEK = 7 * 86400 * 1000;
const memory = new Map(); // where the browser keeps nothing for us, at least until the page is closed

function local(run, instead) {
  try {
    return run(localStorage);
  } catch {
    return instead;
  }
}

export function remember(name, value) {
  memory.set(name, value);
  local((storage) => storage.setItem(name, JSON.stringify(value)));
}

export function recall(name) {
  const text = local((storage) => storage.getItem(name), null);
  return text === null ? memory.get(name) : JSON.parse(text);
}

export function forget(name) {
  memory.delete(name);
  local((storage) => storage.removeItem(name));
}

/** The values under names that begin so. */
export function allUnder(prefix) {
  const names = local((storage) => Object.keys(storage), []);
  return [...new Set([...names, ...memory.keys()])].filter((name) => name.startsWith(prefix)).map(recall).filter(Boolean);
}

/** Messages of sessions that no longer exist. */
export function forgetOld(prefix) {
  for (const kept of allUnder(prefix)) if (kept.at < Date.now() - WEEK) forget(kept.name);
}

const files = new Map();

function database() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("sidan", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("files");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function onFiles(mode, run) {
  const open = await database();
  try {
    return await new Promise((resolve, reject) => {
      const request = run(open.transaction("files", mode).objectStore("files"));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } finally {
    open.close();
  }
}

export async function keepFile(id, blob) {
  files.set(id, blob);
  await onFiles("readwrite", (store) => store.put(blob, id)).catch(() => undefined);
}

export async function openFile(id) {
  return files.get(id) ?? (await onFiles("readonly", (store) => store.get(id)).catch(() => undefined));
}

export async function dropFile(id) {
  files.delete(id);
  await onFiles("readwrite", (store) => store.delete(id)).catch(() => undefined);
}
