"""JSON and patches of it, made by chance, and what RFC 6902 and RFC 7396 make of them."""
import copy
import random
import re

# --- by chance ----------------------------------------------------------------------------


class JsonChance(random.Random):
    """Objects are ConfigMaps, for kubectl's sake, with a field `d` that holds what is patched."""

    KEYS = ["a", "b", "c", "0", "1", "a/b", "~", "~1", "é", " ", "m~n", "A"]
    SCALARS = [None, True, False, 0, 1, -1, 1.5, 100, "", "a", "é", "1", "null", "x y"]

    NO_INDEX = ["-", "01", "1e0", "a", "+1", "9", "1.0", "", "99999999999"]

    def happens(self, share):
        return self.random() < share

    def value(self, depth):
        kind = self.randrange(5 if depth else 2)
        if kind < 2:
            return self.choice(self.SCALARS)
        if kind == 2:
            return [self.value(depth - 1) for _ in range(self.randrange(4))]
        return {self.choice(self.KEYS): self.value(depth - 1) for _ in range(self.randrange(4))}

    def place(self, value):
        """A pointer to somewhere in the value, or at least nearly."""
        path = ""
        while isinstance(value, (dict, list)) and self.happens(0.85):
            if isinstance(value, dict):
                known = bool(value) and self.happens(0.8)
                token = self.choice(sorted(value)) if known else self.choice(self.KEYS)
                value = value.get(token)
                token = token.replace("~", "~0").replace("/", "~1")
            else:
                index = self.randrange(len(value) + 1)
                token = str(index)
                value = value[index] if index < len(value) else None
                if self.happens(0.1):
                    token = self.choice(self.NO_INDEX)
                    value = None
            path += "/" + token
        return path

    def look(self, value, path):
        for token in path.split("/")[1:]:
            token = token.replace("~1", "/").replace("~0", "~")
            try:
                value = value[int(token) if isinstance(value, list) else token]
            except (KeyError, ValueError, IndexError, TypeError):
                return None
        return value

    def operation(self, made):
        operation = self.choice(["add", "remove", "replace", "move", "copy", "test"])
        path = self.place(made)
        made = {"op": operation, "path": "/d" + path}
        if operation in ("move", "copy"):
            made["from"] = "/d" + self.place(self.doc)
        elif operation == "test" and self.happens(0.7):
            made["value"] = self.look(self.doc, path)
        elif operation != "remove":
            made["value"] = self.value(2)
        if self.happens(0.02):
            made[self.choice(["op", "path", "x"])] = self.choice([None, 1, "x", "spam", "/d/~2"])
        if self.happens(0.02):
            made.pop(self.choice(sorted(made)))
        return made

    def operations(self, doc):
        self.doc = doc
        return [self.operation(doc) for _ in range(self.choice([1, 1, 1, 2, 3]))]

    def change(self, doc):
        return {"d": self.merge(doc, 4)}

    def merge(self, had, depth):
        if not isinstance(had, dict) or self.happens(0.1):
            return self.value(depth)
        keys = self.sample(sorted(had), self.randrange(len(had) + 1))
        return {key: None if self.happens(0.2) else self.merge(had[key], depth - 1)
                for key in keys} | ({self.choice(self.KEYS): self.value(2)}
                                    if self.happens(0.5) else {})


# --- the RFCs -----------------------------------------------------------------------------------


class Fault(Exception):
    pass


def tokens_of(path):
    if not isinstance(path, str) or not re.fullmatch("(/([^/~]|~[01])*)*", path, re.S):
        raise Fault(path)
    return [token.replace("~1", "/").replace("~0", "~") for token in path.split("/")[1:]]


def step(value, token, beyond=0):
    """The key or index that a token is."""
    if isinstance(value, dict):
        return token
    if not isinstance(value, list) or not re.fullmatch("0|[1-9][0-9]*", token):
        raise Fault(token)
    if int(token) >= len(value) + beyond:
        raise Fault(token)
    return int(token)


def find(value, tokens):
    for token in tokens:
        try:
            value = value[step(value, token)]
        except KeyError as error:
            raise Fault(token) from error
    return value


def json_refuses(doc, patch):
    """Whether RFC 6902 does: kubectl lets pass some that lead nowhere."""
    try:
        box = [copy.deepcopy(doc)]
        for operation in patch:
            operate(box, operation)
    except (Fault, KeyError):
        return True
    return False


def operate(box, operation):
    act, path = operation["op"], ["0"] + tokens_of(operation["path"])
    if act in ("move", "copy"):
        origin = ["0"] + tokens_of(operation["from"])
        value = copy.deepcopy(find(box, origin))
        if act == "move" and path != origin and path[:len(origin)] == origin:
            raise Fault(path)
    if act in ("remove", "replace", "test"):
        find(box, path)
    if act in ("remove", "move"):
        gone = path if act == "remove" else origin
        holder = find(box, gone[:-1])
        del holder[step(holder, gone[-1])]
    if act == "remove":
        return
    if act not in ("move", "copy"):
        value = operation["value"]
    if act == "test":
        return
    holder = find(box, path[:-1])
    if isinstance(holder, list) and act != "replace" and holder is not box:
        end = path[-1] == "-"
        holder.insert(len(holder) if end else step(holder, path[-1], 1), value)
    else:
        holder[step(holder, path[-1])] = value


def merged(doc, patch):
    """As RFC 7396 has it: kubectl also takes nulls out of lists in what is new."""
    if not isinstance(patch, dict):
        return patch
    made = dict(doc) if isinstance(doc, dict) else {}
    for key, value in patch.items():
        if value is None:
            made.pop(key, None)
        else:
            made[key] = merged(made.get(key), value)
    return made
