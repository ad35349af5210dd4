// What a prepared phone stores, in the cache `officer`: pages, scripts, keys, courses, and the list of what is revoked.

import { readKeys, readList, replaces } from "./check.js";

const KEYS = "/v/keys.json";
const LIST = "/v/status.json";
const COURSES = "/v/courses.json";
const DATA = [KEYS, LIST, COURSES];
const PREPARED = "/v/prepared.json"; // written here, never fetched
export const HASHED = /\.[0-9a-f]{12}\./;
const CACHE = "officer";

const WAIT = 4000;
const FAILS = [429, 500, 502, 503, 504];

const DAY = 24 * 3600;
export const now = () => Math.floor(Date.now() / 1000);

export const stored = (path) => caches.match(path, { cacheName: CACHE, ignoreVary: true });

/** Return a document that is stored. Throws where it is not. */
export const kept = async (path) => (await stored(path)).json();

export const orNull = (promise) => promise.catch(() => null);

/** Return {prepared, keys, list, courses}: what is stored and good, null for what is not. */
export async function known() {
  const keys = await orNull(kept(KEYS).then(readKeys));
  const list = keys && (await orNull(kept(LIST).then((document) => readList(document, keys))));
  return { keys, list, courses: await orNull(kept(COURSES)), prepared: await orNull(kept(PREPARED)) };
}

/** Return a response once all of it is here: one that breaks off must not be stored. */
const whole = (response) => response.clone().arrayBuffer().then(() => response);

/** Return the server's answer. Throws where it is broken or busy, or says nothing for WAIT. */
export function inTime(answer) {
  return new Promise((resolve, reject) => {
    setTimeout(reject, WAIT);
    answer.then((response) => (FAILS.includes(response.status) ? reject() : resolve(response)), reject);
  });
}

/** Return all that stands at an address now; what never changes there, from the phone. Throws Error("network"). */
async function fresh(path) {
  const found = HASHED.test(path) && (await stored(path));
  const response = found || (await orNull(fetch(path, { cache: "no-cache", credentials: "omit" }).then(whole)));
  if (!response || !response.ok || response.redirected) throw Error("network");
  return response;
}

/**
 * Store what stands at these addresses, and keys, list and courses as they are now: all of it, or nothing.
 *
 * An older list never takes the place of a newer one. Throws Error("network"), Error("list") where the list is not
 * signed by one of the keys, or what the browser says when it won't store.
 */
export async function prepare(paths, prepared) {
  const all = DATA.concat(paths);
  const before = await known();
  const responses = await Promise.all(all.map(fresh));
  const said = (number) => responses[number].clone().json();
  const list = await orNull(said(0).then(readKeys).then(async (keys) => readList(await said(1), keys)));
  if (!list) throw Error("list");
  const cache = await caches.open(CACHE);
  const stays = replaces(list, before.list) ? "" : LIST;
  await Promise.all(all.map((path, number) => path !== stays && cache.put(path, responses[number])));
  await cache.put(PREPARED, new Response(JSON.stringify(prepared)));
}

/** Renew keys, list and courses of a prepared phone, where the list is a day old. */
export async function refresh() {
  const { prepared, list } = await known();
  if (prepared && !(list && now() - list.issued < DAY)) await prepare([], prepared);
}

/** Drop what an earlier release stored and none of these addresses names. */
export async function tidy(paths) {
  const cache = await caches.open(CACHE);
  const needed = paths.concat(DATA, PREPARED);
  const isOld = ({ url }) => !needed.includes(new URL(url).pathname);
  return Promise.all((await cache.keys()).filter(isOld).map((request) => cache.delete(request)));
}
