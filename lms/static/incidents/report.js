// Leaves at once: by the button, or by Escape pressed twice within two seconds.
(() => {
  const WITHIN = 2000;
  const link = document.getElementById("leave");
  let pressed = 0;

  const leave = (event) => {
    event.preventDefault();
    document.documentElement.hidden = true;
    // Should the other page come slowly or never, this address is gone from the bar and from the way back.
    history.replaceState(null, "", "/");
    location.replace(link.href);
  };

  link.addEventListener("click", leave);
  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    const isSecond = event.key === "Escape" && Date.now() - pressed < WITHIN;
    pressed = event.key === "Escape" ? Date.now() : 0;
    if (isSecond) leave(event);
  });
})();
