"""Whether the formats of `leme check` say what its JSON says.

Usage: formats.py compare STEM         reads STEM.json, STEM.sarif, ... and the project in STEM/
       formats.py suite SCHEMA FILE... a suite as JSON Schema's own, that all files fit, as they
                                       are and with nothing that the schema does not name, but
                                       that nothing fits that has lost a part or has a wrong one
       formats.py fits SCHEMA FILE...  the same, the files alone
"""
import copy
import html.parser
import json
import re
import sys
import urllib.parse
import xml.etree.ElementTree as xml


def place_text(place):
    if not place:
        return ""
    if "line" not in place:
        return place["file"]
    return "%s:%d:%d" % (place["file"], place["line"], place["column"])


def head_of(finding):
    profiles, whose = finding["profiles"], []
    if "roles" in finding:
        whose.append("roles " + ", ".join(finding["roles"]))
    if profiles["count"]:
        more = profiles["count"] - len(profiles["first"])
        whose.append(", ".join(profiles["first"]) + (" and %d more" % more if more else ""))
    object = finding["object"] + ": " if "object" in finding else ""
    return object + finding["message"] + (" (%s)" % "; ".join(whose) if whose else "")


def story_of(finding, placeless=False):
    lines = [head_of(finding)]
    for related in finding["related"]:
        place = place_text(related["place"])
        if not (placeless and place):
            lines.append(place + ": " + related["text"] if place else related["text"])
    if "hint" in finding:
        lines.append("hint: " + finding["hint"])
    return "\n".join(lines)


def same(what, got, wanted):
    if got != wanted:
        sys.exit("%s:\n  got    %r\n  wanted %r" % (what, got, wanted))


def begin_of(finding):
    return (finding["place"] or {}).get("line", 1)


def file_of(finding):
    return finding["place"]["file"] if finding["place"] else "leme.yaml"


def is_open(finding):
    return finding["outcome"] == "undecided"


# --- SARIF ---------------------------------------------------------------------------------------

def place_of(physical):
    place = {"file": urllib.parse.unquote(physical["artifactLocation"]["uri"])}
    same("base", physical["artifactLocation"]["uriBaseId"], "%SRCROOT%")
    region = physical.get("region")
    if region:
        place.update(line=region["startLine"], column=region["startColumn"],
                     endLine=region["endLine"], endColumn=region["endColumn"])
    return place


def compare_sarif(stem, findings, rules):
    log = json.load(open(stem + ".sarif"))
    run, = log["runs"]
    same("columns", run["columnKind"], "unicodeCodePoints")
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    same("rules", [id for id in rules if id not in ids], [])
    compare_known(stem, run["results"])
    told = ("new", "missing")
    run["results"] = [one for one in run["results"]
                      if one.get("baselineState", "missing") in told]
    waived = [result for result in run["results"] if result["suppressions"]]
    compare_waived(stem, [[result["ruleId"], result["suppressions"]] for result in waived])
    same("results", len(run["results"]), len(findings) + len(waived))
    prints = set()
    for finding, result in zip(findings, run["results"]):
        same("suppressions", result["suppressions"], [])
        same("rule", ids[result["ruleIndex"]], result["ruleId"])
        same("rule", result["ruleId"], finding["rule"])
        same("message", result["message"]["text"], story_of(finding, placeless=True))
        same("kind", result["kind"], "open" if is_open(finding) else "fail")
        level = {"info": "note"}.get(finding["level"], finding["level"])
        same("level", result["level"], "none" if is_open(finding) else level)
        location, = result["locations"]
        same("place", place_of(location["physicalLocation"]),
             finding["place"] or {"file": "leme.yaml"})
        same("related", [[place_of(related["physicalLocation"]), related["message"]["text"]]
                         for related in result["relatedLocations"]],
             [[related["place"], related["text"]] for related in finding["related"]
              if related["place"]])
        prints.update(result["partialFingerprints"].values())
    same("fingerprints", len(prints), len(findings))


def compare_known(stem, results):
    got = sorted([one.get("baselineState"), one["ruleId"], len(one["suppressions"])]
                 for one in results)
    if not stem.endswith("/known"):
        same("states", {state for state, rule, suppressed in got} - {None}, set())
        return
    same("states", got, [
        ["absent", "odd/gone", 1], ["new", "odd/added", 0],
        ["new", "odd/unknown", 0], ["unchanged", "odd/broken", 1],
        ["unchanged", "odd/lines", 1], ["unchanged", "odd/pipes", 1],
        ["unchanged", "odd/told", 1], ["unchanged", "rule/vacuous", 1]])


