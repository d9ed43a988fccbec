// Expressions of CEL's core: mostly of fitting kinds, so that they come to something.

const literals = {
	bool: ["true", "false", "b"],
	int: ["0", "1", "-1", "2", "3", "7", "10", "0x1f", "-0x10", "9223372036854775807",
		"-9223372036854775808", "4611686018427387904", "9007199254740993", "i", "k"],
	uint: ["0u", "1u", "2u", "7u", "0x1fu", "18446744073709551615u", "9223372036854775808u"],
	double: ["0.0", "-0.0", "1.0", "-1.5", "2.5", ".5", "1e3", "1e-7", "1e19", "1.7e308",
		"9007199254740992.0", "9223372036854775808.0", "5e-324", "123456.789", "1e21", "d"],
	string: ["''", "'a'", "'b'", "\"é\"", "'👑'", "'abc'", "'1'", "'-12'", "'1.5'", "'true'",
		"'\\n\\t\\x41\\u00e9\\U0001F451\\101'", "r'\\d+'", "'''a'b'''", "'a b'", "'x-y'",
		"'\\\\'", "'1e3'", "'2h'", "'2020-02-29T12:30:45Z'", "s", "e", "o.s"],
	bytes: ["b''", "b'a'", "b'\\xff'", "b'é'", "b'\\x00b'", "br'\\d'", "B\"abc\"", "b'\\303\\251'"],
	null: ["null", "n"],
	timestamp: ["timestamp('2020-02-29T12:30:45Z')", "timestamp('1969-12-31T23:59:59.5Z')",
		"timestamp('2024-12-31T23:59:59.999-03:00')", 
		"timestamp('0001-01-01T00:00:00Z')", "timestamp('9999-12-31T23:59:59.999Z')"],
	duration: ["duration('1s')", "duration('-1.5s')", "duration('2h45m')", "duration('0')",
		"duration('1ms')", "duration('300us')", "duration('1ns')", "duration('100000h')"],
	type: ["int", "string", "bool", "list", "map", "type", "null_type", "uint", "double", "bytes",
		"google.protobuf.Timestamp"],
	list: ["[]", "[1, 2, 3]", "l", "t", "mixed", "[[1], [2, 3]]", "['a', 'b']", "[1, 1u, 1.0]"],
	map: ["{}", "m", "o", "{'a': 1}", "{1: 'a', 2: 'b'}", "{true: 1}", "{1u: 2}", "o.a"],
};

const kinds = Object.keys(literals);
const numbers = ["int", "uint", "double"];
const ordered = ["int", "uint", "double", "string", "bytes", "bool", "timestamp", "duration"];
const zones = ["", "'UTC'", "'+02:30'", "'-09:00'", "'America/Sao_Paulo'", "'Asia/Kolkata'", "'x'"];
const accessors = ["getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek",
	"getDayOfYear", "getHours", "getMinutes", "getSeconds", "getMilliseconds"];
const patterns = ["'a'", "'^a'", "'b$'", "'.'", "'[a-c]+'", "'(a|b)*c'", "'\\\\d{1,2}'", "'^$'",
	"'(?i)A'", "'\\\\pL'", "'('", "'\\\\bz'", "s"];

// Each maker of a kind is a row: what it is made of, `%kind` another expression of that kind.
const rules = {
	bool: ["%x == %x", "%x != %x", "%n == %n", "%n < %n", "%n >= %n", "%o < %o", "%o <= %o",
		"%o > %o", "%o >= %o", "%bool && %bool", "%bool || %bool", "!%bool", "%any in %list",
		"%any in %map", "%string.contains(%string)", "%string.startsWith(%string)",
		"%string.endsWith(%string)", "%string.matches(%pattern)", "matches(%string, %pattern)",
		"has(%path)", "has(%map.a)", "%range.all(%v, %bool)", "%range.exists(%v, %bool)",
		"%range.exists_one(%v, %bool)", "bool(%string)", "type(%any) == %type",
		"%bool ? %bool : %bool", "dyn(%bool)", "%list == %list", "%map == %map"],
	int: ["%int + %int", "%int - %int", "%int * %int", "%int / %int", "%int % %int", "-%int",
		"-(%int)", "size(%string)", "size(%list)", "%map.size()", "%bytes.size()", "int(%n)",
		"int(%string)", "int(%timestamp)", "%timestamp.%accessor(%zone)",
		"%duration.%lapse()", "%list[%int]", "%map['a']", "%path", "%bool ? %int : %int"],
	uint: ["%uint + %uint", "%uint - %uint", "%uint * %uint", "%uint / %uint", "%uint % %uint",
		"uint(%n)", "uint(%string)", "%bool ? %uint : %uint", "{'a': %uint}.a"],
	double: ["%double + %double", "%double - %double", "%double * %double",
		"%double / %double", "-%double", "double(%n)", "double(%string)",
		"%bool ? %double : %double", "[%double][0]"],
	string: ["%string + %string", "string(%n)", "string(%bool)", "string(%bytes)",
		"string(%timestamp)", "string(%duration)", "string(%string)", "%bool ? %string : %string",
		"%list[%int]", "%path"],
	bytes: ["%bytes + %bytes", "bytes(%string)", "bytes(%bytes)", "%bool ? %bytes : %bytes"],
	null: ["%bool ? null : %null", "mixed[4]", "o.n"],
	timestamp: ["%timestamp + %duration", "%duration + %timestamp", "%timestamp - %duration",
		"timestamp(%string)", "timestamp(%timestamp)"],
	duration: ["%duration + %duration", "%duration - %duration", "%timestamp - %timestamp",
		"duration(%string)", "duration(%duration)"],
	type: ["type(%any)", "type(%type)"],
	list: ["[%any, %any]", "[%int, %int, %int]", "%list + %list", "%range.map(%v, %any)",
		"%range.map(%v, %bool, %any)", "%range.filter(%v, %bool)", "[%any]",
		"%bool ? %list : %list", "[%x, %x,]"],
	map: ["{%string: %any}", "{%int: %any, %int: %any}", "{%bool: %any}", "{%uint: %any}",
		"{%key: %any, %key: %any}", "%bool ? %map : %map"],
};

