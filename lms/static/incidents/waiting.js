// Sends the report without leaving the page. Without network it is sealed to the case team's key and kept, with photos
// and sounds, as what not even this phone can open: only an answer with a receipt takes it off the phone.
(() => {
  const STORE = "kept-forms";
  const ANSWERS = "kept-answers";
  const PADDED_TO = 256;
  const NAMES = ["what", "now", "who", "county", "stage", "road", "plate", "operator", "when", "reach"];
  const FORBIDDEN = 403;
  const TOO_LARGE = 413;
  const MEGABYTE = 1024 * 1024;
  const at = (id) => document.getElementById(id);
  let form = null;
  let isBusy = false;
  let isSent = false;
  let loaded = null;

  const load = (address) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = reject;
      document.head.appendChild(script);
    });

  function sealing() {
    const { nacl, sealedbox, files } = form.dataset;
    loaded = loaded || Promise.all([load(nacl).then(() => load(sealedbox)), load(files).catch(() => {})]);
    return loaded.catch((error) => {
      loaded = null;
      throw error;
    });
  }

  const newToken = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const toBytes = (base64) => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

  function listed(name) {
    try {
      return JSON.parse(localStorage.getItem(name)) || [];
    } catch (error) {
      return [];
    }
  }

  function list(name, rows) {
    if (rows.length) localStorage.setItem(name, JSON.stringify(rows));
    else localStorage.removeItem(name);
  }

  const kept = () => listed(STORE);
  const keep = (rows) => list(STORE, rows);

  // Whoever can't see the screen hears it, and whoever is elsewhere on the page sees it.
  function showFirst(element) {
    element.scrollIntoView({ block: "center" });
    element.focus({ preventScroll: true });
  }

  function tell(...names) {
    const note = at("told");
    note.textContent = names.map((name) => note.dataset[name]).join(" ");
    note.hidden = !names.length;
    if (names.length) showFirst(note);
  }

  const sum = (name) => kept().reduce((whole, row) => whole + (row[name] || 0), 0);

  function showKept() {
    const { length } = kept();
    const count = at("waiting-count");
    const files = at("waiting-files");
    count.textContent = (length === 1 ? count.dataset.one : count.dataset.many).replace("{n}", length);
    const megabytes = Math.max(0.1, sum("bytes") / MEGABYTE).toFixed(1);
    files.textContent = files.dataset.said.replace("{n}", sum("files")).replace("{mb}", megabytes);
    files.hidden = !sum("files");
    at("waiting").hidden = !length;
  }

  function record() {
    const said = { language: form.dataset.language };
    const filled = new FormData(form);
    for (const name of NAMES) {
      const value = String(filled.get(name) || "").trim();
      if (value) said[name] = value;
    }
    return said;
  }

  // Padded as on the server, so that the length tells little.
  function seal(said) {
    const words = new TextEncoder().encode(JSON.stringify(said));
    const padded = new Uint8Array(Math.ceil(words.length / PADDED_TO) * PADDED_TO).fill(32);
    padded.set(words);
    return toBase64(sealBytes(padded));
  }

  const sealBytes = (bytes) => window.sealedBox.seal(bytes, toBytes(form.dataset.public));

  // One by one, for an old phone has little memory. Returns the names of those that can't wait.
  async function keepFiles(row) {
    const room = Number(at("waiting").dataset.bytes) - sum("bytes");
    const boxes = [];
    const left = [];
    let bytes = 0;
    for (const file of at("id_files").files) {
      try {
        const box = sealBytes(await window.keptFiles.made(file));
        if (bytes + box.length > room) throw new Error("no room");
        bytes += box.length;
        boxes.push(box);
      } catch (error) {
        left.push(file.name);
      }
    }
    if (!boxes.length) return left;
    try {
      await window.keptFiles.tidy(kept().map((one) => one.token));
      await window.keptFiles.put(row.token, boxes);
    } catch (error) {
      return Array.from(at("id_files").files, (file) => file.name);
    }
    Object.assign(row, { files: boxes.length, bytes });
    return left;
  }

  const dropFiles = (row) => (row && row.files ? window.keptFiles.drop(row.token).catch(() => {}) : null);

  async function keepSealed(why) {
    const said = record();
    let row = null;
    let left = [];
    try {
      if (!said.what) throw new Error("nothing written");
      await sealing();
    } catch (error) {
      tell(why === "refused" ? "refusedStays" : "stays");
      showNumbers();
      return;
    }
    try {
      row = { sealed: seal(said), key: Number(form.dataset.key), token: form.elements.token.value };
      if (at("id_files").files.length) tell(why, "locking");
      left = await keepFiles(row);
      keep(kept().concat(row));
    } catch (error) {
      await dropFiles(row);
      tell("full");
      return;
    }
    empty();
    showKept();
    tell(why, "kept", ...(left.length ? ["files"] : []));
    if (left.length) at("told").append(` ${left.join(", ")}`);
    if (why === "refused") showNumbers();
  }

  // Not reset(): what came from the server, with a mistake or from the other language, would be there again.
  function empty() {
    for (const field of form.elements) {
      if (field.type === "radio") field.checked = false;
      else if (field.type !== "submit") field.value = "";
    }
    form.elements.token.value = newToken();
    isSent = false;
  }

  // Where nothing can be sent there is the telephone.
  function showNumbers() {
    const numbers = document.querySelector("#danger + .helplines");
    if (numbers) at("told").append(numbers.cloneNode(true));
  }

  // Whoever opens the page may not be who wrote: a receipt waits until somebody asks for it, and is shown once.
  function showCame() {
    at("came").hidden = !listed(ANSWERS).length;
    at("came-ask").hidden = false;
    at("came-shown").hidden = true;
  }

  function takeReceipts() {
    for (const receipt of listed(ANSWERS)) {
      const line = document.createElement("span");
      line.textContent = receipt;
      at("came-receipts").appendChild(line);
    }
    list(ANSWERS, []);
    at("came-ask").hidden = true;
    at("came-shown").hidden = false;
    showFirst(at("came-shown"));
  }

  function showError(text) {
    at("waiting-error").textContent = text;
    at("waiting-error").hidden = !text;
  }

  // Files that this phone can't read any more keep nobody from reading the words.
  async function filesOf(row) {
    if (!row.files) return [];
    if (!window.keptFiles) await load(form.dataset.files);
    try {
      return await window.keptFiles.get(row.token);
    } catch (error) {
      return [];
    }
  }

  function post(row, boxes) {
    const { sealed, key, token } = row;
    const options = { method: "POST", credentials: "omit" };
    if (boxes.length) {
      options.body = new FormData();
      Object.entries({ sealed, key, token }).forEach(([name, value]) => options.body.append(name, value));
      boxes.forEach((box) => options.body.append("files", new Blob([box]), "file"));
    } else {
      options.headers = { "Content-Type": "application/json" };
      options.body = JSON.stringify({ sealed, key, token });
    }
    return fetch(form.dataset.sealed, options);
  }

  async function sendOne(row) {
    let boxes = await filesOf(row);
    // Another tab may have sent it meanwhile, and taken its files away.
    if (!kept().some((one) => one.token === row.token)) return "";
    let response = await post(row, boxes);
    if (response.status === TOO_LARGE && boxes.length) {
      boxes = [];
      response = await post(row, boxes);
    }
    const answer = await response.json().catch(() => ({ error: at("told").dataset.stillRefused }));
    if (!answer.receipt) return answer.error;
    list(ANSWERS, listed(ANSWERS).concat(answer.receipt));
    keep(kept().filter((one) => one.token !== row.token));
    await dropFiles(row);
    showCame();
    if (boxes.length < (row.files || 0)) tell("lost");
    return "";
  }

  async function sendKept() {
    if (isBusy) return;
    isBusy = true;
    tell();
    let error = "";
    let isCut = false;
    // One that is refused, or that the server can't take, keeps none of the others.
    for (const row of kept()) {
      try {
        error = (await sendOne(row)) || error;
      } catch (failed) {
        isCut = true;
      }
    }
    showError(error);
    if (isCut) tell("stillKept");
    isBusy = false;
    showKept();
  }

  function filesAreFine() {
    const input = at("id_files");
    const files = Array.from(input.files);
    const isLarge = files.some((file) => file.size > Number(input.dataset.bytes));
    const isMany = files.length > Number(input.dataset.most);
    const error = at("id_files_error");
    error.textContent = isMany ? input.dataset.tooMany : isLarge ? input.dataset.tooLarge : "";
    error.hidden = !error.textContent;
    return error.hidden;
  }

  // The answer takes the place of the form; files that were fine are put back, as no page brings them.
  function show(html) {
    const main = new DOMParser().parseFromString(html, "text/html").querySelector("main");
    const fresh = main.querySelector("#id_files");
    const files = at("id_files");
    if (fresh && files.files.length && main.querySelector("#id_files_error").hidden) {
      fresh.replaceWith(files);
      main.querySelector("#again").hidden = true;
    }
    at("main").replaceWith(main);
    const first = at("received") || at("not-sent");
    window.scrollTo(0, 0);
    if (first) showFirst(first);
    start();
  }

  async function send(event) {
    event.preventDefault();
    if (isBusy) return;
    if (!filesAreFine()) {
      at("id_files").focus();
      return;
    }
    isBusy = true;
    form.setAttribute("aria-busy", "true");
    tell();
    await sendNow();
    isBusy = false;
    if (form) form.removeAttribute("aria-busy");
  }

  async function sendNow() {
    let response = null;
    try {
      isSent = true;
      response = await fetch(form.action, { method: "POST", credentials: "omit", body: new FormData(form) });
      if (response.ok) {
        show(await response.text());
        return;
      }
    } catch (error) {
      response = null;
    }
    if (!response) await keepSealed("cut");
    else if (response.status === TOO_LARGE) tell("unread");
    // The browser says better than a script where a form comes from.
    else if (response.status === FORBIDDEN) HTMLFormElement.prototype.submit.call(form);
    else await keepSealed("refused");
  }

  // Changed after it was sent, it is another one: the answer that got lost belongs to the first.
  function noteChange() {
    if (isSent) form.elements.token.value = newToken();
    isSent = false;
  }

  // The other language's page comes into the place of this one, and leaves nothing on the way back.
  async function carry(button) {
    const filled = new FormData(form);
    filled.delete("files");
    filled.append("language", button.value);
    const response = await fetch(button.formAction, { method: "POST", credentials: "omit", body: filled });
    if (!response.ok) throw new Error("not carried over");
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const files = at("id_files");
    document.documentElement.lang = page.documentElement.lang;
    document.title = page.title;
    history.replaceState(null, "", button.formAction);
    document.body.replaceWith(page.body);
    Object.assign(files.dataset, at("id_files").dataset);
    at("id_files").replaceWith(files);
    start();
  }

  // What is typed goes along to the other language; without network it stays here, where it would be lost there.
  function changeLanguage(event) {
    const button = event.currentTarget;
    event.preventDefault();
    const said = record();
    delete said.language;
    if (Object.keys(said).length || at("id_files").files.length) carry(button).catch(() => tell("stays"));
    else location.replace(button.formAction);
  }

  // Through the browser itself, for it has to work whatever of this page is there.
  function wipeFiles() {
    return new Promise((resolve) => {
      const request = window.indexedDB.deleteDatabase("kept-files");
      request.onsuccess = request.onerror = request.onblocked = resolve;
    }).catch(() => {});
  }

  async function wipe() {
    keep([]);
    list(ANSWERS, []);
    await wipeFiles();
    showError("");
    showKept();
    showCame();
    tell("wiped");
  }

  function start() {
    form = at("report");
    const language = document.querySelector("button.lang");
    if (language) language.hidden = !form;
    if (!form || !form.dataset.public) return;
    // The page may come from the phone, the same each time: what is sent from it must not look like a repeat.
    if (!at("not-sent")) form.elements.token.value = newToken();
    form.addEventListener("submit", send);
    if (language) language.onclick = changeLanguage;
    form.addEventListener("focusin", () => sealing().catch(() => {}), { once: true });
    at("id_files").addEventListener("change", filesAreFine);
    at("waiting-send").addEventListener("click", sendKept);
    at("waiting-wipe").addEventListener("click", wipe);
    at("came-show").addEventListener("click", takeReceipts);
    at("came-wipe").addEventListener("click", wipe);
    form.addEventListener("input", noteChange);
    showKept();
    showCame();
  }

  start();
  window.addEventListener("online", () => form && kept().length && sendKept());
  if (form && navigator.onLine !== false && kept().length) sendKept();
})();
