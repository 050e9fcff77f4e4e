# Generated from spec/protocol/errors.yaml; edit that and run `make generate`.
"""The messages of errors: each has a key, what is wrong, and what to do.

A key is a code, with the name of a variant after a dot if the code has several
messages. Names in braces are filled in with values that are safe to show.
"""

IN_COMMAND = {
    "domain_has_scheme.loopback": (
        "{argument} starts with a scheme",
        "write {suggestion}, and add --scheme http",
    ),
    "insecure_transport.scheme": (
        "{argument} is http, and the host is not this machine",
        "add --scheme https; http is only for localhost, 127.0.0.0/8, and [::1]",
    ),
    "no_random_source": (
        "no source of secure random numbers is available",
        "use a current runtime, or pass --state",
    ),
    "scopes_empty": (
        "at least one scope is required",
        "add --scope for each scope that the application needs",
    ),
    "unknown_scope.near": (
        "the value of {argument} is not a documented scope",
        "did you mean {suggestion}?",
    ),
    "unknown_scope.unknown": (
        "the value of {argument} is not a documented scope",
        (
            "choose from {documented}, or use --undocumented-scope for a scope that is "
            "not documented"
        ),
    ),
    "url_too_long": (
        "the URL has more than 8,000 characters",
        "shorten the client ID and the other values in the URL",
    ),
    "input_too_large.response": (
        "the response has more than 65,536 characters",
        "paste only the response",
    ),
    "too_many_parameters": (
        "the response has more than 64 parameters",
        "paste only the response",
    ),
    "missing_token.bare_token": (
        "the response has no access_token",
        (
            "paste the whole response, not only the token; to store a bare token, use "
            "--with-token, which verifies nothing"
        ),
    ),
    "state_missing.alone": (
        "the response has no state",
        (
            "copy the whole response, with all its parameters; only if the server is "
            "known to omit the state, add --allow-missing-state; then nothing ties the "
            "token to this request"
        ),
    ),
    "state_missing.with_token_type": (
        "the response has no state",
        (
            "copy the whole response, with all its parameters; only if the server is "
            "known to omit the state and token_type, add --allow-missing-state and "
            "--allow-missing-token-type; then nothing ties the token to this request"
        ),
    ),
    "authorization_error.undocumented": (
        "the server denied the request with an undocumented code",
        "see the server's description, if there is one",
    ),
    "invalid_access_token.response_visible": (
        "access_token contains a character that is not valid in a bearer token",
        (
            "copy the whole response again; only if the server is known to issue such "
            "tokens, add --any-characters"
        ),
    ),
    "invalid_access_token.with_scheme": (
        "{argument} contains a character that is not valid in a bearer token",
        "use only the text after the word Bearer",
    ),
    "invalid_access_token.with_parameters": (
        "{argument} contains a character that is not valid in a bearer token",
        "omit --with-token for a response with more than the token",
    ),
    "invalid_access_token.visible": (
        "{argument} contains a character that is not valid in a bearer token",
        (
            "copy the token again; only if the server is known to issue such tokens, "
            "add --any-characters"
        ),
    ),
    "invalid_access_token.place_visible": (
        "{place} contains a character that is not valid in a bearer token",
        (
            "write only the token there; only if the server is known to issue such "
            "tokens, add --any-characters"
        ),
    ),
    "missing_token_type": (
        "the response has no token_type",
        (
            "copy the whole response; only if the server is known to omit token_type, "
            "add --allow-missing-token-type; then nothing confirms that the token is a "
            "bearer token"
        ),
    ),
}
"""By key, what the command says instead: users have options, not arguments."""

INPUT_TOO_LARGE_FILE = (
    "input_too_large.file",
    "{place} has more than 65,536 bytes",
    "the file must contain only the token",
)
TRUNCATED_INPUT_BEFORE_PROMPT = (
    "truncated_input.before_prompt",
    "text was pasted before the prompt, and the terminal may have dropped part of it",
    "paste it again when the prompt appears, or read it from a file",
)
BAD_ENCODING_UTF16_PLACE = (
    "bad_encoding.utf16_place",
    "{place} looks like UTF-16, not UTF-8",
    "save it as UTF-8; in PowerShell, use Out-File -Encoding utf8",
)
INVALID_ACCESS_TOKEN_PLACE = (
    "invalid_access_token.place",
    "{place} is empty, or contains a character that is not valid in a bearer token",
    "write only the token there, without spaces or quotes",
)
INVALID_ACCESS_TOKEN_PLACE_VISIBLE = (
    "invalid_access_token.place_visible",
    "{place} contains a character that is not valid in a bearer token",
    (
        "write only the token there; only if the server is known to issue such tokens, "
        "pass any_characters=True"
    ),
)
STORE_UNAVAILABLE_TOKEN_FILE_UNCHECKED = (
    "store_unavailable.token_file_unchecked",
    "{place} cannot be checked, because this system has no file modes",
    "store the token in the system's keyring",
)
STORE_UNAVAILABLE_TOKEN_FILE_UNREADABLE = (
    "store_unavailable.token_file_unreadable",
    "{place} cannot be read: {reason}",
    "check the path and its permissions",
)
STORE_INSECURE_TOKEN_FILE_OWNER = (
    "store_insecure.token_file_owner",
    "{place} belongs to another user",
    "change its owner to root or yourself",
)
STORE_INSECURE_TOKEN_FILE_KIND = (
    "store_insecure.token_file_kind",
    "{place} is not a regular file",
    "name the file that contains the token",
)
STORE_INSECURE_TOKEN_FILE_WRITABLE = (
    "store_insecure.token_file_writable",
    "other users can change {place}",
    "run chmod 600 on it",
)
STORE_INSECURE_TOKEN_FILE_READABLE = (
    "store_insecure.token_file_readable",
    "other users can read {place}",
    "run chmod 600 on it",
)
