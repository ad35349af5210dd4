// What a learner's phone does on each page: knows whose it is, keeps the app up to date, sends what waits, and says so.
import { get, mine, setting, setSetting } from "./store.js";
import { keepSending, unsent } from "./sending.js";
import { day, fill } from "./parts.js";
import { renewAll } from "./taking.js";

const FEW_PLACES = 10;
const RENEW_AFTER = 6 * 3600e3;
const LESSON = /^\/..\/courses\/[^/]+\/[^/]+\/[^/]+\//;
const PARTS = {
  "[data-take], #on-this-phone": () => import("./panel.js"),
  "[data-practice]": () => import("./practice.js"),
  "#screen": () => import("./quiz.js"),
};
const page = document.documentElement;
const byId = (id) => document.getElementById(id);
const tryTo = (work) => Promise.resolve().then(work).catch(() => {});
const whenPressed = (box, name, act) => box.querySelector(`[data-do=${name}]`).addEventListener("click", act);

const signedIn = () => (/(?:^|; )learner=([0-9a-f]+)/.exec(document.cookie) || [])[1] || "";

async function remember(name, value) {
  if ((await setting(name)) !== value) await setSetting(name, value);
}

// Notes: each is a template of the page, filled and put at its top in place of the one that said it before.

const unsay = (name) => document.querySelectorAll(`[data-note=${name}]`).forEach((box) => box.remove());

async function filled(name, values) {
  const box = document.createElement("div");
  box.dataset.note = name;
  box.append(fill(byId(`note-${name}`), values));
  return box;
}

async function say(name, values) {
  const box = await filled(name, values);
  unsay(name);
  byId("phone-notes").append(box);
  return box;
}

// A new version of the app

async function offerVersion(registration, learner) {
  const { attempts } = await unsent(learner);
  const box = await say("version", { n: attempts.length });
  whenPressed(box, "use", () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
    if (registration.waiting) registration.waiting.postMessage("skip-waiting");
    else location.reload();
  });
}

async function register(learner) {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  const registration = await workers.register("/sw.js");
  const offer = () => registration.waiting && workers.controller && tryTo(() => offerVersion(registration, learner));
  offer();
  registration.addEventListener("updatefound", () => {
    const fresh = registration.installing;
    // One that changes no more than words goes on by itself, and needs a moment for it.
    fresh.addEventListener("statechange", () => fresh.state === "installed" && setTimeout(offer, 1000));
  });
}

// What waits to be sent

// A place in a lesson is worth no message of its own: it goes with the next page, or when the lesson is finished.
async function isWorthSending(learner) {
  if (!LESSON.test(location.pathname)) return true;
  const { attempts, places } = await unsent(learner);
  return attempts.length > 0 || places.length > FEW_PLACES || places.some((place) => place.finished);
}

async function tellReceived(learner) {
  const received = (await mine("attempts", learner)).filter((attempt) => attempt.state === "received");
  received.sort((one, other) => (one.sentAt < other.sentAt ? 1 : -1));
  await say("received", received[0]);
}

async function tellWaiting(learner, { error, received, held }, send) {
  // The quiz and the page of what is here show it in their own places.
  if (byId("screen") || byId("on-this-phone")) return;
  const n = (await unsent(learner)).attempts.length;
  unsay("waiting");
  if (n) {
    const box = await say("waiting", { n, later: error && error !== "sign_in", sign_in: error === "sign_in" });
    whenPressed(box, "send", () => send(true));
  }
  if (received) await tellReceived(learner);
  if (held) await say("held", {});
}

// Papers and progress of what is taken here: after each receipt, and now and then where data is not saved.
async function renew(learner, { received, explained }) {
  const isOld = ({ askedAt }) => Date.now() - Date.parse(askedAt) > RENEW_AFTER;
  const isThrifty = (navigator.connection || {}).saveData;
  const rows = await mine("courses", learner);
  if (received || explained ? rows.length : !isThrifty && rows.some(isOld)) await renewAll();
}

async function startSending(learner) {
  const tell = (tally) => {
    if ("error" in tally && !tally.error) tryTo(() => renew(learner, tally));
    return tryTo(() => tellWaiting(learner, tally, (isPressed) => send(isPressed)));
  };
  await tell({});
  const send = (await isWorthSending(learner)) ? keepSending(tell) : () => tell({});
  return send;
}

// Signing out with something unsent

async function warn(form, button, n, send) {
  unsay("leaving");
  const box = await filled("leaving", { n });
  form.after(box);
  box.scrollIntoView({ block: "center" });
  whenPressed(box, "leave", () => button.click());
  whenPressed(box, "send", async () => {
    await send(true);
    box.remove();
  });
}

