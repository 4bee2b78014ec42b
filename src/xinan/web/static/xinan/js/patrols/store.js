// What was entered on this phone, kept in IndexedDB until the server has it; a page that closes loses nothing.
const NAME = "xinan-patrols";
const ENTRIES = "entries";

const asked = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

// A transaction is through when it says so: only then is anything on the disk.
const through = (transaction) => new Promise((resolve, reject) => {
  transaction.oncomplete = () => resolve();
  transaction.onabort = () => reject(transaction.error);
});

export async function openStore() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    const entries = request.result.createObjectStore(ENTRIES, { keyPath: "key" });
    entries.createIndex("visit", "visit");
  };
  const base = await asked(request);
  base.onversionchange = () => base.close();
  // Browsers may clear what sites keep when the disk is full; this asks them not to. They need not say yes.
  navigator.storage?.persist?.();
  return new Store(base);
}

class Store {
  constructor(base) { this.base = base; }

  // Writes an entry; one that it replaces goes in the same step, so that neither both nor none is there.
  async put(entry, replaced = null) {
    const transaction = this.base.transaction(ENTRIES, "readwrite", { durability: "strict" });
    const entries = transaction.objectStore(ENTRIES);
    if (replaced && replaced !== entry.key) entries.delete(replaced);
    entries.put(entry);
    await through(transaction);
  }

  // Changes an entry, unless it was replaced or changed since `said_at`.
  async settle(key, saidAt, change) {
    const transaction = this.base.transaction(ENTRIES, "readwrite", { durability: "strict" });
    const entries = transaction.objectStore(ENTRIES);
    const kept = await asked(entries.get(key));
    if (kept && kept.said_at === saidAt) entries.put({ ...kept, ...change });
    await through(transaction);
  }

  async remove(key) {
    const transaction = this.base.transaction(ENTRIES, "readwrite", { durability: "strict" });
    transaction.objectStore(ENTRIES).delete(key);
    await through(transaction);
  }

  async all() {
    const entries = await asked(this.base.transaction(ENTRIES).objectStore(ENTRIES).getAll());
    return entries.sort((one, other) => one.order - other.order);
  }

  async ofVisit(visit) { return (await this.all()).filter((entry) => entry.visit === visit); }

  // Of visits whose end the server has, nothing needs to stay here; but for the one whose page is open.
  async forgetFinished({ but = "" } = {}) {
    const entries = await this.all();
    const done = new Set(entries.filter((entry) => entry.kind === "finish" && entry.state === "sent").map((entry) => entry.visit));
    for (const entry of entries) {
      const open = entries.some((other) => other.visit === entry.visit && other.state === "waiting");
      if (entry.visit !== but && done.has(entry.visit) && !open && entry.state === "sent") await this.remove(entry.key);
    }
  }
}
