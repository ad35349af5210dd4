// Keeps what was chosen: without a network a form is not sent into nothing, but stays with a note beside it.
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

/** Say, or unsay, that there is no network. */
export const sayCutOff = tell;

/** Watch every form of the page that changes something. Forms that a script sends itself are left alone. */
export function guardForms() {
  document.addEventListener("submit", guard);
  window.addEventListener("online", () => tell(false));
}
