// The visit's page on a phone: every answer is kept here first and sent when there is a net.
import { toast } from "../app.js";
import { Place } from "./place.js";
import { shrunk } from "./photos.js";
import { Sender } from "./sender.js";
import { openStore } from "./store.js";
import { drawPhotos, drawQueue, drawTalks, fill, say } from "./drawing.js";

const root = document.getElementById("visit");
const kept = JSON.parse(document.getElementById("visit-kept").textContent);
const texts = JSON.parse(document.getElementById("visit-texts").textContent);
const visit = root.dataset.visit;
const user = Number(root.dataset.user);
const one = (selector, within = root) => within.querySelector(selector);
const all = (selector, within = root) => [...within.querySelectorAll(selector)];

let store;
let sender;
let order = Date.now();
let endedBefore = false;
const place = new Place({ changed: placeChanged });

// crypto.randomUUID exists on secure origins only; these numbers do on all.
function fresh() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

async function keep(kind, body, { key = fresh(), replaced = null, ...more } = {}) {
  order = Math.max(order + 1, Date.now());
  const entry = { key, visit, user, kind, body, order, said_at: new Date().toISOString(), state: "waiting", error: "", ...more };
  await store.put(entry, replaced);
  await redraw();
  sender.send();
  return entry;
}

// What is known of the visit: what the server had when the page was drawn, and over it what was entered here since.
async function known() {
  const entries = await store.ofVisit(visit);
  const checks = { ...kept.checks };
  const talks = new Map(kept.talks.map((talk) => [talk.key, talk]));
  const photos = new Map(kept.photos.map((photo) => [photo.key, { ...photo, state: "sent" }]));
  for (const entry of entries) {
    if (entry.kind === "check") {
      const before = checks[entry.body.item];
      if (!before || new Date(before.said_at) <= new Date(entry.said_at)) checks[entry.body.item] = { ...entry.body, said_at: entry.said_at, state: entry.state };
    } else if (entry.kind === "talk") {
      const before = talks.get(entry.key);
      if (!before || new Date(before.said_at) <= new Date(entry.said_at)) talks.set(entry.key, { key: entry.key, ...entry.body, said_at: entry.said_at, state: entry.state });
    } else if (entry.kind === "photo") {
      photos.set(entry.key, { key: entry.key, item: entry.body.item, taken_at: entry.said_at, thumb: entry.thumb, url: entry.state === "sent" ? `/patrols/visits/${visit}/photos/${entry.key}/` : "", state: entry.state });
    }
  }
  const finish = entries.find((entry) => entry.kind === "finish" && entry.state !== "refused");
  return { entries, checks, talks: [...talks.values()].filter((talk) => !talk.withdrawn), photos: [...photos.values()], finish };
}

async function redraw() {
  const state = await known();
  for (const box of all("[data-item]")) drawPhotos(one("[data-photos]", box), state.photos.filter((photo) => photo.item === box.dataset.item), { texts, drop: dropPhoto });
  drawTalks(one("[data-talks]"), state.talks, { texts, drop: dropTalk });
  const mine = (await store.all()).filter((entry) => entry.user === user && entry.state !== "sent");
  drawQueue(document.getElementById("visit-queue"), mine, { texts, discard });
  drawStatus(mine);
  const left = all("[data-counts]").filter((box) => !state.checks[box.dataset.item]?.answer).length;
  one("[data-left]").textContent = left ? say(texts.left, { n: left }) : texts.none_left;
  root.classList.toggle("is-finished", Boolean(state.finish));
  for (const control of all("input, textarea, button[type=submit], [data-step]")) control.disabled = Boolean(state.finish);
  if (state.finish) told(state.finish.state === "sent" ? texts.finish_sent : texts.finish_waiting);
  // The server has the end: it shows the report now. A page kept from before is not asked again and again.
  if (state.finish?.state === "sent" && !endedBefore) { endedBefore = true; window.location.reload(); }
}

function told(words) {
  const box = document.getElementById("finish-error");
  box.hidden = false;
  box.textContent = words;
  box.classList.add("is-info");
}

function drawStatus(mine) {
  const box = document.getElementById("visit-status");
  const waiting = mine.filter((entry) => entry.state === "waiting").length;
  const refused = mine.length - waiting;
  const state = sender.state === "idle" && (waiting || refused) ? (refused ? "refused" : "waiting") : sender.state;
  const words = {
    idle: texts.all_sent, waiting: texts.waiting, sending: texts.sending, trouble: texts.waiting, refused: texts.refused,
    offline: waiting ? texts.offline : texts.offline_none, "sign-in": texts.sign_in,
  };
  box.dataset.state = state;
  box.dataset.waiting = String(waiting);
  one("[data-status-text]", box).textContent = say(words[state], { n: state === "refused" ? refused : waiting });
  one("[data-send]", box).hidden = !(waiting && ["waiting", "trouble", "offline"].includes(state));
  one("[data-sign-in]", box).hidden = state !== "sign-in";
}

function answerOf(box) {
  const details = {};
  for (const field of all("[data-detail]", box)) details[field.dataset.detail] = field.type === "checkbox" ? field.checked : field.value;
  return { item: box.dataset.item, answer: one("input[type=radio]:checked", box)?.value ?? "", note: one("[data-note]", box).value, details };
}

