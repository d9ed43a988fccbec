"""Charts with many forms of .helmignore, and what the real Helm packs of them.

package.py FOLDER SEED COUNT HELM...   makes COUNT charts in FOLDER, packs them with each Helm and
                                       prints a row of JSON a chart, as the suite helm-package of
                                       tests/conformance takes it. Helms that disagree are a fault.
"""
import hashlib
import io
import json
import os
import random
import re
import subprocess
import sys
import tarfile

FILES = """
a.txt b.txt ab.txt a.md README.md LICENSE NOTES x~ x.bak x.orig .hidden .gitignore .git/config
.git/hooks/pre-commit docs/a.md docs/deep/a.md docs/deep/deeper/b.txt docs/.keep ci/values.yaml
templates/t.yaml templates/_helpers.tpl templates/.hidden templates/.d/x templates/sub/.x
templates/sub/t.yaml templates/..x files/[x] files/a*b files/a?b files/#c files/!n files/{a,b}
files/ação.txt files/日本.txt files/é files/e\u0301 files/\\back files/a]b files/- files/^ values.yaml
values.schema.json charts/sub/Chart.yaml charts/sub/templates/t.yaml charts/sub/.hidden
charts/sub/.helmignore charts/sub/a.txt charts/sub/templates/.hidden charts/_off/a.txt
charts/.off/Chart.yaml charts/_off.txt charts/sub/charts/_off/a.txt charts/sub/charts/low/Chart.yaml
charts/sub/charts/low/a.txt charts/_off/key.prov charts/key.prov crds/crd.yaml templates/a.txt
""".split() + ["files/a b", "files/ a", "files/a ", "a b/c d", "files/tab\there", "files/nb\u00a0sp"]

OWN = ["*.md", "*", "?", "*.txt", "a*", "*~", ".*", ".?*", "[a-c].txt", "[^a].txt", "[^a-z]*", "/*.txt",
       "/a*", "docs", "docs/", "/docs/", "docs/*", "docs/*/", "*/a.md", "*/*/*.txt", "templates/.?*",
       "templates/*/.x", "charts/*/a.txt", "charts/sub/", "sub/", "sub", "/sub", "*.bak", "x[~]", "a?txt",
       "a[.]txt", "a\\.txt", "files/\\[x\\]", "files/[[]x]", "files/[[]*", "files/\\*", "files/a\\*b",
       "files/a[*]b", "files/a[?]b", "files/\\\\back", "\\\\back", "#c", "\\#c", "files/#c", "!n", "\\!n",
       "files/[!]n", "files/?", "files/??", "files/[à-ü]", "é", "files/日*", "files/[日-本]*", "[-]", "files/[\\-]",
       "files/[\\^]", "files/[^]", "[]a]", "[", "[a", "a[", "\\", "a\\", "foo\\/", "[a-]", "[-a]", "[a-c-e]",
       "x*[", "f*[]]", "files/*\\", "*b*[a-]", "a*[", "**", "**/a.md", "docs/**",
       "a**", "!", "/", "//", "!/", "#", "# *", " # *", "/.", ".", "./a.txt", "..",
       "{a,b}*", "files/{a,b}", "files/a b", "a b", "a b/", "a*/c*", "*[.]yaml", "*.yaml", "Chart.yaml",
       "!*.yaml", "!Chart.yaml", "!/*", "!*", "![a-zA-Z]*", "!templates", "!docs/", ".helmignore",
       ".git", ".git/", "/.git/*", "*/config", ".[^g]*", "[^.]*/.x", "*b*", "*a*b*", "a*b*t", "*/", "*/*",
       "docs?deep", "docs[/]deep", "docs[^x]a.md", "docs/[a-z]*/", "docs/deep/..", "docs//deep", "[[-a]*",
       "*\\t", "*.[mt][dx]*", "files/é", "files/e\u0301", "[\u0300-\u036f]", "files/??\u0301", "ação.txt"]

