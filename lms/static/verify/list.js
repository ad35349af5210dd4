// The keys and the list of what is revoked, as certificates/{keys,jws,status_list}.py write them.

import { fromBase64, fromText, need, toText } from "./bytes.js";
import { inflate } from "./inflate.js";

const ENVELOPE = "data:application/vc+jwt,";
const SMALLEST = 131072;
const ECDSA = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** Return whether a key may sign at that moment (s since 1970). */
export const issuesAt = (key, moment) => key.nbf <= moment && (key.exp == null || moment < key.exp);

/** Return whether a key made this signature (r and s side by side) over these bytes. */
export const isSigned = (key, signature, signed) => crypto.subtle.verify(ECDSA, key.public, signature, signed);

/** Return the keys of /v/keys.json by number, each {public, nbf, exp, isCompromised}. Throws for any other shape. */
export async function readKeys({ keys }) {
  const ring = new Map();
  for (const { kid, kty, crv, x, y, alg, nbf, exp, state } of keys) {
    need(kty === "EC" && crv === "P-256" && alg === "ES256" && /^\d+$/.test(kid) && Number.isInteger(nbf));
    const key = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, ECDSA, false, ["verify"]);
    ring.set(+kid, { public: key, nbf, exp, isCompromised: state === "compromised" });
  }
  return ring;
}

/** Return the list in /v/status.json: its bits, and when it was issued (s since 1970).
 *
 * Throws where it is malformed, not about revocation, or not signed by one of these keys in its window. */
export async function readList(document, keys) {
  need(document.id.startsWith(ENVELOPE));
  const parts = document.id.slice(ENVELOPE.length).split(".");
  need(parts.length === 3);
  const [header, credential] = parts.slice(0, 2).map((part) => JSON.parse(toText(fromBase64(part))));
  need(header.alg === "ES256" && !("crit" in header) && /^\d+$/.test(header.kid));
  const key = keys.get(+header.kid);
  need(key && !key.isCompromised);
  need(await isSigned(key, fromBase64(parts[2]), fromText(`${parts[0]}.${parts[1]}`)));
  const { type, statusPurpose, encodedList } = credential.credentialSubject;
  need(type === "BitstringStatusList" && statusPurpose === "revocation" && encodedList[0] === "u");
  const issued = seconds(credential.validFrom);
  need(issuesAt(key, issued));
  const bits = inflate(fromBase64(encodedList.slice(1)));
  need(bits.length * 8 >= SMALLEST);
  return { bits, issued };
}

/** Return whether a list may take the place of the one kept, or of none: an older one never does. */
export const replaces = (fresh, kept) => !kept || fresh.issued >= kept.issued;

function seconds(text) {
  need(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text));
  return Date.parse(text) / 1000; // NaN for a day that there is none of: no key may sign then
}
