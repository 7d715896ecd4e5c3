// Small tools to build what the page shows, without ever parsing text as markup.

/** make("button", {className: "x", onclick: f}, child, "text") */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

export function icon(name, className = "") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.setAttribute("aria-hidden", "true");
  if (className) svg.setAttribute("class", className);
  svg.append(use);
  return svg;
}

export const byId = (id) => document.getElementById(id);

const LINK = /https?:\/\/[^\s<>"'，。；！？、）】》]+[^\s<>"'，。；！？、）】》.,;:!?)]|\b1[3-9]\d{9}\b|\b0\d{2,3}-\d{7,8}\b/g;
const EMERGENCY = /\b(?:110|119|120|122)\b/g;
const CALLING = /拨|打|\bcall\b|\bdial\b/i;

/** Text whose links can be followed and whose telephone numbers can be tapped. */
export function linked(text) {
  const found = [...text.matchAll(LINK), ...(CALLING.test(text) ? text.matchAll(EMERGENCY) : [])];
  found.sort((a, b) => a.index - b.index);
  const pieces = [];
  let at = 0;
  for (const match of found) {
    if (match.index < at) continue;
    pieces.push(text.slice(at, match.index), link(match[0]));
    at = match.index + match[0].length;
  }
  return [...pieces, text.slice(at)];
}

function link(text) {
  if (!text.startsWith("http")) return make("a", { href: `tel:${text}` }, text);
  return make("a", { href: text, target: "_blank", rel: "noopener noreferrer" }, text);
}
