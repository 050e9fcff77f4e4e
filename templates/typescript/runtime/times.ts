// The times, durations, and lifetimes in seconds that a caller passes.

import { typeFault } from "./checks.js";
import { fault } from "./errors.js";
import {
  DATE_NOT_SECONDS,
  INVALID_EXPIRES_IN_NEGATIVE,
  INVALID_TIME_MILLISECONDS,
  INVALID_TIME_RANGE,
  NOT_FINITE,
  NOT_SECONDS,
  NOT_WHOLE,
} from "./messages.js";
import { LAST_SECOND, MAX_EXPIRES_IN } from "./protocol.js";

/** Larger numbers cannot represent each whole second. */
const FAR_OFF = 2 ** 53;

/**
 * Returns value, a time in Unix seconds, or the current time for undefined.
 *
 * argument names the value in an error.
 *
 * @throws OAuthError - `invalid_time` for a number outside the years 1970 to 9999.
 * @throws TypeError - The value is not a number.
 */
export function unixSeconds(value: unknown, argument: string): number {
  const moment = value === undefined ? Date.now() / 1_000 : value;
  if (moment instanceof Date) {
    throw typeFault(DATE_NOT_SECONDS, argument, moment, "Date");
  }
  if (typeof moment !== "number") {
    throw typeFault(NOT_SECONDS, argument, moment);
  }
  // NaN is not in any range.
  if (moment >= 0 && moment <= LAST_SECOND) {
    return moment;
  }
  const inMilliseconds = moment > LAST_SECOND && moment <= LAST_SECOND * 1_000;
  throw fault(
    inMilliseconds ? INVALID_TIME_MILLISECONDS : INVALID_TIME_RANGE,
    argument,
  );
}

/** Returns the end of a lifetime that starts at a checked time, at most LAST_SECOND. */
export function expiry(received: number, lifetime: number): number {
  return Math.min(Math.trunc(received) + lifetime, LAST_SECOND);
}

/** Returns value if it is a finite number of seconds; otherwise throws a TypeError. */
export function finite(value: unknown, argument: string): number {
  if (typeof value === "number" && Math.abs(value) < FAR_OFF) {
    return value;
  }
  throw typeFault(NOT_FINITE, argument, value, numberIn(value));
}

/**
 * Returns expiresIn, at most 2**31 - 1, or undefined if it is unknown.
 *
 * @throws OAuthError - `invalid_expires_in` if it is negative.
 */
export function checkLifetime(value: unknown): number | undefined {
  if (value === undefined) {
    return undefined;
  }
  const argument = "expiresIn";
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw typeFault(NOT_WHOLE, argument, value, numberIn(value));
  }
  if (value < 0) {
    throw fault(INVALID_EXPIRES_IN_NEGATIVE, argument);
  }
  return Math.min(value, MAX_EXPIRES_IN);
}

/** Returns a number as text, or undefined for another type, whose name is shown. */
function numberIn(value: unknown): string | undefined {
  return typeof value === "number" ? String(value) : undefined;
}
