// The list of a workshop on the trainer's phone. What is ticked and added is kept on the phone first and sent when there
// is a network; each entry bears a mark of its own, so that sending it twice keeps it once.
(() => {
  "use strict";
  const box = document.getElementById("register");
  if (!box || !window.localStorage || !window.fetch) return;
  const EVERY = 15000;
  const KEPT_MS = 7 * 86400000;
  const FIELDS = ["full_name", "phone", "operator", "role"];
  const KEY = `workshop-${box.dataset.workshop}`;
  const $ = (id) => document.getElementById(id);
  const parsed = (id) => JSON.parse($(id).textContent);
  const words = parsed("words");
  const say = (name, places) => words[name].replace(/\{(\w+)\}/g, (whole, key) => places[key]);
  const mark = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => (byte + 256).toString(16).slice(1)).join("");

  // What this phone keeps: the list as last heard, and what waits to be sent. Read anew each time, for another tab may
  // have written.
  function load() {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || {};
    } catch (error) {
      return {};
    }
  }
  function change(alter) {
    const kept = Object.assign({ waiting: [], refused: [] }, load());
    alter(kept);
    localStorage.setItem(KEY, JSON.stringify(kept));
    return kept;
  }
  // Lists of workshops long over leave the phone, unless something of theirs still waits.
  Object.keys(localStorage)
    .filter((key) => /^workshop-\d+$/.test(key) && key !== KEY)
    .forEach((key) => {
      const { shown, waiting } = JSON.parse(localStorage.getItem(key));
      if (!waiting.length && Date.now() - Date.parse(shown.at) > KEPT_MS) localStorage.removeItem(key);
    });
  change((kept) => {
    const fresh = parsed("shown");
    if (!kept.shown || kept.shown.at < fresh.at) Object.assign(kept, { shown: fresh, heard: Date.now() });
  });

  let state = "";
  let sending = false;

  const entryOf = (kept, pk) => kept.waiting.filter((entry) => entry.row === pk).pop();
  const isHere = (kept, row) => {
    const entry = entryOf(kept, row.pk);
    return entry ? entry.do === "here" : Boolean(row.came);
  };

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    children.forEach((child) => made.append(child));
    return made;
  }

  function tickButton(name, here, press) {
    const sign = element("span", { textContent: here ? "✓" : "○" });
    sign.setAttribute("aria-hidden", "true");
    const whose = element("span", { className: "hidden", textContent: `: ${name}` });
    const text = ` ${here ? words.here : words.away}`;
    return element("button", { className: here ? "tick on" : "tick", type: "button", onclick: press }, sign, text, whose);
  }

  function rowOf(kept, row) {
    const number = element("span", { className: "number", textContent: row.number });
    const name = element("b", {}, number, ` ${row.name}`);
    const note = row.note ? ` ${row.note}` : "";
    const who = element("span", { className: "who" }, name, element("small", { textContent: row.operator + note }));
    const button = tickButton(row.name, row.isHere, () => press(row));
    return element("li", { id: `row-${row.pk || row.mark}` }, who, button);
  }

  // Every row to show: those the server knows, then those that were added here and wait.
  function all(kept) {
    const known = kept.shown.rows.map((row) =>
      Object.assign({}, row, { isHere: isHere(kept, row), note: entryOf(kept, row.pk) ? `· ${words.unsent}` : "" }),
    );
    const added = kept.waiting.filter((entry) => entry.do === "add");
    const chooser = $("add").elements.operator;
    const options = chooser ? Array.from(chooser.options) : [];
    const nameOf = (value) => (options.find((option) => option.value === value && /^\d+$/.test(value)) || { text: "" }).text;
    return known.concat(
      added.map((entry) => ({
        number: "+",
        name: entry.full_name,
        operator: nameOf(entry.operator),
        isHere: true,
        mark: entry.mark,
        note: `· ${words.unsent}`,
      })),
    );
  }

  const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f'’‘`]/g, "").toLowerCase();

  function draw() {
    const kept = change(() => {});
    const rows = all(kept);
    const wanted = plain($("find").value).split(/\s+/).filter(Boolean);
    const found = rows.filter((row) => wanted.every((word) => plain(`${row.number} ${row.name} ${row.operator}`).includes(word)));
    const focused = document.activeElement && document.activeElement.closest ? document.activeElement.closest("#rows li") : null;
    refill($("rows"), found.map((row) => rowOf(kept, row)));
    if (focused && $(focused.id)) $(focused.id).querySelector("button").focus();
    $("here").textContent = rows.filter((row) => row.isHere).length;
    $("nobody").hidden = rows.length > 0;
    $("finder").hidden = rows.length < 8;
    drawState(kept);
    drawCode(kept);
    drawRefused(kept);
  }

  function refill(list, items) {
    while (list.firstChild) list.removeChild(list.firstChild);
    items.forEach((item) => list.append(item));
  }

  function drawState(kept) {
    const lines = [];
    if (kept.waiting.length) lines.push(say("waiting", { n: kept.waiting.length }));
    if (state) lines.push(words[state]);
    const text = lines.join(" · ");
    if ($("state").dataset.text === text) return;
    $("state").dataset.text = text;
    refill($("state"), text ? [element("p", { className: `note${state === "ready" ? "" : " warning"}`, textContent: text })] : []);
  }

  function drawCode(kept) {
    if (!$("digits")) return;
    const passed = Math.floor((Date.now() - kept.heard) / 1000);
    const left = kept.shown.left - passed;
    const isOld = left <= 0 || passed < 0;
    $("digits").textContent = kept.shown.code;
    $("digits").classList.toggle("old", isOld);
    const time = left > 60 ? `${Math.ceil(left / 60)} min` : `${left} s`;
    $("left").textContent = isOld ? words.old : say("left", { time });
  }

  function drawRefused(kept) {
    const text = JSON.stringify(kept.refused);
    if ($("refused").dataset.text === text) return;
    $("refused").dataset.text = text;
    refill($("refused"), kept.refused.map(refusedNote));
  }

  function refusedNote(entry) {
    const why = Object.keys(entry.why).map((name) => element("p", { textContent: entry.why[name] }));
    const title = element("b", { textContent: say("refused", { name: entry.full_name || "" }) });
    const forget = () => change((kept) => (kept.refused = kept.refused.filter((one) => one.mark !== entry.mark)));
    const correct = element("button", { className: "button plain", type: "button", textContent: words.correct });
    correct.onclick = () => {
      forget();
      fill(entry);
      draw();
    };
    const drop = element("button", { className: "button plain", type: "button", textContent: words.drop });
    drop.onclick = () => {
      forget();
      draw();
    };
    return element("div", { className: "note error" }, title, ...why, ...(entry.do === "add" ? [correct] : []), drop);
  }

  function fill(entry) {
    const fields = $("add").elements;
    FIELDS.filter((name) => fields[name]).forEach((name) => (fields[name].value = entry[name]));
    $("adding").open = true;
    fields.full_name.focus();
  }

  // A second press takes a waiting entry back, where the server already has it so.
  function press(row) {
    change((kept) => {
      if (row.mark) {
        kept.waiting = kept.waiting.filter((entry) => entry.mark !== row.mark || entry.sent);
        return;
      }
      const known = kept.shown.rows.find((one) => one.pk === row.pk) || row;
      kept.waiting = kept.waiting.filter((entry) => entry.row !== row.pk || entry.sent);
      if (entryOf(kept, row.pk) || row.isHere === Boolean(known.came)) {
        const doing = row.isHere ? "away" : "here";
        kept.waiting.push({ mark: mark(), do: doing, row: row.pk, saw: known.came, at: Date.now() });
      }
    });
    draw();
    send();
  }

  // The server's rule for the shortest name: two signs, one of them a letter. Its other rules need the server.
  const isLetter = (sign) => sign.toLowerCase() !== sign.toUpperCase() || (sign > "\u017f" && !/[\u02bb\u02bc]/.test(sign));
  function isName(typed) {
    const signs = Array.from(typed.normalize("NFC").trim().replace(/\s+/g, " "));
    return signs.length > 1 && Array.from(plain(signs.join(""))).some(isLetter);
  }

  function add(event) {
    event.preventDefault();
    const fields = $("add").elements;
    if (!isName(fields.full_name.value)) {
      fields.full_name.setCustomValidity(words["no-name"]);
      fields.full_name.reportValidity();
      fields.full_name.oninput = () => fields.full_name.setCustomValidity("");
      return;
    }
    const entry = { mark: mark(), do: "add", at: Date.now() };
    // Where no operator is invited, the form asks for none.
    FIELDS.forEach((name) => (entry[name] = fields[name] ? fields[name].value : ""));
    change((kept) => kept.waiting.push(entry));
    ["full_name", "phone", "role"].forEach((name) => (fields[name].value = ""));
    draw();
    fields.full_name.focus();
    send();
  }

  const age = (entry) => Math.max(0, Math.round((Date.now() - entry.at) / 1000));

  async function ask(token, entries) {
    const options = { credentials: "same-origin", cache: "no-store", redirect: "error" };
    if (entries) {
      const body = JSON.stringify(entries.map((entry) => Object.assign({}, entry, { age: age(entry) })));
      Object.assign(options, { method: "POST", body, headers: { "X-CSRFToken": token, "Content-Type": "application/json" } });
    }
    const response = await fetch(box.dataset.rows, options);
    if (response.status === 401 || response.status === 403 || response.status === 404) throw new Error("sign-in");
    if (!response.ok) throw new Error("offline");
    return response.json();
  }

  // What was answered goes; what came meanwhile stays, and is sent next.
  function settle(answer) {
    change((kept) => {
      const answers = {};
      answer.answers.forEach((one) => (answers[one.mark] = one));
      kept.waiting
        .filter((entry) => answers[entry.mark] && answers[entry.mark].is === "refused")
        .forEach((entry) => kept.refused.push(Object.assign({}, entry, { why: answers[entry.mark].why })));
      kept.waiting = kept.waiting.filter((entry) => !answers[entry.mark]);
      const { at, code, left, places, rows } = answer;
      Object.assign(kept, { shown: { at, code, left, places, rows }, heard: Date.now() });
    });
  }

  async function sendAll() {
    let answer = await ask();
    settle(answer);
    for (let entries = next(); entries.length; entries = next()) {
      answer = await ask(answer.token, entries);
      settle(answer);
    }
  }

  // Marked before they go, so that a press meanwhile adds an entry instead of taking back one that is on its way.
  const next = () => change((kept) => kept.waiting.slice(0, 50).forEach((entry) => (entry.sent = true))).waiting.slice(0, 50);

  async function send() {
    if (sending) return;
    sending = true;
    try {
      await sendAll();
      state = state === "ready" ? state : "";
    } catch (error) {
      state = error.message === "sign-in" ? "sign-in" : "offline";
    }
    sending = false;
    draw();
  }

  async function prepare() {
    if (!navigator.serviceWorker) return;
    const before = navigator.serviceWorker.controller;
    await navigator.serviceWorker.register(box.dataset.worker, { scope: box.dataset.scope });
    await navigator.serviceWorker.ready;
    // The first visit went past the worker: this page is kept now.
    if (!before || !before.scriptURL.endsWith(box.dataset.worker)) {
      const cache = await caches.open("workshop-pages");
      const response = await fetch(location.pathname, { credentials: "same-origin" });
      if (response.ok && !response.redirected) await cache.put(location.href.split(/[?#]/)[0], response);
    }
    if (!state) {
      state = "ready";
      draw();
    }
  }

  $("list").addEventListener("submit", (event) => event.preventDefault());
  $("add").addEventListener("submit", add);
  document.querySelector('a[href="#adding"]').addEventListener("click", () => {
    $("adding").open = true;
    $("add").elements.full_name.focus();
  });
  $("find").addEventListener("input", draw);
  window.addEventListener("online", send);
  window.addEventListener("storage", draw);
  setInterval(() => drawCode(change(() => {})), 1000);
  setInterval(() => document.hidden || send(), EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  draw();
  send();
  prepare().catch(() => {});
})();
