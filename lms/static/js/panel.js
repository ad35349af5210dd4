// The panel that takes a course home, on its page and on "On this phone". Its words stand in its templates.
import { day, fill } from "./parts.js";
import { unsent } from "./sending.js";
import { mine, setting } from "./store.js";
import { about, persist, take, takeAway, taken, weigh } from "./taking.js";

const facts = {};

export const part = (root, name) => root.querySelector(`[data-part=${name}]`);
export const size = (bytes) => (bytes < 995e3 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

export function show(root, name, values) {
  const box = part(root, "box");
  box.textContent = "";
  box.append(fill(part(root, name), values));
}

/** Say one of the root's words in its live region. */
export function say(root, word, values) {
  const words = fill(part(root, "words"), values || {});
  const found = words.querySelector(`[data-word=${word || "none"}]`) || words.querySelector("[data-word=network]");
  part(root, "says").textContent = found.textContent;
}

const chosen = (panel, choice) => (panel.querySelector(`[data-choice=${choice}]`) || {}).checked;

function showOffer(panel) {
  const { take: course, language } = panel.dataset;
  const { languages } = facts[course];
  const [isWithSound, isBoth] = [chosen(panel, "sound"), chosen(panel, "both")];
  const here = languages[language];
  const both = Object.keys(languages).reduce((sum, code) => sum + weigh(languages[code], isWithSound), 0);
  show(panel, "offer", {
    size: size(isBoth ? both : weigh(here, isWithSound)),
    sound: here.sound_bytes,
    soundSize: size(weigh(here, true)),
    minutes: Math.ceil(here.sound_seconds / 60),
    both: Object.keys(languages).length > 1,
    bothSize: size(both),
    isWithSound,
    isBoth,
  });
}

async function showTaken(panel, row) {
  const { newest } = row;
  const newer = newest.hash !== row.hash && size(weigh(newest, row.sound));
  show(panel, "taken", { size: size(row.bytes), day: day(row.refreshedAt), sound: row.sound, newer });
}

async function display(panel, isPressed) {
  const { take: course, language } = panel.dataset;
  const row = await taken(course, language);
  if (row) await showTaken(panel, row);
  else if (!facts[course] && !isPressed && (navigator.connection || {}).saveData) show(panel, "unknown", {});
  else {
    part(panel, "box").textContent = "";
    facts[course] = facts[course] || (await about(course, language));
    showOffer(panel);
  }
  panel.hidden = false;
}

async function bring(panel, languages, sound) {
  say(panel, "begin");
  await persist();
  for (const language of languages)
    await take(panel.dataset.take, language, sound, (done, total) => say(panel, "progress", { done, total }));
  await display(panel);
  say(panel, "done");
}

const isOf = (row) => ({ course }) => course === row.course;

async function hasWork(row) {
  const { attempts, places } = await unsent(row.learner);
  const begun = (await mine("attempts", row.learner)).filter(({ state }) => state === "begun");
  return attempts.concat(places, begun).some(isOf(row));
}

async function leave(panel, row) {
  await takeAway(row);
  await display(panel).catch(() => {});
  say(panel, "gone");
}

const DEEDS = {
  size: (panel) => display(panel, true),
  take(panel) {
    const { take: course, language } = panel.dataset;
    const others = Object.keys(facts[course].languages).filter((code) => code !== language);
    return bring(panel, [language].concat(chosen(panel, "both") ? others : []), !!chosen(panel, "sound"));
  },
  refresh: (panel, row) => bring(panel, [row.language], row.sound),
  away: async (panel, row) => ((await hasWork(row)) ? show(panel, "sure", {}) : leave(panel, row)),
  leave,
  stay: (panel) => display(panel),
};

async function act(panel, deed) {
  if (panel.getAttribute("aria-busy")) return;
  panel.setAttribute("aria-busy", "true");
  const { take: course, language } = panel.dataset;
  try {
    await DEEDS[deed](panel, await taken(course, language));
  } catch (error) {
    await display(panel, true).catch(() => {});
    say(panel, error.name === "QuotaExceededError" ? "full" : error.message);
  }
  panel.removeAttribute("aria-busy");
  // The button that was pressed is gone.
  const next = part(panel, "sure") && part(panel, "box").querySelector("[data-first]");
  (next || part(panel, "says")).focus();
}

function redraw(panel, { choice }) {
  showOffer(panel);
  panel.querySelector(`[data-choice=${choice}]`).focus();
}

/** Make one panel live; it stays hidden where it has nothing to offer. */
export async function open(panel) {
  panel.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-do]");
    if (button) act(panel, button.dataset.do);
  });
  panel.addEventListener("change", ({ target }) => redraw(panel, target.dataset));
  await display(panel).catch(() => {});
}

/** Called for each page that has panels. */
export async function start() {
  if (!(navigator.serviceWorker && self.caches && self.indexedDB)) return;
  const shelf = document.getElementById("on-this-phone");
  if (shelf) await (await import("./shelf.js")).start(shelf);
  else if (await setting("learner")) document.querySelectorAll("[data-take]").forEach(open);
}
