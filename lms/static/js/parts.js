// Fills the page's <template>s: every word stands in the HTML, translated, and scripts only put values into it.
//
//   {name}            in an attribute: the value
//   data-say="… {name} …"   the element's text; data-one is said instead where the number in data-count is 1
//   data-if="name"    the element stays only where the value is true ("!name": where it is not)
//   data-each="name"  the element once for each row of a list, whose values come on top
//   data-put="name"   the node itself instead of the element

/** Return a text with the values in it. */
export const say = (text, values) =>
  text.replace(/\{(\w+)\}/g, (whole, name) => (values[name] == null ? "" : values[name]));

const holds = (condition, values) => (condition[0] === "!" ? !values[condition.slice(1)] : !!values[condition]);

function bindEach(element, values) {
  const rows = values[element.dataset.each];
  delete element.dataset.each;
  for (const row of rows) {
    const copy = element.cloneNode(true);
    element.before(copy);
    bind(copy, { ...values, ...row });
  }
  element.remove();
}

function bind(element, values) {
  const { each, one, count, put } = element.dataset;
  const condition = element.dataset.if;
  if (condition && !holds(condition, values)) return element.remove();
  if (each) return bindEach(element, values);
  if (put) return element.replaceWith(values[put]);
  for (const { name, value } of Array.from(element.attributes))
    if (!name.startsWith("data-") && value.includes("{")) element.setAttribute(name, say(value, values));
  if (element.dataset.say) element.textContent = say(count && values[count] === 1 ? one : element.dataset.say, values);
  return bindAll(element, values);
}

function bindAll(parent, values) {
  for (const child of Array.from(parent.children)) bind(child, values);
}

/** Return a filled copy of a template. */
export function fill(template, values) {
  const copy = document.importNode(template.content, true);
  bindAll(copy, values);
  return copy;
}

/** Return HTML that the server wrote as nodes of this page. */
export function nodes(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return document.importNode(template.content, true);
}

/** Return a moment as people say it in the page's language, by a clock of 24 hours. */
export function day(iso) {
  const at = new Date(iso);
  const here = document.documentElement.lang.replace("en", "en-GB");
  const time = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return `${at.toLocaleDateString(here, { day: "numeric", month: "long" })}, ${time}`;
}
