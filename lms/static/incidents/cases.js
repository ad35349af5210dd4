// A case left open locks itself; while somebody types, the key is held, so that nothing written is lost.
(function () {
  "use strict";
  var about = document.querySelector("meta[name=locks-after]");
  if (!about) return;
  var seconds = Number(about.content);
  var leaves = 0;
  var held = Date.now();

  function start() {
    clearTimeout(leaves);
    leaves = setTimeout(function () {
      location.replace(about.dataset.unlock);
    }, seconds * 1000);
  }

  function hold() {
    var token = document.querySelector("[name=csrfmiddlewaretoken]");
    held = Date.now();
    fetch(about.dataset.hold, { method: "POST", headers: { "X-CSRFToken": token.value }, credentials: "same-origin" });
  }

  document.addEventListener("input", function () {
    start();
    if (Date.now() - held > 60000) hold();
  });
  start();
  // Back from another page, a browser may show the case from its memory, though the key is locked by now.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) location.reload();
  });
})();
