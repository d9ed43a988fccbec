"""Asks the real Helm what it thinks of values, and writes its verdicts down as a suite.

Usage: schema.py HELM SUITE FOLDER SEED COUNT

Two files for each draft, in the form of JSON Schema's official suite: FOLDER/DRAFT-suite.json has
the groups of SUITE, FOLDER/DRAFT-random.json has COUNT schemas that are made by chance. `valid` is
what Helm says. Many tests go into one chart, each as a value of its own, so groups that refer to
their root, or are named by an identifier, are left out.
"""
import glob
import json
import os
import random
import re
import subprocess
import sys
import tempfile

HELM, SUITE, FOLDER = sys.argv[1:4]
SEED, COUNT = int(sys.argv[4]), int(sys.argv[5])

DRAFTS = {
    "4": "http://json-schema.org/draft-04/schema#",
    "6": "http://json-schema.org/draft-06/schema#",
    "7": "http://json-schema.org/draft-07/schema#",
    "2019-09": "https://json-schema.org/draft/2019-09/schema",
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
}

# Where leme is known to differ: Helm 4 has the long names of Unicode classes, and compares numbers
# beyond 2^53 by their shortest decimals.
LEFT_OUT = ["optional/ecmascript-regex.json", "optional/bignum.json"]


def is_alone(schema):
    return not re.search(r'"(\$ref|\$?id|\$(dynamic|recursive)\w+|\$?anchor)"|localhost',
                         json.dumps(schema))


# --- Helm ---------------------------------------------------------------------------------------


def write(path, value):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False)


def helm(draft, schemas, values):
    """None if all is valid, else the text of the error."""
    with tempfile.TemporaryDirectory() as chart:
        os.mkdir(f"{chart}/templates")
        write(f"{chart}/Chart.yaml", {"apiVersion": "v2", "name": "x", "version": "1.0.0"})
        write(f"{chart}/values.yaml", values)
        write(f"{chart}/values.schema.json", {"$schema": DRAFTS[draft], "properties": schemas})
        run = subprocess.run([HELM, "template", "x", chart], capture_output=True, text=True,
                             timeout=300, check=False)
        return run.stderr if run.returncode else None


def verdicts(draft, cases):
    """Whether each (schema, data) is valid; None if a schema is refused or it cannot be told."""
    names = [f"c{i}" for i in range(len(cases))]
    error = helm(draft, dict(zip(names, (case[0] for case in cases))),
                 dict(zip(names, (case[1] for case in cases))))
    if error is None:
        return [True] * len(cases)
    faults = set(re.findall(r"^- at '/(c\d+)['/]", error, re.M))
    lost = "- at '':" in error  # the place of a key that propertyNames refuses
    if faults and not (lost and len(cases) > 1):
        return [name not in faults for name in names]
    if len(cases) == 1:
        told = lost or not re.search("not valid against metaschema|cannot load values", error)
        return [False] if told else None
    middle = len(cases) // 2
    halves = [verdicts(draft, cases[:middle]), verdicts(draft, cases[middle:])]
    return None if None in halves else halves[0] + halves[1]


def judged(draft, groups):
    """The groups with Helm's verdicts: all at once, else one by one, without those refused."""
    cases = [(group["schema"], test["data"]) for group in groups for test in group["tests"]]
    answers = verdicts(draft, cases) if cases else []
    if answers is None:
        if len(groups) == 1:
            return []
        middle = len(groups) // 2
        return judged(draft, groups[:middle]) + judged(draft, groups[middle:])
    answers = iter(answers)
    for group in groups:
        for test in group["tests"]:
            test["valid"] = next(answers)
    return groups


# --- schemas by chance --------------------------------------------------------------------------

KEYS = ["a", "b", "c", "aa", "x-y"]
TYPES = ["array", "boolean", "integer", "null", "number", "object", "string"]
SCALARS = [None, True, False, 0, 1, 2, 3, -1, 10, 1.5, 0.1, 0.3, 1000.0, "", "a", "ab", "b", "é", "1"]


