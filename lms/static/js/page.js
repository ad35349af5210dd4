// On every page. Visitors get no more than this; the rest is for those whose phone may keep something.
import { guardForms } from "./forms.js";

const isSignedIn = /(^|; )learner=[0-9a-f]/.test(document.cookie);
const isControlled = Boolean(navigator.serviceWorker && navigator.serviceWorker.controller);
const isInstalled = window.matchMedia("(display-mode: standalone)").matches;

guardForms();
if (isSignedIn || isControlled || isInstalled) {
  import(document.documentElement.dataset.app).then(() => self.salama.start()).catch(() => {});
}
