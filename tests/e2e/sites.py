"""Lists the images of a manifest stream by a walk of its own over composed YAML, for comparison.

sites.py <STREAM               KIND/NAME, kind of site, path, container, reference, line; with tabs
sites.py --declared <STREAM    what sites-declared.yaml declares too, by other means
sites.py --kinds TYPES STREAM  writes a stream with an object of each kind that Kubernetes has
                               (kubernetes-types/types.json), and prints the lines to be found in it
"""
import json
import sys

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# The groups of the API reference with workloads; their objects nest pod specs by these keys alone.
GROUPS = ("", "apps", "batch", "extensions")
NESTING = ("spec", "template", "jobTemplate")
LISTS = {"initContainers": "init", "containers": "container", "ephemeralContainers": "ephemeral"}


def get(node, key):
    """The value of a key in a mapping, the last of several; None where there is none."""
    found = None
    if isinstance(node, yaml.MappingNode):
        for one, value in node.value:
            if one.value == key:
                found = value
    return found


def text(node):
    return node.value if isinstance(node, yaml.ScalarNode) else ""


def items(node):
    return node.value if isinstance(node, yaml.SequenceNode) else []


def objects(document):
    """The document itself, or the items of a list of objects."""
    if text(get(document, "kind")).endswith("List") and get(document, "items"):
        for item in items(get(document, "items")):
            yield from objects(item)
    elif document:
        yield document


def pod_specs(node, path):
    """Every mapping with containers that is reached by the nesting keys."""
    if get(node, "containers"):
        yield node, path
    for key in NESTING:
        if get(node, key):
            yield from pod_specs(get(node, key), path + [key])


def in_pod(spec, path):
    for key, what in LISTS.items():
        for index, container in enumerate(items(get(spec, key))):
            place = f"{'.'.join(path)}.{key}[{index}].image"
            yield what, place, text(get(container, "name")), get(container, "image")
    for index, volume in enumerate(items(get(spec, "volumes"))):
        if get(volume, "image"):
            place = f"{'.'.join(path)}.volumes[{index}].image.reference"
            yield "volume", place, text(get(volume, "name")), get(get(volume, "image"), "reference")


def declared(kind, one):
    """What sites-declared.yaml says, read by a person."""
    if kind in ("Prometheus", "Alertmanager") and text(get(get(one, "spec"), "image")):
        yield "spec.image", get(get(one, "spec"), "image"), None
    if kind != "Deployment":
        return
    for flag in ("--prometheus-config-reloader=", "--thanos-default-base-image="):
        for spec, path in pod_specs(one, []):
            for index, container in enumerate(items(get(spec, "containers"))):
                for number, arg in enumerate(items(get(container, "args"))):
                    inside = arg.value.removeprefix(flag)
                    if inside != arg.value and not inside.startswith("$("):
                        place = f"{'.'.join(path)}.containers[{index}].args[{number}]"
                        yield place, arg, inside


def print_sites(with_declared):
    for document in yaml.compose_all(sys.stdin.buffer, LOADER):
        for one in objects(document):
            kind, group = text(get(one, "kind")), text(get(one, "apiVersion")).rpartition("/")[0]
            name = f"{kind}/{text(get(get(one, 'metadata'), 'name'))}"
            for spec, path in pod_specs(one, []) if group in GROUPS else ():
                for what, place, container, image in in_pod(spec, path):
                    line = image.start_mark.line + 1
                    print(name, what, place, container, text(image), line, sep="\t")
            for place, node, inside in declared(kind, one) if with_declared else ():
                line = node.start_mark.line + 1
                print(name, "declared", place, "", inside or node.value, line, sep="\t")


# --- an object of each kind ---


def fields(types, name):
    own = dict(types.get(name, {}).get("fields", {}))
    for inline in types.get(name, {}).get("inline", []):
        own.update(fields(types, inline))
    return own


def paths_to_pods(types, name, path=(), above=()):
    if name == "core/v1.PodSpec":
        yield path
    elif name not in above:
        for key, field in fields(types, name).items():
            if not field.get("list") and not field.get("map"):
                yield from paths_to_pods(types, field["type"], path + (key,), above + (name,))


def pod_spec(types, mark):
    """A pod spec with an image in each list whose items have one."""
    spec, found = {}, []
    for key, what in {**LISTS, "volumes": "volume"}.items():
        item = fields(types, "core/v1.PodSpec")[key]["type"]
        assert "image" in fields(types, item), f"{item} has no image"
        image = f"{mark}/{key.lower()}:1"
        spec[key] = [{"name": what, "image": {"reference": image} if what == "volume" else image}]
        found.append((what, f"{key}[0].image{'.reference' if what == 'volume' else ''}", image))
    return spec, found


def write_kinds(types_file, stream_file):
    table = json.load(open(types_file, encoding="utf-8"))
    types, pods = table["types"], 0
    with open(stream_file, "w", encoding="utf-8") as stream:
        for number, (kind, type_name) in enumerate(sorted(table["kinds"].items())):
            version, name = kind.split()
            paths = list(paths_to_pods(types, type_name))
            spec, found = pod_spec(types, f"example.com/{name.lower()}")
            one = {"apiVersion": version, "kind": name, "metadata": {"name": "a"}}
            # A kind that has none gets one all the same, which is not to be found.
            for path in paths or [("spec", "template", "spec")]:
                place = one
                for key in path[:-1]:
                    place = place.setdefault(key, {})
                place[path[-1]] = spec
            stream.write("---\n" + json.dumps(one) + "\n")
            for path in paths:
                for what, place, image in found:
                    print(f"{name}/a", what, ".".join(path) + "." + place, what, image,
                          2 * number + 2, sep="\t")
            pods += len(paths)
    assert pods >= 19, f"only {pods} kinds with a pod spec"


if sys.argv[1:2] == ["--kinds"]:
    write_kinds(sys.argv[2], sys.argv[3])
else:
    print_sites("--declared" in sys.argv)
