"""A golden failure reports each difference, and nothing if the trees are equal."""

from tests.golden.differences import MAX_DIFF_LINES, report


def test_equal_trees_have_nothing_to_report() -> None:
    tree = {"a.txt": b"one\n", "b/c.txt": b"two\n"}
    assert report(tree, dict(tree), ["a.txt", "b/c.txt"]) == ""


def test_every_changed_missing_and_extra_file_is_listed_with_the_diff() -> None:
    wanted = {
        "changed.txt": b"one\nnew\nthree\n",
        "missing.txt": b"x\n",
        "same.txt": b"s\n",
    }
    found = {"changed.txt": b"one\nold\nthree\n", "same.txt": b"s\n"}
    reported = report(wanted, found, ["changed.txt", "same.txt", "extra.txt"])
    assert reported.split("\n") == [
        "generated/ is not what the spec and the templates give:",
        "  changed  changed.txt",
        "  missing  missing.txt",
        "  extra    extra.txt",
        "--- committed/changed.txt",
        "+++ generated now/changed.txt",
        "@@ -1,3 +1,3 @@",
        " one",
        "-old",
        "+new",
        " three",
        "Where this is what you meant, accept it: make generate",
    ]


def test_a_tracked_file_that_is_not_generated_is_extra_even_if_all_others_match() -> (
    None
):
    tree = {"a.txt": b"one\n"}
    assert (
        "  extra    left.txt" in report(tree, tree, ["a.txt", "left.txt"]).splitlines()
    )


def test_an_untracked_file_is_not_a_difference() -> None:
    tree = {"a.txt": b"one\n"}
    assert report(tree, {**tree, "mine.txt": b"notes"}, ["a.txt"]) == ""


def test_a_long_diff_is_truncated_and_the_omitted_lines_are_counted() -> None:
    before = "".join(f"old {number}\n" for number in range(300)).encode()
    after = "".join(f"new {number}\n" for number in range(300)).encode()
    lines = report({"long.txt": after}, {"long.txt": before}, ["long.txt"]).splitlines()
    # Two file lines, one hunk line, 300 removed, 300 added: 603 in all.
    assert len(lines) == 1 + 1 + MAX_DIFF_LINES + 1 + 1
    assert lines[-2] == "… and 403 more lines; see git diff"


def test_bytes_that_are_not_utf_8_are_still_reported() -> None:
    lines = report({"a.bin": b"\xff\n"}, {"a.bin": b"\xfe\n"}, ["a.bin"]).splitlines()
    assert lines[1] == "  changed  a.bin"
