// Typing sheets quickly: Enter goes on to the next line, and each line says how many answers it has.
(function () {
  "use strict";
  const form = document.getElementById("typing");
  if (!form) return;
  const fields = Array.from(form.querySelectorAll(".testing-line input"));
  const wanted = Number(form.dataset.count);

  function count(value) {
    const pieces = value.split(/[\s,;/]+/).filter(Boolean);
    return pieces.length === 1 && form.dataset.together ? pieces[0].length : pieces.length;
  }

  fields.forEach(function (field, place) {
    const said = document.createElement("p");
    said.className = "testing-count";
    said.setAttribute("aria-hidden", "true");
    field.parentNode.querySelector(".testing-note").appendChild(said);
    function show() {
      said.textContent = field.value.trim() ? count(field.value) + " / " + wanted : "";
    }
    field.addEventListener("input", show);
    field.addEventListener("keydown", function (event) {
      const next = fields[place + 1];
      if (event.key !== "Enter" || event.isComposing || !next) return;
      event.preventDefault();
      next.focus();
      next.select();
    });
    show();
  });
})();
