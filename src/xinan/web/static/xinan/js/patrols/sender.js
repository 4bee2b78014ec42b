// Sends what waits, in the order it was entered, the end of a visit last; again and again until the server has it.
const cookie = (name) => document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
const FIRST_PAUSE = 3000;
const LONGEST_PAUSE = 120000;

const base = (entry) => `/patrols/visits/${entry.visit}/`;

function request(entry) {
  const headers = { "X-CSRFToken": cookie("csrftoken"), Accept: "application/json" };
  const common = { method: "POST", redirect: "manual", credentials: "same-origin", headers };
  if (entry.kind !== "photo") {
    const body = JSON.stringify({ key: entry.key, kind: entry.kind, said_at: entry.said_at, body: entry.body });
    return [`${base(entry)}entries/`, { ...common, headers: { ...headers, "Content-Type": "application/json" }, body }];
  }
  const form = new FormData();
  form.append("photo", new Blob([entry.content], { type: "image/jpeg" }), "photo.jpg");
  form.append("about", JSON.stringify({ item: entry.body.item, taken_at: entry.said_at, position: entry.body.position }));
  return [`${base(entry)}photos/${entry.key}/`, { ...common, body: form }];
}

export class Sender {
  constructor(store, { user, visit, changed }) {
    this.store = store;
    this.visit = visit;
    this.user = user;
    this.changed = changed;
    this.state = "idle";
    this.again = false;
    this.timer = 0;
    this.pause = FIRST_PAUSE;
    window.addEventListener("online", () => { this.pause = FIRST_PAUSE; this.send(); });
    window.addEventListener("offline", () => this.become("offline"));
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.send(); });
  }

  become(state) { this.state = state; this.changed(state); }

  // One sender at a time, also where two pages are open. A second call while one runs makes it look again.
  async send() {
    clearTimeout(this.timer);
    if (this.running) { this.again = true; return; }
    this.running = true;
    try {
      do {
        this.again = false;
        const run = () => this.round();
        await (navigator.locks ? navigator.locks.request("xinan-patrols-send", run) : run());
      } while (this.again);
    } finally {
      this.running = false;
    }
    if (this.state === "offline" || this.state === "trouble") {
      this.timer = setTimeout(() => this.send(), this.pause);
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    }
  }

  async round() {
    if (!navigator.onLine) { this.become("offline"); return; }
    for (let entry = await this.next(); entry; entry = await this.next()) {
      this.become("sending");
      const outcome = await this.one(entry);
      if (outcome !== "on") { this.become(outcome); return; }
    }
    this.pause = FIRST_PAUSE;
    await this.store.forgetFinished({ but: this.visit });
    this.become("idle");
  }

  async next() {
    const waiting = (await this.store.all()).filter((entry) => entry.state === "waiting" && entry.user === this.user);
    return waiting.find((entry) => entry.kind !== "finish" || !waiting.some((other) => other.visit === entry.visit && other.kind !== "finish")) ?? null;
  }

  // "on": go on with the next; else why not.
  async one(entry) {
    let answer;
    try {
      answer = await fetch(...request(entry));
    } catch {
      return "offline";
    }
    if (answer.ok) {
      await this.store.settle(entry.key, entry.said_at, { state: "sent", content: null, error: "" });
      return "on";
    }
    const said = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : null;
    if (answer.type === "opaqueredirect" || answer.status === 401 || (answer.status === 403 && !said)) return "sign-in";
    if (!said || answer.status >= 500) return "trouble";
    await this.store.settle(entry.key, entry.said_at, { state: "refused", error: said.text });
    return "on";
  }
}
