"""Changes rendered charts with leme and with kustomize, and compares what comes out.

post-render-manifests.py LEME KUBECTL FOLDER STREAM...

For each stream a project of leme and a kustomization are written to FOLDER, which mean the same:
labels, images, patches, replacements. Prints what fails, and a last line that sums up.
"""
import json
import os
import re
import subprocess
import sys

import yaml



class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """As Helm reads: what looks like a date is a text."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rows if tag != "tag:yaml.org,2002:timestamp"]
    for first, rows in Loader.yaml_implicit_resolvers.items()}
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
NATIVE = ("Pod", "PodTemplate", "ReplicationController", "ReplicaSet", "Deployment", "StatefulSet",
          "DaemonSet", "Job", "CronJob")
WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet")
DIGEST = "sha256:" + "ab" * 32
MIRRORS = {"docker.io": "mirror.example.com/hub", "quay.io": "mirror.example.com/quay"}

HELM4 = {"HELM_PLUGIN_NAME": "leme", "HELM_PLUGIN_DIR": "/"}

# --- what is to be changed ---


def get(node, *keys):
    for key in keys:
        node = node.get(key) if isinstance(node, dict) else None
    return node


def read_objects(text):
    """The objects of a stream, those of lists one by one."""
    for document in yaml.load_all(text, Loader):
        if isinstance(get(document, "items"), list):
            yield from document["items"]
        elif document:
            yield document


def identity(one):
    """How a patch without a target names its object."""
    own = one["metadata"]
    return {"apiVersion": one["apiVersion"], "kind": one["kind"],
            "metadata": {key: own[key] for key in ("name", "namespace") if key in own}}


def workload_patch(one):
    container = one["spec"]["template"]["spec"]["containers"][-1]["name"]
    return {**identity(one), "spec": {"template": {"spec": {
        "priorityClassName": "shop",
        "tolerations": [{"key": "shop", "operator": "Exists", "effect": "NoSchedule"}],
        "containers": [{
            "name": container,
            "env": [{"name": "SHOP_MODE", "value": "yes"}],
            "resources": {"limits": {"memory": "3Gi"}},
        }]}}}}


def workload_patches(objects):
    """A file with a document for each workload, as kustomize reads it too."""
    wanted = [workload_patch(one) for one in objects if one["kind"] in WORKLOADS]
    if wanted:
        yield {"path": "workloads.yaml"}, yaml.safe_dump_all(wanted, sort_keys=False)


def inline_patches(kinds):
    annotations = {"metadata": {"annotations": {"shop.example.com/owner": "on"}}}
    rows = (
        ("Service", "strategic", annotations),
        ("ConfigMap|Secret", "strategic", {"immutable": True}),
        ("ServiceAccount", "merge", {"automountServiceAccountToken": False}),
        ("PodDisruptionBudget", "merge", {"spec": {"maxUnavailable": None, "minAvailable": 1}}),
        ("ServiceMonitor", "merge", {"spec": {"jobLabel": "shop", "selector": {
            "matchLabels": {"shop": "1"}}}}),
    )
    yield from patches_of(kinds, rows)


def list_patches(kinds):
    """Whole lists in the place of others."""
    rows = (
        ("ServiceMonitor", "merge", {"spec": {"namespaceSelector": {"matchNames": ["a", "b"]}}}),
        ("PrometheusRule", "merge", {"spec": {"groups": [
            {"name": "shop", "rules": [{"alert": "Up", "expr": "up == 0\n", "for": "5m"}]}]}}),
    )
    yield from patches_of(kinds, rows)


def patches_of(kinds, rows):
    for kind, how, wanted in rows:
        if any(re.fullmatch(kind, one) for one in kinds):
            yield {"target": {"kind": kind}, "type": how, "patch": wanted}


def json_patches(objects):
    for one in objects:
        has_labels = get(one, "metadata", "labels")
        if one["kind"] == "Service" and get(one, "spec", "ports") and has_labels:
            yield {"target": {"kind": "Service", "name": re.escape(one["metadata"]["name"])},
                   "patch": [
                {"op": "add", "path": "/spec/ports/-", "value": {"name": "shop", "port": 4711}},
                {"op": "add", "path": "/spec/ports/0", "value": {"name": "first", "port": 4712}},
                {"op": "replace", "path": "/spec/ports/1/port", "value": 4713},
                {"op": "add", "path": "/metadata/labels/a~1b", "value": "~"},
                {"op": "move", "from": "/spec/ports/0", "path": "/spec/ports/1"}]}
            return


def replacements(objects):
    accounts = [one for one in objects if one["kind"] == "ServiceAccount"]
    services = [one for one in objects if one["kind"] == "Service"]
    if not accounts or not services:
        return
    source = {"kind": "Service", "name": services[0]["metadata"]["name"]}
    twins = [one for one in services if one["metadata"]["name"] == source["name"]]
    if len(twins) > 1:
        return
    yield {"source": source, "targets": [{
        "select": {"kind": "ServiceAccount"},
        "fieldPaths": [r"metadata.annotations.shop\.example\.com/service"],
        "options": {"create": True}}]}
    if all(named_ports(one, "http") for one in services):
        yield {"source": {**source, "fieldPath": "spec.ports.0.port"}, "targets": [{
            "select": {"kind": "Service"}, "fieldPaths": ["spec.ports.[name=http].port"]}]}
    yield {"source": source, "targets": [{
        "select": {"kind": "Service", "name": source["name"]},
        "fieldPaths": ["metadata.labels.shop"], "options": {"create": True}}]}


def named_ports(service, name):
    return [port for port in get(service, "spec", "ports") or () if get(port, "name") == name]


LABELS = [
    {"pairs": {"app.kubernetes.io/part-of": "shop", "ring": "1"}},
    {"pairs": {"shop.example.com/pod": "yes"}, "includeTemplates": True},
]


def images_in(node):
    """As kustomize finds them: in lists of containers, at any depth."""
    if isinstance(node, list):
        for item in node:
            yield from images_in(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in ("containers", "initContainers") and isinstance(value, list):
                yield from (one["image"] for one in value if isinstance(get(one, "image"), str))
            yield from images_in(value)


def split_image(image):
    name, colon, tag = image.rpartition(":")
    return (name, tag) if colon and "/" not in tag else (image, "")


def canonical(name):
    first, slash, rest = name.partition("/")
    if not slash or not ("." in first or ":" in first):
        first, rest = "docker.io", name
    return f"{first}/{'' if '/' in rest or first != 'docker.io' else 'library/'}{rest}"


def mirrored(name):
    domain, _, path = canonical(name).partition("/")
    return f"{MIRRORS[domain]}/{path}" if domain in MIRRORS else name


def read_images(objects):
    """Name as it is written → its tags."""
    found = {}
    for one in objects:
        if one["kind"] != "CustomResourceDefinition":
            for image in images_in(one):
                name, tag = split_image(image)
                found.setdefault(name, set()).add(tag)
    return found


def sites_of(objects):
    """Where kinds that are not Kubernetes' own have containers, which leme is to be told."""
    found = {}
    for one in objects:
        if one["kind"] not in NATIVE and one["kind"] != "CustomResourceDefinition":
            for path in paths_to_images(one, ""):
                found[(one["kind"], path)] = {"kind": one["kind"], "path": path, "optional": True}
    return [found[key] for key in sorted(found)]


