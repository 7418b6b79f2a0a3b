// What this device keeps of rooms, in IndexedDB: keys, copies, and commands not yet settled.
// Keys are never extractable; copies and commands are only stored encrypted (seal.js).

const NAME = "nenep";
const STORES = {
  // {account, meeting, key, device, name, until}
  keys: { keyPath: ["account", "meeting"] },
  // {account, meeting, until, offset, seen, iv, data}
  copies: { keyPath: ["account", "meeting"] },
  // {order, id, account, meeting, state, iv, data}
  commands: { keyPath: "order", autoIncrement: true },
};
// The browser may lose a connection that was good; another one is opened then.
const LOST = ["InvalidStateError", "UnknownError"];
let opening;

function open() {
  opening ??= new Promise((done, fail) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const [name, options] of Object.entries(STORES)) {
        request.result.createObjectStore(name, options);
      }
    };
    request.onsuccess = () => {
      request.result.onclose = () => (opening = undefined);
      done(request.result);
    };
    request.onerror = () => {
      opening = undefined;
      fail(request.error);
    };
  });
  return opening;
}

// What was written is on the disk before the answer: the battery may die next.
async function once(name, mode, ask) {
  const database = await open();
  return new Promise((done, fail) => {
    const transaction = database.transaction(name, mode, { durability: "strict" });
    const request = ask(transaction.objectStore(name));
    transaction.oncomplete = () => done(request.result);
    transaction.onerror = transaction.onabort = () => fail(transaction.error ?? request.error);
  });
}

async function run(...work) {
  try {
    return await once(...work);
  } catch (problem) {
    if (!LOST.includes(problem?.name)) throw problem;
    opening = undefined;
    return once(...work);
  }
}

export const all = (name) => run(name, "readonly", (store) => store.getAll());
export const get = (name, key) => run(name, "readonly", (store) => store.get(key));
export const put = (name, row) => run(name, "readwrite", (store) => store.put(row));
export const remove = (name, key) => run(name, "readwrite", (store) => store.delete(key));

// Reads and changes a row with no other tab between. `decide` makes of it the row to keep, null
// to remove it, or nothing to leave it; the answer is the row that was found.
export const update = (name, key, decide) =>
  run(name, "readwrite", (store) => {
    const found = store.get(key);
    found.onsuccess = () => {
      const next = found.result && decide(found.result);
      if (next) store.put(next);
      else if (next === null) store.delete(key);
    };
    return found;
  });

// Takes key and copy of rooms away; commands stay, unreadable until their owner logs in again.
export async function forget(isMeant) {
  for (const name of ["keys", "copies"]) {
    for (const row of await all(name)) {
      if (isMeant(row, name)) await remove(name, [row.account, row.meeting]);
    }
  }
}

export const isOver = (row) => new Date(row.until) < new Date();
