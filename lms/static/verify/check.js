// What a scanned text means, from keys and list at hand: equal to certificates/checking.py, which says more; both are
// tested on tests/vectors/certificates.json. Needs nothing of the page, so a worker can use it too.

import { fromDigits } from "./bytes.js";
import { partsOf } from "./codes.js";
import { isSigned, issuesAt, readKeys, readList, replaces } from "./list.js";
import { readMessage, signedBytes } from "./statement.js";

export { readKeys, readList, replaces };

const FRESH = 7 * 24 * 3600;
const ES256 = -7;

/**
 * Return {result, why, code, statement, statusSince} of a text at `now` (s since 1970): the first failure is the answer.
 *
 * `trust` is {base: "https://HOST", keys: of readKeys, list: of readList or null, built: when the page was made}.
 * `statement` is {kid, name, course, index, issued, expires} or null; `statusSince` is the list's date or null.
 */
export async function check(text, trust, now) {
  const [code, digits] = partsOf(text, trust.base);
  const answer = (result, why, statement = null, statusSince = null) => ({ result, why, code, statement, statusSince });
  if (!code) return answer("not_genuine", "address");
  if (!digits) return answer("cannot_check", "no_data");
  let found;
  try {
    found = readMessage(fromDigits(digits));
  } catch (error) {
    return answer("not_genuine", "form");
  }
  const why = await whyNotSigned(found, code, trust);
  if (why) return answer(/key/.test(why) ? "cannot_check" : "not_genuine", why);
  const { statement } = found;
  const since = trust.list ? trust.list.issued : null;
  return answer(resultOf(statement, trust.list, Math.max(now, since || 0, trust.built)), "", statement, since);
}

async function whyNotSigned({ header, payload, signature, algorithm, statement }, code, { base, keys }) {
  const key = keys.get(statement.kid);
  if (!key) return "unknown_key";
  if (key.isCompromised) return "compromised_key";
  if (algorithm !== ES256) return "algorithm";
  const address = `${base}/v/${code}`.toUpperCase();
  if (!(await isSigned(key, signature, signedBytes(header, payload, address)))) return "signature";
  return issuesAt(key, statement.issued) ? "" : "window";
}

function resultOf({ expires, index }, list, now) {
  if (now >= expires) return "expired";
  if (!list || index >= list.bits.length * 8) return "valid_unchecked";
  if ((list.bits[index >> 3] >> (7 - (index % 8))) & 1) return "revoked";
  return now - list.issued < FRESH ? "valid" : "valid_unchecked";
}
