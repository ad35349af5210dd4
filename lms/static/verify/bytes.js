// Bytes out of the texts in which they travel, each read as strictly as certificates/{digits,public_keys}.py does.

const CHUNK = 7;
const DIGITS = 17;
const DIGITS_OF = [3, 5, 8, 10, 13, 15, 17];

/** Throw where something does not hold that our own bytes keep. */
export function need(holds) {
  if (!holds) throw Error("not as we make it");
}

/** Return the bytes that decimal digits stand for, 7 in each 17. Throws for any digits that `encode` does not make. */
export function fromDigits(digits) {
  need(/^\d+$/.test(digits));
  const last = DIGITS_OF.indexOf(((digits.length - 1) % DIGITS) + 1) + 1;
  need(last); // else a length that no bytes have
  const chunks = Math.ceil(digits.length / DIGITS) - 1;
  const bytes = new Uint8Array(chunks * CHUNK + last);
  for (let place = 0; place < digits.length; place++) {
    const chunk = Math.floor(place / DIGITS);
    let carry = +digits[place];
    // 56 bits are more than a number holds exactly, so times ten goes byte by byte.
    for (let byte = chunk * CHUNK + (chunk < chunks ? CHUNK : last); byte-- > chunk * CHUNK; carry >>= 8) {
      carry += bytes[byte] * 10;
      bytes[byte] = carry;
    }
    need(!carry); // else a value too large for its bytes
  }
  return bytes;
}

/** Return the bytes of base64url without padding (RFC 7515 §2). Throws for anything else. */
export function fromBase64(text) {
  const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  const again = btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  need(again === text);
  return Uint8Array.from(raw, (sign) => sign.charCodeAt(0));
}

/** Return the text that is in UTF-8. Throws where it is not. */
export const toText = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);

export const fromText = (text) => new TextEncoder().encode(text);
