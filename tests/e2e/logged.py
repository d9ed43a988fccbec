#!/usr/bin/env python3
"""What the tests' API server was sent, as JSON; see tests/tools/api-server.py.

logged.py LOG count           how many writes
logged.py LOG images          KIND/NAME IMAGE of each, sorted
logged.py LOG state           each object as it stands at the end, a line
logged.py LOG sent [PART/KEY=VALUE...]
                              each write, by path, less these labels and annotations, which each
                              object must have; hooks are as they come under Helm 3
logged.py LOG PATH KIND/NAME  the value at a path (a.b.0, a\\.b) of that object, as written last
"""
import json
import os
import re
import sys


def of(thing):
    return thing["kind"] + "/" + thing["metadata"]["name"]


def take(thing, pair):
    (part, key), value = pair.split("=")[0].split("/"), pair.split("=")[1]
    pairs = thing["metadata"].get(part, {})
    if pairs.pop(key, None) != value:
        sys.exit(f"{of(thing)}: no {part} {key}: {value}")
    if not pairs:
        del thing["metadata"][part]


def bare(thing):
    """Without what is the server's own."""
    for key in ("resourceVersion", "uid", "creationTimestamp"):
        thing["metadata"].pop(key, None)
    thing.pop("status", None)
    return json.dumps(thing, sort_keys=True)


def images(thing):
    """In the order of what holds them."""
    if isinstance(thing, dict):
        for key, value in thing.items():
            if key == "image" and isinstance(value, str):
                yield value
            yield from images(value)
    elif isinstance(thing, list):
        for item in thing:
            yield from images(item)


def goes_past(write):
    """What no post-renderer sees: crds/, and under Helm 3 hooks."""
    thing = write["object"]
    return "widgets.example.com" in write["path"] or (
        "helm3" in os.environ["HELM"] and
        "helm.sh/hook" in thing["metadata"].get("annotations", {}))


def sent(writes, pairs):
    for write in sorted(writes, key=lambda write: (write["path"], write["method"])):
        for pair in pairs if not goes_past(write) else ():
            take(write["object"], pair)
        print(write["method"], write["path"], bare(write["object"]))


def state(writes):
    last = {}
    for write in writes:
        last[write["path"]] = write
    for path in sorted(last):
        if last[path]["method"] != "DELETE":
            print(path, bare(last[path]["object"]))


def at(thing, path):
    for step in re.split(r"(?<!\\)\.", path):
        step = step.replace("\\.", ".")
        thing = thing[int(step)] if isinstance(thing, list) else thing.get(step)
    return thing if isinstance(thing, str) else json.dumps(thing, sort_keys=True)


def main(log, what, *rest):
    with open(log) as lines:
        writes = [json.loads(line) for line in lines]
    if what == "count":
        print(len(writes))
    elif what == "images":
        for line in sorted(f"{of(w['object'])} {i}" for w in writes for i in images(w["object"])):
            print(line)
    elif what == "state":
        state(writes)
    elif what == "sent":
        sent(writes, rest)
    else:
        print(at([w["object"] for w in writes if of(w["object"]) == rest[0]][-1], what))


main(*sys.argv[1:])
