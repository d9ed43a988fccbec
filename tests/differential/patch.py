"""Asks the real kubectl what patches make of objects, and writes its answers down as suites.

Usage: patch.py TOOLS FOLDER SEED COUNT

FOLDER/strategic-merge.jsonl gets about COUNT rows, FOLDER/json-patch.jsonl half as many and
FOLDER/merge-patch.jsonl a quarter, in the form that the runner of the outside suites reads. All is
made by chance; the answers are those of `kubectl patch --local`. Rows in which leme is meant to
differ are left out.
"""
import concurrent.futures
import json
import re
import subprocess
import sys
import tempfile

from patch_json import JsonChance, json_refuses, merged
from patch_kinds import KINDS, TYPES, Chance

TOOLS, FOLDER = sys.argv[1:3]
SEED, COUNT = sys.argv[3], int(sys.argv[4])

# As many objects are given to one run, since most of the time goes into starting it.
TOGETHER = 4

# --- kubectl ------------------------------------------------------------------------------------


def documents(text):
    decoder, found, at = json.JSONDecoder(), [], 0
    while at < len(text):
        document, at = decoder.raw_decode(text, at)
        found.append(document)
        at += len(text[at:]) - len(text[at:].lstrip())
    return found


def run_kubectl(way, objects, patch):
    """The objects that come out, and what is said of those that do not."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write("\n---\n".join(map(json.dumps, objects)))
        file.flush()
        run = subprocess.run(
            [f"{TOOLS}/kubectl", "patch", "--local", "-f", file.name, "--type", way,
             "-o", "json", "-p", json.dumps(patch)],
            capture_output=True, text=True, timeout=60, check=False)
    return documents(run.stdout), run.stderr


def kubectl(way, objects, patch):
    """For each object what comes out, or a text that says why nothing does."""
    found, errors = run_kubectl(way, objects, patch)
    if len(found) == len(objects):
        return found
    if len(objects) > 1:
        return [kubectl(way, [single], patch)[0] for single in objects]
    return [errors]


def answered(cases):
    """Each (way, objects, patch) with its answers, in order."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        answers = pool.map(lambda case: kubectl(*case), cases)
        return [(*case, answer) for case, answer in zip(cases, answers)]


# --- suites -------------------------------------------------------------------------------------


def write_rows(suite, rows):
    with open(f"{FOLDER}/{suite}.jsonl", "w", encoding="utf-8") as file:
        for i, row in enumerate(rows):
            file.write(json.dumps({"id": f"{suite}/{SEED}/{i}"} | row) + "\n")


def verdict(answer):
    return {"error": answer} if isinstance(answer, str) else {"expected": answer}


# --- strategic merge patches --------------------------------------------------------------------


def is_marked(value, marks=("replace", "delete", "merge", "other")):
    return isinstance(value, dict) and value.get("$patch") in marks


def scrubbed(value):
    """Without the directives that Kubernetes leaves in some of what is new, and leme does not."""
    if isinstance(value, dict):
        return {key: scrubbed(item) for key, item in value.items()
                if key[:1] != "$" and not is_marked(item, ("delete", "merge", "other"))}
    if isinstance(value, list):
        return [scrubbed(item) for item in value if not is_marked(item)]
    return value


# Not about patches: metadata that is of no use; falls over; and lists that leme puts up with.
FAULTS = ["unable to decode", "no elements in any of the given slices", "received a %!s(<nil>)"]


def without_nulls(value):
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


def only_nulls_differ(had, value):
    """Somewhere on the way down."""
    if had == value or type(had) is not type(value) or not isinstance(had, (dict, list)):
        return False
    if without_nulls(had) == without_nulls(value):
        return True
    if isinstance(had, list):
        return any(only_nulls_differ(item, other) for item in had for other in value)
    return any(only_nulls_differ(had[key], value[key]) for key in had if key in value)


def is_new_with_nulls(item, had, patch, key):
    if not isinstance(item, dict) or "$patch" in item:
        return False
    told = item.get(key)
    same = [old for old in had if isinstance(old, dict) and old.get(key) == told]
    gone = [other for other in patch if is_marked(other) and other.get(key) == told]
    return (gone or not same) and without_nulls(item) != item


def has_new_with_nulls(fields, had, patch):
    """Whether a new item of a list that merges has nulls, which Kubernetes leaves there."""
    for name, (way, below, key) in fields.items():
        old, new = had.get(name), patch.get(name)
        if old is None and "$setElementOrder/" + name in patch:
            old = []
        if way == "deep" and isinstance(old, dict) and isinstance(new, dict):
            if has_new_with_nulls(TYPES[below], old, new):
                return True
        if way != "keyed" or not isinstance(old, list) or not isinstance(new, list):
            continue
        if any(is_new_with_nulls(item, old, new, key) for item in new):
            return True
        if any(has_new_with_nulls(TYPES[below], item, other) for item in old for other in new
               if isinstance(item, dict) and isinstance(other, dict)):
            return True
    return False


def is_left_out(fields, had, patch, answer):
    """Where leme is meant to differ."""
    if isinstance(answer, str):
        return any(fault in answer for fault in FAULTS)
    return (only_nulls_differ(had, answer) or has_new_with_nulls(fields, had, patch) or
            re.search(r'"\$patch": "(merge|other)"', json.dumps(patch)))


def kind_of(made):
    return f"{made['apiVersion']} {made['kind']}"


def strategic_case(chance):
    kind = chance.choice(list(KINDS))
    version, _, name = kind.partition(" ")
    objects = []
    for i in range(TOGETHER):
        made = chance.object(KINDS[kind], 7)
        if not isinstance(made.get("metadata"), dict):
            made["metadata"] = {}
        made["metadata"]["name"] = f"o{i}"
        objects.append({"apiVersion": version, "kind": name} | made)
    patch = chance.patch(KINDS[kind], chance.choice(objects), 7)
    patch.pop("$patch", None)
    patch.pop("$retainKeys", None)
    if isinstance(patch.get("metadata"), dict):
        patch["metadata"].pop("name", None)
    return "strategic", objects, patch


def strategic_rows(count):
    chance = Chance(f"{SEED} strategic")
    cases = [strategic_case(chance) for _ in range(count // TOGETHER)]
    for _, objects, patch, answers in answered(cases):
        for made, answer in zip(objects, answers):
            if is_left_out(KINDS[kind_of(made)], made, patch, answer):
                continue
            yield {"source": "kubectl", "input": json.dumps(made),
                   "patch": patch} | verdict(scrubbed(answer))


# --- patches of JSON ----------------------------------------------------------------------------


def is_beside_the_rfc(way, doc, patch, answer):
    if isinstance(answer, str):
        return False
    return json_refuses(doc, patch) if way == "json" else merged(doc, patch) != answer


def json_rows(count, way, patch_of):
    chance = JsonChance(f"{SEED} {way}")
    cases = []
    for _ in range(count // TOGETHER):
        objects = [{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": f"o{i}"},
                    "d": chance.value(4)} for i in range(TOGETHER)]
        cases.append((way, objects, patch_of(chance, chance.choice(objects)["d"])))
    for _, objects, patch, answers in answered(cases):
        for made, answer in zip(objects, answers):
            if not is_beside_the_rfc(way, made, patch, answer):
                yield {"kind": "apply", "doc": made, "patch": patch} | verdict(answer)


write_rows("json-patch", json_rows(COUNT // 2, "json", JsonChance.operations))
write_rows("merge-patch", json_rows(COUNT // 4, "merge", JsonChance.change))
write_rows("strategic-merge", strategic_rows(COUNT))