BLANKS = ["", "", "", "", " ", "\t", "\r", " \t ", "\u00a0", "\u3000", "\u2028", "\x0b", "\x85", "\u200b"]

FAULTS = [
    (r"error evaluating symlink|too many l(inks|evels)", "chart/link"),
    (r"cannot load irregular file", "chart/file"),
    (r"double-star|syntax error in pattern|token too long", "chart/ignore"),
    (r"^Error: Chart.yaml file is missing", "chart/hidden"),
]


def archive():
    """A sub-chart as an archive; always the same bytes."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name, text in (("arc/Chart.yaml", chart_yaml("arc")), ("arc/a.txt", "a\n")):
            info = tarfile.TarInfo(name)
            info.size = len(text)
            tar.addfile(info, io.BytesIO(text.encode()))
    return out.getvalue()


def chart_yaml(name):
    return f"apiVersion: v2\nname: {name}\nversion: 1.2.3\n"


def put(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode())


def mutated(rand, path):
    """A path with some of it made a pattern."""
    out = []
    for letter in path:
        kind = rand.random()
        if letter == "/" or kind < 0.75:
            out.append(letter)
        else:
            out.append(rand.choice(["*", "?", f"[{letter}]", f"[^{letter}]", "[a-z]", "\\" + letter, ""]))
    return "".join(out)


def pattern(rand, files):
    kind = rand.random()
    if kind < 0.45:
        return rand.choice(OWN)
    path = rand.choice(files)
    parts = path.split("/")
    path = "/".join(parts[: rand.randint(1, len(parts))])
    if rand.random() < 0.5:
        path = mutated(rand, path)
    if rand.random() < 0.2:
        path = path.rpartition("/")[2]
    # Of two slashes at the front the two Helms make different things.
    front = rand.choice(["", "", "", "/" if not path.startswith("/") else ""])
    return front + path + rand.choice(["", "", "", "/"])


def line(rand, files):
    text = pattern(rand, files)
    if re.match(r"!?//", text):
        text = "/"
    if "**" in text and rand.random() < 0.9:
        text = text.replace("**", "*")
    if text.startswith("!") and rand.random() < 0.5:
        text = text[1:]
    if rand.random() < 0.01:
        text = "x" * rand.choice([65534, 65535, 65536, 70000])
    return rand.choice(BLANKS) + text + rand.choice(BLANKS)


def rules(rand, files):
    lines = [line(rand, files) for _ in range(rand.choice([0, 1, 1, 2, 2, 3, 4, 6]))]
    text = rand.choice(["\n", "\n", "\r\n"]).join(lines) + rand.choice(["\n", "\n", ""])
    data = text.encode("utf-8", "surrogatepass")
    if rand.random() < 0.03:
        data += b"\xff*.txt\n\xe9\n"
    return rand.choice([b"", b"", b"", b"\xef\xbb\xbf"]) + data


def links(rand, folder):
    """Links inside the chart, out of it but in the project, and those that Helm fails on."""
    kind = rand.random()
    if kind < 0.1:
        os.symlink("docs", f"{folder}/linked")
    elif kind < 0.2:
        os.symlink("a.txt", f"{folder}/linked.txt")
    elif kind < 0.3:
        os.symlink("../common", f"{folder}/common")
    elif kind < 0.33:
        os.symlink("nowhere", f"{folder}/lost")
    elif kind < 0.36:
        os.makedirs(f"{folder}/ring", exist_ok=True)
        os.symlink("..", f"{folder}/ring/back")
    elif kind < 0.39:
        os.mkfifo(f"{folder}/fifo")


def make(rand, top, name):
    folder = f"{top}/{name}"
    files = rand.sample(FILES, rand.randint(3, len(FILES)))
    for path in files:
        sub = re.search(r"([^/]+)/Chart.yaml$", path)
        put(f"{folder}/{path}", chart_yaml(sub[1]) if sub else "{}\n")
    # What is in charts/ has to be a chart.
    for sub in ("charts/sub", "charts/sub/charts/low"):
        if os.path.isdir(f"{folder}/{sub}"):
            put(f"{folder}/{sub}/Chart.yaml", chart_yaml(os.path.basename(sub)))
    put(f"{folder}/Chart.yaml", chart_yaml(name))
    if rand.random() < 0.3:
        put(f"{folder}/charts/arc-1.2.3.tgz", archive())
    links(rand, folder)
    if rand.random() < 0.2:
        os.makedirs(f"{folder}/empty/folder", exist_ok=True)
    if rand.random() < 0.95:
        put(f"{folder}/.helmignore", rules(rand, files))


def fault_of(log):
    log = log[log.rfind("Error: "):]
    for expression, fault in FAULTS:
        if re.search(expression, log, re.MULTILINE):
            return fault
    return "other: " + log.strip()[-300:]


def listed(path):
    """The files of a package as they stood in the chart."""
    with tarfile.open(path) as tar:
        names = {member.name.partition("/")[2] for member in tar.getmembers()}
    names = {re.sub(r"^charts/arc/.*", "charts/arc-1.2.3.tgz", name) for name in names}
    return sorted(names, key=lambda name: name.encode())


def pack(helm, top, names):
    """What each chart comes to: a list of files, or a fault. Helm stops at the first that fails."""
    out = f"{top}/{os.path.basename(helm)}"
    os.makedirs(out)
    results = []
    while len(results) < len(names):
        rest = [f"{top}/{name}" for name in names[len(results):]]
        run = subprocess.run([helm, "package", "-d", out, *rest], capture_output=True, text=True)
        done = run.stdout.count("Successfully packaged chart")
        for path in rest[:done]:
            results.append(listed(f"{out}/{os.path.basename(path)}-1.2.3.tgz"))
        if run.returncode:
            results.append(fault_of(run.stderr))
        elif done < len(rest):
            sys.exit(f"{helm} package: {done} of {len(rest)} charts, and no failure")
    return results


def netstring(data):
    return b"%d:%s," % (len(data), data)


def digest_of(folder, files):
    """What the release record of these files would hold, by other means than leme's."""
    whole = hashlib.sha256()
    for path in files:
        with open(f"{folder}/{path}", "rb") as file:
            data = file.read()
        if path == "Chart.yaml":
            data = data.replace(b"version: 1.2.3", b"version: ")
        whole.update(netstring(path.encode()) + netstring(data))
    return whole.hexdigest()


