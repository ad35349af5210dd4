// Looks through the camera for a certificate's square code: with the browser's own reader, else with one that is
// downloaded once. What it reads is only handed on: `lead` decides, and opens nothing but our own addresses.

const SIDE = 720;
const PAUSE = 100;
const pause = (time) => new Promise((go) => setTimeout(go, time));

async function ownReader() {
  const formats = self.BarcodeDetector ? await BarcodeDetector.getSupportedFormats() : [];
  if (!formats.includes("qr_code")) return null;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async (canvas) => (await detector.detect(canvas)).map((found) => found.rawValue)[0];
}

/** Return what stands at an address, from the phone where it is stored; then it is. */
async function once(address) {
  const cache = await caches.open("officer");
  const kept = await cache.match(address, { ignoreVary: true });
  if (kept) return kept;
  const response = await fetch(address);
  if (!response.ok) throw Error("network");
  await cache.put(address, response.clone());
  return response;
}

/** Return the browser's own reader, with the downloaded one in its place where there is none or it fails. */
async function anyReader(addresses, say) {
  const own = await ownReader().catch(() => null);
  if (!own) return downloadedReader(addresses);
  let read = async (...picture) => {
    try {
      return await own(...picture);
    } catch (error) {
      say("loading");
      read = await downloadedReader(addresses);
      say("looking");
      return read(...picture);
    }
  };
  return (...picture) => read(...picture);
}

async function downloadedReader({ wasm, reader }) {
  const [binary] = await Promise.all([once(wasm).then((response) => response.arrayBuffer()), once(reader)]);
  const thread = new Worker(reader);
  const ask = (message, moved) =>
    new Promise((resolve, reject) => {
      thread.onmessage = ({ data }) => (data.error ? reject(Error(data.error)) : resolve(data.text));
      thread.onerror = () => reject(Error("reader"));
      thread.postMessage(message, moved);
    });
  await ask({ binary }, [binary]);
  return (canvas, drawn) => {
    const pixels = drawn.getImageData(0, 0, canvas.width, canvas.height).data.buffer;
    return ask({ pixels, width: canvas.width, height: canvas.height }, [pixels]);
  };
}

/** Draw the middle of the picture as a square, so that what is seen is what is read. */
function draw(video, canvas, drawn) {
  const side = Math.min(video.videoWidth, video.videoHeight);
  canvas.width = canvas.height = Math.min(side, SIDE);
  const [x, y] = [(video.videoWidth - side) / 2, (video.videoHeight - side) / 2];
  drawn.drawImage(video, x, y, side, side, 0, 0, canvas.width, canvas.height);
}

function offerLight(button, track) {
  const able = track.getCapabilities ? track.getCapabilities() : {};
  let isOn = false;
  button.hidden = !able.torch;
  button.onclick = () => track.applyConstraints({ advanced: [{ torch: (isOn = !isOn) }] }).catch(() => {});
}

async function openCamera() {
  const wanted = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };
  const stream = await navigator.mediaDevices.getUserMedia({ video: wanted });
  const video = document.createElement("video");
  video.muted = true;
  video.setAttribute("playsinline", "");
  video.srcObject = stream;
  await video.play();
  return { stream, video };
}

/** Scan until a certificate is found or somebody stops. `say(name)` shows what is going on, `lead(text)` goes there. */
export async function scan(addresses, say, lead) {
  const [button, stop, canvas] = ["scan", "stop", "view"].map((id) => document.getElementById(id));
  let camera;
  let isOver = false;
  const end = (said) => {
    isOver = true;
    if (camera) camera.stream.getTracks().forEach((track) => track.stop());
    [button.hidden, stop.hidden, canvas.hidden, document.getElementById("light").hidden] = [false, true, true, true];
    say(said);
  };
  button.hidden = true;
  stop.hidden = false;
  stop.onclick = () => end("");
  addEventListener("pagehide", () => end(""));
  say("loading");
  const read = await anyReader(addresses, (name) => isOver || say(name)).catch(() => null);
  if (!read) return end("reader");
  camera = await openCamera().catch(() => null);
  if (!camera || isOver) return end(isOver ? "" : "camera");
  offerLight(document.getElementById("light"), camera.stream.getVideoTracks()[0]);
  canvas.hidden = false;
  say("looking");
  await look(camera.video, canvas, read, () => isOver, (text) => (lead(text) ? end("found") : say("foreign"))).catch(() => end("reader"));
}

async function look(video, canvas, read, isOver, found) {
  const drawn = canvas.getContext("2d");
  draw(video, canvas, drawn);
  canvas.scrollIntoView({ block: "center" });
  while (!isOver()) {
    draw(video, canvas, drawn);
    const text = await read(canvas, drawn);
    if (text && !isOver()) found(text);
    await pause(PAUSE);
  }
}
