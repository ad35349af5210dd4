// Sends what waits on this phone, from a page or the worker. Twice is harmless: the server gives the same receipt again.
import { change, mine, phone, setting } from "./store.js";

const RANK = { begun: 0, waiting: 1, held: 2, explained: 3, received: 4 };
const PAUSES = [5, 30, 120, 600];
const HELD_AGAIN = 6 * 3600e3;

const channel = () => (self.BroadcastChannel ? new BroadcastChannel("salama") : {});

function tell(news) {
  const open = channel();
  if (open.postMessage) open.postMessage(news);
  if (open.close) open.close();
}

/** Call `hear(news)` when any page or the worker sends ({sending: tickets}), has sent ({tally}), or ({waiting}) hands in. */
export const listen = (hear) => (channel().onmessage = (event) => hear(event.data));

const inTime = (work) =>
  Promise.race([work, new Promise((resolve, reject) => setTimeout(() => reject(Error("network")), 60e3))]);

/** Fetch JSON, with a body by POST. Rejects with what our server said, else `server` or `network` (a hotspot's page too). */
export async function ask(url, body) {
  const headers = { "Content-Type": "application/json" };
  const options = body ? { method: "POST", headers, body: JSON.stringify(body) } : {};
  let response = {};
  let answer = null;
  try {
    response = await inTime(fetch(url, { credentials: "same-origin", ...options }));
    answer = await inTime(response.json());
  } catch (error) {
    // Told apart below.
  }
  if (response.ok && answer) return answer;
  throw Error((answer && answer.error) || (/413|500/.test(response.status) ? "server" : "network"));
}

/** An attempt as the server and the file want it: always the same for the same attempt. */
export const asSent = ({ ticket, quiz, version, paper, answers, language, startedAt, handedInAt }) => ({
  ticket,
  quiz,
  version,
  paper: paper.map((item) => item.question),
  answers,
  language,
  started_at: startedAt,
  handed_in_at: handedInAt,
});

/** What the server has not got of this learner's: {attempts, places}, as rows. */
export const unsent = async (learner) => ({
  attempts: (await mine("attempts", learner)).filter((attempt) => attempt.state === "waiting"),
  places: (await mine("places", learner)).filter((place) => place.unsent),
});

// What a trainer decided about a held attempt is asked by sending it again: now and then, and at every press.
const isHeld = (isPressed) => (row) =>
  row.state === "held" && (isPressed || Date.now() - Date.parse(row.sentAt) > HELD_AGAIN);

const settle = ({ ticket, state, receipt, url, words, is_pass: isPass }) =>
  change("attempts", ticket, (row) =>
    row && RANK[state] >= RANK[row.state]
      ? { ...row, state, receipt, url, words, isPass, sentAt: new Date().toISOString() }
      : undefined,
  );

// A place that moved on meanwhile is sent again.
const settlePlace = ({ id, at }) =>
  change("places", id, (row) => (row && row.at === at ? { ...row, unsent: 0 } : undefined));

async function deliver(learner, { attempts, places }, tally) {
  tell({ sending: attempts.map((attempt) => attempt.ticket) });
  const answer = await ask(`/${(await setting("language")) || "en"}/learn/hand-in/`, {
    learner,
    phone: await phone(),
    clock: new Date().toISOString(),
    attempts: attempts.map(asSent),
    places: places.map(({ course, lesson, card, finished, at }) => ({ course, lesson, card, finished: !!finished, at })),
  });
  if (!Array.isArray(answer.attempts)) throw Error("network");
  await Promise.all(answer.attempts.map(settle).concat(places.map(settlePlace)));
  tally.sent += answer.attempts.length;
  for (const { state } of answer.attempts) tally[state] += 1;
}

function parcels({ attempts, places }) {
  const packed = [];
  for (let n = 0; n * 20 < attempts.length || n * 200 < places.length; n += 1)
    packed.push({ attempts: attempts.slice(n * 20, n * 20 + 20), places: places.slice(n * 200, n * 200 + 200) });
  return packed;
}

// One that the server chokes on must not hold up the rest.
const split = ({ attempts, places }) =>
  [...attempts.map((attempt) => ({ attempts: [attempt], places: [] })), { attempts: [], places }].filter(
    (part) => part.attempts.length || part.places.length,
  );

/** Send what waits of the learner who is signed in, never another's: {sent, received, held, explained, error}. */
export async function send(isPressed) {
  const tally = { sent: 0, received: 0, held: 0, explained: 0, error: "" };
  const learner = await setting("learner");
  const waiting = await unsent(learner);
  waiting.attempts.push(...(await mine("attempts", learner)).filter(isHeld(isPressed)));
  const queue = parcels(waiting);
  let parcel;
  while ((parcel = queue.shift()))
    try {
      await deliver(learner, parcel, tally);
    } catch (error) {
      const isRefused = /server|unreadable/.test(error.message);
      const parts = isRefused ? split(parcel) : [];
      if (parts.length > 1) queue.unshift(...parts);
      else tally.error = error.message;
      if (!isRefused) break;
    }
  tell({ tally });
  return tally;
}

/** Put an attempt into the queue; the browser wakes the worker when there is a network. */
export async function handIn(attempt) {
  const row = await change("attempts", attempt.ticket, (known) =>
    known && RANK[known.state] ? undefined : { ...attempt, state: "waiting", handedInAt: new Date().toISOString() },
  );
  tell({ waiting: row.ticket });
  const worker = navigator.serviceWorker;
  if (worker) worker.ready.then((ready) => ready.sync && ready.sync.register("hand-in")).catch(() => {});
  return row;
}

/** Send now, when the network comes back, and after ever longer pauses; returns the function that sends at a press. */
export function keepSending(show) {
  let failures = 0;
  let timer;
  const attempt = async (isPressed) => {
    clearTimeout(timer);
    const tally = await send(isPressed === true).catch(() => ({ error: "storage" }));
    failures = /network|server/.test(tally.error) ? failures + 1 : 0;
    if (failures) timer = setTimeout(attempt, PAUSES[Math.min(failures, PAUSES.length) - 1] * 1000);
    show(tally);
  };
  self.addEventListener("online", attempt);
  listen((news) => news.waiting && attempt());
  attempt();
  return () => attempt(true);
}
