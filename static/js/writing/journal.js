// The journal: what is typed stays on this device until the portal has exactly these words. One entry for each text in
// each tab that writes it; no tab touches the entries of another one that is open.
//
// An entry: { key, user, meeting, section, lang, session, label, base, heading, html, notation, change, at }. `change` grows
// with everything typed: who has an answer of the portal for one change removes the entry of that change and no later one.

const DATABASE = "amif-writing";
const STORE = "entries";
// Where a last entry goes when the page closes before the database could answer: written at once or not at all.
const PARKED = "amif-writing:";

let opened = null;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

// Run `work` on the store in one transaction; what its request answers, once everything is written.
async function transact(mode, work) {
  const transaction = (await database()).transaction(STORE, mode);
  const store = transaction.objectStore(STORE);
  return new Promise((resolve, reject) => {
    const request = work(store);
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

export function keyOf({ user, meeting, section, lang, session }) {
  return [user, meeting, section, lang, session].join(" ");
}

export function put(entry) {
  return transact("readwrite", (store) => store.put(entry));
}

// Keep an entry while the page is being closed; false when even that is refused.
export function park(entry) {
  try {
    localStorage.setItem(PARKED + entry.key, JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
}

function parked() {
  return Object.keys(localStorage)
    .filter((name) => name.startsWith(PARKED))
    .map((name) => JSON.parse(localStorage.getItem(name)));
}

// Remove an entry whose words the portal has; words typed since stay.
export async function settle(key, change) {
  const waiting = localStorage.getItem(PARKED + key);
  if (waiting && JSON.parse(waiting).change <= change) localStorage.removeItem(PARKED + key);
  await transact("readwrite", (store) => {
    const found = store.get(key);
    found.onsuccess = () => {
      if (found.result && found.result.change <= change) store.delete(key);
    };
  });
}

// The entries of a user, the newest of each text in each tab; those of one meeting, or of all.
export async function entriesOf(user, meeting = null) {
  const newest = new Map();
  for (const entry of [...(await transact("readonly", (store) => store.getAll())), ...parked()]) {
    const wanted = entry.user === user && (meeting === null || entry.meeting === meeting);
    if (wanted && !(newest.get(entry.key)?.change >= entry.change)) newest.set(entry.key, entry);
  }
  return [...newest.values()];
}

// Signing out leaves nothing behind on a computer that others use.
export async function wipe(user) {
  for (const { key } of await entriesOf(user)) await settle(key, Infinity);
}

// Say that this tab writes as `session`, until the answer is called or the tab is gone. Null when another tab does;
// `patience`: how many milliseconds to wait for that one to end. Without a safe connection nobody can know, so that
// no tab takes the words of another one.
export function claim(session, patience = 0) {
  if (!navigator.locks) return Promise.resolve(null);
  const options = patience ? { signal: AbortSignal.timeout(patience) } : { ifAvailable: true };
  return new Promise((resolve) => {
    navigator.locks
      .request(`amif-writing ${session}`, options, (lock) => {
        if (lock === null) return resolve(null);
        return new Promise((release) => resolve(release));
      })
      .catch(() => resolve(null));
  });
}
