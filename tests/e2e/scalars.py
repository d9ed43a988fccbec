"""Projects of nasty scalars for scalars-helm.sh, and the judgement of what Helm made of them.

scalars.py write FOLDER CASES.jsonl   makes FOLDER/write and FOLDER/edit (the two output modes)
                                      and FOLDER/expected.json
scalars.py judge FOLDER MODE          reads the rendered manifest on stdin; prints each
                                      difference and, last, `N passed, M failed, K skipped`
"""
import base64
import json
import os
import re
import sys

import yaml

TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")
# Null and the booleans of YAML 1.2 have another type when plain in an own file.
PLAIN_VERSION = re.compile(r"(?!(?:null|true|false)$)[A-Za-z0-9_][A-Za-z0-9_.]*", re.IGNORECASE)

WORDS = """
1.10 1.0 0123 1e3 1E3 1e400 1234567 0410223 71e0042 n y N Y no yes No Yes NO YES on off On Off ON
OFF true false True False TRUE FALSE yEs oN null Null NULL nULL ~ 0x10 0X1F 0xZZ 0o17 0O17 0b101
0777 08 089 +12 -12 -0 +.5 .5 1. . .. ._ _ _1 1_ 1_000 1__0 1,000 12:30:45 1:30 190:20:30.15
.inf -.inf +.Inf .INF .nan .NaN .NAN inf nan NaN Infinity 0x1p-2 1e 1e+ e1 1.5e3_0 1-2 2026-11-22
2026-11-22T10:00:00Z 2001-12-14t21:59:43.10-05:00 = << 9007199254740993 9223372036854775807
9223372036854775808 18446744073709551616 123456789012345678901234567890 0xFFFFFFFFFFFFFFFFF 1e-400
7.00.240223P 3.4.1-rc.2 12.1.2210-20261121 2026.10.31 v1.2.3 1.2.3+build.5 sha256:abc latest
!!str !x &a *a @a `a %a --- ... ---x --- ...x - -- -x ? ?x : :x x: x:y , ,x [ ] [] { } {} [x {x}
{{}} {{x}} ${x} $x $$ $ # #x x#y ' " '' "" 'x' "x" x'y x"y \\ \\n | > |- >+ ! & * % @ ` <&> <b>
""".split()

LINES = [
    "", " ", "  ", "\t", " x", "x ", "  x  ", "\tx", "x\t", "x\ty", "x  y", "a: b", "a : b", "a:\tb",
    "a b:", "- a", "-\ta", "? a", "# a", "a # b", "a\t# b", "a #b", "--- a", "... a", "---\ta", "! a",
    "& a", "* a", "| a", "> a", "% a", "%YAML 1.2", "{{ .Values.x }}", "{{ }}", "${{ x }}",
    "a ${{ x }} b ${{ y }}", "${ {", "it's", 'say "x"', "it's \"x\"", "C:\\dir\\new", "\\u00e9", "\\/",
    "- - a", "? ? a", "[a, b", "a, b]", "{a: b}", "!!int 3", "!!binary aGk=", "<<: *a", "*a : b",
    "a,b: c", "key: 'v'", "a=b", "null ", " null", "1.10 ", "true\t",
]

MULTILINE = [
    "\n", "\n\n", "a\n", "a\n\n", "a\n\n\n", "\na", "\n\na\n", "a\nb", "a\nb\n", "a\nb\n\n",
    "a\n\nb", "a\n\n\nb\n", " a\nb", "  a\n b\n", "\n  a\nb\n", "a\n b", "a\n  b\nc\n", "a \nb", "a\n ",
    "a\n  \nb\n", " \na", "\ta\nb", "a\n\tb\n", "a\t\nb", "\n\t\n", "a\r\nb", "a\rb", "a\r\n", "\r",
    "#a\nb", "a\n# b\n", "a\n#b", "---\na: b\n", "a\n---\nb\n", "a\n...\n", "...\n", "%YAML 1.2\n---\na",
    "- a\n- b\n", "a: b\nc: d\n", "|\na", "it's\nso\n", "a\\\nb", "a\u0085b\n", "a\u2028b\nc", "a\nb:",
    "  \n  a", "\n ", "\n \n", "1.10\n", "null\n", "true\n1\n", "{{ x }}\n{{ y }}\n",
]

UNICODE = [
    "produção", "produc\u0327a\u0303o", "é", "e\u0301", "sistêmico: ótimo", "ﬁ", "ß", "日本語",
    "עברית", "\u202eabc", "😀", "👩\u200d👩\u200d👧", "a😀b", "\U0010fffd", "\U0010ffff", "\u00a0",
    "a\u00a0b", "\u00a0x", "x\u00a0", "a\u0085b", "\u0085", "a\u2028b", "a\u2029b", "\u2028", "\ufeff",
    "\ufeffa", "a\ufeffb", "a\ufffeb", "a\uffffb", "a\ufffdb", "a\u200bb", "\u00adx", "\ud7ffx\ue000",
    "a\u3000b", "\u3000", "n\u0303", "１２３", "٣", "–", "“x”", "x…",
]

