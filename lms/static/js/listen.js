// Plays the cards of a lesson one after the other, with the screen dark too.
const players = [...document.querySelectorAll(".listen audio")];
const session = navigator.mediaSession;
const cardOf = (player) => player.closest("article");

function play(place) {
  const player = players[place];
  if (!player) return;
  player.currentTime = 0;
  const started = player.play();
  if (started) started.catch(() => {}); // The browser wants a tap: the card's own player is there for it.
}

function onKeys(place) {
  const steps = { previoustrack: place - 1, nexttrack: place + 1 };
  Object.keys(steps).forEach((name) => {
    const goes = players[steps[name]] ? () => play(steps[name]) : null;
    try {
      session.setActionHandler(name, goes);
    } catch (error) {} // An older browser does not know this key.
  });
}

function begin(place) {
  if (players[place].paused) return;
  players.forEach((other, number) => {
    if (number === place) cardOf(other).setAttribute("aria-current", "true");
    else {
      other.pause();
      cardOf(other).removeAttribute("aria-current");
    }
  });
  if (!session || !window.MediaMetadata) return;
  const title = cardOf(players[place]).querySelector("h2").textContent;
  session.metadata = new MediaMetadata({ title, artist: document.querySelector("h1").textContent });
  onKeys(place);
}

players.forEach((player, place) => {
  player.addEventListener("play", () => begin(place));
  player.addEventListener("ended", () => play(place + 1));
});
const follows = document.getElementById("follows");
if (follows) follows.hidden = false;