class Chance(random.Random):
    def value(self, depth):
        kind = self.randrange(4 if depth else 2)
        if kind < 2:
            return self.choice(SCALARS)
        count = self.randrange(4)
        if kind == 2:
            return [self.value(depth - 1) for _ in range(count)]
        return {self.choice(KEYS): self.value(depth - 1) for _ in range(count)}

    def keys(self):
        return sorted({self.choice(KEYS), self.choice(KEYS)})

    def schema(self, draft, depth):
        if not depth:
            return self.choice([{}, {"type": self.choice(TYPES)}, {"enum": [self.value(0)]}])
        schema = {}
        for _ in range(self.randint(1, 3)):
            schema.update(self.keyword(draft, lambda: self.schema(draft, depth - 1)))
        return schema

    def keyword(self, draft, sub):
        rows = [
            lambda: {"type": self.choice(TYPES)},
            lambda: {"enum": [self.value(1), "a"]},
            lambda: {"minimum": self.choice([0, 1.5]), "maximum": self.choice([1, 2.5])},
            lambda: {"multipleOf": self.choice([1, 2, 0.1, 0.5])},
            lambda: {"minLength": self.randrange(3), "maxLength": self.randrange(3)},
            lambda: {"pattern": self.choice(["^a", "b$", "a+"])},
            lambda: {"minItems": self.randrange(3), "uniqueItems": self.choice([True, False])},
            lambda: {"minProperties": self.randrange(3), "maxProperties": self.randrange(4)},
            lambda: {"properties": {key: sub() for key in self.keys()}},
            lambda: {"patternProperties": {self.choice(["^a", "b"]): sub()}},
            lambda: {"additionalProperties": self.choice([False, sub()])},
            lambda: {"required": self.keys()},
            lambda: {"dependencies": {self.choice(KEYS): self.choice([sub(), ["b"]])}},
            lambda: {"allOf": [sub(), sub()]},
            lambda: {"anyOf": [sub(), sub()]},
            lambda: {"oneOf": [sub(), sub()]},
            lambda: {"not": sub()},
        ]
        if draft == "2020-12":
            rows += [lambda: {"prefixItems": [sub(), sub()], "items": sub()}]
        else:
            rows += [lambda: {"items": sub()},
                     lambda: {"items": [sub(), sub()], "additionalItems": sub()}]
        if draft not in ("4", "6"):
            rows += [lambda: {"if": sub(), "then": sub(), "else": sub()}]
        if draft != "4":
            rows += [lambda: {"contains": sub()}, lambda: {"const": self.value(1)}]
        if draft.startswith("20"):
            rows += 3 * [lambda: {"unevaluatedProperties": self.choice([False, sub()])},
                         lambda: {"unevaluatedItems": self.choice([False, sub()])}]
            rows += [lambda: {"contains": sub(), "minContains": self.randrange(2),
                              "maxContains": self.randint(1, 3)},
                     lambda: {"dependentSchemas": {self.choice(KEYS): sub()}},
                     lambda: {"dependentRequired": {self.choice(KEYS): ["b"]}}]
        return self.choice(rows)()


def random_groups(draft):
    chance = Chance(f"{SEED} {draft}")
    groups = []
    for _ in range(COUNT):
        schema = chance.schema(draft, 3)
        values = [chance.value(2) for _ in range(5)]
        groups.append({"description": json.dumps(schema), "schema": schema, "tests":
                       [{"description": json.dumps(value), "data": value} for value in values]})
    return groups


# --- the suite ----------------------------------------------------------------------------------


def suite_groups(draft):
    found = []
    root = f"{SUITE}/tests/draft{draft}/"
    for path in sorted(glob.glob(f"{root}**/*.json", recursive=True)):
        name = path[len(root):]
        if name in LEFT_OUT:
            continue
        with open(path, encoding="utf-8") as file:
            groups = [group for group in json.load(file) if is_alone(group["schema"])]
        for group in groups:
            group["description"] = f"{name}: {group['description']}"
            if isinstance(group["schema"], dict):
                group["schema"].pop("$schema", None)
        found += groups
    return found


def all_judged(draft, groups):
    """Apart, since a place that is lost makes all be asked again."""
    named = [group for group in groups if "propertyNames" in json.dumps(group["schema"])]
    others = [group for group in groups if group not in named]
    return judged(draft, others) + judged(draft, named)


for DRAFT in DRAFTS:
    write(f"{FOLDER}/{DRAFT}-suite.json", all_judged(DRAFT, suite_groups(DRAFT)))
    write(f"{FOLDER}/{DRAFT}-random.json", judged(DRAFT, random_groups(DRAFT)))
