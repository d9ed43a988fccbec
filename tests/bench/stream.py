#!/usr/bin/env python3
"""Writes a stream of manifests of some size to stdout: stream.py DATA BYTES [tagged]

The charts in DATA/real-manifests again and again, each time as another release; one that would be
more than a third of the stream is left out. If tagged, each object's kind has a tag, which changes
nothing and which only a full reader of YAML takes.
"""
import json
import pathlib
import re
import sys


def charts(data, size):
    """What each rendered to, and the name of its release."""
    folder = data / "real-manifests"
    rows = map(json.loads, (folder / "index.jsonl").open(encoding="utf-8"))
    files = {pathlib.PurePath(row["file"]).name: row["command"].split()[2] for row in rows}
    for name, release in sorted(files.items()):
        text = (folder / "manifests" / name).read_bytes()
        if len(text) <= size / 3:
            yield text, release.encode()


def main(data, size, tagged=""):
    size = int(size)
    texts, written, turn = list(charts(pathlib.Path(data), size)), 0, 0
    while texts and written < size:
        for text, release in texts:
            again = text.replace(release, b"%s-%d" % (release, turn))
            if tagged:
                again = re.sub(rb"(?m)^kind: ", b"kind: !!str ", again)
            written += sys.stdout.buffer.write(again)
            if written >= size:
                break
        turn += 1


main(*sys.argv[1:])
