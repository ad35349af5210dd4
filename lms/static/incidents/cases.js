// A case left open locks itself; while somebody types, the key is held. What stands typed when it locks goes along to
// the page that asks for the passphrase, and comes back from there.
(function () {
  "use strict";
  var about = document.querySelector("meta[name=locks-after]");
  if (!about) return;
  var seconds = Number(about.content);
  var leaves = 0;
  var held = Date.now();

  function typed() {
    return Array.prototype.filter.call(document.querySelectorAll("main form"), function (form) {
      return Array.prototype.some.call(form.elements, function (field) {
        return field.type === "textarea" && field.value !== field.defaultValue;
      });
    });
  }

  // In a form of its own, without what sends: nothing is to be done but to bring it back.
  function carry(forms) {
    var carrier = document.createElement("form");
    carrier.method = "post";
    carrier.hidden = true;
    var add = function (value, name) {
      var input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      carrier.appendChild(input);
    };
    add("draft", "do");
    add(document.querySelector("[name=csrfmiddlewaretoken]").value, "csrfmiddlewaretoken");
    forms.forEach(function (form) {
      new FormData(form).forEach(function (value, name) {
        if (name !== "csrfmiddlewaretoken") add(value, name);
      });
    });
    document.body.appendChild(carrier);
    carrier.submit();
  }

  function leave() {
    var forms = typed();
    if (forms.length) carry(forms);
    else location.replace(about.dataset.unlock);
  }

  function start() {
    clearTimeout(leaves);
    leaves = setTimeout(leave, seconds * 1000);
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
