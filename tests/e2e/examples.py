"""Looks at the recipes of doc/examples: each is strict YAML, with the keys that its host knows.

Usage: examples.py check FOLDER       what is wrong, a line each
       examples.py get FILE PATH...   the text at a path of keys and numbers in the first document
       examples.py words FILE PATH... the list there, one a line
"""

import pathlib
import sys

import yaml


class Strict(yaml.SafeLoader):
    """Refuses a key that is given twice."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if name in seen:
                raise yaml.YAMLError(f"{key.start_mark}: '{name}' is given twice")
            seen.add(name)
        return super().construct_mapping(node, deep)


# For each kind: the keys of parts of it, as the documentation of its host lists them.
KEYS = {
    "ConfigManagementPlugin": {
        "spec": "version init generate discover parameters preserveFileMode provideGitCreds",
        "spec/generate": "command args",
        "spec/discover": "fileName find",
    },
    "Application": {
        "spec": "project source destination syncPolicy",
        "spec/source": "repoURL targetRevision path plugin",
        "spec/source/plugin": "name env parameters",
        "spec/destination": "server name namespace",
    },
    "GitRepository": {"spec": "interval url ref"},
    "Kustomization": {
        "": "apiVersion kind metadata spec resources transformers",
        "spec": "interval sourceRef path targetNamespace prune",
    },
    "Kptfile": {"": "apiVersion kind metadata pipeline", "pipeline": "mutators validators"},
    "Render": {"": "apiVersion kind metadata data", "data": "profile"},
    "helmfile": {
        "": "releases",
        "releases/0": "name namespace chart values postRenderer postRendererArgs",
    },
}


def documents(path):
    return list(yaml.load_all(path.read_text(encoding="utf-8"), Strict))


def follow(node, keys):
    for key in keys:
        node = node[int(key)] if isinstance(node, list) else node.get(key, {})
    return node


def faults(path):
    for document in documents(path):
        kind = document.get("kind", path.stem)
        for place, known in KEYS.get(kind, {}).items():
            part = follow(document, [key for key in place.split("/") if key])
            for key in part or {}:
                if key not in known.split():
                    yield f"{path}: {kind}: {place}: unknown key '{key}'"


def check(folder):
    wrong, count = [], 0
    readme = (folder / "README.md").read_text(encoding="utf-8")
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name == "README.md":
            continue
        count += 1
        wrong += faults(path)
        if f"({path.relative_to(folder)})" not in readme:
            wrong.append(f"{path}: README.md has no link to it")
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return bool(wrong) or count < 10


def main():
    what, path = sys.argv[1], pathlib.Path(sys.argv[2])
    if what == "check":
        return check(path)
    found = follow(documents(path)[0], sys.argv[3:])
    print(*(found if what == "words" else [found]), sep="\n")
    return 0


sys.exit(main())