def waivers_of(stem):
    if not stem.endswith("/waived"):
        return []
    return [["odd/pipes", "sre", "because of \"<this>\" & that", "2026-12-31"],
            ["odd/unknown", "qa", "no objects", "2026-11-23"]]


def compare_waived(stem, suppressed):
    same("waived", sorted(suppressed),
         [[rule, [{"justification": reason, "kind": "external", "status": "accepted",
                   "properties": {"expires": day, "owner": owner}}]]
          for rule, owner, reason, day in waivers_of(stem)])


# --- JUnit ---------------------------------------------------------------------------------------

def shown(text):
    """What XML cannot hold is replaced; a reader makes one line end of any other."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)


def outcome_of(finding):
    if is_open(finding):
        return "skipped"
    if finding["level"] != "error":
        return "system-out"
    return "error" if finding["outcome"] == "error" else "failure"


def compare_junit(stem, findings, rules):
    root = xml.parse(stem + ".junit").getroot()
    tests = root.findall("testsuite/testcase")
    names = [(test.get("classname"), test.get("name")) for test in tests]
    same("names", len(set(names)), len(names))
    same("rules", set(rules) - {name[0] for name in names}, set())
    for element in [root] + root.findall("testsuite"):
        inside = list(element.iter("testcase"))
        same("tests", int(element.get("tests")), len(inside))
        for count, child in (("failures", "failure"), ("errors", "error"),
                             ("skipped", "skipped")):
            same(count, int(element.get(count)),
                 len([test for test in inside if test.find(child) is not None]))
    waived = [test for test in tests
              if len(test) and (test[0].get("message") or "").startswith("waived by ")]
    same("waived", sorted([test.get("classname"), test[0].tag, test[0].get("message")]
                          for test in waived),
         [[rule, "skipped", "waived by %s until %s: %s" % (owner, day, reason)]
          for rule, owner, reason, day in waivers_of(stem)])
    tests = [test for test in tests if test not in waived]
    same("findings", sorted([test.get("classname"), test.get("file"), test.get("line", "1"),
                             test[0].tag, test[0].text] for test in tests if len(test)),
         sorted([finding["rule"], file_of(finding), str(begin_of(finding)),
                 outcome_of(finding), shown(story_of(finding))] for finding in findings))
    for test in tests:
        if len(test) and test[0].get("message") is not None:
            same("message", test[0].text.startswith(test[0].get("message")), True)


# --- GitHub --------------------------------------------------------------------------------------

def unescape(text, marks):
    for mark in marks:
        text = text.replace("%%%02X" % ord(mark), mark)
    return text.replace("%25", "%")


def compare_github(stem, findings, rules):
    text = open(stem + ".github", newline="").read()
    lines = text.split("\n")
    same("end", lines.pop(), "")
    same("commands", len(lines), len(findings))
    for finding, line in zip(findings, lines):
        # As the runner takes them apart: up to the first `::` behind the command.
        command, data = re.fullmatch("::(.*?)::(.*)", line, re.S).groups()
        name, properties = command.split(" ", 1)
        same("data", unescape(data, "\r\n"), story_of(finding))
        same("command", name, "notice" if is_open(finding) else
             {"info": "notice"}.get(finding["level"], finding["level"]))
        given = {}
        for part in properties.split(","):
            key, value = part.split("=", 1)
            given[key] = unescape(value, "\r\n:,")
        place = finding["place"] or {}
        wanted = {"file": file_of(finding),
                  "title": finding["rule"] + (" (undecided)" if is_open(finding) else "")}
        if "line" in place:
            wanted.update(line=str(place["line"]), endLine=str(place["endLine"]))
            if place["line"] == place["endLine"]:
                last = max(place["endColumn"] - 1, place["column"])
                wanted.update(col=str(place["column"]), endColumn=str(last))
        same("properties", given, wanted)


# --- GitLab --------------------------------------------------------------------------------------

def compare_gitlab(stem, findings, rules):
    issues = json.load(open(stem + ".gitlab"))
    same("fingerprints", len({issue["fingerprint"] for issue in issues}), len(findings))
    severities = {"error": "major", "warning": "minor", "info": "info"}
    for issue in issues:
        del issue["fingerprint"]
    same("issues", issues, [{
        "check_name": finding["rule"],
        "description": story_of(finding),
        "location": {"path": file_of(finding), "lines": {
            "begin": begin_of(finding), "end": (finding["place"] or {}).get("endLine", 1)}},
        "severity": "info" if is_open(finding) else severities[finding["level"]],
    } for finding in findings])


# --- Markdown ------------------------------------------------------------------------------------

class Table(html.parser.HTMLParser):
    """The texts of the rows of a table; any element inside of a cell but <br> is a fault."""
    def __init__(self):
        super().__init__()
        self.rows, self.inside = [], False

    def handle_starttag(self, tag, attributes):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self.inside = True
        elif self.inside and tag == "br":
            self.rows[-1][-1] += "\n"
        elif self.inside:
            sys.exit("markdown: an element <%s> in %r" % (tag, self.rows[-1]))

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.rows[-1][-1] += data


def one_line(text):
    return "\n".join(re.sub("[\x00-\x1f\x7f]", " ", line).strip() for line in text.split("\n"))


def compare_markdown(stem, findings, rules):
    table = Table()
    table.feed(open(stem + ".html").read())
    if not findings:
        same("markdown", table.rows, [])
        return
    same("markdown", [[one_line(cell) for cell in row] for row in table.rows[1:]],
         [["undecided" if is_open(finding) else
           {"info": "note"}.get(finding["level"], finding["level"]),
           place_text(finding["place"]), one_line(story_of(finding)), finding["rule"]]
          for finding in findings])
    same("mention", re.findall("@[a-z]", open(stem + ".markdown").read()), [])


def compare(stem):
    findings = json.load(open(stem + ".json"))["findings"]
    rules = [finding["rule"] for finding in findings]
    compare_sarif(stem, findings, rules)
    compare_junit(stem, findings, rules)
    compare_github(stem, findings, rules)
    compare_gitlab(stem, findings, rules)
    compare_markdown(stem, findings, rules)


# --- schemas -------------------------------------------------------------------------------------

def closed(schema):
    """The schema that refuses what it does not name."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict):
        made["additionalProperties"] = False
    return made


