// The officer's page. With a network it prepares the phone and leads to a check; kept on the phone, it stands in for
// every check without a network, and answers. What is said stands in the page, hidden.

import { check } from "./check.js";
import { partsOf } from "./codes.js";
import { inTime, known, now, orNull, prepare, tidy } from "./store.js";

const WEEK = 7 * 24 * 3600;
const PAUSE = 50;
const PLACE = /^\/v\/[^/?\\#]+\/?(#.*)?$/i;
const page = self.document && document.getElementById("officer");
const told = page && page.dataset;
const words = (text) => text.split(" ");
const one = (selector) => page.querySelector(selector);
const language = page && document.documentElement.lang;

/** Show of the elements that have this data attribute only the one with the value. */
function show(attribute, value) {
  for (const each of page.querySelectorAll(`[data-${attribute}]`)) each.hidden = each.dataset[attribute] !== value;
}

function write(values) {
  for (const each of page.querySelectorAll("[data-hole]")) each.textContent = values[each.dataset.hole] || "";
}

/** Return a day as the server writes it, of seconds since 1970. */
function day(seconds) {
  const date = new Date((seconds + +told.zone) * 1000);
  return `${date.getUTCDate()} ${words(told.months)[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

// Preparing

async function register() {
  for (const scope of words(told.scopes)) {
    const registration = await navigator.serviceWorker.register("/v/sw.js", { scope });
    while (!registration.active) await new Promise((go) => setTimeout(go, PAUSE));
  }
}

async function tell() {
  const { prepared, keys, list } = await known();
  const isReady = prepared && keys && list;
  if (isReady) write({ prepared: day(prepared.at), listed: day(list.issued) });
  show("ready", isReady ? "yes" : "no");
  show("say", isReady ? (now() - list.issued < WEEK ? "ready" : "old") : "never");
  return isReady;
}

async function renew() {
  const scanning = Object.values(one("#scanner").dataset);
  const files = words(told.keep).concat(one(".weight") ? scanning : []);
  try {
    await prepare(files, { language, at: now() });
    await register();
    await tidy(files.concat(scanning));
    show("fault", "");
  } catch ({ message }) {
    show("fault", /^(network|list)$/.test(message) ? message : "storage");
  }
  return tell();
}

async function setUp() {
  one("#preparing").hidden = false;
  if (!navigator.serviceWorker || !self.caches || !(self.crypto && crypto.subtle)) return show("say", "unable");
  const button = one("#prepare");
  const weight = one(".weight");
  if (weight) button.before(weight.cloneNode(true));
  button.hidden = false;
  button.onclick = async () => {
    show("say", "working");
    show("fault", "");
    button.disabled = true;
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
    await renew();
    button.disabled = false;
  };
  if ((await tell()) && navigator.onLine !== false) await renew();
}

function offerInstalling() {
  self.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    const button = one("#install");
    button.hidden = false;
    button.onclick = () => {
      event.prompt();
      button.hidden = true;
    };
  });
}

// Leading to a check

/** Go to the check of an address of ours, its digits with it, and return whether it is one. */
function lead(text) {
  const [code, digits] = partsOf(text, told.base);
  const isOurs = text.includes("/") && code;
  if (isOurs) location.href = `/v/${code}#${digits}`;
  return isOurs;
}

/** Return something true where the browser reads square codes by itself: some only say so, and fail at the first. */
async function canRead() {
  const isSaid = (await BarcodeDetector.getSupportedFormats()).includes("qr_code");
  return isSaid && new BarcodeDetector({ formats: ["qr_code"] }).detect(new ImageData(99, 99));
}

/** Offer the scanner where there can be one. `.weight` stays where a reader must be downloaded for it. */
async function offerScanning() {
  const scanner = one("#scanner");
  scanner.hidden = !navigator.mediaDevices || !self.WebAssembly;
  if (scanner.hidden || (await orNull(inTime(canRead())))) one(".weight").remove();
  const say = (name) => show("said", name);
  one("#scan").onclick = () =>
    import(scanner.dataset.scan).then(({ scan }) => scan(scanner.dataset, say, lead)).catch(() => say("reader"));
}

// Checking on the phone

/** Return what is to be checked: "/V/…#…", also from behind `#` in the other language; "?code=…", typed; or "". */
function asked() {
  const { hash, pathname, search } = location;
  const place = [pathname + hash, hash.slice(1)].find((each) => PLACE.test(each));
  // With a network, what was typed and can't be a code comes back with a complaint.
  return place || (/[?&]code=/.test(search) && !one(".error-text") ? search : "");
}

async function answerOf(place) {
  const { keys, list, courses } = await known();
  if (!PLACE.test(place)) return { result: "cannot_check", why: "typed" };
  if (!keys) return { result: "cannot_check", why: "unprepared" };
  const trust = { base: told.base, keys, list, built: +told.built };
  return Object.assign(await check(told.base + place, trust, now()), { courses });
}

function titleOf({ course }, courses) {
  const titles = courses && courses[course];
  return titles ? titles[language] : `#${course}`;
}

function reveal({ result, why, code, statement, statusSince, courses }) {
  show("state", result);
  show("why", result === "valid_unchecked" ? (statusSince ? "stale" : "never") : why);
  one("#facts").hidden = !statement;
  const dates = statement && { issued: day(statement.issued), until: day(statement.expires) };
  const facts = statement && { holder: statement.name, course: titleOf(statement, courses) };
  const spelled = code && `${code.slice(0, 4)}-${code.slice(4, 7)}-${code.slice(7)}`;
  write(Object.assign({ listed: statusSince && day(statusSince), code: spelled }, dates, facts));
  document.title = one(`[data-state=${result}] strong`).textContent + document.title.replace(/^[^·]*/, " ");
}

/** Show what is to be said of a place. No server was asked for one behind `#`: with a network, that comes first. */
async function answer(place) {
  one("#ask").hidden = true;
  const isUnasked = place === location.hash.slice(1);
  if (isUnasked && (await orNull(inTime(fetch("/healthz", { cache: "no-store" }))))) return location.replace(place);
  one("#answer").hidden = document.getElementById("another").hidden = false;
  for (const link of document.querySelectorAll(".lang")) link[PLACE.test(place) ? "hash" : "search"] = place;
  one("#again").onclick = () => location.reload();
  reveal(await answerOf(place).catch(() => ({ result: "cannot_check", why: "unprepared" })));
}

export async function startPage() {
  const place = asked();
  addEventListener("hashchange", () => asked() !== place && location.reload());
  if (place) return answer(place);
  offerInstalling();
  one("form").onsubmit = () => !lead(one("#code").value);
  await offerScanning();
  return setUp();
}
