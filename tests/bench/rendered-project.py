#!/usr/bin/env python3
"""Writes the project of the benchmark of rendered objects: rendered-project.py DATA FOLDER COUNT

COUNT objects of the charts in DATA/real-manifests, again and again under other names, every second
one a workload, judged by the first 20 policies of DATA/vap that any implementation of CEL can
evaluate: none asks for params, the cluster or the libraries of Kubernetes. For peers, all of it
stands in rendered.json, too.
"""
import itertools
import json
import pathlib
import re
import sys

import yaml

POLICIES = 20
LARGEST = 16 * 1024
WORKLOADS = {"Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"}
OTHERS = {
    "Service", "ServiceAccount", "ConfigMap", "Secret", "Ingress", "NetworkPolicy",
    "PodDisruptionBudget", "Role", "RoleBinding", "PersistentVolumeClaim",
}
BEYOND_CEL = re.compile(
    r"paramKind|matchConditions|authorizer|namespaceObject|oldObject|quantity\(|url\(|ip\(|"
    r"cidr\(|\.find\(|\.findAll\(|semver\(|\.sum\(|\.isSorted\(")
NAME = re.compile(r"(?m)^(metadata:\n(?:  .*\n)*?  name: *)([\"']?)([^\s\"']+)\2[ ]*$")

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def documents(data, kinds):
    """Texts of what charts render to, with a name that another can be put for."""
    for path in sorted((data / "real-manifests" / "manifests").glob("*.yaml")):
        for text in re.split(r"(?m)^---.*\n", path.read_text()):
            kind = re.search(r"(?m)^kind: *(\w+)", text)
            if kind and kind[1] in kinds and len(text) <= LARGEST and NAME.search(text):
                yield text.rstrip() + "\n"


def renamed(texts, count):
    """Each again and again, under a name of its own."""
    return [NAME.sub(rf"\g<1>\g<2>\g<3>-{i}\g<2>", texts[i % len(texts)], count=1)
            for i in range(count)]


def policies(data):
    rows = map(json.loads, (data / "vap" / "policies.jsonl").open())
    fit = (row["policy"].rstrip() + "\n" for row in rows if row["kind"] == "ValidatingAdmissionPolicy" and
           row["api"].endswith("/v1") and not BEYOND_CEL.search(row["policy"]))
    return list(itertools.islice(fit, POLICIES))


def binding(policy):
    name = yaml.load(policy, Loader)["metadata"]["name"]
    return ("apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\n"
            f"metadata: {{name: {name}}}\n"
            f"spec: {{policyName: {name}, validationActions: [Deny]}}\n")


def write_project(folder, rules):
    (folder / "profiles").mkdir(parents=True, exist_ok=True)
    (folder / "leme.yaml").write_text(
        "apiVersion: leme/v1\nkind: Catalog\nname: rendered\ntitle: Rendered objects\n"
        "environments: [live]\nprofiles: [profiles/*.yaml]\npolicies: [policies.yaml]\n")
    (folder / "profiles" / "live.yaml").write_text(
        "apiVersion: leme/v1\nkind: Profile\nname: live\nrelease: {name: app, namespace: apps}\n")
    (folder / "policies.yaml").write_text(
        "---\n".join(text for rule in rules for text in (rule, binding(rule))))


def main(data, folder, count):
    data, folder = pathlib.Path(data), pathlib.Path(folder)
    rules = policies(data)
    pairs = zip(*(renamed(list(documents(data, kinds)), int(count) // 2)
                  for kinds in (WORKLOADS, OTHERS)))
    texts = list(itertools.chain.from_iterable(pairs))
    write_project(folder, rules)
    (folder / "rendered.yaml").write_text("---\n" + "---\n".join(texts))
    (folder / "rendered.json").write_text(json.dumps({
        "policies": [yaml.load(rule, Loader) for rule in rules],
        "objects": [yaml.load(text, Loader) for text in texts],
    }, default=str))


main(*sys.argv[1:])
