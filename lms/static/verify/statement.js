// The signed half of a certificate's QR, read as strictly as certificates/statement.py reads it: one form, one encoding.

import { fromText, need, toText } from "./bytes.js";

const LONGEST_NAME = 48;
const SIGNATURE = 64;
const [NUMBER, NEGATIVE, BYTES, TEXT, ARRAY, MAP] = [0, 1, 2, 3, 4, 5];
// The categories Cc, Cf, Zl and Zp of Unicode one by one: Chromium 64 knows no \p.
const UNSEEN =
  /[\0-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064]/;
const UNSEEN_TOO =
  /[\u2066-\u206f\ufeff\ufff9-\ufffb\u{110bd}\u{110cd}\u{13430}-\u{1343f}\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0001}\u{e0020}-\u{e007f}]/u;
const EXPIRES = 4;
const ISSUED = 6;
const ABOUT = -65537;

/** Return a reader of deterministic CBOR (RFC 8949 §4.2.1): each method takes what it is named for, or throws. */
function reader(data) {
  let place = 0;
  /** Take a head of this major type and return its argument, in its shortest form and at most 2^53 - 1. */
  const head = (major) => {
    const first = data[place++];
    need(first >> 5 === major);
    const info = first & 31;
    if (info < 24) return info;
    const size = 1 << (info - 24);
    let value = 0;
    for (let end = place + size; place < end; ) value = value * 256 + data[place++];
    // Not safe: NaN, where bytes are missing, and all that a head of no known size (28 to 31) reads.
    need(Number.isSafeInteger(value) && value >= (size > 1 ? Math.pow(256, size / 2) : 24));
    return value;
  };
  const bytes = (major = BYTES) => {
    const size = head(major);
    place += size; // beyond the end it never comes to be at the end
    return data.subarray(place - size, place);
  };
  const whole = () => (data[place] >> 5 === NEGATIVE ? -1 - head(NEGATIVE) : head(NUMBER));
  const label = (number) => need(whole() === number);
  const many = (major, count) => need(head(major) === count);
  const end = () => need(place === data.length);
  return { bytes, whole, number: () => head(NUMBER), text: () => toText(bytes(TEXT)), label, many, end };
}

/** Return whether a name may stand in a statement: composed (NFC), 1 to 48 bytes, nothing unseen in it. */
function isName(name) {
  const size = fromText(name).length;
  const isSeen = !UNSEEN.test(name) && !UNSEEN_TOO.test(name);
  return size && size <= LONGEST_NAME && name.normalize() === name && isSeen;
}

function readHeader(data) {
  const header = reader(data);
  header.many(MAP, 2);
  header.label(1);
  const algorithm = header.whole();
  header.label(4);
  const kid = header.bytes();
  need(kid.length === 1);
  header.end();
  return { algorithm, kid: kid[0] };
}

function readClaims(data) {
  const claims = reader(data);
  claims.many(MAP, 3);
  claims.label(EXPIRES);
  const expires = claims.number();
  claims.label(ISSUED);
  const issued = claims.number();
  claims.label(ABOUT);
  claims.many(ARRAY, 3);
  const [name, course, index] = [claims.text(), claims.number(), claims.number()];
  claims.end();
  need(isName(name) && issued < expires);
  return { name, course, index, issued, expires };
}

/** Return what a message says, whoever signed it. Throws for any other form than the one we make. */
export function readMessage(message) {
  const parts = reader(message);
  parts.many(ARRAY, 4);
  const header = parts.bytes();
  parts.many(MAP, 0);
  const payload = parts.bytes();
  const signature = parts.bytes();
  need(signature.length === SIGNATURE);
  parts.end();
  const { algorithm, kid } = readHeader(header);
  return { header, payload, signature, algorithm, statement: Object.assign({ kid }, readClaims(payload)) };
}

const headOf = (size) => (size < 24 ? [0x40 + size] : size < 256 ? [0x58, size] : [0x59, size >> 8, size & 255]);

/** Return the bytes that a signature is over (RFC 9052 §4.4), bound to an address. */
export function signedBytes(header, payload, address) {
  const parts = [header, fromText(address), payload].map((part) => [...headOf(part.length), ...part]);
  return Uint8Array.from([0x84, 0x6a, ...fromText("Signature1"), ...parts[0], ...parts[1], ...parts[2]]);
}
