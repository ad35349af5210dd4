// On the page of one certificate: keeps it, the list and its files on the phone the first time it is opened, for when there is no
// network, and copies its link at a press.
const LANGUAGES = ["en", "sw"];
const mark = (/(?:^|; )learner=([0-9a-f]+)(?:;|$)/.exec(document.cookie) || [])[1];
const link = document.getElementById("link");

// On a phone that is shared there is no mark, and nothing is kept.
async function keep(cache, path) {
  if (await cache.match(path, { ignoreVary: true })) return;
  const response = await fetch(path, { credentials: "same-origin" });
  if (!response.ok || response.redirected || response.headers.get("Learner") !== mark) return;
  // The files are the same in both languages; a page is not.
  const isPage = /^text\/html/.test(response.headers.get("Content-Type"));
  const places = isPage ? [path] : LANGUAGES.map((language) => path.replace(/^\/../, `/${language}`));
  for (const place of places) await cache.put(place, response.clone());
}

async function keepAll() {
  const cache = await caches.open(`mine-${mark}`);
  // The worker knows the page only where it was in charge before the page was opened.
  await keep(cache, location.pathname);
  await keep(cache, location.pathname.replace(/[^/]+\/$/, ""));
  for (const { pathname } of document.querySelectorAll("[data-keep] a")) await keep(cache, pathname);
}

function offerCopy() {
  const button = document.createElement("button");
  button.className = "button plain";
  button.type = "button";
  button.textContent = link.dataset.copy;
  button.addEventListener("click", () => {
    link.select();
    if (document.execCommand("copy")) button.textContent = link.dataset.copied;
  });
  link.after(button);
}

offerCopy();
if (mark && self.caches) keepAll().catch(() => {});
