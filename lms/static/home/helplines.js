// Keeps the helplines on the phone of whoever asks for it, with what every page needs to open without a network.
(() => {
  const LOOK_MS = 500;
  const MOST_LOOKS = 60;
  const box = document.getElementById("keep");
  const workers = navigator.serviceWorker;
  if (!box || !workers || !window.caches) return;
  const button = document.getElementById("keep-now");
  const text = document.getElementById("keep-said");

  function say(name) {
    text.textContent = box.dataset[name];
    button.hidden = name !== "failed";
    box.hidden = false;
  }

  const isKept = () => caches.match(box.dataset.address, { ignoreVary: true }).then(Boolean, () => false);

  async function watch(looks) {
    if (await isKept()) say("kept");
    else if (looks) setTimeout(watch, LOOK_MS, looks - 1);
    else say("failed");
  }

  const controlled = () =>
    workers.controller ? null : new Promise((done) => workers.addEventListener("controllerchange", done, { once: true }));

  // The worker fetches the pages as it hands out the next one, which is this one again.
  async function keep() {
    say("working");
    try {
      await workers.register("/sw.js");
      await workers.ready;
      await controlled();
      location.reload();
    } catch (error) {
      say("failed");
    }
  }

  button.addEventListener("click", keep);
  if (workers.controller) watch(MOST_LOOKS);
  else box.hidden = false;
})();
