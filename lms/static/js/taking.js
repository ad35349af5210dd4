// Takes a course home, for one learner and one language, and takes it away again.
import { all, change, get, mine, phone, put, remove, setting } from "./store.js";
import { ask, asSent } from "./sending.js";

const UNPACKED = 8;
const MOST_TRIED = 16;

/** Whether so many bytes can be kept: what the browser promises, and a real write of noise (up to 1 MB). */
export async function roomFor(bytes) {
  const { quota, usage } = navigator.storage ? await navigator.storage.estimate() : {};
  if (quota - usage < bytes) return false;
  const noise = Array.from({ length: Math.min(Math.ceil(bytes / 65536), MOST_TRIED) }, () =>
    crypto.getRandomValues(new Uint8Array(65536)),
  );
  try {
    await put("settings", noise, "room");
    return true;
  } catch (error) {
    return false;
  } finally {
    await remove("settings", "room").catch(() => {});
  }
}

/** Ask the browser to keep what is here when the phone runs short; whether it promised. */
export const persist = () => (navigator.storage && navigator.storage.persist ? navigator.storage.persist() : false);

/** What the course takes on this phone, by language: {title, languages: {en: {hash, url, bytes, sound_bytes, …}}}. */
export const about = (course, language) => ask(`/${language}/learn/take/${course}/about.json`);

const ownId = ({ learner, course, language }) => `${learner}:${course}:${language}`;

/** This learner's course as it stands here, or undefined. */
export const taken = async (course, language) =>
  get("courses", ownId({ learner: await setting("learner"), course, language }));

const askPapers = async (course, language) => {
  const personal = await ask(`/${language}/learn/take/${course}/`, { phone: await phone() });
  if (personal.learner !== (await setting("learner"))) throw Error("other_learner");
  return personal;
};

// A paper that is being answered here, or waits to be sent, stays; and one of a version that is not here is no use.
function merge(papers, fresh, attempts, quizzes) {
  const merged = {};
  for (const slug of Object.keys(fresh)) {
    const old = papers[slug] || {};
    const isOpen = attempts.some(({ ticket, state }) => ticket === old.ticket && /begun|waiting/.test(state));
    const isUsable = !fresh[slug].ticket || (quizzes[slug] || {}).version === fresh[slug].version;
    merged[slug] = isUsable && !isOpen ? fresh[slug] : old;
  }
  return merged;
}

async function write(personal, bundle, more) {
  const { learner, name, course } = personal;
  const { language, title, url } = bundle;
  const attempts = await mine("attempts", learner);
  const id = ownId({ learner, course, language });
  return change("courses", id, (row = { papers: {} }) => ({
    ...row,
    ...more,
    ...{ id, learner, name, course, language, title, url, newest: personal.bundle, progress: personal.progress },
    papers: merge(row.papers, personal.papers, attempts, bundle.quizzes),
    askedAt: new Date().toISOString(),
  }));
}

// A page counts only as the page of whom the server says: who is signed in may have changed meanwhile.
async function keep(cache, url, learner) {
  const response = await fetch(url, { credentials: "same-origin" }).catch(() => {
    throw Error("network");
  });
  if (!response.ok && response.status !== 404) throw Error("network");
  const mark = response.headers.get("Learner");
  if (response.ok && !response.redirected && (!learner || mark === learner)) await cache.put(url, response);
}

async function keepPages({ learner, keep: pages }) {
  const cache = await caches.open(`mine-${learner}`);
  await Promise.all(pages.map((url) => keep(cache, url, learner)));
}

async function keepFiles(files, tell) {
  const cache = await caches.open("media");
  for (const { url } of files) {
    if (!(await cache.match(url))) await keep(cache, url);
    tell();
  }
}

async function fetchBundle({ hash, url, bytes }) {
  if (!(await roomFor(bytes * UNPACKED))) throw Error("full");
  const bundle = await ask(url);
  if (bundle.hash !== hash) throw Error("network");
  await put("bundles", bundle);
  return bundle;
}

const filesOf = (bundle, sound) => bundle.pictures.concat(sound ? bundle.sounds : []);

/**
 * Take the course, or bring what is here up to date. The row that makes it count is written last: a download that breaks
 * off leaves nothing that looks whole, and what did arrive is not fetched again. `tell(done, total)`.
 */
export async function take(course, language, sound, tell) {
  const personal = await askPapers(course, language);
  const facts = personal.bundle;
  const bundle = (await get("bundles", facts.hash)) || (await fetchBundle(facts));
  const files = filesOf(bundle, sound);
  let done = 0;
  const step = () => tell((done += 1), files.length + 2);
  step();
  if (!(await roomFor(files.reduce((sum, { bytes }) => sum + bytes, 0)))) throw Error("full");
  await keepFiles(files, step);
  await keepPages(personal);
  const { hash } = facts;
  await write(personal, bundle, { hash, sound, bytes: weigh(facts, sound), refreshedAt: new Date().toISOString() });
  // Another tab that took a course away at this moment may have swept it.
  if (!(await get("bundles", hash))) await put("bundles", bundle);
  await sweep();
  step();
}

/** What travels when the course is taken, in bytes. */
export const weigh = (facts, sound) => facts.bytes + facts.picture_bytes + (sound ? facts.sound_bytes : 0);

/** Bring papers, progress and the pages kept up to date, of every course here; new lessons come at a press only. */
export async function renewAll() {
  for (const { id, course, language, hash } of await mine("courses", await setting("learner")))
    try {
      const personal = await askPapers(course, language);
      await write(personal, await get("bundles", hash), {});
      await keepPages(personal);
    } catch (error) {
      // One that is closed now must not keep the others from theirs, nor be asked for on each page.
      await change("courses", id, (row) => row && { ...row, askedAt: new Date().toISOString() });
    }
}

// What no course of anybody's on this phone needs any more.
async function sweep() {
  const rows = await all("courses");
  const needed = new Set();
  for (const bundle of await all("bundles")) {
    const users = rows.filter((row) => row.hash === bundle.hash);
    if (!users.length) await remove("bundles", bundle.hash);
    else filesOf(bundle, users.some((row) => row.sound)).forEach(({ url }) => needed.add(url));
  }
  const cache = await caches.open("media");
  for (const request of await cache.keys())
    if (!needed.has(new URL(request.url).pathname)) await cache.delete(request);
}

/** Take the course away. Attempts and places stay: they carry all they need. */
export async function takeAway({ id }) {
  await remove("courses", id);
  await sweep();
}

/** Save an attempt as a file that another phone can hand in. */
export function saveAsFile(attempt) {
  const { learner, name, ticket } = attempt;
  const file = { format: "safari-salama-attempt", learner, name, saved_at: new Date().toISOString() };
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify({ ...file, attempts: [asSent(attempt)] })]));
  link.download = `safari-salama-${ticket.slice(0, 4).toUpperCase()}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60e3);
}
