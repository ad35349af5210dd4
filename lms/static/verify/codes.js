// The ten characters that name a certificate, read as certificates/codes.py reads them.

const ADDRESS = /^([a-z]+:\/\/[^/?#\t-\r ]+)\/v\/([^/?#\t-\r ]+)\/?(?:#([^\t-\r ]*))?$/i;

/** Return the code that somebody meant, or "" where it can't be one. */
function readCode(typed) {
  const tidy = typed.toUpperCase().replace(/[-\u2010-\u2014\u2212\s]/g, "").replace(/[IL]/g, "1").replace(/O/g, "0");
  return /^[0-9A-HJKMNP-TV-Z]{10}$/.test(tidy) ? tidy : "";
}

/** Return the code in an address below `base` (`https://HOST`) or in what was typed, "" where none is, and the digits. */
export function partsOf(text, base) {
  const found = ADDRESS.exec(text.replace(/^[\t-\r ]+|[\t-\r ]+$/g, ""));
  if (!found) return [readCode(text), ""];
  return [found[1].toLowerCase() === base.toLowerCase() ? readCode(found[2]) : "", found[3] || ""];
}