def paths_to_images(node, path):
    for key, value in node.items():
        if key in ("containers", "initContainers") and isinstance(value, list):
            yield f"{path}{key}[].image"
        elif isinstance(value, dict):
            yield from paths_to_images(value, f"{path}{key}.")


class Change:
    def __init__(self, text):
        objects = list(read_objects(text))
        self.files = {}
        self.patches = []
        for entry, content in workload_patches(objects):
            self.files[entry["path"]] = content
            self.patches.append(entry)
        kinds = {one["kind"] for one in objects}
        self.patches += inline_patches(kinds)
        self.lists = list(list_patches(kinds))
        self.json = list(json_patches(objects))
        self.replacements = list(replacements(objects))
        self.sites = sites_of(objects)
        self.images = read_images(objects)
        # One tag each, since a component has one version and kustomize goes by the name alone.
        self.governed = sorted(name for name, tags in self.images.items()
                               if len(tags) == 1 and "" not in tags)

    def tag(self, name):
        return next(iter(self.images[name]))


# --- as leme's project and as a kustomization ---


def write(folder, name, content):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(content)


def rendering(change, patches):
    return {"images": {"unknown": "keep", "sites": change.sites}, "labels": LABELS,
            "patches": patches, "replacements": change.replacements}


def write_project(folder, change, render, mirrors):
    names = change.governed
    write(folder, "leme.yaml", yaml.safe_dump({
        "apiVersion": "leme/v1", "kind": "Catalog", "name": "shop", "environments": ["live"],
        "profiles": ["profiles/*.yaml"],
        "registries": {domain: {"mirror": at} for domain, at in mirrors.items()},
        "components": {f"c{i}": {"image": canonical(name), "scheme": "opaque"}
                       for i, name in enumerate(names)}}, sort_keys=False))
    profile = {"apiVersion": "leme/v1", "kind": "Profile", "environment": "live"}
    write(folder, "profiles/live.yaml", yaml.safe_dump({
        **profile, "name": "live",
        "versions": {f"c{i}": change.tag(name) for i, name in enumerate(names)},
        "render": render}, sort_keys=False))
    write(folder, "leme.lock", yaml.safe_dump({
        "apiVersion": "leme/v1", "kind": "Lock",
        "images": {f"{canonical(name)}:{change.tag(name)}": DIGEST for name in names}}))


