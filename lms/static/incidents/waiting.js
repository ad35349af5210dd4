// Sends the report without leaving the page. Without network it is sealed to the case team's key and kept, as text that
// not even this phone can open, until it could be sent: only an answer with a receipt takes it off the phone.
(() => {
  const STORE = "kept-forms";
  const PADDED_TO = 256;
  const NAMES = ["what", "now", "who", "county", "stage", "road", "plate", "operator", "when", "reach"];
  const TOO_LARGE = 413;
  const at = (id) => document.getElementById(id);
  let form = null;
  let isBusy = false;
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
    const { nacl, sealedbox } = form.dataset;
    loaded = loaded || load(nacl).then(() => load(sealedbox));
    return loaded.catch((error) => {
      loaded = null;
      throw error;
    });
  }

  const newToken = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const toBytes = (base64) => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

  function kept() {
    try {
      return JSON.parse(localStorage.getItem(STORE)) || [];
    } catch (error) {
      return [];
    }
  }

  function keep(rows) {
    if (rows.length) localStorage.setItem(STORE, JSON.stringify(rows));
    else localStorage.removeItem(STORE);
  }

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

  function showKept() {
    const { length } = kept();
    const count = at("waiting-count");
    count.textContent = (length === 1 ? count.dataset.one : count.dataset.many).replace("{n}", length);
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
    return toBase64(window.sealedBox.seal(padded, toBytes(form.dataset.public)));
  }

  async function keepSealed() {
    const said = record();
    try {
      if (!said.what) throw new Error("nothing written");
      await sealing();
    } catch (error) {
      tell("stays");
      return;
    }
    try {
      keep(kept().concat({ sealed: seal(said), key: Number(form.dataset.key), token: form.elements.token.value }));
    } catch (error) {
      tell("full");
      return;
    }
    const hadFiles = at("id_files").files.length > 0;
    form.reset();
    form.elements.token.value = newToken();
    showKept();
    tell(...(hadFiles ? ["kept", "files"] : ["kept"]));
  }

  function showCame(receipt) {
    at("came").hidden = false;
    const line = document.createElement("span");
    line.textContent = receipt;
    at("came-receipts").appendChild(line);
    showFirst(at("came"));
  }

  function showError(text) {
    at("waiting-error").textContent = text;
    at("waiting-error").hidden = !text;
  }

  async function sendOne(row) {
    const response = await fetch(form.dataset.sealed, {
      method: "POST",
      credentials: "omit",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(row),
    });
    const answer = await response.json();
    if (!answer.receipt) return answer.error;
    keep(kept().filter((one) => one.token !== row.token));
    showCame(answer.receipt);
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
    try {
      const response = await fetch(form.action, { method: "POST", credentials: "omit", body: new FormData(form) });
      if (!response.ok && response.status !== TOO_LARGE) throw new Error("not taken");
      const html = await response.text();
      isBusy = false;
      show(html);
    } catch (error) {
      await keepSealed();
    }
    isBusy = false;
    if (form) form.removeAttribute("aria-busy");
  }

  // In a form of its own: submit() of the visible one would leave it changed for whoever comes back.
  function carry(button) {
    const carrier = document.createElement("form");
    Object.assign(carrier, { method: "post", action: button.formAction, hidden: true });
    const filled = new FormData(form);
    filled.append("language", button.value);
    filled.forEach((value, name) => {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value: typeof value === "string" ? value : value.name });
      carrier.append(input);
    });
    document.body.append(carrier);
    carrier.submit();
  }

  // What is typed goes along to the other language; without network it stays here, where it would be lost there.
  function changeLanguage(event) {
    const button = event.currentTarget;
    event.preventDefault();
    const said = record();
    delete said.language;
    if (!Object.keys(said).length) {
      location.href = button.formAction;
    } else if (navigator.onLine === false) {
      tell("stays");
    } else {
      carry(button);
    }
  }

  function wipe() {
    keep([]);
    showError("");
    showKept();
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
    showKept();
  }

  start();
  window.addEventListener("online", () => form && kept().length && sendKept());
  if (form && navigator.onLine !== false && kept().length) sendKept();
})();
