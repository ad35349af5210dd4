// Leaves at once: by the button, or by Escape pressed twice within two seconds. Until then everything happens in one
// place of the browser's history, and what goes out of sight is emptied, so that no way back shows a word or receipt.
(() => {
  const WITHIN = 2000;
  let pressed = 0;
  let isBusy = false;

  const leave = (event) => {
    event.preventDefault();
    document.documentElement.hidden = true;
    // Should the other page come slowly or never, this address is gone from the bar and from the way back.
    history.replaceState(null, "", "/");
    location.replace(document.getElementById("leave").dataset.away);
  };

  // Another page of this site takes the place of this one; calls, and places on this page, are no pages.
  function follow(event) {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.id === "leave") leave(event);
    else if (link.origin === location.origin && !link.hash) {
      event.preventDefault();
      location.replace(link.href);
    }
  }

  function show(html) {
    const main = new DOMParser().parseFromString(html, "text/html").querySelector("main");
    const said = main.querySelector("[role=alert]:not([hidden]), [role=status], .error-text:not([hidden]), h1");
    document.getElementById("main").replaceWith(main);
    window.scrollTo(0, 0);
    said.tabIndex = -1;
    said.focus();
  }

  function sayCut() {
    const note = document.getElementById("cut");
    note.hidden = false;
    note.focus();
  }

  // The receipt is sent without leaving the page: the browser would else send it again for whoever comes back.
  function send(event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.id === "report") return;
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    form.setAttribute("aria-busy", "true");
    fetch(form.action, { method: "POST", credentials: "omit", body: new FormData(form) })
      .then((response) => response.text())
      .then(show)
      .catch(sayCut)
      .then(() => {
        isBusy = false;
        form.removeAttribute("aria-busy");
      });
  }

  document.addEventListener("click", follow);
  document.addEventListener("submit", send);
  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    const isSecond = event.key === "Escape" && Date.now() - pressed < WITHIN;
    pressed = event.key === "Escape" ? Date.now() : 0;
    if (isSecond) leave(event);
  });

  // Browsers keep pages whole for the way back, those that must not be stored too.
  window.addEventListener("pagehide", () => (document.getElementById("main").textContent = ""));
  window.addEventListener("pageshow", (event) => event.persisted && location.replace(location.href.split("#")[0]));
})();