def main():
    top, seed, count, helms = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]
    rand = random.Random(seed)
    put(f"{top}/common/one", "1\n")
    put(f"{top}/common/.two", "2\n")
    names = [f"chart-{i}" for i in range(count)]
    for name in names:
        make(rand, top, name)
    results = [pack(helm, top, names) for helm in helms]
    left_out = 0
    for name, *each in zip(names, *results):
        if any(result != each[0] for result in each):
            sys.exit(f"{name}: the Helms disagree: {each}")
        result = each[0]
        if isinstance(result, str) and result.startswith("other: "):
            # A sub-chart that lost its Chart.yaml to a rule: what Helm says of it is of the chart.
            if "error unpacking subchart" not in result:
                sys.exit(f"{name}: {result}")
            left_out += 1
            continue
        path = f"{top}/{name}/.helmignore"
        text = open(path, "rb").read().decode("latin-1") if os.path.exists(path) else ""
        row = {"id": name, "project": top, "chart": name, "helmignore": text[:1000]}
        if isinstance(result, str):
            row["fault"] = result
        else:
            row["files"] = result
            row["digest"] = digest_of(f"{top}/{name}", result)
        print(json.dumps(row))
    if left_out * 4 > count:
        sys.exit(f"{left_out} of {count} charts could not be judged")


main()
