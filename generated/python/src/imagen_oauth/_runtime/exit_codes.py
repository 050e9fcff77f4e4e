"""The exit codes of the command; the documentation has the same table."""

FAILED = 1
USAGE = 2
EXPIRES_SOON = 10
EXPIRED = 11
EXPIRY_UNKNOWN = 12
NONE_KEPT = 13
STOPPED = 130

MEANINGS = {
    0: "as asked; of status: valid",
    FAILED: "refused or failed; what was kept stands",
    USAGE: "wrong usage, or the extra cli is missing",
    EXPIRES_SOON: "the token expires too soon",
    EXPIRED: "the token has expired",
    EXPIRY_UNKNOWN: "it is not known when the token expires",
    NONE_KEPT: "no token is kept",
    STOPPED: "stopped by Ctrl-C",
}
