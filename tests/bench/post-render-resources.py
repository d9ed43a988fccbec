#!/usr/bin/env python3
"""Writes what kustomize is to render: post-render-resources.py STREAM FOLDER COUNT

The first COUNT objects of a stream of manifests that differ in kind, namespace and name, as
resources.yaml, and a kustomization that does with them what leme's project does.
"""
import pathlib
import re
import sys

PATCH = """patches:
- target: {kind: Deployment}
  patch: |
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: any
      annotations: {bench.example.com/patch: p0}
"""


def field(text, pattern):
    found = re.search(pattern, text, re.MULTILINE)
    return found.group(1).strip("\"'\r") if found else ""


def identity(text):
    metadata = text.split("\nmetadata:", 1)[-1]
    return (field(text, r"^apiVersion: *(\S+)"), field(text, r"^kind: *(\S+)"),
            field(metadata, r"^  namespace: *(\S+)"), field(metadata, r"^  name: *(\S+)"))


def repeats_key(text):
    """What Helm takes and kustomize does not."""
    for section in re.split(r"^(?=\S)", text, flags=re.MULTILINE):
        keys = re.findall(r"^  ([\w.-]+):", section, re.MULTILINE)
        if len(set(keys)) < len(keys):
            return True
    return False


def resources(stream, count):
    """A Deployment before all others, since the patch must meet one."""
    seen = set()
    texts = stream.split("\n---\n")
    texts.sort(key=lambda text: identity(text)[1] != "Deployment")
    first = next(i for i, text in enumerate(texts) if identity(text)[1] != "Deployment")
    for text in texts[:1] + texts[first:] + texts[1:first]:
        key = identity(text)
        is_object = all((key[0], key[1], key[3])) and key[1] != "CustomResourceDefinition"
        if is_object and key not in seen and len(seen) < count and not repeats_key(text):
            seen.add(key)
            yield text


def main(stream, folder, count):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    texts = resources(pathlib.Path(stream).read_text(encoding="utf-8"), int(count))
    (folder / "resources.yaml").write_text(
        "".join("---\n%s\n" % text.removeprefix("---\n") for text in texts), encoding="utf-8")
    names = pathlib.Path(folder / "images").read_text(encoding="utf-8").split()
    images = "".join("- {name: docker.io/%s, newName: mirror.example.com/docker/%s}\n" % (n, n)
                     for n in names)
    (folder / "kustomization.yaml").write_text(
        "resources: [resources.yaml]\nimages:\n%slabels:\n- pairs: "
        "{example.com/part-of: bench, example.com/ring: one}\n%s" % (images, PATCH),
        encoding="utf-8")


main(*sys.argv[1:])
