// On every page. Visitors get no more than this; the rest is for those whose phone may keep something.
// Forms keep what was chosen: without a network one is not sent into nothing, but stays with a note beside it.
const PROBE = "/healthz";

const note = () => document.getElementById("no-network");
const tell = (isCutOff) => note() && (note().hidden = !isCutOff);

// Browsers that do not say which button was pressed leave the focus on it.
const pressedIn = (form, event) => {
  const button = event.submitter || document.activeElement;
  return button && button.form === form && button.type === "submit" ? button : null;
};

// What the browser believes of the network can be old: asked only where it says that there is none.
const isCutOff = () =>
  fetch(PROBE, { method: "HEAD", cache: "no-store" }).then(
    () => false,
    () => true,
  );

function send(form, button) {
  form.dataset.checked = "yes";
  if (button) button.click();
  else HTMLFormElement.prototype.submit.call(form);
  delete form.dataset.checked;
}

async function guard(event) {
  const form = event.target;
  if (navigator.onLine !== false || event.defaultPrevented || form.dataset.checked) return;
  if (form.getAttribute("method") !== "post" || !note() || !window.fetch) return;
  event.preventDefault();
  const button = pressedIn(form, event);
  tell(true);
  if (await isCutOff()) return;
  tell(false);
  send(form, button);
}

// Every form of the page that changes something is watched. Those that a script sends itself are left alone.
document.addEventListener("submit", guard);
window.addEventListener("online", () => tell(false));

const isSignedIn = /(^|; )learner=[0-9a-f]/.test(document.cookie);
const isControlled = Boolean(navigator.serviceWorker && navigator.serviceWorker.controller);
const isInstalled = window.matchMedia("(display-mode: standalone)").matches;
if (isSignedIn || isControlled || isInstalled) {
  import(document.getElementById("app").dataset.pack).then(() => self.salama.start()).catch(() => {});
}
