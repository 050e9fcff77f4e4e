// Punycode (RFC 3492), the encoding of a host name's label that is not ASCII.

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_CODE_POINT = 128;

/** Returns the label as Punycode, without `xn--` before it (§6.3). */
export function punycode(label: string): string {
  const codePoints = Array.from(
    label,
    (character) => character.codePointAt(0) ?? 0,
  );
  const basic = codePoints.filter((point) => point < INITIAL_CODE_POINT);
  let output = String.fromCodePoint(...basic);
  if (basic.length > 0) {
    output += "-";
  }
  let handled = basic.length;
  let bias = INITIAL_BIAS;
  let delta = 0;
  let next = INITIAL_CODE_POINT;
  while (handled < codePoints.length) {
    const current = next;
    const smallest = Math.min(
      ...codePoints.filter((point) => point >= current),
    );
    delta += (smallest - current) * (handled + 1);
    for (const point of codePoints) {
      if (point < smallest) {
        delta += 1;
      } else if (point === smallest) {
        output += variableLength(delta, bias);
        bias = adapt(delta, handled + 1, handled === basic.length);
        delta = 0;
        handled += 1;
      }
    }
    delta += 1;
    next = smallest + 1;
  }
  return output;
}

/** Returns delta as a generalised integer of variable length (§3.3). */
function variableLength(delta: number, bias: number): string {
  let output = "";
  let rest = delta;
  for (let k = BASE; ; k += BASE) {
    const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
    if (rest < threshold) {
      return output + digit(rest);
    }
    output += digit(threshold + ((rest - threshold) % (BASE - threshold)));
    rest = Math.floor((rest - threshold) / (BASE - threshold));
  }
}

/** Returns the bias for the next delta (§6.1). */
function adapt(delta: number, count: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? DAMP : 2));
  rest += Math.floor(rest / count);
  let k = 0;
  while (rest > ((BASE - T_MIN) * T_MAX) / 2) {
    rest = Math.floor(rest / (BASE - T_MIN));
    k += BASE;
  }
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}

/** Returns a to z for 0 to 25, and 0 to 9 for 26 to 35 (§5). */
function digit(value: number): string {
  return "abcdefghijklmnopqrstuvwxyz0123456789".charAt(value);
}
