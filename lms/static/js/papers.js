// Which questions one learner gets, in which order: equal to courses/papers.py, which says more; both are tested on tests/vectors/papers.json.

/** Return the paper for a quiz's content and a ticket of 32 hex digits: [{question, options, matches}]. */
export function draw(content, ticket, follows) {
  const random = sfc32(ticket);
  const shuffle = { questions: true, options: true, ...content.shuffle };
  let keys = follows && follows.repeat.length
    ? follows.repeat.filter((key) => key in content.questions)
    : choose(content, new Set(follows ? follows.asked : []), random);
  if (shuffle.questions) keys = shuffled(keys, random);
  return keys.map((key) => item(key, content.questions[key], random, shuffle.options));
}

function choose(content, asked, random) {
  let keys = content.fixed.slice();
  for (const part of content.draws) {
    const pool = shuffled(part.from.filter((key) => !keys.includes(key)), random);
    const fresh = pool.filter((key) => !asked.has(key));
    keys = keys.concat(fresh.concat(pool.filter((key) => asked.has(key))).slice(0, part.count));
  }
  return keys;
}

const keysOf = (rows) => (rows || []).map((row) => row.key);

function item(question, { kind, options, matches }, random, isShuffled) {
  if (kind === "scenario") return { question, options: [], matches: [] };
  let keys = keysOf(options);
  if (kind === "ordering" || (isShuffled && kind !== "true_false" && kind !== "spots"))
    keys = shuffled(keys.sort(), random);
  return { question, options: keys, matches: shuffled(keysOf(matches), random) };
}

function shuffled(values, random) {
  const list = values.slice();
  for (let last = list.length - 1; last > 0; last--) {
    const other = random() % (last + 1);
    [list[last], list[other]] = [list[other], list[last]];
  }
  return list;
}

// JavaScript's bitwise operators give signed numbers; ">>> 0" makes them the 32-bit words that Python counts with.
function sfc32(ticket) {
  let [a, b, c, counter] = [0, 8, 16, 24].map((place) => parseInt(ticket.slice(place, place + 8), 16));
  const following = () => {
    const result = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = (b ^ (b >>> 9)) >>> 0;
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + result) >>> 0;
    return result;
  };
  for (let warmUp = 0; warmUp < 12; warmUp++) following();
  return following;
}
