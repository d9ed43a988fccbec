"""Lists the images of rendered manifests on stdin, by a walk of its own over parsed YAML.

images.py            sorted, unique image references
images.py --objects  KIND/NAME IMAGE, sorted and unique
"""
import sys

import yaml

LISTS = ("containers", "initContainers", "ephemeralContainers")


def images(node):
    """Every image under the container lists of a parsed document, at any depth."""
    if isinstance(node, list):
        for item in node:
            yield from images(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in LISTS and isinstance(value, list):
                yield from (c["image"] for c in value if isinstance(c, dict) and "image" in c)
            yield from images(value)


def objects(document):
    """The document itself, or the items of a List."""
    if str(document.get("kind", "")).endswith("List") and isinstance(document.get("items"), list):
        for item in document["items"]:
            yield from objects(item)
    else:
        yield document


def main():
    found = set()
    for document in yaml.safe_load_all(sys.stdin.buffer):
        for one in objects(document or {}):
            for image in images(one):
                if not isinstance(image, str):
                    sys.exit(f"image {image!r} of {one['kind']}/{one['metadata']['name']} is no text")
                name = f"{one['kind']}/{one['metadata']['name']}"
                found.add(f"{name} {image}" if "--objects" in sys.argv else image)
    sys.stdout.write("".join(line + "\n" for line in sorted(found)))


main()
