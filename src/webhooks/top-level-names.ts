import tlds from 'tlds' with { type: 'json' };

let known: ReadonlySet<string> | undefined;

/**
 * Whether a label, in lower case and in ASCII, is a top-level domain in the root zone of DNS. The
 * names are IANA's list (https://data.iana.org/TLD/tlds-alpha-by-domain.txt) in the release of the
 * package `tlds`. A domain that was delegated later is not known until the package is updated.
 */
export function isTopLevelName(label: string): boolean {
  known ??= new Set(tlds.map(inAscii));
  return known.has(label);
}

/** The package lists internationalized names in Unicode. The URL parser writes them in ASCII. */
function inAscii(name: string): string {
  return /^[a-z]+$/.test(name) ? name : new URL(`https://a.${name}`).hostname.slice('a.'.length);
}
