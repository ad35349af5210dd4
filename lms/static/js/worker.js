// The service worker's own rules. /sw.js tells it BUILD: {says, policy, frame, help, more}: what the app cannot do
// without, the helplines, and what courses taken along need besides, by their addresses.
import { all, change, get, mine, put, setting, setSetting } from "./store.js";
import { send } from "./sending.js";

const WAIT = 4000;
const GATEWAY_FAILS = [502, 503, 504];
const UNTOUCHED = /^\/(admin|v|dev|documents)(\/|$)|^\/..\/(sign-in|sign-out|join|manage)\//i;
const UNTOUCHED_FORMS = /^\/(admin|v|dev|documents)(\/|$)|^\/..\/manage\//i;
const CHANGES_PERSON = /^\/(..\/sign-(in|out)|admin\/log(in|out))\//;
const KEPT = /^\/..\/($|me\/|courses\/([^/]+\/){0,2}$)/;
const QUIZ = /^\/(..)\/learn\/quiz\/([^/]+)\/$/;
const FIRST_BY_NETWORK = ["quiz", "check", "option", "action"];
const HASH = /\.[0-9a-f]{12}\./;
const SAME = { ignoreVary: true };

const pathOf = (url) => new URL(url, location.href).pathname;
const plainName = (url) => pathOf(url).replace(HASH, ".");
const EVERYBODYS = BUILD.frame.concat(BUILD.help);
const OURS = EVERYBODYS.filter((url) => url.includes("."));
const sameFile = (url) => OURS.find((ours) => plainName(ours) === plainName(url));

const copyIn = async (name, path) => (await caches.open(name)).match(path, SAME);
const signedIn = () => setting("learner").then(String, () => "");

// Without cookies, or fetching the other language's page would change the one that the person uses.
async function fetchInto(cache, url) {
  const isHashed = HASH.test(url);
  if (isHashed && (await cache.match(url, SAME))) return;
  const response = await fetch(url, { cache: isHashed ? "default" : "no-cache", credentials: "omit" });
  if (!response.ok || response.redirected) throw new Error(url);
  await cache.put(url, response);
}

async function precache(urls) {
  const cache = await caches.open("static");
  await Promise.all(urls.map((url) => fetchInto(cache, url)));
}

// Once for each release: what stands at a fixed address would else be asked for again each time the worker wakes.
async function keepMore() {
  const { length } = await all("courses");
  const release = BUILD.says + !length;
  if ((await setting("quiz")) === release) return;
  await precache(length ? BUILD.help.concat(BUILD.more) : BUILD.help);
  await setSetting("quiz", release);
}

async function install() {
  const language = (await setting("language").catch(() => "")) || "en";
  await precache(BUILD.frame.concat(`/${language}/offline/`));
  // Only what the pages say has changed: nobody needs to be asked.
  if ((await setting("code").catch(() => "")) === BUILD.frame[0]) await self.skipWaiting(await keepMore());
}

async function activate() {
  const cache = await caches.open("static");
  const paths = EVERYBODYS.concat(BUILD.more);
  for (const request of await cache.keys()) if (!paths.includes(pathOf(request.url))) await cache.delete(request);
  await setSetting("code", BUILD.frame[0]).catch(() => {});
  await self.clients.claim();
}

async function staticFile(request) {
  const cache = await caches.open("static");
  const kept = await cache.match(request.url, SAME);
  if (kept && HASH.test(request.url)) return kept;
  const fresh = await fetch(request).catch(() => null);
  if (fresh && fresh.ok) {
    // While a new release is on its way, an old server may answer for it.
    const isOurs = !HASH.test(request.url) || /immutable|^$/.test(fresh.headers.get("Cache-Control") || "");
    if (isOurs) cache.put(request.url, fresh.clone()).catch(() => {});
    return fresh;
  }
  // A page kept since an earlier release names files that are gone: this release's own serve it.
  return kept || (await cache.match(sameFile(request.url), SAME)) || fresh || Response.error();
}

