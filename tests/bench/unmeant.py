#!/usr/bin/env python3
"""Counts what post-render changed in a stream and was not asked to: unmeant.py BEFORE AFTER

Asked for are the two labels of the benchmark's project, with a line `labels:` where there was none,
and the mirrors of images. All other lines are to be the same, byte by byte.
"""
import re
import sys

ADDED = re.compile(rb" *(- )?(example\.com/(part-of: bench|ring: one)|labels:)\r?\n")
MIRROR = re.compile(rb"mirror\.example\.com/(docker|quay|ghcr)/")
REGISTRY = re.compile(rb"(?<![\w.-])(docker|quay|ghcr)\.io/")


def plain(line):
    """A line with an image, whatever its registry."""
    return REGISTRY.sub(b"", MIRROR.sub(b"", line)).replace(b"library/", b"")


def unmeant(before, after):
    count = added = at = 0
    for line in after:
        had = before[at] if at < len(before) else b""
        if line == had:
            at += 1
        elif ADDED.fullmatch(line):
            added += 1
        else:
            count += not (MIRROR.search(line) and plain(line) == plain(had))
            at += 1
    return count + max(0, len(before) - at), added


def main(before, after):
    before, after = (open(name, "rb").read().splitlines(keepends=True) for name in (before, after))
    count, added = unmeant(before, after)
    print("  %-44s %9.2f     gate 0.00 %s, of %d lines, %d added" % (
        "P11: lines that nobody meant", count, "MISS" if count else "PASS", len(before), added))


main(*sys.argv[1:])
