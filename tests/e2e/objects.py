"""Lists the objects of a manifest stream by a walk of its own over composed YAML, for comparison.

objects.py <STREAM             hook or template, group, kind, namespace, name, file, line; with tabs
objects.py --as FORM <STREAM   the same stream in another form: list, krm (a ResourceList), json
objects.py --streams CASES DIR writes the streams of helm-annotate, a file each
"""
import json
import os
import re
import sys

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FILES = ("postrenderer.helm.sh/postrender-filename", "config.kubernetes.io/path",
         "internal.config.kubernetes.io/path")


def get(node, *keys):
    """What stands below keys, the last of several; None where there is nothing."""
    for key in keys:
        found = None
        if isinstance(node, yaml.MappingNode):
            for one, value in node.value:
                if one.value == key:
                    found = value
        node = found
    return node


def text(node):
    return node.value if isinstance(node, yaml.ScalarNode) else ""


def objects(document):
    items = get(document, "items")
    if not isinstance(items, yaml.SequenceNode):
        yield document
        return
    for item in items.value:
        yield from objects(item)


def source_of(lines, document):
    """What the line behind the document's separator says."""
    at = document.start_mark.line
    while at > 0 and not lines[at - 1].startswith("---"):
        at -= 1
    mark, line = "# Source: ", lines[at]
    return line[len(mark):] if line.startswith(mark) else ""


def file_of(one, otherwise):
    own = [text(get(one, "metadata", "annotations", key)) for key in FILES]
    return next(filter(None, own), otherwise)


def print_object(one, file):
    name = get(one, "metadata", "name") or get(one, "metadata", "generateName")
    hook = get(one, "metadata", "annotations", "helm.sh/hook")
    print("hook" if hook else "template",
          text(get(one, "apiVersion")).rpartition("/")[0], text(get(one, "kind")),
          text(get(one, "metadata", "namespace")), text(name), file_of(one, file),
          (name or get(one, "kind") or one).start_mark.line + 1, sep="\t")


def print_objects(stream):
    lines = stream.splitlines()
    for document in yaml.compose_all(stream, LOADER):
        if isinstance(document, yaml.MappingNode):
            file = source_of(lines, document) or file_of(document, "")
            for one in objects(document):
                print_object(one, file)


def write_as(form, stream):
    documents = [one for one in yaml.load_all(stream, LOADER) if one]
    for number, one in enumerate(documents):
        metadata = one.setdefault("metadata", {})
        metadata["annotations"] = {**(metadata.get("annotations") or {}), FILES[1]: f"{number}.yaml"}
    krm = {"apiVersion": "config.kubernetes.io/v1", "kind": "ResourceList", "items": documents,
           "functionConfig": {"apiVersion": "v1", "kind": "ConfigMap"}}
    if form == "krm":
        yaml.safe_dump(krm, sys.stdout, sort_keys=False)
    elif form == "list":
        yaml.safe_dump({"apiVersion": "v1", "kind": "List", "items": documents}, sys.stdout)
    else:
        for one in documents:
            sys.stdout.write("---\n" + json.dumps(one, indent="\t", default=str) + "\n")


def write_streams(cases, folder):
    with open(cases, encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            streams = {"stream": row.get("stream"), "expected": row.get("expected"),
                       "helm4": row.get("helm_4_1_4", {}).get("stdin")}
            for name, stream in streams.items():
                # Glued separators are Helm's own: no post-renderer ever sees them.
                if not isinstance(stream, str) or "error" in row or \
                        row.get("path", "").startswith("six") or re.search("^---[^ \n]", stream, re.M):
                    continue
                path = os.path.join(folder, f"{row['id'].replace('/', '_')}.{name}")
                with open(path, "w", encoding="utf-8", newline="") as out:
                    out.write(stream)


if sys.argv[1:2] == ["--streams"]:
    write_streams(sys.argv[2], sys.argv[3])
elif sys.argv[1:2] == ["--as"]:
    write_as(sys.argv[2], sys.stdin.buffer.read().decode())
else:
    print_objects(sys.stdin.buffer.read().decode())
