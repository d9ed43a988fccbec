#!/usr/bin/env python3
"""A Kubernetes API server of the tests' own: api-server.py LOG PORTFILE

Enough of one for real Helm 3 and 4 to install, upgrade, roll back and uninstall: discovery, objects
in memory, watches, server-side apply as a replacement. Each write is a line of JSON in LOG:
{"method", "path", "object"}, with the release Secrets left out. Jobs, and Pods that run once, are
complete at once.
"""
import copy
import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

NAMESPACED, GLOBAL = True, False
KINDS = {
    "v1": [("namespaces", "Namespace", GLOBAL), ("configmaps", "ConfigMap", NAMESPACED),
           ("secrets", "Secret", NAMESPACED), ("services", "Service", NAMESPACED),
           ("pods", "Pod", NAMESPACED), ("serviceaccounts", "ServiceAccount", NAMESPACED),
           ("persistentvolumeclaims", "PersistentVolumeClaim", NAMESPACED)],
    "apps/v1": [("deployments", "Deployment", NAMESPACED),
                ("statefulsets", "StatefulSet", NAMESPACED),
                ("daemonsets", "DaemonSet", NAMESPACED),
                ("replicasets", "ReplicaSet", NAMESPACED)],
    "batch/v1": [("jobs", "Job", NAMESPACED), ("cronjobs", "CronJob", NAMESPACED)],
    "networking.k8s.io/v1": [("ingresses", "Ingress", NAMESPACED)],
    "autoscaling/v2": [("horizontalpodautoscalers", "HorizontalPodAutoscaler", NAMESPACED)],
    "policy/v1": [("poddisruptionbudgets", "PodDisruptionBudget", NAMESPACED)],
    "rbac.authorization.k8s.io/v1": [("roles", "Role", NAMESPACED),
                                     ("rolebindings", "RoleBinding", NAMESPACED)],
    "apiextensions.k8s.io/v1": [("customresourcedefinitions", "CustomResourceDefinition", GLOBAL)],
}
lock = threading.RLock()
objects = {}  # path → object
version = 0


# --- protobuf: of a Secret as client-go sends it ------------------------------------------------

def fields(data):
    at = 0

    def varint():
        nonlocal at
        number = shift = 0
        while True:
            byte = data[at]
            at += 1
            number |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return number

    while at < len(data):
        tag = varint()
        if tag & 7 == 0:
            yield tag >> 3, varint()
        else:
            size = varint()
            yield tag >> 3, data[at:at + size]
            at += size


def pairs(data, number):
    return {key.decode(): value for key, value in
            (tuple(v for _, v in sorted(fields(v))) if len(list(fields(v))) == 2 else
             (dict(fields(v))[1], b"") for n, v in fields(data) if n == number)}


def secret(data):
    import base64
    raw = dict(fields(data[4:]))[2]
    meta = dict(fields(raw)).get(1, b"")
    single = dict(fields(meta))
    return {"apiVersion": "v1", "kind": "Secret",
            "metadata": {"name": single[1].decode(), "namespace": single.get(3, b"").decode(),
                         "labels": {k: v.decode() for k, v in pairs(meta, 11).items()}},
            "data": {k: base64.b64encode(v).decode() for k, v in pairs(raw, 2).items()},
            "type": dict(fields(raw)).get(3, b"").decode()}


# --- patches ------------------------------------------------------------------------------------

def merge(had, patch):
    """A merge patch; lists of named things as a strategic one."""
    if isinstance(patch, dict):
        result = dict(had) if isinstance(had, dict) else {}
        for key, value in patch.items():
            if key.startswith("$"):
                continue
            if value is None:
                result.pop(key, None)
            else:
                result[key] = merge(result.get(key), value)
        return result
    if isinstance(patch, list) and isinstance(had, list) and patch and all(
            isinstance(i, dict) and "name" in i for i in patch + had):
        items = {i["name"]: i for i in had}
        for item in patch:
            if item.get("$patch") == "delete":
                items.pop(item["name"], None)
            else:
                items[item["name"]] = merge(items.get(item["name"]), item)
        return list(items.values())
    return patch


