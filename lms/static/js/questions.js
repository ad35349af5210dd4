// The forms of the seven kinds of questions, read into answers and filled with them: the rules of courses/answering.py and
// courses/answers.py, on tests/vectors/answering.json. A scenario's `scenes` are {first, scenes: {key: {html, actions}}}.

import { nodes } from "./parts.js";

const all = (part, selector) => Array.from(part.querySelectorAll(selector));
const unclear = (why, answer, fields) => ({ answer, unclear: why, fields: fields || [] });

/**
 * Return {answer, unclear, fields}: what is to be kept of what a form sent ({options, action, step}) to an item of the
 * paper; where that is not a whole answer, `unclear` names what to say beside it, and `fields` what needs another look.
 */
export function read(question, item, sent, before) {
  return READERS[question.kind](question, item, sent, before);
}

const known = (values, keys) => Array.from(new Set(values)).filter((value) => keys.includes(value));

function several(question, item, { options }) {
  const chosen = known(options, item.options);
  return chosen.length ? { answer: chosen.sort(), unclear: "" } : unclear("choose", []);
}

function one(question, item, sent) {
  const found = several(question, item, sent);
  return found.answer.length > 1 ? unclear("one", []) : found;
}

// Of two for one left side the later one counts.
function pairs(options, lefts, rights) {
  const made = new Map();
  for (const value of options) {
    const cut = value.indexOf("=");
    const [left, right] = [value.slice(0, cut), value.slice(cut + 1)];
    if (cut >= 0 && lefts.includes(left) && rights.includes(right)) made.set(left, right);
  }
  return made;
}

function order(question, item, { options }) {
  const places = pairs(options, item.options, item.options.map((key, place) => String(place + 1)));
  const taken = Array.from(places.values());
  const missing = item.options.filter((key) => !places.has(key));
  const doubled = item.options.filter((key) => taken.filter((place) => place === places.get(key)).length > 1);
  if (!places.size) return unclear("place", [], missing);
  if (doubled.length) return unclear("doubled", [], doubled);
  if (missing.length) return unclear("missing", [], missing);
  return { answer: item.options.slice().sort((a, b) => places.get(a) - places.get(b)), unclear: "" };
}

function match(question, item, { options }) {
  const made = pairs(options, item.options, item.matches);
  const answer = Array.from(made, (pair) => pair.join("=")).sort();
  const missing = item.options.filter((key) => !made.has(key));
  if (!made.size) return unclear("pair", [], missing);
  return missing.length ? unclear("partner", answer, missing) : { answer, unclear: "" };
}

function story(question, item, { action, step }, before) {
  const { scene } = walk(question.scenes, before);
  if (!action) return scene ? unclear("act", before) : { answer: before, unclear: "" };
  // What was done can't be undone: an action taken again, or from an older screen, leaves all as it is.
  if (String(step) !== String(before.length)) return { answer: before, unclear: "" };
  return scene && scene.actions[action] ? { answer: before.concat(action), unclear: "" } : unclear("here", before);
}

const READERS = {
  single: one,
  true_false: one,
  multiple: several,
  spots: several,
  ordering: order,
  matching: match,
  scenario: story,
};

/** Return what was done on a path, as [{scene, action}], and the scene where it leads: null at an end. */
export function walk({ first, scenes }, path) {
  let scene = scenes[first];
  const taken = path.map((key) => {
    const action = scene.actions[key];
    const step = { scene, action };
    scene = action.leads_to === null ? null : scenes[action.leads_to];
    return step;
  });
  return { taken, scene };
}

const wordsIn = (scene) => all(nodes(scene.html), ".card p").map((line) => line.textContent).join(" ");

/** Return what the template of a story shows of a path: {steps, scene}. */
export function storyOf(scenes, path) {
  const { taken, scene } = walk(scenes, path);
  const steps = taken.map(({ scene, action }, place) => {
    const isEarlier = place < taken.length - 1;
    return { isEarlier, setting: wordsIn(scene), action: action.text, follows: action.follows };
  });
  return { steps, scene: scene && nodes(scene.html) };
}

