// Runs behind ZXing's loader in a thread of its own: takes the WebAssembly once, then pictures, and says what they hold.

self.onmessage = async ({ data: { binary, pixels, width, height } }) => {
  try {
    if (binary) ZXingWASM.setZXingModuleOverrides({ wasmBinary: binary });
    const picture = binary ? new ImageData(1, 1) : new ImageData(new Uint8ClampedArray(pixels), width, height);
    const found = await ZXingWASM.readBarcodesFromImageData(picture, { formats: ["QRCode"], maxNumberOfSymbols: 1 });
    self.postMessage({ text: found.length ? found[0].text : "" });
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
