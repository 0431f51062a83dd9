// What was typed and not acknowledged yet, kept in this browser: a lost network or a closed tab lose nothing. One entry
// an account and a note; it goes when the server has it.
const NAME = "maillage-notes";
const STORE = "typed";
let opening;

function open() {
  opening ??= new Promise((done, failed) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  return opening;
}

async function act(mode, make) {
  try {
    const store = (await open()).transaction(STORE, mode).objectStore(STORE);
    return await new Promise((done, failed) => {
      const request = make(store);
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
  } catch {
    return undefined; // storage is switched off or full: the page itself still has all of it
  }
}

export const read = (name) => act("readonly", (store) => store.get(name));
export const keep = (name, told) => act("readwrite", (store) => store.put(told, name));
export const drop = (name) => act("readwrite", (store) => store.delete(name));