async function sound(request) {
  const kept = await caches.match(request.url, SAME);
  if (!kept) return fetch(request);
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("Range") || "");
  if (!range) return kept;
  const whole = await kept.blob();
  const from = +range[1];
  const to = Math.min(range[2] || whole.size, whole.size - 1);
  const headers = { "Content-Type": kept.headers.get("Content-Type"), "Content-Range": `bytes ${from}-${to}/${whole.size}` };
  return new Response(whole.slice(from, to + 1), { status: 206, headers });
}

// A page from the phone, which says so to its scripts: `how` it was kept, and since when.
function page(html, how, { at, status } = {}) {
  const date = at ? ` data-at="${at}"` : "";
  return new Response(html.replace("<html ", `<html data-kept="${how}"${date} `), {
    status,
    headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": BUILD.policy },
  });
}

async function offlinePage(path, why) {
  const known = /^\/(..)\//.exec(path);
  const language = known ? known[1] : (await setting("language").catch(() => "")) || "en";
  const find = (code) => copyIn("static", `/${code}/offline/`);
  const kept = (await find(language)) || (await find("en")) || (await find("sw"));
  if (!kept) return Response.error();
  const html = (await kept.text()).replace(`id="${why}" hidden`, `id="${why}"`);
  return page(html, "offline", { status: why === "not-sent" ? 503 : 200 });
}

const isPage = (response) => /^text\/html/.test(response.headers.get("Content-Type"));

// Whose page it is, the server says: who was signed in may have changed since the page was asked for.
async function keepCopy(url, response) {
  if (response.status !== 200 || !isPage(response) || response.redirected || url.search || !KEPT.test(url.pathname)) return;
  const mark = response.headers.get("Learner");
  const cache = await caches.open(mark ? `mine-${mark}` : "public");
  await cache.put(url.pathname, response);
  // Of a language that nobody here has used before, the page that stands in is missing.
  const standIn = url.pathname.slice(0, 4) + "offline/";
  if (!(await copyIn("static", standIn))) await precache([standIn]);
}

// What is no page was kept by a page: a file, as it is.
async function fromCopy(name, path) {
  const copy = await copyIn(name, path);
  return copy && isPage(copy) ? page(await copy.text(), "copy", { at: copy.headers.get("Date") }) : copy;
}

let lastBundle = null;
async function bundleOf(row) {
  if (!lastBundle || lastBundle.hash !== row.hash) lastBundle = await get("bundles", row.hash);
  return lastBundle;
}

function fromBundle(bundle, address) {
  const lines = bundle && bundle.pages[address];
  return lines && page(lines.map((line) => bundle.lines[line]).join(""), "bundle");
}

const inTime = (work) => Promise.race([work, new Promise((resolve, reject) => setTimeout(reject, WAIT))]);

// The network's answer, or what `instead()` finds on the phone where it fails or takes longer than anybody waits.
async function networkFirst(event, url, instead) {
  let copy = null;
  const answer = fetch(event.request).then((response) => {
    if (GATEWAY_FAILS.includes(response.status)) throw new Error("network");
    copy = response.clone();
    return response;
  });
  event.waitUntil(answer.then(() => keepCopy(url, copy)).catch(() => {}));
  try {
    return await inTime(answer);
  } catch (error) {
    const found = await instead();
    return found || answer.catch(() => offlinePage(url.pathname, /offline\/$/.test(url.pathname) ? "" : "not-here"));
  }
}

const notePlace = (learner, bundle, step, card) =>
  change("places", `${learner}:${step.key}`, (known) => {
    const finished = card >= step.cards;
    if (known && known.card === card && (known.finished || !finished)) return undefined;
    const place = { id: `${learner}:${step.key}`, learner, course: bundle.course, lesson: step.key, card };
    return { ...place, finished: finished || Boolean(known && known.finished), at: new Date().toISOString(), unsent: 1 };
  });

async function cardToShow(learner, row, step, asked) {
  const here = await get("places", `${learner}:${step.key}`);
  const there = row.progress && row.progress.places[step.key];
  const isNewer = here && (here.unsent || !there || here.at > row.refreshedAt);
  const card = Number(asked) || (isNewer ? here.card : there && there[0]) || 1;
  return Math.min(Math.max(1, Math.floor(card)), step.cards);
}

