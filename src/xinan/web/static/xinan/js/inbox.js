// The inbox while it is open: what is selected, and what others change meanwhile.
const INTERVAL = 15000;
const live = () => document.getElementById("live");

// --- selection: kept by project, so that a list drawn anew, or its next page, does not lose it -------------------------
const selected = new Map();

function showSelection() {
  for (const box of document.querySelectorAll("[data-select]")) {
    box.checked = selected.has(box.value);
    box.closest("[data-row]")?.classList.toggle("is-selected", box.checked);
  }
  const bar = document.getElementById("bulk");
  if (!bar) return;
  bar.hidden = selected.size === 0;
  document.body.classList.toggle("has-bulk", !bar.hidden);
  const said = bar.querySelector("[data-selected]");
  said.textContent = said.dataset.text.replace("#", selected.size);
  // Those on other pages of the list go along unseen.
  const here = new Set([...document.querySelectorAll("[data-select]")].map((box) => box.value));
  const others = [...selected.keys()].filter((number) => !here.has(number));
  bar.querySelector("[data-elsewhere]").replaceChildren(...others.map((number) => {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "project", value: number });
    return field;
  }));
}

function select(box) {
  if (box.checked) selected.set(box.value, true);
  else selected.delete(box.value);
  showSelection();
}

function clearSelection() {
  selected.clear();
  showSelection();
}

function selectPage() {
  const boxes = [...document.querySelectorAll("[data-select]")];
  const all = boxes.every((box) => selected.has(box.value));
  for (const box of boxes) {
    if (all) selected.delete(box.value);
    else selected.set(box.value, true);
  }
  showSelection();
}

// --- changes by others ------------------------------------------------------------------------------------------------
let mark = "";
let told = new Map();
let elsewhere = new Set();
let patched = new Set();
let many = false;
let timer = 0;
let pause = INTERVAL;

function arm() {
  const box = live();
  clearTimeout(timer);
  if (!box) return;
  if (box.dataset.mark !== mark) {
    mark = box.dataset.mark;
    told = new Map();
    elsewhere = new Set();
    patched = new Set();
    many = false;
    box.dataset.current = mark;
  }
  timer = setTimeout(poll, pause);
}

function tell(box) {
  const said = [];
  if (patched.size) said.push(box.dataset.patched.replace("#", patched.size));
  if (many) said.push(box.dataset.many);
  else if (elsewhere.size) said.push(box.dataset.others.replace("#", elsewhere.size));
  const text = said.join(document.documentElement.lang.startsWith("zh") ? "，" : ", ");
  if (box.querySelector("[data-live-text]").textContent !== text) box.querySelector("[data-live-text]").textContent = text;
  box.classList.toggle("is-on", said.length > 0);
  box.querySelector("[data-live-show]").hidden = said.length === 0;
}

async function poll() {
  const box = live();
  if (!box) return;
  if (document.visibilityState === "hidden") { timer = setTimeout(poll, pause); return; }
  const began = performance.now();
  try {
    const answer = await fetch(`${box.dataset.changes}?since=${encodeURIComponent(box.dataset.current)}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    await take(box, await answer.json());
    // A server under load is asked less often.
    pause = Math.max(INTERVAL, 60 * (performance.now() - began));
  } catch { pause = Math.min(pause * 2, 8 * INTERVAL); }
  clearTimeout(timer);
  timer = setTimeout(poll, pause);
}

async function take(box, news) {
  if (!box.isConnected) return;
  box.dataset.current = news.mark;
  many ||= news.many;
  const fresh = new Set(news.fresh);
  const here = [];
  for (const [number, event] of Object.entries(news.projects)) {
    if (told.get(number) === event) continue;
    told.set(number, event);
    if (document.getElementById(`row-${number}`)) here.push(number);
    else if (fresh.has(number)) elsewhere.add(number);
  }
  if (here.length) await patch(box, here);
  tell(box);
}

// The rows that changed are drawn anew where they stand; nothing moves under the reader's eyes.
async function patch(box, numbers) {
  const asked = new URLSearchParams({ address: window.location.search, first: box.dataset.first });
  for (const row of document.querySelectorAll("[data-project]")) asked.append("shown", row.dataset.project);
  for (const number of numbers) asked.append("row", number);
  const answer = await fetch(`${box.dataset.rows}?${asked}`);
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  const drawn = new DOMParser().parseFromString(`<ol>${await answer.text()}</ol>`, "text/html");
  for (const number of numbers) {
    const before = document.getElementById(`row-${number}`);
    const after = drawn.getElementById(`row-${number}`);
    if (!before) continue;
    if (after) replaceRow(before, after, number);
    else leave(box, before);
  }
  showSelection();
}

function replaceRow(before, after, number) {
  const opened = before.querySelector("details[open]");
  after = document.importNode(after, true);
  if (plain(before) === plain(after)) return;
  const focus = before.contains(document.activeElement) ? document.activeElement : null;
  after.classList.toggle("is-here", before.classList.contains("is-here"));
  after.classList.add("is-changed");
  if (opened) after.querySelector("details")?.setAttribute("open", "");
  before.replaceWith(after);
  window.htmx?.process(after);
  if (focus) after.querySelector(focus.matches("[data-select]") ? "[data-select]" : focus.matches("summary") ? "summary" : "[data-row-link]")?.focus({ preventScroll: true });
  patched.add(number);
}

// What a row says, whatever is open or chosen in it; what stands against its neighbour is not its own.
function plain(row) {
  const copy = row.cloneNode(true);
  copy.querySelectorAll("details > div").forEach((sheet) => sheet.remove());
  return copy.textContent.replace(/\s+/g, " ").trim() + copy.className.replace(/is-\w+/g, "").trim();
}

function leave(box, row) {
  if (row.classList.contains("is-gone")) return;
  row.classList.add("is-gone");
  const note = document.createElement("p");
  note.className = "xa-project-gone";
  note.textContent = box.dataset.gone;
  row.append(note);
  patched.add(row.dataset.project);
}

// --- keys and clicks --------------------------------------------------------------------------------------------------
function here() { return document.querySelector("[data-row].is-here") ?? document.activeElement?.closest?.("[data-row]"); }

export const INBOX_KEYS = {
  x: () => {
    const box = here()?.querySelector("[data-select]");
    if (box) { box.checked = !box.checked; select(box); }
  },
  a: () => selectPage(),
  b: () => { if (selected.size) document.querySelector("#bulk select")?.focus(); },
  w: () => {
    const why = here()?.querySelector("details");
    if (why) { why.open = !why.open; why.querySelector("summary").focus({ preventScroll: true }); }
  },
  n: () => document.querySelector("[data-first]:not(#live)")?.focus(),
  v: () => document.querySelector("#saved-views a[aria-current], #saved-views a")?.focus(),
};

export function startInbox() {
  if (!document.getElementById("inbox")) return;
  document.addEventListener("change", (event) => { if (event.target.matches?.("[data-select]")) select(event.target); });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-select-none]")) clearSelection();
    if (event.target.closest?.("[data-select-page]")) selectPage();
  });
  document.addEventListener("htmx:after:swap", () => { showSelection(); arm(); });
  document.addEventListener("xinan:selection-done", clearSelection);
  // Whoever comes back to the page is told at once.
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") { clearTimeout(timer); poll(); } });
  document.addEventListener("xinan:look", () => { clearTimeout(timer); poll(); });
  showSelection();
  arm();
}
