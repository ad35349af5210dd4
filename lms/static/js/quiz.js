// A quiz taken on the phone: the paper is drawn here and every tap is kept here; the mark is the server's alone.
import { fill, nodes, say } from "./parts.js";
import { draw } from "./papers.js";
import { arrange, arriveAt, asTyped, choose, chosenIn, isFinished, pointOut, read, storyOf, wordsOf } from "./questions.js";
import { handIn, listen, send } from "./sending.js";
import { change, get, mine, setting } from "./store.js";
import { roomFor, saveAsFile } from "./taking.js";

const NEEDED = 200e3; // Bytes that must be free before a quiz starts: many times what its answers take.
const PATIENCE = 4000;
const PLACE = /^#(\d+)(\.review)?$/;

const language = document.documentElement.lang;
const slug = location.pathname.split("/")[4];
const site = document.title.split(" · ").pop();
const byId = (id) => document.getElementById(id);
const screen = byId("screen");

let course; // this learner's row of the course that asks the quiz, in this language
let quiz; // the quiz as the course's bundle holds it
let attempt; // what is kept of the attempt, as last read or written
let shown = {}; // the question on the screen

// What is kept.

async function courseWith(learner, language) {
  for (const row of await mine("courses", learner)) {
    const bundle = row.language === language && (await get("bundles", row.hash));
    if (bundle && bundle.quizzes[slug]) return { row, quiz: bundle.quizzes[slug] };
  }
  return {};
}

const isOpen = ({ state }) => state === "begun" || state === "waiting";

async function load() {
  const learner = await setting("learner");
  const attempts = (await mine("attempts", learner)).filter((row) => row.quiz === slug);
  attempts.sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  ({ row: course, quiz } = await courseWith(learner, language));
  attempt = attempts.find(isOpen) || (isFresh(attempts) ? undefined : attempts.pop());
  if (attempt && attempt.language !== language && attempt.state === "begun") await speak();
  offerOtherLanguage(learner);
}

/** Whether the course brought a paper for this quiz that has not been begun. */
function isFresh(attempts) {
  const paper = quiz && course.papers[slug];
  if (!paper) return false;
  return !!paper.closed || (paper.version === quiz.version && !attempts.some(({ ticket }) => ticket === paper.ticket));
}

/** Go on in this page's language where the same questions are here in it, else in the one the attempt was begun in. */
async function speak() {
  if (!quiz || quiz.version !== attempt.version)
    return location.replace(location.href.replace(`/${language}/`, `/${attempt.language}/`));
  const { title } = quiz;
  const questions = ofPaper(attempt.paper);
  attempt = await change("attempts", attempt.ticket, (row) => ({ ...row, language, title, questions }));
}

function ofPaper(paper) {
  const questions = {};
  for (const item of paper) questions[item.question] = quiz.questions[item.question];
  return questions;
}

async function offerOtherLanguage(learner) {
  const link = fill(byId("other-language"), {});
  const other = link.querySelector("a");
  const { quiz } = await courseWith(learner, other.lang);
  if (!quiz || (attempt && attempt.version !== quiz.version)) return;
  const show = () => (other.href = location.href.replace(`/${language}/`, `/${other.lang}/`));
  window.addEventListener("hashchange", show);
  show();
  document.querySelector(".top").append(link);
}

/** Write the attempt as `alter` makes it of what stands there; false, and it is said, where nothing can be kept. */
async function keep(alter) {
  try {
    attempt = await change("attempts", attempt.ticket, (row = attempt) =>
      row.state === "begun" ? alter(row) : undefined,
    );
  } catch (error) {
    complain("not-kept");
    return false;
  }
  if (attempt.state !== "begun") render();
  return attempt.state === "begun";
}

const drawn = () => draw(quiz.paper, course.papers[slug].ticket, course.papers[slug].follows);

function newAttempt() {
  const { ticket, version } = course.papers[slug];
  const { learner, name } = course;
  const paper = drawn();
  const { title, pass_mark: passMark } = quiz;
  const answers = { answers: {}, typed: {}, state: "begun", number: 1, startedAt: new Date().toISOString() };
  const origin = { ticket, version, learner, name, course: course.course, quiz: slug, language };
  return { ...origin, title, passMark, paper, asked: paper.length, questions: ofPaper(paper), ...answers };
}

async function begin() {
  try {
    if (!(await roomFor(NEEDED))) return complain("no-room");
    const begun = newAttempt();
    attempt = await change("attempts", begun.ticket, (row) => row || begun);
  } catch (error) {
    return complain("no-room");
  }
  return go("#1");
}

