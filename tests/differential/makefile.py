"""Compares leme's reader of makefiles with GNU Make over files that are made by chance.

Usage: makefile.py READER FOLDER SEED COUNT

READER is build/tests/differential/makefile. For each file, GNU Make prints what each variable comes
to, and where it was assigned last (make -p). leme must say the same, or refuse, and a refusal must
have its reason in the file. Half of the files hold nothing that leme may refuse.
"""
import collections
import os
import random
import re
import subprocess
import sys

NAMES = ["A", "B", "C", "D", "APP_VERSION", "app.version", "x-y", "N1", "export", "ifdef"]
FUNCTIONS = ["$(shell echo run)", "$(subst a,b,$(A))", "$(A:1=2)", "${strip $(B)}",
             "$(if $(A),yes,no)", "$(foreach i,1 2,$(i))", "$(call D,x)", "$(wildcard *.none)"]
STRANGE = ["$(NOWHERE)", "$@", "$(CC)", "$(foo bar)", "$(A", "$(eval A := 9)", "$(eval X:=1)$(A)",
           "$$(A)", "$(SHELL)", "$(MAKEFILE_LIST)", "$(@D)", "$(call none)", "$(info hello)"]
WORDS = ["1.2.3", "20.3.1.4", "12.1.2210-20261121", "7.00.240223P", "a b", "x", "rc.1", "é",
         "(", ")", ":", "=", "+=", "\\", "\\\\", "\\x", "'", '"', ",", "%", "*", "~", ";"]
BLANKS = ["", " ", "  ", "\t", " \t "]
FOLDS = ["\\\n", " \\\n", "\\\n  ", " \t\\\n \t", "\\\n\\\n", "\\\\\\\n", "\\\n# no comment"]


