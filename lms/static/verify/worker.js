// The officer's worker, for /v/, /V/ and /{lang}/verify/: the network first, else the page that checks on the phone.
// The page stores what is needed, when the officer asks for it; here only the list is renewed, once a day.

import { HASHED, inTime, kept, refresh, stored } from "./store.js";

/** Return the stored page of the check in the address's language, or in the one in which the phone was prepared. */
async function pageFor(address) {
  const found = /^\/(..)\//.exec(new URL(address).pathname);
  return stored(`/${found ? found[1] : (await kept("/v/prepared.json")).language}/verify/`);
}

async function navigate(event) {
  const { request } = event;
  const answer = fetch(request);
  try {
    const response = await inTime(answer);
    event.waitUntil(refresh().catch(() => {}));
    return response;
  } catch (error) {
    return (await pageFor(request.url).catch(() => null)) || answer;
  }
}

async function file(request) {
  const found = await stored(request.url);
  return (HASHED.test(request.url) && found) || fetch(request).catch((error) => found || Promise.reject(error));
}

export function startWorker() {
  self.addEventListener("install", () => self.skipWaiting());
  self.addEventListener("fetch", (event) => {
    const { request } = event;
    if (request.method !== "GET" || !request.url.startsWith(location.origin)) return;
    if (request.mode === "navigate") event.respondWith(navigate(event));
    else if (!request.url.endsWith(".json")) event.respondWith(file(request));
  });
}
