"""The chains of a project, looked at through what `leme trace --format json` says of them.

trace.py LEME    in the project's folder, which is changed and put right again
"""
import json
import subprocess
import sys

import yaml

HOPS = ["artifact", "version", "build", "image", "values", "chart"]
# How people write what Helm takes for true.
TRUE = {"yes": "true", "on": "true"}
# Hops of which a change in the file is a break of that very hop.
CHANGED = {"build", "values", "chart"}


def names():
    """Every component, role and artifact of the catalogue."""
    with open("leme.yaml", encoding="utf-8") as file:
        components = yaml.safe_load(file)["components"]
    for name, component in components.items():
        yield name
        for part in list(component.get("roles", ())) + list(component.get("artifacts", ())):
            yield f"{name}/{part}"


def trace(leme, name, profile="*"):
    """The profiles of one trace; its exit code must say whether one is broken."""
    run = subprocess.run(
        [leme, "trace", name, "-p", profile, "--format", "json"], capture_output=True, check=False
    )
    if run.returncode not in (0, 1) or run.stderr:
        sys.exit(f"{name}: exit {run.returncode}: {run.stderr.decode()}")
    answer = json.loads(run.stdout)
    profiles = answer["profiles"]
    assert (answer["apiVersion"], answer["kind"], answer["name"]) == ("leme/v1", "Trace", name)
    assert run.returncode == any("break" in one for one in profiles), name
    assert json.dumps(answer, sort_keys=True) == json.dumps(answer), "keys are not sorted"
    return profiles


def path_of(place):
    """Where a file is on disk: those of a source are named NAME:path."""
    file = place["file"]
    return ".leme/sources/" + file.replace(":", "/", 1) if ":" in file else file


def text_at(place):
    """The text of a file before a place and from it on."""
    with open(path_of(place), encoding="utf-8", newline="") as file:
        lines = file.read().split("\n")
    line = lines[place["line"] - 1]
    before = "\n".join(lines[: place["line"] - 1] + [line[: place["column"] - 1]])
    after = "\n".join([line[place["column"] - 1 :]] + lines[place["line"] :])
    return before, after


def stands_at(witness):
    """Whether the value is at its place, with quotes or without."""
    after = text_at(witness["place"])[1]
    return after.startswith(witness["value"]) or after[1:].startswith(witness["value"])


def breaks_at(leme, name, profile, hop, witness):
    """Whether the chain breaks at a place if another value stands there."""
    before, after = text_at(witness["place"])
    quoted = after[0] in "'\""
    value = witness["value"]
    other = {"true": "false", "false": "true"}.get(value, "0" + value)
    changed = before + after[0] * quoted + other + after[quoted + len(value) :]
    path = path_of(witness["place"])
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(changed)
    try:
        [one] = trace(leme, name, profile)
    finally:
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(before + after)
    broken = [w for h in one["hops"] for w in h["witnesses"] if w["state"] == "broken"]
    return (
        one.get("break") == hop
        and broken[0]["place"] == witness["place"]
        and broken[0]["name"] == witness["name"]
        and broken[0]["value"] == other
        and broken[0]["expected"] == TRUE.get(value, value)
    )


def witnesses(leme):
    """Every witness of every chain, with the name, profile and hop it belongs to."""
    for name in names():
        for one in trace(leme, name):
            assert [hop["hop"] for hop in one["hops"]] == HOPS
            for hop in one["hops"]:
                assert hop["witnesses"], f"{name} in {one['profile']}: {hop['hop']} says nothing"
                for witness in hop["witnesses"]:
                    yield name, one, hop["hop"], witness


def main():
    leme = sys.argv[1]
    places = changes = 0
    failed = []
    for name, one, hop, witness in list(witnesses(leme)):
        if "line" not in witness.get("place", {}):
            continue
        places += 1
        what = f"{name} in {one['profile']}: {hop}: {witness}"
        literal = "value" in witness and stands_at(witness)
        # A makefile may make its version of other variables.
        if hop in ("version", "values", "chart") and "value" in witness and not literal:
            failed.append(f"not at its place: {what}")
        # One part of each component, and places that the catalogue does not decide itself.
        if not witness.get("value") or "/" in name or "break" in one or hop not in CHANGED or not literal:
            continue
        if witness["state"] != "holds" or witness["place"]["file"] == "leme.yaml":
            continue
        changes += 1
        if not breaks_at(leme, name, one["profile"], hop, witness):
            failed.append(f"a change does not break it there: {what}")
    for line in failed:
        print(line)
    print(f"trace.py: {places} places, {changes} of them changed, {len(failed)} failed")
    sys.exit(bool(failed) or not changes)


if __name__ == "__main__":
    main()