def as_kustomize(patch):
    """Its patches are texts, and must say a kind and a name."""
    if "path" in patch:
        return patch
    wanted = patch["patch"]
    if isinstance(wanted, dict):
        wanted = {"apiVersion": "v1", "kind": "Any", **wanted,
                  "metadata": {"name": "any", **wanted.get("metadata", {})}}
    return {"target": patch["target"], "patch": yaml.safe_dump(wanted, sort_keys=False)}


def as_kustomize_image(change, name):
    image = {"name": name, "newName": mirrored(name)}
    if name in change.governed:
        image.update(newTag=change.tag(name), digest=DIGEST)
    return image


def write_kustomization(folder, change):
    patches = [as_kustomize(patch) for patch in change.patches + change.lists + change.json]
    write(folder, "kustomization.yaml", yaml.safe_dump({
        "resources": ["stream.yaml"], "sortOptions": {"order": "fifo"},
        "images": [as_kustomize_image(change, name) for name in sorted(change.images)],
        "patches": patches, "replacements": change.replacements, "labels": LABELS}))


def kustomize(folder, kubectl, stream):
    write(folder, "stream.yaml", stream)
    done = subprocess.run([kubectl, "kustomize", folder], capture_output=True, check=False)
    return done.stdout.decode(), done.stderr.decode()


# --- what comes out ---


class Test:
    def __init__(self, leme, kubectl, folder):
        self.leme, self.kubectl, self.folder = leme, kubectl, folder
        self.passed = self.failed = self.unreadable = 0
        self.name = ""

    def check(self, law, fault):
        """A fault is a text, empty if there is none."""
        if not fault:
            self.passed += 1
            return
        self.failed += 1
        print(f"FAILED: {self.name}: {law}")
        print("".join(f"  {line}\n" for line in fault.splitlines()[:40]), end="")

    def project(self, name):
        return os.path.join(self.folder, name)

    def explain(self, project):
        return subprocess.run([self.leme, "explain", "render.patches"], cwd=self.project(project),
                              capture_output=True, check=False).stdout.decode()

    def render(self, project, text, environment=None):
        done = subprocess.run([self.leme, "post-render", "-p", "live"], input=text.encode(),
                              cwd=self.project(project), capture_output=True, check=False,
                              env={**os.environ, **(environment or {})})
        if done.returncode:
            self.check(f"it renders ({project})", done.stderr.decode() or "no word")
        return done.stdout.decode()


# --- what kustomize does in its own way ---


def order_named(node):
    """kustomize puts the items that a patch names first, Kubernetes (and leme) leave them there."""
    if isinstance(node, list):
        for item in node:
            order_named(item)
    elif isinstance(node, dict):
        for key in ("containers", "env"):
            if isinstance(node.get(key), list) and all(get(one, "name") for one in node[key]):
                node[key].sort(key=lambda one: one["name"])
        for value in node.values():
            order_named(value)


def drop_nulls(node):
    """kustomize's merge takes nulls out of all it passes; to the API they say nothing anyway."""
    if isinstance(node, list):
        for item in node:
            drop_nulls(item)
    elif isinstance(node, dict):
        for key in [key for key, value in node.items() if value is None]:
            del node[key]
        for value in node.values():
            drop_nulls(value)


HABITS = (order_named, drop_nulls)


def normal(objects, habits=()):
    """Objects as JSON, a field a line, without the habits."""
    lines = []
    for one in objects:
        for habit in habits:
            habit(one)
        lines.append(json.dumps(one, indent=1, sort_keys=True))
    return "\n".join(lines) + "\n"


def lines_differ(have, want, *options):
    """The lines of two texts that differ, as diff finds them."""
    for name, text in (("have", have), ("want", want)):
        with open(name, "w", encoding="utf-8", newline="") as file:
            file.write(text)
    done = subprocess.run(["diff", *(options or ["-U3"]), "want", "have"], capture_output=True,
                          check=False)
    return done.stdout.decode()


