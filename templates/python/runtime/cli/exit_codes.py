"""The exit codes of the command. The documentation has the same table."""

FAILED = 1
USAGE = 2
EXPIRES_SOON = 10
EXPIRED = 11
EXPIRY_UNKNOWN = 12
NONE_STORED = 13
NEVER_LASTS = 14
STOPPED = 130

MEANINGS = {
    0: "success; for `status`: the token is valid",
    FAILED: "rejected or failed; any change to the store is reported",
    USAGE: "incorrect usage, or the package's extra `cli` is not installed",
    EXPIRES_SOON: "the token expires too soon",
    EXPIRED: "the token has expired",
    EXPIRY_UNKNOWN: "the token's expiry is unknown",
    NONE_STORED: "no token is stored",
    NEVER_LASTS: "no token of this server lasts as long as `--valid-for`",
    129: "stopped because the terminal was closed (SIGHUP)",
    STOPPED: "stopped by Ctrl-C or at the end of input",
    143: "stopped by SIGTERM",
}