LONG = [
    "x" * 127, "x" * 128, "x" * 129, "x" * 1023, "x" * 1024, "x" * 1025, "x" * 5000, "é" * 600,
    "palavra " * 1000 + "fim", "a  b   c " * 200 + ".", "x: " * 500, "linha longa " * 100 + "\nb\n",
    "0" * 2000, "-" * 300, "\\" * 700, "\"" * 700, "'" * 700, "\t" * 300, "😀" * 400,
]

CONTROLS = [f"a{chr(c)}b" for c in (*range(0x01, 0x20), *range(0x7F, 0xA0))]
CONTROLS += [chr(c) for c in (0x01, 0x07, 0x1B, 0x7F, 0x80, 0x9F)]

# Plain in an own file, read as YAML 1.2: the type and value that must arrive.
TYPED = [
    ("1", 1), ("-7", -7), ("+12", 12), ("0", 0), ("1000000", 1000000), ("0777", 777), ("08", 8),
    ("0o17", 15), ("0x1F", 31), ("1.0", 1.0), ("1.10", 1.1), (".5", 0.5), ("1.", 1.0), ("1e3", 1000.0),
    ("-1.5e-2", -0.015), ("true", True), ("False", False), ("TRUE", True), ("yes", "yes"), ("no", "no"),
    ("on", "on"), ("n", "n"), ("y", "y"), ("0b101", "0b101"), ("1_000", "1_000"), ("12:30:45", "12:30:45"),
    ("2026-11-22", "2026-11-22"), ("0x", "0x"), ("1.2.3", "1.2.3"), ("=", "="), ("[]", []), ("{}", {}),
]

# How the old scalars of the file that mode edit works on look; {} is the key.
OLD_STYLES = [
    "{}: old", "{}: 'old'", '{}: "old"', "{}: old    # remark", "{}: 'old'  # remark", "{}:",
    '"{}": "old"', "{}: |\n    old\n    text", "{}: >-\n    old\n    text", "{}: 12", "{}: [1, 2]",
    "{}: 'old\n    folded'", "{}: |2-\n     old", "{}:\n    old",
]


