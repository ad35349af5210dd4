// Photos and sounds that wait for a network. A photo is drawn anew, which leaves behind whatever was written into it;
// a sound stays as it is until an officer opens it. What is kept here has been sealed, and lies beside the sealed words.
window.keptFiles = (() => {
  const STORE = "files";
  const STRAY_AFTER = 24 * 3600 * 1000;
  const LONGEST_SIDE = 2560;
  const QUALITY = 0.82;
  const ORIENTATION = 0x0112;
  // How a picture of this width and height is turned upright, by what the camera noted.
  const TURNS = {
    2: (width) => [-1, 0, 0, 1, width, 0],
    3: (width, height) => [-1, 0, 0, -1, width, height],
    4: (width, height) => [1, 0, 0, -1, 0, height],
    5: () => [0, 1, 1, 0, 0, 0],
    6: (width, height) => [0, 1, -1, 0, height, 0],
    7: (width, height) => [0, -1, -1, 0, height, width],
    8: (width) => [0, -1, 1, 0, 0, width],
  };
  // What the server reads sounds from, by the signs with which such a file begins.
  const SOUNDS = /^(OggS|ID3|fLaC|#!AMR|\x1aE\xdf\xa3|\xff[\xe0-\xff]|RIFF[^]{4}WAVE|[^]{4}ftyp(?!hei|hev|mif1|msf1|avif))/;
  const MOVING = /hdlr[^]{8}vide|V_(VP|AV1|MPEG|MS|THEORA)|\u20actheora/;

  const answered = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  function open() {
    const request = indexedDB.open("kept-files", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    return answered(request);
  }

  async function inStore(mode, act) {
    const database = await open();
    try {
      const transaction = database.transaction(STORE, mode);
      const done = new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error);
      });
      const request = act(transaction.objectStore(STORE));
      await done;
      return request.result;
    } finally {
      database.close();
    }
  }

  const put = (token, boxes) => inStore("readwrite", (store) => store.put({ at: Date.now(), boxes }, token));
  const drop = (token) => inStore("readwrite", (store) => store.delete(token));
  const get = (token) => inStore("readonly", (store) => store.get(token)).then((found) => (found ? found.boxes : []));

  // Takes away what was kept for a report whose words were then never kept, as when the page was closed meanwhile.
  function tidy(tokens) {
    return inStore("readwrite", (store) => {
      const request = store.openCursor();
      request.onsuccess = () => {
        const cursor = request.result;
        if (!cursor) return;
        if (!tokens.includes(cursor.key) && cursor.value.at < Date.now() - STRAY_AFTER) cursor.delete();
        cursor.continue();
      };
      return request;
    });
  }

  function read(file) {
    const reader = new FileReader();
    const done = new Promise((resolve, reject) => {
      reader.onload = () => resolve(new Uint8Array(reader.result));
      reader.onerror = () => reject(reader.error);
    });
    reader.readAsArrayBuffer(file);
    return done;
  }

  function orientation(view, start) {
    const tiff = start + 6;
    const isLittle = view.getUint16(tiff) === 0x4949;
    const list = tiff + view.getUint32(tiff + 4, isLittle);
    for (let entry = list + 2, left = view.getUint16(list, isLittle); left; entry += 12, left -= 1) {
      if (view.getUint16(entry, isLittle) === ORIENTATION) return view.getUint16(entry + 8, isLittle);
    }
    return 1;
  }

  // Returns a JPEG's parts without what the camera noted, as newer browsers turn the picture by it and older do not,
  // and the one thing of it that is needed.
  function withoutNotes(bytes) {
    const view = new DataView(bytes.buffer);
    const parts = [];
    let turned = 1;
    let from = 0;
    let at = 2;
    while (at + 4 < bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
      const end = at + 2 + view.getUint16(at + 2);
      if (bytes[at + 1] === 0xe1) {
        if (view.getUint32(at + 4) === 0x45786966) turned = orientation(view, at + 4);
        parts.push(bytes.subarray(from, at));
        from = end;
      }
      at = end;
    }
    return { parts: parts.concat(bytes.subarray(from)), turned };
  }

  function notesOf(bytes) {
    try {
      if (bytes[0] === 0xff && bytes[1] === 0xd8) return withoutNotes(bytes);
    } catch (error) {
      // Notes that are broken are none.
    }
    return { parts: [bytes], turned: 1 };
  }

  // Browsers that hide what they draw on hand out noise instead of the picture.
  function isTrue(canvas, brush) {
    brush.fillStyle = "#0a64c8";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    const seen = brush.getImageData(0, 0, 1, 1).data;
    return Math.abs(seen[0] - 10) + Math.abs(seen[1] - 100) + Math.abs(seen[2] - 200) < 24;
  }

  async function drawn(bytes) {
    const { parts, turned } = notesOf(bytes);
    const picture = await createImageBitmap(new Blob(parts));
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const width = Math.max(1, Math.round(picture.width * scale));
    const height = Math.max(1, Math.round(picture.height * scale));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = turned > 4 ? [height, width] : [width, height];
    const brush = canvas.getContext("2d");
    if (!isTrue(canvas, brush)) throw new Error("this browser hides what it draws");
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    if (TURNS[turned]) brush.transform(...TURNS[turned](width, height));
    brush.imageSmoothingQuality = "high";
    brush.drawImage(picture, 0, 0, width, height);
    picture.close();
    const made = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    return read(made);
  }

  // Returns the bytes of a photo or sound as they may wait. Rejects for whatever else it is, or can't be read here.
  async function made(file) {
    const bytes = await read(file);
    const text = new TextDecoder("latin1").decode(bytes);
    if (!SOUNDS.test(text)) return drawn(bytes);
    if (MOVING.test(text)) throw new Error("moving pictures");
    return bytes;
  }

  return { made, put, get, drop, tidy };
})();
