(() => {
  const KEPT = "narration-recording";
  const MOST_KEPT = 3000000;
  const SPEECH = {
    audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  };
  const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];

  const suffix = (type) => (type.includes("mp4") ? "m4a" : type.includes("ogg") ? "ogg" : "webm");
  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  const asUrl = (blob) =>
    new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.readAsDataURL(blob);
    });
  const fromUrl = (url, name) => {
    const [head, body] = url.split(",");
    const bytes = Uint8Array.from(atob(body), (sign) => sign.charCodeAt(0));
    return new File([bytes], name, { type: head.slice(5).replace(";base64", "") });
  };

  class NarrationRecorder extends HTMLElement {
    connectedCallback() {
      // While the page is still being read, what stands inside is not there yet.
      if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => this.begin());
      else this.begin();
    }

    begin() {
      if (this.parts) return;
      this.parts = {};
      this.querySelectorAll("[data-part]").forEach((part) => (this.parts[part.dataset.part] = part));
      this.input = this.querySelector("input[type=file]");
      this.input.addEventListener("change", () => this.hold(this.input.files[0]));
      this.parts.record.addEventListener("click", () => this.record());
      this.parts.again.addEventListener("click", () => this.record());
      this.parts.stop.addEventListener("click", () => this.stop());
      this.parts.recorder.hidden = !(window.MediaRecorder && navigator.mediaDevices);
      if ("kept" in this.dataset) this.restore();
      else sessionStorage.removeItem(KEPT);
    }

    disconnectedCallback() {
      if (this.recorder) this.stop();
    }

    async record() {
      let stream;
      try {
        stream = await navigator.mediaDevices.getUserMedia(SPEECH);
      } catch {
        this.say(this.dataset.refused);
        return;
      }
      const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
      const pieces = [];
      this.recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 24000 });
      this.recorder.ondataavailable = (event) => pieces.push(event.data);
      this.recorder.onstop = () => this.finish(stream, pieces);
      this.recorder.start(1000);
      this.begun = Date.now();
      this.say(this.dataset.recording);
      this.show({ record: false, again: false, stop: true, level: true, listen: false });
      this.parts.stop.focus();
      this.watch(stream);
    }

    watch(stream) {
      this.sound = new AudioContext();
      const heard = this.sound.createAnalyser();
      this.sound.createMediaStreamSource(stream).connect(heard);
      const wave = new Float32Array(heard.fftSize);
      this.ticking = setInterval(() => {
        heard.getFloatTimeDomainData(wave);
        this.parts.level.value = Math.min(1, 1.5 * Math.max(...wave.map(Math.abs)));
        const seconds = (Date.now() - this.begun) / 1000;
        this.parts.time.textContent = clock(seconds);
        if (seconds >= Number(this.dataset.mostSeconds) - 1) this.stop(this.dataset.over);
      }, 100);
    }

    stop(said) {
      this.said = said;
      clearInterval(this.ticking);
      if (this.recorder.state !== "inactive") this.recorder.stop();
    }

    finish(stream, pieces) {
      stream.getTracks().forEach((track) => track.stop());
      this.sound.close();
      const type = this.recorder.mimeType;
      const file = new File(pieces, `recording.${suffix(type)}`, { type: type.split(";")[0] });
      this.put(file);
      this.say(this.said || this.dataset.recorded);
      this.show({ again: true, stop: false, level: false });
      this.recorder = null;
    }

    put(file) {
      const files = new DataTransfer();
      files.items.add(file);
      this.input.files = files.files;
      this.hold(file);
    }

    async hold(file) {
      if (!file) return;
      this.parts.listen.src = URL.createObjectURL(file);
      this.show({ listen: true });
      if (file.size > MOST_KEPT) return;
      try {
        sessionStorage.setItem(KEPT, JSON.stringify([file.name, await asUrl(file)]));
      } catch {
        sessionStorage.removeItem(KEPT);
      }
    }

    restore() {
      const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
      if (!kept) return;
      this.put(fromUrl(kept[1], kept[0]));
      this.show({ record: false, again: !this.parts.recorder.hidden });
      this.say(this.dataset.restored);
    }

    show(parts) {
      Object.entries(parts).forEach(([name, isShown]) => (this.parts[name].hidden = !isShown));
    }

    say(words) {
      this.parts.said.textContent = words;
    }
  }

  if (!customElements.get("narration-recorder")) customElements.define("narration-recorder", NarrationRecorder);
})();
