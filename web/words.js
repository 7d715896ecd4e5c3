// The words of the page, in the person's language.

const kept = document.getElementById("words");
let words = JSON.parse(kept.textContent);

/** "Photo {n}" with {n: 2} is "Photo 2". */
export function say(name, values = {}) {
  return (words[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

export function language() {
  return document.documentElement.lang;
}

/** Take over another language: everything marked in the page says its words anew. */
export function speak(newWords, newLanguage) {
  words = newWords;
  document.documentElement.lang = newLanguage.replace("_", "-");
  apply(document);
}

export function apply(root) {
  for (const element of root.querySelectorAll("[data-word]")) element.textContent = say(element.dataset.word);
  for (const element of root.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
  for (const element of root.querySelectorAll("[data-placeholder]")) element.placeholder = say(element.dataset.placeholder);
}