class Maker:
    """One makefile by chance, and those that it includes."""

    def __init__(self, dice, folder, plain):
        self.dice, self.folder, self.plain = dice, folder, plain
        self.names = list(NAMES[:6] if plain else NAMES)
        self.includes = 0

    def chance(self, share):
        return self.dice.random() < share

    def pick(self, things):
        return self.dice.choice(things)

    def reference(self):
        name = self.pick(self.names)
        forms = ["$(%s)" % name, "${%s}" % name]
        if len(name) == 1:
            forms.append("$" + name)
        if self.chance(0.1):
            forms = ["$(%s)" % ("$(PICK)" if self.plain else "$(%s)" % name)]
        return self.pick(forms)

    def piece(self):
        roll = self.dice.random()
        if roll < 0.35:
            return self.reference()
        if roll < 0.42:
            return self.pick(["$$", "\\#", "\\\\\\#", "$$x"])
        if roll < 0.5:
            return self.pick(FOLDS)
        if not self.plain and roll < 0.53:
            return self.pick(FUNCTIONS)
        if not self.plain and roll < 0.56:
            return self.pick(STRANGE)
        word = self.pick(WORDS)
        return word if not self.plain or word not in "()" else "w"

    def value(self):
        parts = [self.piece() + self.pick(BLANKS) for _ in range(self.dice.randrange(5))]
        text = "".join(parts)
        if self.chance(0.15):
            text += self.pick(["#", " # comment", "\t# a $(B) = c", "\\\\# c", "# c \\\n d"])
        return text

    def sign(self):
        signs = ["=", "=", ":=", ":=", "::=", "?=", "+=", "+="]
        return self.pick(signs if self.plain or self.chance(0.97) else ["!="])

    def name(self):
        if not self.plain and self.chance(0.06):
            return self.pick(["$(A)", "$(B)_V", "A$(NOWHERE)", "CC", "SHELL", "MAKE", "RM",
                              "$(shell echo A)", "X_$(A)", "A\\"])
        return self.pick(self.names)

    def assignment(self, at_top=True):
        words = ""
        while self.chance(0.12):
            words += self.pick(["export ", "override ", "private ", "export\t"])
        sign = self.sign()
        if self.plain and sign in (":=", "::=") and not at_top:
            sign = "="
        begin = self.pick(["", "", "", " ", "  "]) if at_top else ""
        return "%s%s%s%s%s%s%s" % (begin, words, self.name(), self.pick(BLANKS), sign,
                                   self.pick(BLANKS), self.value())

    def definition(self):
        name, sign = self.name(), self.pick(["", "", " =", " :=", " +=", " ?="])
        lines = ["%sdefine %s%s" % (self.pick(["", "override ", "export "]), name, sign)]
        for _ in range(self.dice.randrange(4)):
            lines.append(self.pick(["", "\t", "  "]) + self.value().replace("\n#", "\n"))
        if self.chance(0.1):
            lines += ["define inner", "endef"]
        return "\n".join(lines + [self.pick(["endef", "  endef", "endef # end"])])

    def condition(self):
        if self.chance(0.4):
            name = self.pick(self.names) if self.plain or self.chance(0.8) else "NOWHERE"
            return "%s %s" % (self.pick(["ifdef", "ifndef"]), name)
        one, other = self.operand(), self.operand()
        return self.pick(["ifeq", "ifneq"]) + self.pick([" ", "  ", "\t"]) + self.pick(
            ["(%s,%s)", "(%s, %s)", "( %s ,%s )", '"%s" "%s"', "'%s' \"%s\""]) % (one, other)

    def operand(self):
        if not self.plain and self.chance(0.1):
            return self.pick(FUNCTIONS + STRANGE)
        return self.pick([self.reference(), "1.2.3", "x", "", "$(A)$(B)"])

    def conditional(self, depth):
        lines = [self.condition()] + self.lines(depth + 1)
        while self.chance(0.25):
            lines += ["else " + self.condition()] + self.lines(depth + 1)
        if self.chance(0.5):
            lines += [self.pick(["else", "else # other"])] + self.lines(depth + 1)
        return lines + ["endif"]

    def rule(self):
        head = self.pick(["all:", "all: dep", "a b: c | d", ".PHONY: all", "other:: x", "%.o: %.c",
                          "all: ; echo $(A) = 1", "all: A = 1", "all: export A := $(B)", ":"])
        if not self.plain and self.chance(0.3):
            head = self.pick(["$(A): x", "$(info hello)", "$(NOWHERE)", "$(NOWHERE): x", "x: $(A)",
                              "$(eval A := 3)", "x: $(shell echo y)", "$(RULE)", "vpath %.c src",
                              "$(foreach i,A B,$(eval $(i) := 4))", "$(warning careful)"])
        recipe = ["\t" + self.pick(["echo $(A)", "A = 2", "@true # x", "", "endif", "x \\\n\ty"])
                  for _ in range(self.dice.randrange(3))]
        if "A = 1" in head or "A :=" in head or (self.plain and head == ":"):
            recipe = []
        return "\n".join([head] + recipe)

    def include(self):
        self.includes += 1
        name = "include%d.mk" % self.includes
        word = self.pick(["include", "-include", "sinclude"])
        if self.chance(0.2):
            return "%s %s" % ("-include", "missing.mk")
        if not self.plain and self.chance(0.2):
            return "%s %s" % (word, self.pick(["missing.mk", "$(NOWHERE)", "$(shell echo x)"]))
        self.write(name, self.lines(2))
        return "%s %s%s" % (word, self.pick(["", "./", "sub/../"]), name)

    def other(self):
        lines = ["# comment", "", "  ", "# comment \\\n A = 5", "export", "unexport A", "export A B"]
        if not self.plain:
            lines += ["\tA = 6", "undefine B", "override undefine A", "unexport $(A)",
                      "A B = C", "no separator", "endif", "else", ": A = 1"]
        return self.pick(lines)

    def lines(self, depth):
        lines = []
        for _ in range(self.dice.randrange(1, 6 if depth else 14)):
            roll = self.dice.random()
            if roll < 0.66 or depth > 2:
                lines.append(self.assignment())
            elif roll < 0.72:
                lines.append(self.definition())
            elif roll < 0.82:
                lines += self.conditional(depth)
            elif roll < 0.88:
                lines.append(self.rule())
            elif roll < 0.92 and self.includes < 3:
                lines.append(self.include())
            elif self.plain or self.chance(0.3):
                lines.append(self.other())
        return lines

    def write(self, name, lines):
        text = "\n".join(lines) + ("\n" if self.chance(0.9) else "")
        if self.chance(0.08):
            text = text.replace("\n", "\r\n")
        if self.chance(0.04):
            text = "\ufeff" + text
        with open(os.path.join(self.folder, name), "w", newline="") as file:
            file.write(text)

    def make(self, name):
        """In a plain file every name is assigned before any other line can refer to it."""
        begin = []
        if self.plain:
            begin = ["%s := %s" % (n, self.pick(["1.2.3", "x", ""])) for n in self.names]
            begin.append("PICK := %s" % self.pick(self.names))
        self.write(name, begin + self.lines(0))