def texts(cases):
    """All texts in order, each once, with the name that a failure prints."""
    with open(cases, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    named = {}
    for row in rows:
        named.setdefault(row["scalar"], row["id"])
    for text in [*WORDS, *LINES, *MULTILINE, *UNICODE, *CONTROLS, *LONG]:
        named.setdefault(text, "own/" + json.dumps(text)[:60])
    return named


def quoted(text):
    """A double-quoted scalar of an own file: everything unusual escaped, `${{` made literal."""
    out = []
    for char in text.replace("${{", "$${{"):
        if char in '"\\':
            out.append("\\" + char)
        elif char.isprintable() and char != "\ufeff":
            out.append(char)
        else:
            code = ord(char)
            out.append(f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}")
    return '"' + "".join(out) + '"'


def entry(indent, key, value):
    """One line of a block mapping; a key beyond what an implicit one may hold is explicit."""
    if len(key.encode()) < 1000:
        return f"{indent}{key}: {value}\n"
    return f"{indent}? {key}\n{indent}: {value}\n"


def values_text(named):
    out = ["values:\n", "  v:\n"]
    out += [entry("    ", f"k{i:04}", quoted(text)) for i, text in enumerate(named)]
    out += ["  keys:\n"]
    out += [entry("    ", quoted(text), f"k{i:04}") for i, text in enumerate(named) if "${{" not in text]
    out += ["  deep:\n"]
    for text in named:
        out += [f"  - - {quoted(text)}\n    - [{quoted(text)}]\n    - a: {quoted(text)}\n      b: [1]\n"]
    out += ["  typed:\n"]
    out += [f"    t{i:02}: {text}\n" for i, (text, _) in enumerate(TYPED)]
    return "".join(out)


def versions(named):
    """(component, version, how it is said), for every text that can be a tag."""
    for i, text in enumerate(named):
        if TAG.fullmatch(text):
            yield f"quoted-{i}", text, quoted(text)
            yield f"file-{i}", text, f"{{from: versions/v{i}}}"
            if PLAIN_VERSION.fullmatch(text):
                yield f"plain-{i}", text, text


def put(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def old_values(named):
    """The chart's own values.yaml before mode edit: most of the values there, in every style."""
    out = ["# the chart's own\n", "v:\n"]
    for i in range(len(named)):
        if i % 15 < 14:
            out.append("  " + OLD_STYLES[i % 15].format(f"k{i:04}") + "\n")
    out += ["keys:\n"]
    for i, text in enumerate(named):
        if i % 3 == 0 and len(text) < 300 and "${{" not in text:
            out.append(f"  {quoted(text)}: old\n")
    return "".join(out) + "\nlast: kept # to the end\n"


def write_project(folder, named, output, chart_values):
    components = [
        f"  {name}: {{image: one, writes: {{tag: versions.{name}}}}}\n" for name, _, _ in versions(named)
    ]
    put(f"{folder}/leme.yaml", f"""apiVersion: leme/v1
kind: Catalog
name: scalars
chart: {{path: chart, version: 1.0.0}}
environments: [scalars]
profiles: [profiles/*.yaml]
registries: {{house: {{at: registry.example.com/house}}}}
defaults: {{scheme: opaque}}
components:
""" + "".join(components))
    put(f"{folder}/profiles/scalars.yaml", f"""apiVersion: leme/v1
kind: Profile
name: scalars
release: {{name: scalars, namespace: scalars}}
output: {output}
versions:
""" + "".join(f"  {name}: {said}\n" for name, _, said in versions(named)) + values_text(named))
    for name, version, _ in versions(named):
        if name.startswith("file-"):
            put(f"{folder}/versions/v{name[5:]}", version + "\n")
    put(f"{folder}/VERSION", "0.9.0\n")
    put(f"{folder}/chart/Chart.yaml", "apiVersion: v2\nname: scalars\nversion: 0.9.0\n")
    put(f"{folder}/chart/values.yaml", chart_values)
    # base64: what toJson says reaches us whatever the manifest's own reader makes of it.
    put(f"{folder}/chart/templates/values.yaml", """apiVersion: v1
kind: ConfigMap
metadata: {name: values}
data: {values: {{ toJson .Values | b64enc | quote }}}
""")


def write(folder, cases):
    named = texts(cases)
    write_project(f"{folder}/write", named, "{mode: write}", "{}\n")
    write_project(f"{folder}/edit", named, "{values: chart/values.yaml, mode: edit}", old_values(named))
    put(f"{folder}/expected.json", json.dumps({
        "names": list(named.values()),
        "v": {f"k{i:04}": text for i, text in enumerate(named)},
        "keys": {text: f"k{i:04}" for i, text in enumerate(named) if "${{" not in text},
        "deep": [[text, [text], {"a": text, "b": [1]}] for text in named],
        "typed": {f"t{i:02}": value for i, (_, value) in enumerate(TYPED)},
        "versions": {name: version for name, version, _ in versions(named)},
    }))


def same(want, got):
    """Equal in type and value; JSON knows one type of number."""
    if isinstance(want, (int, float)) and not isinstance(want, bool):
        return isinstance(got, (int, float)) and not isinstance(got, bool) and want == got
    if type(want) is not type(got):
        return False
    if isinstance(want, list):
        return len(want) == len(got) and all(map(same, want, got))
    if isinstance(want, dict):
        return want.keys() == got.keys() and all(same(want[key], got[key]) for key in want)
    return want == got


def differences(section, want, got):
    """(place, wanted, got) of every entry of one section that is missing, other, or too many."""
    if isinstance(want, list):
        want, got = dict(enumerate(want)), dict(enumerate(got or []))
    got = got or {}
    for key in want:
        if key not in got:
            yield f"{section}/{key!r:.60}", want[key], "nothing"
        elif not same(want[key], got[key]):
            yield f"{section}/{key!r:.60}", want[key], got[key]
    for key in got:
        if key not in want:
            yield f"{section}/{key!r:.60}", "nothing", got[key]


def judge(folder, mode):
    with open(f"{folder}/expected.json", encoding="utf-8") as file:
        want = json.load(file)
    names = want.pop("names")
    got = json.loads(base64.b64decode(yaml.safe_load(sys.stdin.buffer)["data"]["values"]))
    failed = []
    for section in want:
        failed += differences(section, want[section], got.get(section))
    if mode == "edit" and got.get("last") != "kept":
        failed.append(("last", "kept", got.get("last")))
    for place, wanted, found in failed[:40]:
        number = re.search(r"[k/](\d+)'?$", place)
        name = names[int(number[1])] if number and "typed" not in place else ""
        print(f"  {place} {name}\n    want {wanted!r:.300}\n    got  {found!r:.300}")
    total = sum(map(len, want.values()))
    print(f"{total - len(failed)} passed, {len(failed)} failed, 0 skipped")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    {"write": write, "judge": judge}[sys.argv[1]](*sys.argv[2:])
