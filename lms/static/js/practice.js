// Practice questions of a card that came from the phone: feedback at once, without a network; nothing of it is kept.
import { FULL, endOf, pointsFor, safeWay } from "./grading.js";
import { fill } from "./parts.js";
import { arriveAt, chosenIn, pointOut, read, storyOf } from "./questions.js";
import { get, mine, setting } from "./store.js";

const page = document.documentElement;
const IN_OWN_WORDS = { choose: "first", place: "first", pair: "first", act: "first", partner: "alone" };

async function bundleHere() {
  for (const row of await mine("courses", await setting("learner")))
    if (location.pathname.startsWith(row.url)) return get("bundles", row.hash);
  return undefined;
}

/** The templates stand in the page of the quiz, which the phone keeps with every course. */
async function templates() {
  const kept = await caches.match(`/${page.lang}/offline/quiz/`, { ignoreVary: true });
  const shell = new DOMParser().parseFromString(await kept.text(), "text/html");
  return (id) => shell.getElementById(id);
}

const keysOf = (rows) => (rows || []).map((row) => row.key);
const textOf = (rows, key) => rows.find((row) => row.key === key).text;

function asScenes(question) {
  const scenes = {};
  for (const scene of question.scenes || []) {
    const actions = {};
    for (const action of scene.actions) actions[action.key] = action;
    scenes[scene.key] = { html: scene.html, actions };
  }
  return { first: question.scenes && question.scenes[0].key, scenes };
}

// What was right and why, by the kind of question.

function choices({ options }, answer) {
  const shown = options.filter(({ key, right }) => right || answer.includes(key));
  return { rows: shown.map((row) => ({ ...row, good: row.right, isChosen: answer.includes(row.key) })) };
}

function spots({ options }, answer) {
  const rows = options.map(({ key, right, text, why }, place) => {
    const isChosen = answer.includes(key);
    const of = { isSeen: right && isChosen, isMissed: right && !isChosen };
    const innocent = { isAlarm: !right && isChosen, isLeft: !right && !isChosen };
    return { text: `${place + 1}. ${text}`, why, good: right === isChosen, isSpot: true, ...of, ...innocent };
  });
  return { rows };
}

function order({ options }, answer, isRight) {
  const given = answer.map((key) => ({ text: textOf(options, key) }));
  return { order: options, given: isRight ? null : given };
}

function matches(question, answer) {
  const rows = question.options.map(({ key, text, match }) => {
    const given = answer.find((pair) => pair.startsWith(`${key}=`));
    const good = given === `${key}=${match}`;
    const chosen = !good && given ? textOf(question.matches, given.slice(key.length + 1)) : "";
    return { left: text, text: textOf(question.matches, match), good, chosen };
  });
  return { rows };
}

function story(question, path, isRight) {
  const way = safeWay(question).map(([, { text, follows }]) => ({ action: text, follows }));
  return { way: isRight || !way.length ? null : way, isStory: true };
}

const SHOWN = {
  single: choices,
  true_false: choices,
  multiple: choices,
  spots,
  ordering: order,
  matching: matches,
  scenario: story,
};

/** Return what the template of the feedback shows for an answer. */
export function feedbackOn(question, answer) {
  const points = pointsFor(question, answer);
  const isRight = points === FULL;
  const isPart = !isRight && points > 0;
  const verdict = { isRight, isPart, isWrong: !points, css: isRight ? "go" : "flagged", reason: question.why };
  return { ...verdict, ...SHOWN[question.kind](question, answer, isRight) };
}

function forget() {
  const old = document.getElementById("answer");
  if (old) old.remove();
}

function showFeedback(form, template, question, answer) {
  const quiz = form.elements.quiz ? `&quiz=${form.elements.quiz.value}` : "";
  const again = `?card=${form.elements.card.value}${quiz}`;
  form.closest("article").after(fill(template, { ...feedbackOn(question, answer), again }));
  arriveAt(document.getElementById("answer"));
}

function showStory(form, template, question, path) {
  const place = form.querySelector("fieldset");
  place.querySelectorAll(":scope > .card, :scope > .quiet, :scope > button, :scope > [name=step], [data-story]").forEach(
    (part) => part.remove(),
  );
  const box = document.createElement("div");
  box.dataset.story = "";
  box.append(fill(template, { ...storyOf(asScenes(question), path), [endOf(question, path)]: true }));
  place.append(box);
  arriveAt(Array.from(box.querySelectorAll(".taken")).pop());
}

function play(form, question, find) {
  const word = (name) => find("words").content.querySelector(`[data-word="${name}"]`).textContent;
  const item = { options: keysOf(question.options), matches: keysOf(question.matches) };
  const asked = { kind: question.kind, scenes: asScenes(question) };
  let path = [];
  const check = (action) => {
    forget();
    const sent = { options: chosenIn(form), action, step: path.length };
    const { answer, unclear, fields } = read(asked, item, sent, path);
    pointOut(form, unclear && word(IN_OWN_WORDS[unclear] || unclear), fields);
    if (unclear) return;
    if (question.kind === "scenario") showStory(form, find("story"), question, (path = answer));
    if (question.kind !== "scenario" || endOf(question, path)) showFeedback(form, find("feedback"), question, answer);
  };
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[name=action]");
    if (!button) return;
    event.preventDefault();
    check(button.value);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check();
  });
}

/** A question that a quiz asks too is told about by the server alone. */
function leaveToNetwork(form, find) {
  const words = find("words").content.querySelector("[data-word=needs-network]").textContent;
  if (/[?&](check|action)=/.test(location.search) && page.dataset.kept) pointOut(form, words, []);
  form.addEventListener("submit", (event) => {
    if (navigator.onLine !== false) return;
    event.preventDefault();
    pointOut(form, words, []);
  });
}

export async function start() {
  const bundle = await bundleHere();
  const isHere = page.dataset.kept || navigator.onLine === false;
  if (!bundle || !isHere) return;
  const find = await templates();
  for (const form of document.querySelectorAll("form[data-practice]")) {
    const question = bundle.practice[form.dataset.practice];
    if (question) play(form, question, find);
    else leaveToNetwork(form, find);
  }
}
