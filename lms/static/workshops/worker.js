// Shows the workshop's list where there is no network: each page of the trainer's as it was last seen, with its files.
// run/sw.js tells it BUILD: {files, scope}.
const PAGES = "workshop-pages", FILES = "workshop-files";
const WAIT = 5000, KEPT_DAYS = 7;

const inTime = (work) => Promise.race([work, new Promise((resolve, reject) => setTimeout(reject, WAIT))]);
const isOld = (response) => Date.now() - Date.parse(response.headers.get("Date")) > KEPT_DAYS * 86400000;

async function keepFiles() {
  const cache = await caches.open(FILES);
  await Promise.all(BUILD.files.map((url) => cache.add(new Request(url, { cache: "no-cache" }))));
}

// A page that is no longer given, because somebody signed out or lost the right, is not shown from the phone either.
async function keepPage(request, response) {
  const cache = await caches.open(PAGES);
  if (response.ok && !response.redirected && response.type === "basic") await cache.put(request.url.split(/[?#]/)[0], response);
  else if (response.status < 500) await cache.delete(request.url.split(/[?#]/)[0]);
}

async function page(event) {
  const answer = fetch(event.request);
  event.waitUntil(answer.then((response) => keepPage(event.request, response.clone())).catch(() => {}));
  try {
    const response = await inTime(answer.then((found) => found.clone()));
    if (response.status < 502) return response;
  } catch (error) {
    // no network, or too slow: what was kept
  }
  const kept = await (await caches.open(PAGES)).match(event.request.url.split(/[?#]/)[0], { ignoreVary: true });
  return kept && !isOld(kept) ? kept : answer;
}

async function file(request) {
  const kept = await (await caches.open(FILES)).match(request.url, { ignoreVary: true });
  return fetch(request).catch((error) => kept || Promise.reject(error));
}

self.addEventListener("install", (event) => event.waitUntil(keepFiles().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const url = new URL(request.url);
  if (request.mode === "navigate" && url.pathname.startsWith(BUILD.scope)) event.respondWith(page(event));
  else if (BUILD.files.includes(url.pathname)) event.respondWith(file(request));
});