OPTIONAL = {"component", "role", "roles", "hint", "fix", "object"}


def spoiled(data):
    """Copies that have lost one key each, or have a value of another kind at it."""
    def walk(part, path):
        for key in part if isinstance(part, dict) else range(len(part)):
            yield path + [key]
            if isinstance(part[key], (dict, list)):
                yield from walk(part[key], path + [key])
    for path in walk(data, []):
        for lost in (True, False):
            made = copy.deepcopy(data)
            part = made
            for key in path[:-1]:
                part = part[key]
            if not lost:
                part[path[-1]] = {"": -1.5}
            elif isinstance(part, list) or path[-1] in OPTIONAL:
                continue
            else:
                del part[path[-1]]
            yield "%s %s" % ("without" if lost else "wrong", path), made


def suite(schema, files, all_of_it):
    schema = json.load(open(schema))
    documents = [(name, json.load(open(name))) for name in files]
    good = [{"description": name, "data": data, "valid": True} for name, data in documents]
    groups = [{"description": "as it is", "schema": schema, "tests": good}]
    if all_of_it:
        groups.append({"description": "closed", "schema": closed(schema), "tests": good})
        bad = [{"description": what, "data": made, "valid": False}
               for name, data in documents for what, made in spoiled(data)]
        groups.append({"description": "spoiled", "schema": schema, "tests": bad})
    else:
        text = json.dumps([data for name, data in documents])
        bad = json.loads(text.replace('"kind": "fail"', '"kind": "failed"'))
        groups.append({"description": "a kind that there is not", "schema": schema, "tests": [
            {"description": files[i], "data": data, "valid": False}
            for i, data in enumerate(bad) if data != documents[i][1]]})
    json.dump(groups, sys.stdout)


if sys.argv[1] == "compare":
    compare(sys.argv[2])
else:
    suite(sys.argv[2], sys.argv[3:], sys.argv[1] == "suite")
