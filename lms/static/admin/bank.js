// Set a spot's place by clicking on the picture. Without this, percentages are typed.
(() => {
  const { picture: address, heading } = document.currentScript.dataset;

  const field = (spot, name) => spot.querySelector(`[data-contentpath="${name}"] input`);

  function spotsIn(form) {
    return [...form.querySelectorAll('[data-contentpath="x"]')]
      .map((part) => part.parentElement)
      .filter((spot) => spot.closest('[data-streamfield-child]')?.querySelector('input[name$="-deleted"]')?.value !== '1');
  }

  function set(input, value) {
    input.value = value;
    for (const kind of ['input', 'change']) input.dispatchEvent(new Event(kind, { bubbles: true }));
  }

  function begin(form) {
    const answers = form.querySelector('[data-contentpath="options"]');
    const drawing = form.querySelector('[name="drawing"]');
    const picture = form.querySelector('[name="picture"]');
    const kind = form.querySelector('[name="kind"]');
    if (!answers || !drawing || kind?.value !== 'spots') return;

    const frame = document.createElement('div');
    frame.className = 'bank-picture';
    frame.hidden = true;
    frame.innerHTML = '<p></p><div class="bank-scene"></div>';
    frame.firstChild.textContent = heading;
    answers.before(frame);
    const scene = frame.lastChild;
    let chosen = null;
    let shown = null;

    function dots() {
      scene.querySelectorAll('.bank-dot').forEach((dot) => dot.remove());
      spotsIn(form).forEach((spot, place) => {
        const [x, y] = [field(spot, 'x').value, field(spot, 'y').value];
        if (x === '' || y === '') return;
        const dot = document.createElement('button');
        dot.type = 'button';
        dot.className = 'bank-dot';
        dot.textContent = place + 1;
        dot.classList.toggle('right', Boolean(spot.querySelector('[data-contentpath="is_right"] input:checked')));
        dot.classList.toggle('chosen', spot === chosen);
        dot.style.left = `${x}%`;
        dot.style.top = `${y}%`;
        dot.addEventListener('click', (event) => {
          event.stopPropagation();
          chosen = spot;
          dots();
        });
        scene.append(dot);
      });
    }

    function load() {
      const wanted = `${address}?drawing=${encodeURIComponent(drawing.value)}&picture=${encodeURIComponent(picture?.value || '')}`;
      if (wanted === shown) return;
      shown = wanted;
      fetch(wanted, { credentials: 'same-origin' })
        .then((answer) => (answer.ok ? answer.text() : ''))
        .then((text) => {
          scene.innerHTML = text;
          frame.hidden = !text.trim();
          dots();
        });
    }

    scene.addEventListener('click', (event) => {
      const box = scene.getBoundingClientRect();
      const spots = spotsIn(form);
      const open = spots.find((spot) => field(spot, 'x').value === '' || field(spot, 'y').value === '');
      const spot = spots.includes(chosen) ? chosen : open;
      if (!spot) return;
      set(field(spot, 'x'), Math.round((100 * (event.clientX - box.left)) / box.width));
      set(field(spot, 'y'), Math.round((100 * (event.clientY - box.top)) / box.height));
      chosen = null;
      dots();
    });
    form.addEventListener('focusin', (event) => {
      const spot = spotsIn(form).find((one) => one.contains(event.target));
      if (spot) chosen = spot;
    });
    form.addEventListener('input', dots);
    form.addEventListener('change', () => {
      load();
      dots();
    });
    // A picture chosen in Wagtail's window changes the hidden field without an event.
    setInterval(load, 1000);
    load();
  }

  document.addEventListener('DOMContentLoaded', () => {
    const form = document.querySelector('[data-edit-form]');
    if (form) setTimeout(() => begin(form), 0);
  });
})();