// What is shown.

const word = (name) => byId("words").content.querySelector(`[data-word="${name}"]`).textContent;

function complain(name) {
  const trouble = byId("trouble");
  trouble.textContent = word(name);
  trouble.hidden = false;
  trouble.scrollIntoView({ block: "center" });
}

function go(hash) {
  if (location.hash === hash) render();
  else location.hash = hash;
}

function show(name, values) {
  const template = byId(name);
  const copy = fill(template, values);
  const bar = copy.querySelector("[data-bar]");
  const old = byId("action");
  bar.id = "action";
  old.replaceWith(bar);
  while (screen.firstChild) screen.firstChild.remove();
  screen.append(copy);
  byId("trouble").hidden = true;
  document.title = `${say(template.dataset.title, values)} · ${site}`;
}

function leadBack(address, words) {
  const back = document.querySelector(".top a");
  back.href = address;
  back.lastChild.data = ` ${words}`;
}

const moment = (iso) => {
  const parts = { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" };
  return new Date(iso).toLocaleString(language, parts);
};

function render() {
  shown = {};
  if (course) leadBack(course.url, course.title);
  const [, number, isReview] = PLACE.exec(location.hash) || [];
  const isBegun = attempt && attempt.state === "begun";
  if (attempt && !isBegun) showHandedIn();
  else if (isBegun && location.hash === "#review") showReview();
  else if (isBegun && attempt.paper[number - 1]) showQuestion(Number(number), !!isReview);
  else showStart();
}

function showStart() {
  if (!quiz && !attempt) return show("missing", {});
  const paper = (quiz && course.papers[slug]) || {};
  const hasPassed = !!course && (course.progress.passed || []).includes(slug);
  const address = course ? course.url : "";
  if (!attempt && (!isFresh([]) || paper.closed)) {
    const closed = { isUsedUp: paper.closed === "used_up", isTimed: paper.closed === "network" };
    const isSoon = paper.closed === "wait" && Date.parse(paper.until) > Date.now();
    const isStale = !closed.isUsedUp && !closed.isTimed && !isSoon;
    return show("closed", { ...quiz, ...closed, isSoon, isStale, hasPassed, address, time: moment(paper.until) });
  }
  const asked = attempt ? attempt.asked : drawn().length;
  const place = attempt && (attempt.number > asked ? "review" : attempt.number);
  const passMark = attempt ? attempt.passMark : quiz.pass_mark;
  return show("start", { title: (attempt || quiz).title, asked, isMore: asked > 1, passMark, place, hasPassed });
}

const answerTo = (item) => attempt.answers[item.question] || [];

const typedFor = (question, item) =>
  (attempt.typed || {})[item.question] || asTyped(question, answerTo(item));

// One question that was damaged on the way must not take the others with it.
function safely(work, otherwise) {
  try {
    return work();
  } catch (error) {
    return otherwise;
  }
}

const isDone = (item) =>
  safely(() => isFinished(attempt.questions[item.question], item, answerTo(item)), false);

function formOf(item) {
  const question = attempt.questions[item.question];
  const form = nodes(question.form);
  arrange(form, question, item);
  choose(form, typedFor(question, item));
  return form;
}


function putStory(element, parts) {
  element.textContent = "";
  element.append(fill(byId("story"), { ...parts, isOver: !parts.scene }));
}

function questionParts(item) {
  const question = attempt.questions[item.question];
  const form = formOf(item);
  const isStory = question.kind === "scenario";
  if (isStory) putStory(form.querySelector("[data-story]"), storyOf(question.scenes, answerTo(item)));
  const isGoing = isStory && !isDone(item);
  return { question, form, isGoing, isReady: !isGoing, isPlain: !isStory };
}

function showQuestion(number, isReview) {
  const item = attempt.paper[number - 1];
  const total = attempt.paper.length;
  const parts = safely(() => questionParts(item), { isBroken: true, form: "", text: word("broken") });
  const isLast = isReview || number === total;
  const lane = attempt.paper.map((other, place) => ({
    state: place === number - 1 ? "here" : isDone(other) ? "done" : "",
  }));
  const next = isLast ? "#review" : `#${number + 1}`;
  shown = { number, item, next, question: parts.question, path: answerTo(item) };
  leadBack("#", attempt.title);
  show("asked", { ...parts, number, total, lane, isLast, next, before: number - 1 });
  keep((row) => ({ ...row, number }));
}

function lineOf(item, place) {
  const question = attempt.questions[item.question] || {};
  const isAnswered = isDone(item);
  const words = safely(() => wordsOf(formOf(item), question, answerTo(item)), []);
  const isPart = !isAnswered && words.length > 0;
  const text = question.title || word("broken");
  return { number: place + 1, text, isAnswered, isPart, isEmpty: !isAnswered && !isPart, words: words.join(" · ") };
}

function showReview() {
  const lines = attempt.paper.map(lineOf);
  const left = lines.filter((line) => !line.isAnswered);
  leadBack("#", attempt.title);
  show("review", { lines, left: left.length, first: left.length && left[0].number });
  keep((row) => ({ ...row, number: row.paper.length + 1 }));
}

function showHandedIn() {
  const { state } = attempt;
  const is = { isWaiting: state === "waiting", isReceived: state === "received" };
  const held = { isHeld: state === "held", isExplained: state === "explained" };
  show("handed-in", { ...attempt, ...is, ...held, address: course ? course.url : byId("handed-in").dataset.address });
}

// What is done.

function withAnswer(row, item, { answer, unclear }, options) {
  const key = item.question;
  const answers = { ...row.answers, [key]: answer };
  const typed = { ...row.typed, [key]: options };
  if (!answer.length) delete answers[key];
  if (!unclear) delete typed[key];
  return { ...row, answers, typed };
}

/** Keep what the form holds; returns how it read, or null where it could not be kept. */
async function keepForm(form) {
  const { item, question } = shown;
  const options = chosenIn(form);
  const found = read(question, item, { options }, []);
  return (await keep((row) => withAnswer(row, item, found, options))) ? found : null;
}

async function goOn(isLater) {
  const form = byId("question");
  const { question, next } = shown;
  if (question && question.kind !== "scenario") {
    const found = await keepForm(form);
    if (!found) return;
    if (found.unclear && !isLater) return pointOut(form, word(found.unclear), found.fields);
  }
  go(next);
}

async function act(action) {
  const { item, question, number, path } = shown;
  const step = path.length;
  const kept = await keep((row) => {
    const before = row.answers[item.question] || [];
    return withAnswer(row, item, read(question, item, { action, step }, before), []);
  });
  if (!kept) return;
  render();
  const last = Array.from(document.querySelectorAll(".taken")).pop();
  if (last && shown.number === number) arriveAt(last);
}

async function finish() {
  if (!(await keep((row) => ({ ...row })))) return;
  try {
    attempt = await handIn(attempt);
  } catch (error) {
    return complain("not-kept");
  }
  render();
  arriveAt(screen.querySelector("h1"));
  setTimeout(() => !shown.news && attempt.state === "waiting" && send(), PATIENCE);
}

const DEEDS = {
  start: begin,
  later: () => goOn(true),
  finish,
  send: () => send(true),
  save: () => saveAsFile(attempt),
};

async function hear({ sending, tally }) {
  if (!(sending || tally) || !attempt || attempt.state === "begun") return;
  shown.news = true;
  const status = byId("status");
  const kept = await get("attempts", attempt.ticket);
  // Only now: two pieces of news at once must not both lead on.
  const { state } = attempt;
  attempt = kept || attempt;
  if (attempt.state === "received" && state === "waiting" && attempt.url) return location.replace(attempt.url);
  if (attempt.state !== state) render();
  const problem = tally && tally.error && byId("words").content.querySelector(`[data-word="${tally.error}"]`);
  status.textContent = sending ? word("sending") : problem ? problem.textContent : tally.error ? word("server") : "";
}

async function open() {
  await load();
  render();
  listen(hear);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || !button.closest("#screen, .bar-bottom")) return;
  if (button.dataset.do) DEEDS[button.dataset.do]();
  if (button.name !== "action") return;
  event.preventDefault();
  act(button.value);
});
document.addEventListener("submit", (event) => {
  if (event.target.id !== "question") return;
  event.preventDefault();
  goOn(false);
});
document.addEventListener("change", (event) => {
  if (event.target.form === byId("question")) keepForm(event.target.form);
});
window.addEventListener("hashchange", () => {
  // The link to the helplines of this page is none of the quiz's.
  if (location.hash && location.hash !== "#review" && !PLACE.test(location.hash)) return;
  render();
  scrollTo(0, 0);
  arriveAt(screen.querySelector("h1"));
});

/** Called once, on the page of a quiz that runs here. */
export function start() {
  open().catch(() => show("unopened", {}));
}