class Peer:
    """What GNU Make says of a file, with nothing in its environment."""

    def __init__(self, folder):
        self.folder = folder

    def run(self, *arguments):
        process = subprocess.run(["make", "-n", *arguments, "none"], cwd=self.folder,
                                 env={"PATH": os.environ["PATH"]}, stdin=subprocess.DEVNULL,
                                 capture_output=True, timeout=30)
        return process.stdout, process.stderr

    def ask(self, name, names):
        """The expanded values, by one run for all, else by one for each; None if it refuses."""
        values = self.expand(name, names)
        if values is None:
            values = {}
            for one in names:
                values.update(self.expand(name, [one]) or {})
        return values

    def expand(self, name, names):
        lines = ["$(info <%d|$(origin %s)|$(flavor %s)|$(%s)|%d>)" % (i, n, n, n, i)
                 for i, n in enumerate(names)]
        with open(os.path.join(self.folder, "print.mk"), "w") as file:
            file.write("\n".join(lines) + "\n$(info <end>)\n")
        out, _ = self.run("-f", name, "-f", "print.mk")
        if b"<end>" not in out:
            return None
        values = {}
        for i, one in enumerate(names):
            found = re.search(rb"<%d\|([^|]*)\|([^|]*)\|(.*)\|%d>\n" % (i, i), out, re.S)
            values[one] = (found.group(1).decode(), found.group(3)) if found else None
        return values

    def refuses(self, name):
        """Whether it stops while it reads."""
        with open(os.path.join(self.folder, "print.mk"), "w") as file:
            file.write("$(info <end>)\n")
        out, errors = self.run("-f", name, "-f", "print.mk")
        return b"<end>" not in out, errors

    def places(self, name):
        """From names to the file and line of the last assignment, as make -p says."""
        out, _ = self.run("-p", "-f", name)
        found = re.findall(rb"^# (?:makefile|'override' directive) \(from '([^']*)', line (\d+)\)\n"
                           rb"(?:define )?(\S+)", out, re.M)
        return {n.decode(): (file.decode(), int(line)) for file, line, n in found}


class Reader:
    """leme."""

    def __init__(self, program, folder):
        self.folder = folder
        self.process = subprocess.Popen([os.path.realpath(program)], cwd=folder,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, name, names):
        self.process.stdin.write("\t".join([name] + names).encode() + b"\n")
        self.process.stdin.flush()
        first = self.process.stdout.readline().split()
        if not first:
            raise SystemExit("makefile.py: the reader ended at %s/%s" % (self.folder, name))
        if first[0] == b"refused":
            return first[1].decode(), {}
        lines = [self.process.stdout.readline().split() for _ in names]
        return None, dict(zip(names, lines))


def unescaped(text):
    return re.sub(rb"%([0-9a-f]{2})", lambda m: bytes([int(m.group(1), 16)]), text[1:-1])


# Why a reader that runs nothing may refuse: what must stand somewhere in the files.
REASONS = {
    "make/unknown": rb"\$[({](shell|subst|strip|if|foreach|call|wildcard|eval|info|warning)[ )}]"
                    rb"|!=|\$[({][^)}]*:|\$[@(]|\$\{|include|ifn?def",
    "make/undefined": rb"\$|export",
    "make/cycle": rb"\$",
    "make/syntax": rb"\$[({]",
}


