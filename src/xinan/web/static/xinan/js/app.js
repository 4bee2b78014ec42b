// Behaviour of every page. Listeners sit on the document, so parts that htmx puts in need no set-up of their own.
import { startKeyboard } from "./keyboard.js";
import { startDialogs } from "./dialogs.js";
import { startInbox } from "./inbox.js";

const onClick = (selector, act) =>
  document.addEventListener("click", (event) => {
    const target = event.target.closest?.(selector);
    if (target) act(target, event);
  });

function keep(name, value) {
  try { localStorage.setItem(name, value); } catch { /* private browsing: the choice lasts for this page */ }
}

onClick("[data-theme-switch]", () => {
  const root = document.documentElement;
  const next = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
  root.setAttribute("data-bs-theme", next);
  keep("xinan-theme", next);
  document.dispatchEvent(new CustomEvent("xinan:theme"));
});

function drawer(open) {
  const bar = document.getElementById("side-bar");
  const button = document.querySelector("[data-drawer]");
  if (!bar || !button) return;
  bar.classList.toggle("is-open", open);
  button.setAttribute("aria-expanded", String(open));
  if (open) bar.querySelector("a")?.focus();
  else if (bar.contains(document.activeElement)) button.focus();
}
onClick("[data-drawer]", (_button, event) => { event.stopPropagation(); drawer(true); });
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-drawer]")) return;
  const bar = document.getElementById("side-bar");
  if (bar?.classList.contains("is-open") && !bar.contains(event.target)) drawer(false);
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  drawer(false);
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Ctrl+Enter sends a long form from whichever field one is in.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest?.("form[data-send-by-key]");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
});

// The day picker stands outside the part that filters redraw: it takes along what the address says by now.
function withQuery(asked) {
  const kept = new URLSearchParams(window.location.search);
  kept.delete("as_of");
  kept.delete("page");
  for (const [name, value] of asked) kept.set(name, value);
  return kept.toString();
}
onClick("[data-keep-query] a", (link, event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const target = new URL(link.href);
  target.search = withQuery(target.searchParams);
  window.location.assign(target);
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.closest?.("[data-keep-query]")) return;
  event.preventDefault();
  window.location.assign(`${form.action}?${withQuery(new FormData(form))}`);
});

onClick("[data-print]", () => window.print());
onClick("[data-dismiss]", (button) => button.closest(".xa-toast")?.remove());

export function toast(text, kind = "info") {
  const box = document.createElement("div");
  box.className = `xa-toast is-${kind}`;
  box.setAttribute("role", kind === "error" ? "alert" : "status");
  box.textContent = text;
  document.getElementById("toasts")?.append(box);
  setTimeout(() => box.remove(), 8000);
}
// A view may send HX-Trigger: {"xinan:toast": {"text": …, "kind": …}}.
document.addEventListener("xinan:toast", (event) => toast(event.detail.text, event.detail.kind));

// The line at the top: shown when an answer takes longer than a blink.
let waiting = 0;
let timer = 0;
document.addEventListener("htmx:before:request", () => {
  waiting += 1;
  clearTimeout(timer);
  timer = setTimeout(() => { if (waiting) document.getElementById("loadbar")?.removeAttribute("hidden"); }, 200);
});
document.addEventListener("htmx:finally:request", () => {
  waiting = Math.max(0, waiting - 1);
  if (!waiting) { clearTimeout(timer); document.getElementById("loadbar")?.setAttribute("hidden", ""); }
});
document.addEventListener("htmx:error", () => {
  const text = document.getElementById("failed-text")?.content.textContent.trim();
  if (text) toast(text, "error");
});

// Filters drawn open on a wide screen are folded on a phone, where they would push the list away.
function fold() {
  const narrow = window.matchMedia("(max-width: 61.99rem)").matches;
  for (const box of document.querySelectorAll("details[data-fold]:not([data-folded])")) {
    box.dataset.folded = "";
    box.open = !narrow;
  }
}

// Bars of small tables: widths come from data, not from style attributes in the page.
function bars() {
  for (const bar of document.querySelectorAll("[data-share]:not([data-drawn])")) {
    bar.dataset.drawn = "";
    bar.style.setProperty("--share", `${bar.dataset.share}%`);
  }
}

async function charts() {
  if (!document.querySelector("[data-chart]:not([data-drawn])")) return;
  const { drawCharts } = await import("./charts.js");
  await drawCharts();
}

function refresh() { fold(); bars(); charts(); }
document.addEventListener("htmx:after:swap", refresh);
startKeyboard();
startDialogs();
startInbox();
refresh();
document.documentElement.dataset.ready = "";