# --- the server ---------------------------------------------------------------------------------

def discovery():
    kinds = {group: list(rows) for group, rows in KINDS.items()}
    for path, thing in list(objects.items()):
        if thing.get("kind") != "CustomResourceDefinition":
            continue
        spec = thing["spec"]
        for row in spec["versions"]:
            kinds.setdefault(spec["group"] + "/" + row["name"], []).append(
                (spec["names"]["plural"], spec["names"]["kind"], spec["scope"] == "Namespaced"))
    return kinds


def resources(group):
    rows = []
    for plural, kind, namespaced in discovery().get(group, []):
        rows.append({"name": plural, "singularName": kind.lower(), "namespaced": namespaced,
                     "kind": kind, "verbs": ["create", "delete", "get", "list", "patch", "update",
                                             "watch"]})
    return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": group,
            "resources": rows}


def groups():
    rows = []
    for group in discovery():
        if "/" in group:
            one = {"groupVersion": group, "version": group.split("/")[1]}
            rows.append({"name": group.split("/")[0], "versions": [one], "preferredVersion": one})
    return {"kind": "APIGroupList", "apiVersion": "v1", "groups": rows}


def collection(path):
    """(apiVersion, kind) of a path that ends with a plural, or None."""
    parts = path.strip("/").split("/")
    group = "/".join(parts[1:2 if parts[0] == "api" else 3])
    for plural, kind, _ in discovery().get(group, []):
        if parts[-1] == plural and path not in objects:
            return group, kind
    return None