class Comparison:
    def __init__(self, folder):
        self.folder, self.counts = folder, collections.Counter()
        self.faults = []

    def fault(self, name, text):
        self.faults.append("%s/%s: %s" % (self.folder, name, text))

    def text(self, name):
        with open(os.path.join(self.folder, name), "rb") as file:
            return file.read()

    def all_text(self):
        files = [f for f in os.listdir(self.folder) if f.endswith(".mk") and f != "print.mk"]
        return b"".join(self.text(f) for f in files)

    def line_of(self, file, offset):
        """The first line of those that are joined."""
        lines = self.text(file)[:offset].replace(b"\r\n", b"\n").split(b"\n")
        number = len(lines)
        while number > 1 and re.search(rb"(?<!\\)(\\\\)*\\$", lines[number - 2]):
            number -= 1
        return number

    def compare_value(self, name, variable, theirs, ours, places, plain):
        if ours[0] == b"refused":
            id = ours[1].decode()
            self.counts["refused " + id] += 1
            if id == "make/cycle" and plain:
                if theirs is not None:
                    self.fault(name, "%s: no cycle for GNU Make" % variable)
            elif plain and not (id == "make/undefined" and theirs[1] == b""):
                self.fault(name, "%s: refused a plain one: %s" % (variable, id))
            elif variable != "CC" and not re.search(REASONS.get(id, rb"\A\Z"), self.all_text()):
                self.fault(name, "%s: no reason to refuse: %s" % (variable, id))
            return
        self.counts["values"] += 1
        if theirs is None:
            self.fault(name, "%s: GNU Make has no value, leme %s" % (variable, ours))
            return
        text = unescaped(ours[1])
        if text != theirs[1]:
            self.fault(name, "%s: %r, GNU Make %r" % (variable, text, theirs[1]))
        file, begin, end, literal = ours[2].decode(), int(ours[3]), int(ours[4]), ours[5]
        if literal == b"literal" and self.text(file)[begin:end] != text.strip():
            self.fault(name, "%s: the literal is not at its place" % variable)
        if variable in places:
            self.counts["places"] += 1
            place = (os.path.normpath(places[variable][0]), places[variable][1])
            line = self.text(place[0]).split(b"\n")[place[1] - 1]
            if re.match(rb"(\xef\xbb\xbf)?\s*((export|override|private)\s+)*define\s", line):
                return  # GNU Make says where the definition begins, leme where its text does
            if place != (os.path.normpath(file), self.line_of(file, begin)):
                self.fault(name, "%s: at %s, GNU Make %s" % (
                    variable, (file, self.line_of(file, begin)), place))

    def compare(self, name, names, peer, reader, plain):
        refusal, ours = reader.ask(name, names)
        refuses, errors = peer.refuses(name)
        self.counts["files"] += 1
        if refusal:
            self.counts["files refused by both" if refuses else "files refused by leme"] += 1
            if not refuses and (plain or refusal not in ("make/unknown", "make/cycle")):
                self.fault(name, "refused: %s" % refusal)
            return
        if refuses:
            self.counts["files refused by GNU Make"] += 1
            if not re.search(rb"\$[({](error|eval|call|foreach)|commences before first target|empty variable name|Recursive|unterminated|missing separator", errors +
                             self.all_text()):
                self.fault(name, "read, but GNU Make says %s" % errors.decode())
            return
        theirs, places = peer.ask(name, names), peer.places(name)
        for variable in names:
            found = theirs.get(variable)
            if found and found[0] == "undefined":
                if ours[variable][0] == b"value":
                    self.fault(name, "%s: a value, but GNU Make has none" % variable)
                continue
            self.compare_value(name, variable, found, ours[variable], places, plain)


def check_builtins(folder, peer, reader):
    """What GNU Make has before it reads anything, leme knows to be its own."""
    with open(os.path.join(folder, "print.mk"), "w") as file:
        file.write("$(foreach v,$(.VARIABLES),$(if $(filter default automatic file,"
                   "$(origin $v)),$(info $v)))\nnone:\n")
    out, _ = peer.run("-f", "print.mk")
    names = [line.decode() for line in out.split(b"\n") if b" " not in line and line]
    names = [name for name in names if not name.startswith("make:")]
    with open(os.path.join(folder, "builtin.mk"), "w") as file:
        file.write("X := 1\n" + "".join("V%d = $(%s)\n" % pair for pair in enumerate(names)))
    _, ours = reader.ask("builtin.mk", ["V%d" % i for i, _ in enumerate(names)])
    faults = [n for i, n in enumerate(names) if ours["V%d" % i] != [b"refused", b"make/unknown"]]
    os.remove(os.path.join(folder, "builtin.mk"))
    if len(names) < 90 or faults:
        raise SystemExit("makefile.py: of %d names of GNU Make, unknown: %s" % (
            len(names), faults))
    return len(names)


def main():
    reader_program, folder, seed, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(
        sys.argv[4])
    os.makedirs(os.path.join(folder, "sub"), exist_ok=True)
    peer, reader, comparison = Peer(folder), Reader(reader_program, folder), Comparison(folder)
    names_of_make = check_builtins(folder, peer, reader)
    for number in range(count):
        dice, plain = random.Random("%d %d" % (seed, number)), number % 2 == 0
        name = "file%d.mk" % number
        for old in os.listdir(folder):
            if old.endswith(".mk"):
                os.remove(os.path.join(folder, old))
        maker = Maker(dice, folder, plain)
        maker.make(name)
        before = len(comparison.faults)
        comparison.compare(name, maker.names + ["CC", "NOWHERE"] * (not plain), peer, reader, plain)
        if len(comparison.faults) > before:
            print("\n".join(comparison.faults[before:]))
            print(comparison.text(name).decode())
            print("makefile.py: seed %d, file %d" % (seed, number))
            return 1
    counts = ", ".join("%s: %d" % item for item in sorted(comparison.counts.items()))
    print("makefile: %s; %d names of GNU Make's own" % (counts, names_of_make))
    if comparison.counts["values"] < 2 * count or comparison.counts["places"] < count:
        raise SystemExit("makefile.py: too little was compared")
    return 0


sys.exit(main())
