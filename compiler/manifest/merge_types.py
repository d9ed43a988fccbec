#!/usr/bin/env python3
"""Writes the table of how the lists of Kubernetes' own kinds merge: merge_types.py TYPES >TABLE

TYPES is JSON: `source` says of which release the types are; `kinds` is "GROUP/VERSION KIND" ->
type; `types` is a type's name -> `fields` (JSON name -> `type`, and where it has them `list`,
`map`, `patchStrategy`, `patchMergeKey`) and `inline`, the types whose fields are its own too.

What needs no row gets none: scalars, maps without a list anywhere below, and all below an atomic
list. Types that are alike then are one.
"""

import json
import sys

# Types of apimachinery that those of the API are made of.
MACHINERY = {
    "metav1.LabelSelector": {
        "fields": {
            "matchLabels": {"map": True, "type": "string"},
            "matchExpressions": {"list": True, "type": "metav1.LabelSelectorRequirement"},
        }
    },
    "metav1.DeleteOptions": {"fields": {"dryRun": {"list": True, "type": "string"}}},
}
ALIASES = {"v1.ObjectMeta": "metav1.ObjectMeta"}

# As enum merge_way has them.
DEEP, WHOLE, ATOMIC, SET, KEYED = "DEEP", "WHOLE", "ATOMIC", "SET", "KEYED"


def follow(types, name):
    """An earlier version's name for a type of v1 is an alias where there is no such type."""
    name = ALIASES.get(name, name)
    if name in types or "/" not in name or "." not in name:
        return name
    group, _, rest = name.partition("/")
    stable = group + "/v1." + rest.partition(".")[2]
    return stable if stable in types else name

def fields_of(types, name):
    fields = {}
    for inline in types[name].get("inline", []):
        fields.update(fields_of(types, follow(types, inline)))
    fields.update(types[name]["fields"])
    return fields


def way_of(field):
    strategies = (field.get("patchStrategy") or "").split(",")
    if field.get("list"):
        if "merge" not in strategies:
            return ATOMIC
        return KEYED if field.get("patchMergeKey") else SET
    return WHOLE if "replace" in strategies else DEEP


def graph_of(types):
    """Each type as name -> (way, type of what is below or None, merge key); "" is any name."""
    graph = {}
    for name in types:
        rows = {}
        for field, what in fields_of(types, name).items():
            below = follow(types, what["type"])
            way = way_of(what)
            if what.get("map") and way == DEEP and below in types:
                graph["map of " + below] = {"": (DEEP, below, "")}
                below = "map of " + below
            rows[field] = (way, below, what.get("patchMergeKey", "") if way == KEYED else "")
        graph[name] = rows
    return graph


def prune(graph):
    """Leaves the rows that say something."""
    telling = {name for name, rows in graph.items() if any(row[0] != DEEP for row in rows.values())}
    grown = True
    while grown:
        more = {
            name
            for name, rows in graph.items()
            if name not in telling and any(row[1] in telling for row in rows.values())
        }
        grown = bool(more)
        telling |= more
    pruned = {}
    for name, rows in graph.items():
        pruned[name] = {
            field: (way, below if below in telling and way in (DEEP, KEYED) else None, key)
            for field, (way, below, key) in rows.items()
            if way != DEEP or below in telling
        }
    return pruned


def join_alike(graph):
    """The class of each type, such that alike are those with alike rows, all the way down."""
    classes = dict.fromkeys(graph, 0)
    count = 1
    while True:
        signatures = {}
        refined = {}
        for name in sorted(graph):
            signature = (classes[name],) + tuple(
                (field, way, classes.get(below, -1), key)
                for field, (way, below, key) in sorted(graph[name].items())
            )
            refined[name] = signatures.setdefault(signature, len(signatures))
        if len(signatures) == count:
            return refined
        classes, count = refined, len(signatures)


def reached(graph, roots):
    seen = []
    waiting = list(reversed(roots))
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.append(name)
        waiting += [row[1] for _, row in sorted(graph[name].items(), reverse=True) if row[1]]
    return seen


class Strings:
    """Texts one after the other, each with a NUL behind it."""

    def __init__(self):
        self.places, self.texts, self.length = {}, [], 0

    def place(self, text):
        if text not in self.places:
            self.places[text] = self.length
            self.texts.append(text)
            self.length += len(text.encode()) + 1
        return self.places[text]


def split_kind(name):
    version, kind = name.split(" ")
    group, _, version = version.rpartition("/")
    return kind, group, version


def tabulate(data):
    types = dict(data["types"])
    types.update(MACHINERY)
    graph = prune(graph_of(types))
    classes = join_alike(graph)
    first_of = {}
    for name in sorted(graph):
        first_of.setdefault(classes[name], name)
    alike = {name: first_of[classes[name]] for name in graph}
    graph = {
        name: {f: (way, alike.get(below), key) for f, (way, below, key) in rows.items()}
        for name, rows in graph.items()
    }
    kinds = sorted((split_kind(name), alike[of]) for name, of in data["kinds"].items())
    metadata = alike["metav1.ObjectMeta"]
    order = reached(graph, [metadata] + [of for _, of in kinds])
    number = {name: at for at, name in enumerate(order)}

    strings = Strings()
    strings.place("")
    type_rows, field_rows = [], []
    for name in order:
        rows = sorted(graph[name].items(), key=lambda row: row[0].encode())
        type_rows.append("T(%d, %d)," % (len(field_rows), len(rows)))
        for field, (way, below, key) in rows:
            type_of = "NONE" if below is None else str(number[below])
            field_rows.append(
                "{ %d, %s, %d, MERGE_%s }," % (strings.place(field), type_of, strings.place(key), way)
            )
    kind_rows = [
        "{ %d, %d, %d, %d }," % (*map(strings.place, texts), number[of]) for texts, of in kinds
    ]
    texts = ['"%s\\0"' % text for text in strings.texts]
    return type_rows, field_rows, kind_rows, texts


def lines_of(rows):
    line = ""
    for row in rows:
        if line and 8 + len(line) + 1 + len(row) > 100:
            yield "\t" + line
            line = ""
        line += (" " if line else "") + row
    yield "\t" + line


def write(out, data):
    type_rows, field_rows, kind_rows, texts = tabulate(data)
    out.write("/* Made by merge_types.py of %s. */\n" % data["source"])
    out.write('#include "merge_type.h"\n\n/* clang-format off */\n')
    out.write("#define T(begin, number) { .first = begin, .count = number }\n")
    out.write("#define NONE MERGE_TYPE_NONE\n\n")
    for head, rows, end in (
        ("const char merge_texts[] =", texts, ";"),
        ("const struct merge_type merge_types[] = {", type_rows, "\n};"),
        ("const struct merge_row merge_rows[] = {", field_rows, "\n};"),
        ("const struct merge_kind merge_kinds[] = {", kind_rows, "\n};"),
    ):
        out.write(head + "\n" + "\n".join(lines_of(rows)) + end + "\n\n")
    out.write("/* clang-format on */\n")
    out.write("const size_t merge_kind_count = sizeof merge_kinds / sizeof *merge_kinds;\n")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        write(sys.stdout, json.load(file))


main()