def finished(thing):
    if thing.get("kind") == "Job":
        thing["status"] = {"succeeded": 1, "startTime": "2026-01-01T00:00:00Z",
                           "completionTime": "2026-01-01T00:00:00Z",
                           "conditions": [{"type": "Complete", "status": "True"}]}
    if thing.get("kind") == "Pod" and thing["spec"].get("restartPolicy") == "Never":
        thing["status"] = {"phase": "Succeeded"}
    if thing.get("kind") == "CustomResourceDefinition":
        thing["status"] = {"conditions": [{"type": t, "status": "True"} for t in
                                          ("Established", "NamesAccepted")]}
    return thing


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, code, body, kind="application/json"):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def missing(self):
        self.answer(404, {"kind": "Status", "apiVersion": "v1", "status": "Failure",
                          "reason": "NotFound", "code": 404,
                          "message": self.path + " not found",
                          "details": {"name": self.path.rsplit("/", 1)[1]}})

    def body(self):
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if data.startswith(b"k8s\0"):
            return secret(data)
        return json.loads(data) if data.strip() else {}

    def store(self, path, thing, method):
        global version
        with lock:
            version += 1
            meta = thing.setdefault("metadata", {})
            meta.update(resourceVersion=str(version), uid="u" + path,
                        creationTimestamp="2026-01-01T00:00:00Z")
            parts = path.split("/")
            if "namespaces" in parts and parts.index("namespaces") + 2 < len(parts):
                meta["namespace"] = parts[parts.index("namespaces") + 1]
            objects[path] = finished(thing)
            self.note(method, path, thing)
            return thing

    def note(self, method, path, thing):
        if thing.get("type", "").startswith("helm.sh/release"):
            return
        with lock, open(sys.argv[1], "a") as log:
            log.write(json.dumps({"method": method, "path": path, "object": thing}) + "\n")

    def listed(self, path, query):
        plural = path.rsplit("/", 1)[1]
        base = path[:-len(plural)]
        found = [o for p, o in objects.items() if p.startswith(path + "/") or (
            "/namespaces/" not in base and p.startswith(base + "namespaces/") and
            p.rsplit("/", 2)[1] == plural)]
        for selector in query.get("labelSelector", [""])[0].split(","):
            if "=" in selector and "!=" not in selector:
                key, value = selector.replace("==", "=").split("=")
                found = [o for o in found if o["metadata"].get("labels", {}).get(key) == value]
        name = query.get("fieldSelector", [""])[0]
        if name.startswith("metadata.name="):
            found = [o for o in found if o["metadata"]["name"] == name.split("=", 1)[1]]
        return found

    def watch(self, path, query, of):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

        def event(kind, thing):
            line = json.dumps({"type": kind, "object": thing}).encode() + b"\n"
            self.wfile.write(b"%x\r\n%s\r\n" % (len(line), line))
            self.wfile.flush()

        told, end = {}, time.time() + 30
        wants_end = query.get("sendInitialEvents", [""])[0] == "true"
        try:
            while time.time() < end:
                now = {o["metadata"]["uid"]: copy.deepcopy(o) for o in self.listed(path, query)}
                for uid, thing in now.items():
                    if uid not in told:
                        event("ADDED", thing)
                    elif told[uid]["metadata"]["resourceVersion"] != \
                            thing["metadata"]["resourceVersion"]:
                        event("MODIFIED", thing)
                for uid in set(told) - set(now):
                    event("DELETED", told[uid])
                if wants_end:
                    event("BOOKMARK", {"apiVersion": of[0], "kind": of[1], "metadata": {
                        "resourceVersion": str(version),
                        "annotations": {"k8s.io/initial-events-end": "true"}}})
                told, wants_end = now, False
                time.sleep(0.05)
            self.wfile.write(b"0\r\n\r\n")
        except OSError:
            self.close_connection = True

    def do_GET(self):
        url = urlsplit(self.path)
        path, query = url.path, parse_qs(url.query)
        if path == "/version":
            return self.answer(200, {"major": "1", "minor": "34", "gitVersion": "v1.34.0"})
        if path == "/api":
            return self.answer(200, {"kind": "APIVersions", "versions": ["v1"]})
        if path == "/apis":
            return self.answer(200, groups())
        if path == "/openapi/v2":
            return self.answer(200, b"", "application/octet-stream")
        if path == "/api/v1" or (path.startswith("/apis/") and path.count("/") == 3 and
                                 path[6:] in discovery()):
            return self.answer(200, resources(path[5:] if path == "/api/v1" else path[6:]))
        if path in objects:
            return self.answer(200, objects[path])
        of = collection(path)
        if of:
            if query.get("watch", ["0"])[0] in ("1", "true"):
                return self.watch(path, query, of)
            return self.answer(200, {"kind": of[1] + "List", "apiVersion": of[0],
                                     "metadata": {"resourceVersion": str(version)},
                                     "items": self.listed(path, query)})
        return self.missing()

    def do_POST(self):
        path, thing = urlsplit(self.path).path, self.body()
        path += "/" + thing["metadata"]["name"]
        if path in objects:
            return self.answer(409, {"kind": "Status", "status": "Failure", "code": 409,
                                     "reason": "AlreadyExists",
                                     "message": path + " already exists"})
        if "dryRun" in self.path:
            return self.answer(201, thing)
        return self.answer(201, self.store(path, thing, "POST"))

    def do_PUT(self):
        path = urlsplit(self.path).path
        return self.answer(200, self.store(path, self.body(), "PUT"))

    def do_PATCH(self):
        path, patch = urlsplit(self.path).path, self.body()
        applies = "apply-patch" in self.headers.get("Content-Type", "")
        if path not in objects and not applies:
            return self.missing()
        thing = patch if applies else merge(objects[path], patch)
        if "dryRun" in self.path:
            return self.answer(200, thing)
        return self.answer(200, self.store(path, thing, "PATCH"))

    def do_DELETE(self):
        path = urlsplit(self.path).path
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with lock:
            thing = objects.pop(path, None)
        if not thing:
            return self.missing()
        self.note("DELETE", path, thing)
        return self.answer(200, {"kind": "Status", "apiVersion": "v1", "status": "Success"})


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
with open(sys.argv[2] + ".new", "w") as port:
    port.write(str(server.server_address[1]))
os.rename(sys.argv[2] + ".new", sys.argv[2])
server.serve_forever()
