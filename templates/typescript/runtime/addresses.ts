// IPv4 and IPv6 addresses as text, in their strict forms only.

const DECIMAL_OCTET = /^(?:[0-9]|[1-9][0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])$/;
const HEX_GROUP = /^[0-9A-Fa-f]{1,4}$/;

/**
 * Returns the four octets of a dotted quad, or undefined (RFC 3986 §3.2.2).
 *
 * Leading zeros are rejected, because some readers treat them as octal (§7.4).
 */
export function parseIpv4(text: string): number[] | undefined {
  const parts = text.split(".");
  const isQuad =
    parts.length === 4 && parts.every((part) => DECIMAL_OCTET.test(part));
  return isQuad ? parts.map(Number) : undefined;
}

/**
 * Returns the eight 16-bit groups of an address without a zone, or undefined.
 *
 * `::` replaces one or more groups of zeros (RFC 4291 §2.2).
 */
export function parseIpv6(text: string): number[] | undefined {
  const shortened = text.indexOf("::");
  if (shortened === -1) {
    const groups = parseGroups(text, true);
    return groups?.length === 8 ? groups : undefined;
  }
  const left = parseGroups(text.slice(0, shortened), false);
  const right = parseGroups(text.slice(shortened + 2), true);
  if (left === undefined || right === undefined) {
    return undefined;
  }
  const zeros = 8 - left.length - right.length;
  return zeros < 1
    ? undefined
    : [...left, ...new Array<number>(zeros).fill(0), ...right];
}

/** Returns one side of `::`; an address may end with a dotted quad. */
function parseGroups(text: string, isEnd: boolean): number[] | undefined {
  const parts = text === "" ? [] : text.split(":");
  const quad: number[] = [];
  if (isEnd && parts.at(-1)?.includes(".")) {
    const octets = parseIpv4(parts.pop() ?? "");
    if (octets === undefined) {
      return undefined;
    }
    const bits = octets.reduce((sum, octet) => sum * 256 + octet, 0);
    quad.push(bits >>> 16, bits & 0xffff);
  }
  return parts.every((part) => HEX_GROUP.test(part))
    ? [...parts.map((part) => parseInt(part, 16)), ...quad]
    : undefined;
}
