def keep(url: str, response: httpx.Response) -> None:
    """Process one item; replace this with your own code, which may run twice for an item."""
    log(f"imported {url}, {len(response.content)} bytes")


def lines(file: Path) -> list[str]:
    """Return the URLs in a file; none if it does not exist."""
    return file.read_text(encoding="utf-8").split() if file.exists() else []


def save(done: Sequence[str]) -> None:
    """Replace the whole file, so that a killed run leaves the old or the new one."""
    new = DONE.with_suffix(".new")
    with new.open("w", encoding="utf-8") as file:
        file.writelines(f"{url}\n" for url in done)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, DONE)


def log(line: str) -> None:
    """Add a line with the time to the log."""
    with (FOLDER / "nightly.log").open("a", encoding="utf-8") as file:
        print(time.strftime("%Y-%m-%d %H:%M:%S"), line, file=file)


if __name__ == "__main__":
    sys.exit(main())
