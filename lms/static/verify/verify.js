// The officer's page. With a network it prepares the phone and leads to a check; kept on the phone, it stands in for
// every check without a network, and answers. What is said stands in the page, hidden.

import { check } from "./check.js";
import { partsOf } from "./codes.js";
import { known, now, prepare, tidy } from "./store.js";

const WEEK = 7 * 24 * 3600;
const PAUSE = 50;
const TYPED = "/?code=";
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
  const files = words(told.keep);
  try {
    await prepare(files, { language, at: now() });
    await register();
    await tidy(files.concat(Object.values(one("#scanner").dataset)));
    show("fault", "");
  } catch ({ message }) {
    show("fault", one(`[data-fault=${message}]`) ? message : "storage");
  }
  return tell();
}

async function setUp() {
  one("#preparing").hidden = false;
  if (!navigator.serviceWorker || !self.caches || !(self.crypto && crypto.subtle)) return show("say", "unable");
  const button = one("#prepare");
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

function offerScanning() {
  const scanner = one("#scanner");
  if (!navigator.mediaDevices || !(self.BarcodeDetector || self.WebAssembly)) return;
  scanner.hidden = false;
  one("#weight").hidden = self.BarcodeDetector;
  const say = (name) => show("said", name);
  one("#scan").onclick = () =>
    import(scanner.dataset.scan).then(({ scan }) => scan(scanner.dataset, say, lead)).catch(() => say("reader"));
}

// Checking on the phone

/** Return what is to be checked: "/V/…#…", also from behind `#` where this page stands in the other language; or "". */
function asked() {
  const { hash, pathname, search } = location;
  if (hash.startsWith("#/")) return hash.slice(1);
  // With a network, what was typed and can't be a code comes back with a complaint.
  const isTyped = /[?&]code=/.test(search) && !one(".error-text");
  return isTyped ? TYPED : pathname.slice(3) && /^\/v\//i.test(pathname) ? pathname + hash : "";
}

async function answerOf(place) {
  const { keys, list, courses } = await known();
  if (place === TYPED) return { result: "cannot_check", why: "typed" };
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

async function answer(place) {
  one("#ask").hidden = true;
  one("#answer").hidden = document.getElementById("another").hidden = false;
  for (const link of document.querySelectorAll(".lang")) link.hash = place;
  one("#again").href = place;
  reveal(await answerOf(place).catch(() => ({ result: "cannot_check", why: "unprepared" })));
}

export function startPage() {
  const place = asked();
  addEventListener("hashchange", () => asked() !== place && location.reload());
  if (place) return answer(place);
  offerInstalling();
  offerScanning();
  one("form").onsubmit = () => !lead(one("#code").value);
  return setUp();
}