const paths = ["o.a", "o.a.b", "o.a.b[0]", "o.a.b[1].c", "o.e.x", "o['x-y']", "m.a", "m.z", "o.n.x",
	"o.s.x", "l[0]", "l[5]", "l[-1]", "mixed[1]", "o.a.b[1]['c']", "m[1]", "l['a']", "o[s]", "nobody",
	"s.x", "l.x", "m['b']"];

export class Generator {
	constructor(random) {
		this.random = random;
		this.scope = [];
	}

	expression() {
		this.scope = [];
		return this.kind(this.random.pick(kinds), 1 + this.random.below(4));
	}

	leaf(kind) {
		if (this.scope.length && this.random.chance(0.4))
			return this.random.pick(this.scope);
		return this.random.pick(literals[kind]);
	}

	kind(kind, depth) {
		if (this.random.chance(0.04))
			kind = this.random.pick(kinds);
		if (depth <= 0 || this.random.chance(0.15))
			return this.leaf(kind);
		return this.rule(this.random.pick(rules[kind]), depth - 1);
	}

	// Names of macros' variables are in sight in what follows the first of them.
	rule(rule, depth) {
		const scope = this.scope;
		const same = this.random.pick(kinds), order = this.random.pick(ordered);
		let variable = `v${scope.length}`;
		if (scope.length && this.random.chance(0.1))
			variable = this.random.pick(["i", "v0", "int", "size"]);
		const text = rule.replace(/%([a-z]+)/g, (whole, part) => {
			switch (part) {
			case "any": return this.operand(this.random.pick(kinds), depth);
			case "x": return this.operand(same, depth);
			case "o": return this.operand(order, depth);
			case "n": return this.operand(this.random.pick(numbers), depth);
			case "key": return this.operand(this.random.pick(["int", "uint", "string", "bool"]), depth);
			case "range": return this.operand(this.random.pick(["list", "list", "map"]), depth);
			case "path": return this.random.pick(paths);
			case "zone": return this.random.pick(zones);
			case "pattern": return this.random.pick(patterns);
			case "accessor": return this.random.pick(accessors);
			case "lapse": return this.random.pick(accessors.slice(6));
			case "v":
				this.scope = [...scope, variable];
				return variable;
			default: return this.operand(part, depth);
			}
		});
		this.scope = scope;
		return text;
	}

	// Mostly in brackets; without them precedence is tried too.
	operand(kind, depth) {
		const text = this.kind(kind, depth);
		return /^[\w.'"]+$/.test(text) || this.random.chance(0.2) ? text : `(${text})`;
	}
}

// --- texts of others, changed ------------------------------------------------------------------

const token = /[rRbB]{0,2}(?:'''[^]*?'''|"""[^]*?"""|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")|[\d.]+(?:[eE][-+]?\d+)?u?|0x[0-9a-fA-F]+u?|[A-Za-z_]\w*|&&|\|\||[=!<>]=|\s+|[^]/gu;

export function tokens(text) {
	return text.match(token) ?? [];
}

export class Mutator {
	constructor(random, texts) {
		this.random = random;
		this.texts = texts.map(tokens);
		this.all = this.texts.flat().filter((t) => t.trim());
	}

	expression() {
		const parts = [...this.random.pick(this.texts)];
		for (let times = 1 + this.random.below(3); times; times--)
			this.change(parts);
		return parts.join("");
	}

	change(parts) {
		const at = this.random.below(parts.length), other = this.random.below(parts.length);
		switch (this.random.below(6)) {
		case 0: parts.splice(at, 1); break;
		case 1: parts.splice(at, 0, this.random.pick(this.all)); break;
		case 2: [parts[at], parts[other]] = [parts[other], parts[at]]; break;
		case 3: {
			const from = this.random.pick(this.texts), begin = this.random.below(from.length);
			parts.splice(at, 1, ...from.slice(begin, begin + 1 + this.random.below(6)));
			break;
		}
		default: parts[at] = this.random.pick(this.all);
		}
	}
}
