# Generated from spec/protocol/errors.yaml; edit that and run `make generate`.
"""The messages of errors: each has a key, what is wrong, and what to do.

A key is a code, with the name of a variant after a dot if the code has several
messages. Names in braces are filled in with values that are safe to show.
"""

STORE_UNAVAILABLE_NO_FILE_MODES = (
    "store_unavailable.no_file_modes",
    "this system cannot keep files private from other users",
    "use the system's keyring",
)
STORE_UNAVAILABLE_INVALID_PATH = (
    "store_unavailable.invalid_path",
    "the path of the store is empty, or contains a null character or a lone surrogate",
    "write the path of the store",
)
STORE_UNAVAILABLE_NO_HOME = (
    "store_unavailable.no_home",
    "the path of the store starts with ~, and that home folder is unknown",
    "write the path without ~",
)
STORE_UNAVAILABLE_NO_CURRENT_FOLDER = (
    "store_unavailable.no_current_folder",
    "the path of the store is relative, and the current folder no longer exists",
    "write an absolute path, or change to another folder",
)
STORE_UNAVAILABLE_RESERVED_NAME = (
    "store_unavailable.reserved_name",
    "the name {name} is reserved for files of another store",
    "choose a name that does not start with a dot",
)
STORE_UNAVAILABLE_FILE = (
    "store_unavailable.file",
    "{place} cannot be used: {reason}",
    (
        "check the path, free disk space, or choose a place on a local disk; the "
        "stored tokens are unchanged"
    ),
)
STORE_UNAVAILABLE_LATER_VERSION = (
    "store_unavailable.later_version",
    "a later version of this package wrote {place}",
    "update this package, or choose another store",
)
STORE_UNAVAILABLE_NO_KEYRING_PACKAGE = (
    "store_unavailable.no_keyring_package",
    "the package keyring is not installed",
    "run pip install keyring{alternative}",
)
STORE_UNAVAILABLE_NO_KEYRING = (
    "store_unavailable.no_keyring",
    "no usable keyring found ({found} is not known to encrypt)",
    "set up the system's keyring{alternative}",
)
STORE_UNAVAILABLE_NO_RESPONSE = (
    "store_unavailable.no_response",
    "the keyring did not respond within {seconds} seconds",
    "unlock it if a window asks you to{alternative}",
)
STORE_UNAVAILABLE_NO_RESPONSE_TO_CHANGE = (
    "store_unavailable.no_response_to_change",
    (
        "the keyring did not respond within {seconds} seconds; the change may still "
        "complete"
    ),
    "unlock it if a window asks you to{alternative}",
)
STORE_UNAVAILABLE_KEYRING_FAILED = (
    "store_unavailable.keyring_failed",
    "the keyring failed ({kind})",
    "check that it works{alternative}",
)
STORE_UNAVAILABLE_NO_LOCK = (
    "store_unavailable.no_lock",
    "the keyring's lock file cannot be created or locked ({reason})",
    "set XDG_STATE_HOME to a folder on a local disk that you can write to",
)
STORE_INSECURE_FOLDER_LINK = (
    "store_insecure.folder_link",
    "{path} is a link, or is not a folder",
    "use a real folder",
)
STORE_INSECURE_OPEN_FOLDER = (
    "store_insecure.open_folder",
    "other users can open the folder {path}",
    (
        "use a separate folder, as in {suggestion}; if this folder contains only "
        "tokens, run chmod 700 on it"
    ),
)
STORE_INSECURE_LINK = (
    "store_insecure.link",
    "{path} is a link",
    "name the file that it points to",
)
STORE_INSECURE_OWNER = (
    "store_insecure.owner",
    "{path} belongs to another user",
    "name a file and a folder that belong to you",
)
STORE_INSECURE_NOT_A_FILE = (
    "store_insecure.not_a_file",
    "{path} is not a regular file",
    "name another file",
)
STORE_INSECURE_HARD_LINK = (
    "store_insecure.hard_link",
    "{path} has a second hard link",
    "remove the other link",
)
STORE_INSECURE_READABLE = (
    "store_insecure.readable",
    "other users can read {path}",
    "run chmod 600 on it, and log in again if somebody may have read it",
)
STORE_INSECURE_WRITABLE = (
    "store_insecure.writable",
    "other users can change {path}",
    "run chmod 600 on it, and log in again if somebody may have changed it",
)
STORE_CORRUPT = (
    "store_corrupt",
    "{place} contains something that this package did not write",
    "delete it, or log in again, which replaces it",
)
STORE_LOCKED_BUSY = (
    "store_locked.busy",
    "another process or thread is changing {place}",
    "try again, and look for a login that is waiting or has stopped responding",
)
STORE_LOCKED_KEYRING = (
    "store_locked.keyring",
    "the keyring is locked",
    "unlock it and try again{alternative}",
)
STORE_FULL_FILE = (
    "store_full.file",
    "the store would exceed its limit of {size} bytes",
    "log out of applications that you no longer need, or choose another store",
)
STORE_FULL_KEYRING = (
    "store_full.keyring",
    "the store would exceed its limit of {size} keyring items",
    "log out of applications that you no longer need, or choose another store",
)
INVALID_ENTRY_REFRESH_TOKEN = (
    "invalid_entry.refresh_token",
    "{argument} is empty, or contains a character that is not printable ASCII",
    "pass the refresh token as the server sent it",
)
INVALID_ENTRY_ISSUER = (
    "invalid_entry.issuer",
    "{argument} is not a valid https URL without a query or a fragment",
    "write it like https://auth.example.com; http is only for this machine",
)
INVALID_ENTRY_NOT_REVERSIBLE = (
    "invalid_entry.not_reversible",
    "the store could not read the entry back unchanged",
    (
        "save only entries of this store's token class, with members that JSON can "
        "represent"
    ),
)