# What lines may go, and what they say instead, or what may come; but for blanks around them.
GO = (
    r"(- )?image: \S+",
    r"app\.kubernetes\.io/part-of: \S+",
    r"priorityClassName: \S*",
    r"memory: \S+",
    r"automountServiceAccountToken: \S+",
    r"port: \d+",
    r"(min|max)(Una|A)vailable: \S+",
    r"jobLabel: \S+",
    r"\{\}",  # of an empty map on a line of its own, which now has something
)
COME = GO[:-1] + (
    r"(metadata|labels|annotations|resources|limits|env|tolerations):",
    r"ring: '1'",
    r"shop: \S+",
    r"shop\.example\.com/(pod|owner|service): \S+",
    r"(- )?key: shop",
    r"operator: Exists",
    r"effect: NoSchedule",
    r"- name: SHOP_MODE",
    r"value: 'yes'",
    r"immutable: true",
)


def unexplained(diff):
    for line in diff.splitlines()[2:]:
        rows = {"-": GO, "+": COME, "@": (".*",)}[line[0]]
        if not any(re.fullmatch(row, line[1:].strip()) for row in rows):
            yield line


def test_identity(test, text):
    for law, one in (("LF", text), ("CRLF", text.replace("\n", "\r\n"))):
        test.check(f"no edit, no change ({law})", lines_differ(test.render("same", one), one))


def test_change(test, text, change):
    write_project(test.project("change"), change,
                  rendering(change, change.patches + change.lists + change.json), MIRRORS)
    for name, content in change.files.items():
        write(test.project("change"), name, content)
        write(test.project("kustomize"), name, content)
    write_kustomization(test.project("kustomize"), change)
    want, said = kustomize(test.project("kustomize"), test.kubectl, text)
    if said and not want:
        test.unreadable += 1
        print(f"not for kustomize: {test.name}: {said[:200]}")
        return
    have, said = kustomize(test.project("plain"), test.kubectl, text)
    test.check("there is something to change", "" if have != want else "nothing differs")
    have, said = kustomize(test.project("plain"), test.kubectl, test.render("change", text))
    test.check("as kustomize does it", said or lines_differ(
        normal(read_objects(have), HABITS), normal(read_objects(want), HABITS)))


def test_lines(test, text, change):
    """What no entry means stands as it was, in the order it was; and a second time all does."""
    write_project(test.project("gentle"), change, rendering(change, change.patches), MIRRORS)
    for name, content in change.files.items():
        write(test.project("gentle"), name, content)
    once = test.render("gentle", text)
    test.check("each line that changes is meant",
               "\n".join(unexplained(lines_differ(once, text, "-dU0"))))
    test.check("twice is once", lines_differ(test.render("gentle", once), once))
    test.check("what cannot be repeated is said to be so",
               "" if test.explain("gentle").count("not repeatable") == 0 and
               test.explain("change").count("not repeatable") == len(change.json)
               else test.explain("change"))
    carriage = test.render("gentle", text.replace("\n", "\r\n"))
    test.check("CRLF stays CRLF", lines_differ(carriage, once.replace("\n", "\r\n")))


# --- as hosts give it ---


def annotated(objects, key):
    for number, one in enumerate(objects):
        metadata = one.setdefault("metadata", {})
        metadata["annotations"] = {**(metadata.get("annotations") or {}), key: f"{number}.yaml"}
        yield one


def dump(objects):
    return yaml.dump_all(objects, Dumper=DUMPER, sort_keys=False)


def test_hosts(test, text):
    """The project is the one with all kinds of entries."""
    plain = test.render("change", text)
    filename = "postrenderer.helm.sh/postrender-filename"
    want = normal(annotated(read_objects(plain), filename))
    stream = test.render("change", dump(annotated(read_objects(text), filename)), HELM4)
    test.check("Helm 4 gets the same objects", lines_differ(normal(read_objects(stream)), want))
    index = "config.kubernetes.io/path"
    want = normal(annotated(read_objects(plain), index))
    krm = test.render("change", dump([{
        "apiVersion": "config.kubernetes.io/v1", "kind": "ResourceList",
        "items": list(annotated(read_objects(text), index)),
        "functionConfig": {"apiVersion": "v1", "kind": "ConfigMap", "data": {"profile": "live"}}}]))
    test.check("a function answers with the same objects",
               lines_differ(normal(read_objects(krm)), want))


def main():
    test = Test(*sys.argv[1:4])
    write_project(test.project("same"), Change(""), {"images": {"unknown": "keep"}}, {})
    write(test.project("plain"), "kustomization.yaml",
          "resources: [stream.yaml]\nsortOptions: {order: fifo}\n")
    for path in sys.argv[4:]:
        test.name = os.path.basename(path)
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        test_identity(test, text)
        change = Change(text)
        test_change(test, text, change)
        test_lines(test, text, change)
        test_hosts(test, text)
    print(f"{test.passed} passed, {test.failed} failed, {test.unreadable} not for kustomize")
    sys.exit(test.failed > 0)


main()
