// Draw the certificate again while its design is typed. Without this, the button opens it in a tab of its own.
(() => {
  const PACE = 500;
  const VIEW = '#toolbar=0&navpanes=0&view=Fit';

  function begin(form, part) {
    const paper = part.querySelector('.design-paper');
    const problems = part.querySelector('.design-problems');
    const frames = [frameOf(part), frameOf(part)];
    let seen = '';
    let drawn = '';
    let isBusy = false;

    frames.forEach((frame) => paper.append(frame));

    function show(file) {
      const [spare, shown] = frames;
      const address = URL.createObjectURL(file);
      spare.onload = () => {
        // The viewer says that it has loaded a little before it has drawn.
        setTimeout(() => {
          spare.classList.remove('waiting');
          shown.classList.add('waiting');
          if (shown.dataset.file) URL.revokeObjectURL(shown.dataset.file);
          frames.reverse();
          isBusy = false;
        }, 250);
      };
      spare.dataset.file = address;
      spare.src = address + VIEW;
      paper.hidden = false;
      say([]);
    }

    function say(lines) {
      problems.textContent = '';
      if (!lines.length) return;
      const list = document.createElement('ul');
      lines.forEach(([label, text]) => {
        const line = document.createElement('li');
        line.textContent = label ? `${label}: ${text}` : text;
        list.append(line);
      });
      problems.append(list);
    }

    function tell(answer) {
      const kind = answer.headers.get('Content-Type') || '';
      if (answer.ok && kind.startsWith('application/pdf')) return answer.blob().then(show);
      isBusy = false;
      if (answer.status === 422) return answer.json().then((told) => say(told.problems));
      return say([['', answer.redirected ? part.dataset.away : part.dataset.failed]]);
    }

    function draw(typed) {
      isBusy = true;
      drawn = typed;
      fetch(part.dataset.preview, {
        method: 'POST',
        body: new URLSearchParams(typed),
        credentials: 'same-origin',
        headers: { Accept: 'application/pdf, application/json' },
      })
        .then(tell)
        .catch(() => {
          isBusy = false;
          say([['', part.dataset.failed]]);
        });
    }

    // Looked at again and again, because a picture chosen in Wagtail's window changes its field without an event.
    function look() {
      const typed = new URLSearchParams(new FormData(form)).toString();
      const isStill = typed === seen;
      seen = typed;
      if (isStill && typed !== drawn && !isBusy && !document.hidden) draw(typed);
    }

    look();
    setInterval(look, PACE);
  }

  function frameOf(part) {
    const frame = document.createElement('iframe');
    frame.className = 'waiting';
    frame.title = part.querySelector('h2').textContent;
    return frame;
  }

  document.addEventListener('DOMContentLoaded', () => {
    const part = document.querySelector('[data-preview]');
    const form = part && part.closest('form');
    if (!form) return;
    // Looking in another tab saves nothing, so Wagtail must go on warning of unsaved changes.
    document.addEventListener('submit', (event) => {
      if (event.submitter && 'open' in event.submitter.dataset) event.stopPropagation();
    }, true);
    // A phone that opens PDFs in another program would do so at each letter.
    if (navigator.pdfViewerEnabled !== false) begin(form, part);
  });
})();
