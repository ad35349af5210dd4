// What this phone keeps, in IndexedDB. Every call is a transaction of its own, and rejects where nothing can be kept.
const STORES = { settings: null, bundles: "hash", courses: "id", attempts: "ticket", places: "id" };
let opened = null;

function createStores(db) {
  Object.keys(STORES).forEach((name) => db.createObjectStore(name, STORES[name] ? { keyPath: STORES[name] } : {}));
}

function connect(resolve, reject) {
  const request = indexedDB.open("salama", 1);
  request.onupgradeneeded = () => createStores(request.result);
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const db = request.result;
    // Storage that is wiped, or a newer shape in another tab, ends this connection: the next call opens another.
    db.onclose = db.onversionchange = () => {
      db.close();
      opened = null;
    };
    resolve(db);
  };
}

function openDb() {
  if (!opened) {
    opened = new Promise(connect);
    opened.catch(() => (opened = null));
  }
  return opened;
}

// `use(objectStore, answer)` makes the requests; resolves with what was answered, once the disk has it.
async function transact(name, mode, use) {
  const db = await openDb();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(name, mode, { durability: "strict" });
    let value;
    transaction.oncomplete = () => resolve(value);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
    use(transaction.objectStore(name), (answer) => (value = answer));
  });
}

const read = (name, ask) =>
  transact(name, "readonly", (rows, answer) => {
    const request = ask(rows);
    request.onsuccess = () => answer(request.result);
  });

// The row, or undefined.
export const get = (store, key) => read(store, (rows) => rows.get(key));

// Every row of the store.
export const all = (store) => read(store, (rows) => rows.getAll());

// The rows that belong to this learner (a mark); none for nobody.
export const mine = (store, learner) =>
  learner ? all(store).then((rows) => rows.filter((row) => row.learner === learner)) : Promise.resolve([]);

// Write a row; the key only for `settings`.
export const put = (store, value, key) => transact(store, "readwrite", (rows) => rows.put(value, key));

export const remove = (store, key) => transact(store, "readwrite", (rows) => rows.delete(key));

// Read a row, alter it and write it as one step, so that two tabs never undo each other: `alter(row or undefined)`
// returns the row to write, or undefined to leave it. Resolves with the row as it is then.
export const change = (store, key, alter) =>
  transact(store, "readwrite", (rows, answer) => {
    const request = rows.get(key);
    request.onsuccess = () => {
      const altered = alter(request.result);
      answer(altered === undefined ? request.result : altered);
      if (altered !== undefined) rows.put(altered, rows.keyPath ? undefined : key);
    };
  });

export const setting = (name) => get("settings", name);
export const setSetting = (name, value) => put("settings", value, name);

const randomHex = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => (byte + 256).toString(16).slice(1)).join("");

// This phone's own name, 32 hex digits, made once.
export const phone = () => change("settings", "phone", (known) => (known ? undefined : randomHex()));
