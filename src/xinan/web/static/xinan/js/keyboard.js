import { INBOX_KEYS } from "./inbox.js";

// Single-key shortcuts. They can be switched off (WCAG 2.1.4): speech input would set them off by accident.
const typing = (element) => element?.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

function enabled() {
  try { return localStorage.getItem("xinan-keys") !== "off"; } catch { return true; }
}

function move(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const here = rows.findIndex((row) => row.classList.contains("is-here"));
  const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + step, 0), rows.length - 1);
  rows.forEach((row, index) => row.classList.toggle("is-here", index === next));
  const link = rows[next].querySelector("[data-row-link]") ?? rows[next];
  link.focus({ preventScroll: true });
  rows[next].scrollIntoView({ block: "nearest" });
}

function openDays() {
  const box = document.querySelector("[data-as-of]");
  if (!box) return;
  box.open = true;
  box.querySelector("input[type=date]")?.focus();
}

let going = 0;
const ACTS = {
  j: () => move(1),
  k: () => move(-1),
  "/": () => document.querySelector("[data-search]")?.focus(),
  d: () => openDays(),
  "?": () => document.getElementById("help")?.showModal(),
};

// What single keys do on this page, besides what they do on every page.
const acts = () => (document.getElementById("inbox") ? { ...INBOX_KEYS, ...ACTS } : ACTS);

// Where g and another key lead follows from the side bar.
function listPlaces() {
  const box = document.querySelector("[data-go-list]");
  if (!box) return;
  for (const link of document.querySelectorAll("[data-go]")) {
    const [keys, name] = [document.createElement("dt"), document.createElement("dd")];
    keys.append(...["g", link.dataset.go].flatMap((key) => [Object.assign(document.createElement("kbd"), { textContent: key }), " "]));
    name.textContent = link.textContent.trim();
    box.append(keys, name);
  }
}

function go(key) {
  const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
  if (link) window.location.assign(link.href);
}

export function startKeyboard() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && typing(document.activeElement)) document.activeElement.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector("dialog[open]") || !enabled()) return;
    if (going && Date.now() - going < 1200) { going = 0; go(event.key); return; }
    if (event.key === "g") { going = Date.now(); return; }
    const act = acts()[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-keys-on]")) return;
    try { localStorage.setItem("xinan-keys", event.target.checked ? "on" : "off"); } catch { /* lasts for this page */ }
  });
  listPlaces();
  const box = document.querySelector("[data-keys-on]");
  if (box) box.checked = enabled();
}