// From the phone at once, even with a network: it costs no data. What answers a practice question asks the server.
async function lessonCard(event, url, learner, row, bundle, step) {
  const card = await cardToShow(learner, row, step, url.searchParams.get("card"));
  const show = () => fromBundle(bundle, `${url.pathname}?card=${card}`);
  if (FIRST_BY_NETWORK.some((name) => url.searchParams.has(name))) return networkFirst(event, url, show);
  const shown = show();
  if (!shown) return networkFirst(event, url, () => null);
  event.waitUntil(notePlace(learner, bundle, step, card).catch(() => {}));
  return shown;
}

async function quizPage(event, url, learner, rows) {
  const [, language, slug] = QUIZ.exec(url.pathname);
  const shell = async () => {
    const kept = await copyIn("static", `/${language}/offline/quiz/`);
    return kept && page(await kept.text(), "quiz");
  };
  const attempts = (await mine("attempts", learner)).filter((attempt) => attempt.quiz === slug);
  const isOpen = attempts.some((attempt) => attempt.state === "begun" || attempt.state === "waiting");
  const opened = isOpen && (await shell());
  const isTaken = rows.some((row) => row.language === language && row.papers && row.papers[slug]);
  return opened || networkFirst(event, url, () => isTaken && shell());
}

// What a language lacks stands at the address of the other one: any course taken may hold the page.
async function takenAt(rows, path) {
  const likely = (row) => path.startsWith(row.url);
  const candidates = /^\/..\/courses\//.test(path) ? rows.filter(likely).concat(rows.filter((row) => !likely(row))) : [];
  for (const row of candidates) {
    const bundle = await bundleOf(row);
    const step = bundle && bundle.steps.find((one) => one.kind === "lesson" && one.url === path);
    if (step || (bundle && bundle.pages[path])) return { row, bundle, step };
  }
  return {};
}

// On a shared phone nobody is left signed in when the browser has been closed.
async function person() {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (!windows.length && (await setting("shared"))) await setSetting("learner", "");
  return signedIn();
}

async function openPage(event, url) {
  const learner = await person();
  const rows = await mine("courses", learner);
  const { row, bundle, step } = await takenAt(rows, url.pathname);
  event.waitUntil(keepMore().catch(() => {}));
  if (step) return lessonCard(event, url, learner, row, bundle, step);
  if (QUIZ.test(url.pathname)) return quizPage(event, url, learner, rows);
  return networkFirst(event, url, async () => {
    // What this release keeps for everybody is newer than what was kept when somebody came by.
    const copy = (name) => fromCopy(name, url.pathname);
    const own = (await copy("static")) || (learner && (await copy(`mine-${learner}`)));
    return own || fromBundle(bundle, url.pathname) || copy("public");
  });
}

const sendForm = (request, path) =>
  fetch(request).then(
    (response) => (GATEWAY_FAILS.includes(response.status) ? offlinePage(path, "not-sent") : response),
    () => offlinePage(path, "not-sent"),
  );

function navigate(event, url) {
  const { request } = event;
  if (request.method === "GET" && !UNTOUCHED.test(url.pathname)) {
    event.respondWith(openPage(event, url).catch(() => fetch(request)));
  } else if (request.method === "POST") {
    // Until the next page says who is signed in now, nobody is.
    if (CHANGES_PERSON.test(url.pathname)) event.waitUntil(setSetting("learner", "").catch(() => {}));
    if (!UNTOUCHED_FORMS.test(url.pathname)) event.respondWith(sendForm(request, url.pathname));
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate") navigate(event, url);
  else if (request.method !== "GET") return;
  else if (sameFile(request.url)) event.respondWith(staticFile(request));
  else if (url.pathname.startsWith("/media/")) event.respondWith(sound(request));
  else if (/\/learn\/take\/.*\/bundle-/.test(url.pathname)) event.waitUntil(precache(BUILD.more).catch(() => {}));
});

self.addEventListener("message", (event) => event.data === "skip-waiting" && self.skipWaiting());

async function sendAll() {
  const { error } = await send();
  // A sync that fails is tried again by the browser; who must sign in first is not helped by that.
  if (error === "network" || error === "server") throw new Error(error);
}

self.addEventListener("sync", (event) => {
  if (event.tag === "hand-in") event.waitUntil(sendAll());
});
self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
