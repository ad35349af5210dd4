// Shows how far a print job is, without loading the page again. Each time it is asked for, the server works on it.
(function () {
  const SOON = 700;
  const LATER = 5000;
  const ID = "job";

  function show(text) {
    const found = new DOMParser().parseFromString(text, "text/html");
    const job = found.getElementById(ID);
    if (!job) return location.reload();
    const place = document.getElementById(ID);
    place.replaceWith(job);
    document.title = found.title;
    if (job.dataset.state === "waiting") setTimeout(ask, SOON);
  }

  function ask() {
    fetch(location.href, { credentials: "same-origin", cache: "no-store" })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
      .then(show)
      .catch(() => setTimeout(ask, LATER));
  }

  if (window.fetch && window.DOMParser && document.getElementById(ID)) setTimeout(ask, SOON);
})();
