// The inside of "On this phone": the courses taken, what was handed in here and how far it got, and the room it takes.
import { open, part, say, show, size } from "./panel.js";
import { day, fill } from "./parts.js";
import { listen, send } from "./sending.js";
import { all, mine, setting } from "./store.js";
import { saveAsFile } from "./taking.js";

let shelf;
let learner;
let sending = [];

function panelFor(row) {
  const panel = fill(part(shelf, "panel"), {}).querySelector("[data-take]");
  Object.assign(panel.dataset, { take: row.course, language: row.language });
  open(panel);
  return panel;
}

const stateOf = ({ ticket, state }) => (state === "waiting" && sending.includes(ticket) ? "sending" : state);

const shown = (attempt) => ({
  ...attempt,
  handed: attempt.handedInAt && day(attempt.handedInAt),
  address: `/${attempt.language}/learn/quiz/${attempt.quiz}/`,
  [stateOf(attempt)]: true,
});

async function showWork() {
  const attempts = await mine("attempts", learner);
  attempts.sort((one, other) => (one.startedAt < other.startedAt ? 1 : -1));
  const open = attempts.filter(({ state }) => /waiting|held/.test(state));
  show(part(shelf, "work"), "attempts", { attempts: attempts.map(shown), any: attempts.length, open: open.length });
}

async function showRoom() {
  const storage = navigator.storage || {};
  const { usage } = storage.estimate ? await storage.estimate() : {};
  const isPromised = storage.persisted && (await storage.persisted());
  show(part(shelf, "room"), "used", { used: size(usage || 0), isPromised });
}

async function showAll() {
  const courses = await mine("courses", learner);
  const rows = (await all("courses")).concat(await all("attempts"));
  const { name } = rows.find((row) => row.learner === learner) || {};
  const others = rows.some((row) => row.learner !== learner);
  const cards = courses.map((row) => ({ ...row, panel: panelFor(row), [row.language]: true }));
  show(shelf, learner ? "mine" : "nobody", { name, others, courses: cards, any: courses.length });
  if (learner) await Promise.all([showWork(), showRoom()]);
}

async function sendNow() {
  say(shelf, "begin");
  const { error, sent } = await send(true);
  say(shelf, error || (sent ? "sent" : "nothing"));
}

const DEEDS = {
  send: () => sendNow().catch(() => say(shelf, "network")),
  save: async ({ value }) =>
    saveAsFile((await mine("attempts", learner)).find(({ ticket }) => ticket === value)),
};

function hear(news) {
  sending = news.sending || [];
  showWork().catch(() => {});
}

export async function start(root) {
  shelf = root;
  learner = await setting("learner");
  await showAll();
  if (!learner) return;
  listen(hear);
  shelf.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-do]");
    if (button && DEEDS[button.dataset.do]) DEEDS[button.dataset.do](button);
  });
}