// An answer not sent yet is replaced under a new number: should the old one be on its way, the later said one counts.
async function keepAnswer(box) {
  const details = one("[data-details]", box);
  if (details) details.hidden = one("input[type=radio]:checked", box)?.value !== "yes";
  const body = answerOf(box);
  const before = (await store.ofVisit(visit)).find((entry) => entry.kind === "check" && entry.body.item === body.item && entry.state !== "sent");
  await keep("check", body, { replaced: before?.key ?? null });
}

// One after the other, so that two quick taps are kept in their order.
let turn = Promise.resolve();
const queued = (act) => { turn = turn.then(act, act); return turn; };

function listenToAnswers() {
  const timers = new Map();
  for (const box of all("fieldset[data-item]")) {
    const now = () => { clearTimeout(timers.get(box)); timers.delete(box); queued(() => keepAnswer(box)); };
    box.addEventListener("change", (event) => { if (!event.target.matches("[data-camera]")) now(); });
    box.addEventListener("input", (event) => {
      if (!event.target.matches("[data-note]")) return;
      clearTimeout(timers.get(box));
      timers.set(box, setTimeout(now, 700));
    });
    window.addEventListener("pagehide", () => { if (timers.has(box)) now(); });
  }
}

async function takePhotos(input) {
  const item = input.closest("[data-item]").dataset.item;
  const files = [...input.files];
  input.value = "";
  for (const file of files) {
    if ((await known()).photos.length >= Number(root.dataset.mostPhotos)) { toast(texts.photo_many, "error"); return; }
    try {
      const { content, thumb } = await shrunk(file);
      await keep("photo", { item, position: place.now() }, { content, thumb });
    } catch {
      toast(texts.photo_failed, "error");
    }
  }
}

async function dropPhoto(photo) {
  if (!window.confirm(texts.delete_photo)) return;
  if (photo.state === "sent") {
    const token = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="))?.slice(10) ?? "";
    const answer = await fetch(`/patrols/visits/${visit}/photos/${photo.key}/delete/`, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => null);
    if (!answer?.ok) { toast(texts.offline_none, "error"); return; }
    kept.photos = kept.photos.filter((each) => each.key !== photo.key);
  }
  await store.remove(photo.key);
  await redraw();
}

async function dropTalk(talk) {
  if (!window.confirm(texts.delete_talk)) return;
  const { asked, on_time, owed, months } = talk;
  await keep("talk", { asked, on_time, owed, months, withdrawn: true }, { key: talk.key });
}

async function discard(entry) {
  await store.remove(entry.key);
  await redraw();
}

function placeChanged(state, surer = false) {
  const box = document.getElementById("visit-place");
  const words = { none: texts.place_none, denied: texts.place_denied, known: place.best ? say(texts.place_known, { n: place.best.accuracy }) : "" };
  one("span", box).textContent = words[state];
  box.dataset.state = state;
  if (state === "known" && surer && store && !root.classList.contains("is-finished")) queued(() => keep("position", place.now()));
}

function listenToTalks() {
  const form = document.getElementById("talk-form");
  const fault = document.getElementById("talk-error");
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    const field = one("input", button.parentElement);
    field.value = Math.min(Number(field.max), Math.max(Number(field.min), Number(field.value || 0) + Number(button.dataset.step)));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, Math.trunc(Number(value)) || 0]));
    const sound = Object.values(body).every((value) => value >= 0) && body.asked >= 1 && body.on_time + body.owed <= body.asked;
    fault.hidden = sound;
    fault.textContent = sound ? "" : texts.talk_wrong;
    if (!sound) return;
    form.reset();
    queued(() => keep("talk", { ...body, withdrawn: false }));
  });
}

function listenToEnd() {
  const form = document.getElementById("finish-form");
  const fault = document.getElementById("finish-error");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const conclusion = one("input[name=conclusion]:checked", form)?.value;
    fault.hidden = Boolean(conclusion);
    fault.textContent = conclusion ? "" : texts.finish_missing;
    if (!conclusion) return;
    queued(() => keep("finish", { conclusion, note: document.getElementById("finish-note").value }));
  });
}

// The page and its files are kept on the phone, so that it opens without a net. Only on secure origins.
async function keepPage() {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", (event) => { if (event.data?.kind === "kept") root.dataset.offline = event.data.complete ? "ready" : ""; });
  await navigator.serviceWorker.register(root.dataset.worker);
  const { active } = await navigator.serviceWorker.ready;
  const files = performance.getEntriesByType("resource").map((entry) => entry.name).filter((name) => name.includes("/static/"));
  active.postMessage({ kind: "keep", user, address: window.location.pathname, files });
}

async function start() {
  try {
    store = await openStore();
  } catch {
    one("[data-status-text]").textContent = texts.no_store;
    document.getElementById("visit-status").dataset.state = "refused";
    return;
  }
  sender = new Sender(store, { user, visit, changed: redraw });
  const state = await known();
  endedBefore = state.finish?.state === "sent";
  fill(root, state.checks);
  listenToAnswers();
  listenToTalks();
  listenToEnd();
  root.addEventListener("change", (event) => { if (event.target.matches("[data-camera]")) queued(() => takePhotos(event.target)); });
  one("[data-send]").addEventListener("click", () => sender.send());
  await redraw();
  place.watch();
  await sender.send();
  await keepPage();
}

start();
