// For browsers without modules: says that there is no network before a form is lost to it.
(function () {
  var note = document.getElementById("no-network");
  if (!note || !document.addEventListener) return;
  document.addEventListener("submit", function (event) {
    var isCutOff = navigator.onLine === false;
    note.hidden = !isCutOff;
    if (isCutOff) event.preventDefault();
  });
})();