/** Return whether nothing is left to do. */
export function isFinished(question, item, answer) {
  if (question.kind === "scenario") return !walk(question.scenes, answer).scene;
  return question.kind === "matching" ? answer.length === item.options.length : answer.length > 0;
}

/** Return an answer as its form would send it. */
export const asTyped = (question, answer) =>
  question.kind === "ordering" ? answer.map((key, place) => `${key}=${place + 1}`) : answer;

const leftOf = (select) => select.options[1].value.split("=")[0];
const byPlace = (keys, keyOf) => (a, b) => keys.indexOf(keyOf(a)) - keys.indexOf(keyOf(b));

function inOrder(rows, compare) {
  const [first] = rows;
  if (!first) return;
  const mark = document.createComment("");
  first.before(mark);
  rows.sort(compare).forEach((row) => mark.before(row));
  mark.remove();
}

/** Put what can be chosen into the paper's order. */
export function arrange(form, question, item) {
  if (question.kind === "spots" || question.kind === "scenario") return;
  inOrder(all(form, ".pick"), byPlace(item.options, (pick) => pick.querySelector("input").value));
  inOrder(all(form, ".field"), byPlace(item.options, (field) => leftOf(field.querySelector("select"))));
  if (question.kind !== "matching") return;
  const right = (option) => option.value.slice(option.value.indexOf("=") + 1);
  for (const select of all(form, "select")) inOrder(all(select, "option").slice(1), byPlace(item.matches, right));
}

/** Choose in a form what was chosen. */
export function choose(form, typed) {
  for (const box of all(form, "[name=option]:not(select)")) box.checked = typed.includes(box.value);
  for (const choice of all(form, "option[value]"))
    if (choice.value) choice.selected = typed.includes(choice.value);
}

/** Return what is chosen in a form, as it would send it. */
export const chosenIn = (form) =>
  all(form, "[name=option]:checked, select[name=option]").map((field) => field.value).filter(Boolean);

function markFields(form, fields) {
  for (const select of all(form, "select[name=option]")) {
    const isWrong = fields.includes(leftOf(select));
    select.closest(".field").classList.toggle("wrong", isWrong);
    select.setAttribute("aria-invalid", isWrong);
    if (isWrong) select.setAttribute("aria-describedby", "wrong");
    else select.removeAttribute("aria-describedby");
  }
}

function placeForWords(form) {
  const wrong = document.createElement("p");
  wrong.id = "wrong";
  wrong.className = "error-text";
  wrong.setAttribute("role", "alert");
  form.querySelector("legend").after(wrong);
  return wrong;
}

/** Say beside the fields what is unclear, and lead there; without a message, take back what was said. */
export function pointOut(form, message, fields) {
  const wrong = form.querySelector("#wrong") || placeForWords(form);
  wrong.textContent = message;
  wrong.hidden = !message;
  markFields(form, fields || []);
  const fieldset = form.querySelector("fieldset");
  if (!message) return fieldset.removeAttribute("aria-describedby");
  fieldset.setAttribute("aria-describedby", "wrong");
  const field = form.querySelector(".wrong select, [name=option]");
  if (field) field.focus({ preventScroll: true });
  return wrong.scrollIntoView({ block: "center" });
}

/** Put the focus on something that is read, and that no key can reach otherwise. */
export function arriveAt(element) {
  element.tabIndex = -1;
  element.focus();
}

/** Return the words of what was chosen in a form, for the review. */
export function wordsOf(form, question, answer) {
  if (question.kind === "scenario") return walk(question.scenes, answer).taken.map((step) => step.action.text);
  const picked = all(form, "[name=option]:checked").map((box) => box.parentNode.lastElementChild.lastChild.data.trim());
  const selects = all(form, "select").filter((select) => select.value);
  const labelOf = (select) => form.querySelector(`[for="${select.id}"]`).textContent.trim();
  if (question.kind === "matching")
    return selects.map((select) => `${labelOf(select)} – ${select.selectedOptions[0].text}`);
  const place = (select) => Number(select.value.split("=")[1]);
  const placed = selects.sort((a, b) => place(a) - place(b)).map((select) => `${place(select)}. ${labelOf(select)}`);
  return picked.concat(placed);
}
