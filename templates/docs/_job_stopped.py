def stopped(code: int, reason: str, command: str) -> int:
    """Report in one line why the job stopped, and return its exit code."""
    count = f"{len(lines(DONE))} of {len(lines(ITEMS))}"
    line = f"stopped after {count} items: {reason} (store: {STORE}); to continue: {command}"
    print(line, file=sys.stderr)
    log(line)
    return code
