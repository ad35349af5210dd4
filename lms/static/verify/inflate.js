// Unpacks gzip (RFC 1951, RFC 1952): the browsers of old phones have nothing for it that a script can call.

import { need } from "./bytes.js";

const LONGEST = 1 << 24;
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const fill = (count, value) => new Array(count).fill(value);
const FIXED = [...fill(144, 8), ...fill(112, 9), ...fill(24, 7), ...fill(8, 8)];

/** Return the bytes that a gzip of ours holds. Throws where it breaks off, is altered or is larger than 16 MB. */
export function inflate(data) {
  const number = (place) => new DataView(data.buffer, data.byteOffset + place, 4).getUint32(0, true);
  const end = data.length - 8;
  need(end > 10 && data[0] === 31 && data[1] === 139 && data[2] === 8);
  const size = number(end + 4);
  need(size <= LONGEST);
  const out = new Uint8Array(size);
  const bits = bitsOf(data, end);
  let at = 0;
  for (let isLast = 0; !isLast; ) {
    isLast = bits(1);
    const kind = bits(2);
    need(kind < 3);
    if (!kind) at = copyBlock(bits, out, at);
    else at = unpackBlock(bits, out, at, kind > 1 ? readLengths(bits) : [FIXED, fill(30, 5)]);
  }
  // Whatever was wrong on the way shows here: what lies outside of the bytes is not written, and reads as nothing.
  need(bits.isAtEnd() && at === size && sumOf(out) === number(end));
  return out;
}

/** Return a function that takes so many bits, the lowest first, from behind the gzip's head. */
function bitsOf(data, end) {
  let [place, held, has] = [10, 0, 0];
  const bits = (count) => {
    for (; has < count; has += 8) {
      need(place < end);
      held |= data[place++] << has;
    }
    const found = held & ((1 << count) - 1);
    held >>>= count;
    has -= count;
    return found;
  };
  bits.toByte = () => (held = has = 0);
  bits.isAtEnd = () => place === end;
  return bits;
}

/** Return a function that takes one symbol of the canonical code with these lengths. */
function coder(bits, lengths) {
  const counts = fill(16, 0);
  for (const length of lengths) counts[length]++;
  const symbols = lengths.map((_length, symbol) => symbol).filter((symbol) => lengths[symbol]);
  // The second half is for Chromium 64, which mixes up what is equal.
  symbols.sort((one, other) => lengths[one] - lengths[other] || one - other);
  return () => {
    let [code, first, index] = [0, 0, 0];
    for (let length = 1; length < 16; length++) {
      code |= bits(1);
      if (code - first < counts[length]) return symbols[index + code - first];
      index += counts[length];
      first = (first + counts[length]) << 1;
      code <<= 1;
    }
    return need(false);
  };
}

/** Return the lengths of the two codes of a block, which are coded themselves. */
function readLengths(bits) {
  const [literals, distances, count] = [bits(5) + 257, bits(5) + 1, bits(4) + 4];
  const short = fill(19, 0);
  for (let index = 0; index < count; index++) short[ORDER[index]] = bits(3);
  const next = coder(bits, short);
  const lengths = [];
  while (lengths.length < literals + distances) {
    const symbol = next();
    if (symbol < 16) lengths.push(symbol);
    else if (symbol > 16) lengths.push(...fill(symbol > 17 ? bits(7) + 11 : bits(3) + 3, 0));
    else lengths.push(...fill(bits(2) + 3, lengths[lengths.length - 1]));
  }
  return [lengths.slice(0, literals), lengths.slice(literals)];
}

/** Write a block that is packed, from `at` on; return where it ends. */
function unpackBlock(bits, out, at, [literals, distances]) {
  const [literal, distance] = [coder(bits, literals), coder(bits, distances)];
  for (let symbol = literal(); symbol !== 256; symbol = literal()) {
    if (symbol < 256) out[at++] = symbol;
    else {
      const length = symbol > 284 ? 258 : stepped(bits, symbol - 257, 4);
      const back = stepped(bits, distance(), 2) - 2;
      for (let end = at + length; at < end; at++) out[at] = out[at - back];
    }
  }
  return at;
}

/** Return the length or distance that a symbol and its extra bits stand for: the steps double each `each` symbols. */
function stepped(bits, symbol, each) {
  const extra = Math.max(0, Math.floor(symbol / each) - 1);
  return 3 + (extra ? ((each + (symbol % each)) << extra) + bits(extra) : symbol);
}

/** Write a block that is not packed, from `at` on; return where it ends. */
function copyBlock(bits, out, at) {
  bits.toByte();
  const length = bits(16);
  bits(16); // the length once more, inverted
  for (let end = at + length; at < end; ) out[at++] = bits(8);
  return at;
}

/** Return the check sum of bytes (CRC-32). */
function sumOf(data) {
  let sum = -1;
  for (const byte of data) {
    sum ^= byte;
    for (let bit = 8; bit--; ) sum = (sum >>> 1) ^ (sum & 1 && 0xedb88320);
  }
  return ~sum >>> 0;
}
