// Marks practice questions, which count for nothing: what is graded is marked on the server alone. Equal to
// courses/grading.py, which says more; both are tested on tests/vectors/grading.json.

export const FULL = 2520;

const rightOnes = (question) => question.options.filter((option) => option.right).map((option) => option.key);
const isSame = (one, other) => one.length === other.length && one.every((key, place) => key === other[place]);
const isSameSet = (one, other) => isSame(Array.from(new Set(one)).sort(), other.slice().sort());

/** Return the points that an answer earns of a question with its key, from 0 to FULL. */
export function pointsFor(question, answer) {
  return MARKERS[question.kind](question, answer);
}

const one = (question, answer) => (isSame(answer, rightOnes(question)) ? FULL : 0);

function several(question, answer) {
  const right = rightOnes(question);
  if (isSameSet(answer, right)) return FULL;
  if (!question.part_marks) return 0;
  const share = right.length ? Math.floor(FULL / right.length) : 0;
  const weight = (option) => (option.weight == null ? (option.right ? share : -share) : option.weight);
  const chosen = question.options.filter((option) => answer.includes(option.key));
  return Math.min(FULL, Math.max(0, chosen.reduce((sum, option) => sum + weight(option), 0)));
}

function order(question, answer) {
  const exact = question.options.map((option) => option.key);
  if (isSame(answer, exact)) return FULL;
  if (!question.part_marks || !isSame(answer.slice().sort(), exact.slice().sort())) return 0;
  const follows = (key, place) => place > 0 && exact.indexOf(key) === exact.indexOf(answer[place - 1]) + 1;
  return Math.floor((answer.filter(follows).length * FULL) / Math.max(1, exact.length - 1));
}

function match(question, answer) {
  const exact = question.options.map((option) => `${option.key}=${option.match}`);
  const lefts = new Set(answer.map((pair) => pair.split("=")[0]));
  if (lefts.size < answer.length) return 0;
  const right = exact.filter((pair) => answer.includes(pair)).length;
  return question.part_marks || right === exact.length ? Math.floor((right * FULL) / exact.length) : 0;
}

/** Return how a scenario with its key ended: safe, missed or harmful; null where the path has not come to an end. */
export function endOf(question, path) {
  let place = question.scenes[0].key;
  let outcome = null;
  for (const key of path) {
    const scene = question.scenes.find((one) => one.key === place);
    const action = scene && scene.actions.find((one) => one.key === key);
    if (!action) return null;
    [place, outcome] = [action.leads_to, action.outcome];
  }
  return place === null ? outcome : null;
}

/** Return a shortest way to a safe end, as [scene, action] pairs. */
export function safeWay(question) {
  const ways = [[[], question.scenes[0].key]];
  // The loop goes on over what it adds itself: the shorter ways come first.
  for (const [way, place] of ways) {
    const scene = question.scenes.find((one) => one.key === place);
    for (const action of scene.actions) {
      const longer = way.concat([[scene, action]]);
      if (action.leads_to !== null) ways.push([longer, action.leads_to]);
      else if (action.outcome === "safe") return longer;
    }
  }
  return [];
}

const MARKERS = {
  single: one,
  true_false: one,
  multiple: several,
  spots: several,
  ordering: order,
  matching: match,
  scenario: (question, path) => (endOf(question, path) === "safe" ? FULL : 0),
};