function guardSignOut(form, learner, send) {
  const button = form.querySelector("button") || document.querySelector(`[form="${form.id}"]`);
  let isTold = false;
  form.addEventListener("submit", async (event) => {
    if (isTold) return;
    event.preventDefault();
    const nothing = { attempts: [] };
    const later = new Promise((done) => setTimeout(done, 2000, nothing));
    const waiting = await Promise.race([unsent(learner), later]).catch(() => nothing);
    isTold = true;
    if (!waiting.attempts.length) button.click();
    else warn(form, button, waiting.attempts.length, send).catch(() => button.click());
  });
}

const signOutForms = () =>
  Array.from(document.querySelectorAll("form[method=post]")).filter((form) =>
    (form.getAttribute("action") || location.pathname).endsWith("/sign-out/"),
  );

// What is done on this phone, on pages that do not know it yet

async function statesOf(learner, course) {
  const known = course.progress || { places: {}, passed: [] };
  const places = await mine("places", learner);
  const attempts = await mine("attempts", learner);
  const lesson = (key) => {
    const here = places.find((place) => place.lesson === key);
    const there = known.places[key];
    if ((here && here.finished) || (there && there[1])) return "done";
    return here || there ? "begun" : "";
  };
  const quiz = (key) => {
    const own = attempts.filter((attempt) => attempt.quiz === key);
    const has = (state) => own.some((attempt) => attempt.state === state);
    if (known.passed.includes(key) || own.some((attempt) => attempt.isPass)) return "done";
    return has("waiting") ? "waiting" : has("begun") ? "begun" : "";
  };
  return (step) => (step.kind === "quiz" ? quiz(step.key) : lesson(step.key));
}

function stateOfModule(states) {
  if (states.every((state) => state === "done")) return "done";
  if (states.every((state) => state === "done" || state === "waiting")) return "waiting";
  return states.some(Boolean) ? "begun" : "";
}

function mark(row, link, state) {
  const template = byId(`mark-${state}`);
  const small = row.querySelector("small");
  const [icon, words] = document.importNode(template.content, true).children;
  const said = small.querySelector("[data-said]");
  link.firstElementChild.replaceWith(icon);
  if (said) said.remove();
  small.append(words);
}

async function markProgress(learner) {
  const rows = Array.from(document.querySelectorAll("[data-step], [data-module]"));
  if (!rows.length) return;
  const course = (await mine("courses", learner)).find((row) => location.pathname.startsWith(row.url));
  const bundle = course && (await get("bundles", course.hash));
  if (!bundle) return;
  const stateOf = await statesOf(learner, course);
  for (const row of rows) {
    const link = row.querySelector("a");
    const steps = bundle.steps.filter((step) => link && [step.url, step.module_url].includes(link.pathname));
    const state = steps.length ? stateOfModule(steps.map(stateOf)) : "";
    const isKnown = row.querySelector(".done-mark") || (state === "begun" && row.querySelector(".wait-mark"));
    if (state && !isKnown) mark(row, link, state);
  }
  pointOn(bundle, stateOf);
}

// The button of a page from the phone leads to what this learner has not done yet.
function pointOn(bundle, stateOf) {
  const button = document.querySelector("[data-next]");
  const isOpen = (step) => !/done|waiting/.test(stateOf(step));
  const next = bundle.steps.find(isOpen);
  if (!button || !next || !page.dataset.kept) return;
  button.href = next.url;
  if (bundle.steps.some(stateOf)) button.textContent = button.dataset.next;
}

function tellKept() {
  const { kept, at } = page.dataset;
  if (kept !== "copy" || !at) return undefined;
  return say("copy", { date: day(at) });
}

// Do all of this once for the page. What one part can't do must not keep the others from doing theirs.
export async function start() {
  const learner = signedIn();
  let send;
  // First of all: a quick thumb must not be faster than the warning.
  if (learner) signOutForms().forEach((form) => guardSignOut(form, learner, async (isPressed) => (await send)(isPressed)));
  await tryTo(() => remember("learner", learner));
  await tryTo(() => remember("shared", /learner=\w+\.s/.test(document.cookie)));
  await tryTo(() => remember("language", page.lang));
  for (const selector of Object.keys(PARTS))
    if (document.querySelector(selector)) tryTo(async () => (await PARTS[selector]()).start());
  tryTo(() => register(learner));
  tryTo(tellKept);
  if (!learner) return;
  tryTo(() => markProgress(learner));
  send = startSending(learner);
}
