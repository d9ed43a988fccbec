// Differences that are none of ours, each with the authority. The first row that fits explains one.
// `text` is as small as the difference leaves it; answers are as cel.c writes them.
const refused = (words) => ({ ours }) => ours.startsWith("error ") && ours.includes(words.replaceAll(" ", "%20"));
const lacks = (words) => ({ theirs }) => theirs.startsWith("error ") && theirs.includes(words.replaceAll(" ", "%20"));
const says = (pattern) => ({ text }) => pattern.test(text);
const both = (...tests) => (found) => tests.every((test) => test(found));
const either = (...tests) => (found) => tests.some((test) => test(found));
const number = (text) => text.replace(/\d[\d.]*(e[-+]\d+)?/g, (digits) => String(Number(digits)))
	.replace(/"\+Inf"/g, "\"Infinity\"").replace(/"-Inf"/g, "\"-Infinity\"").replace(/"-0"/g, "\"0\"");

export const known = [
	{
		why: "double(string) of what is no number: langdef asks for a number; the peer gives NaN or 0",
		fits: both(refused("is no double"), says(/double/)),
	},
	{
		why: "int() and uint() of an empty text or with blanks are errors (Go's ParseInt); the peer trims",
		fits: ({ ours }) => /^error "'(%20|%0[9ad]|('|.*(%20|%0[9ad])')%20is%20no%20u?int)/.test(ours) &&
			/is%20no%20u?int"$/.test(ours),
	},
	{
		why: "duration(''): Go's ParseDuration refuses it; the peer reads 0",
		fits: both(refused("''%20is%20no%20duration"), says(/duration/)),
	},
	{
		why: "timestamp(int) counts seconds (langdef, conversions); the peer counts milliseconds",
		fits: says(/timestamp\s*\((?!\s*['"])/),
	},
	{
		why: "string(timestamp) and string(duration) have as many digits as are needed (cel-go); the peer has 3, 6 or 9",
		fits: ({ text, ours, theirs }) => /string\s*\(/.test(text) &&
			ours === theirs.replace(/\.(\d+?)0+(Z|s")/g, ".$1$2"),
	},
	{
		why: "string(double) is as Go's %g (cel-go), with an exponent from a million on; the peer has JavaScript's",
		fits: ({ text, ours, theirs }) => /string\s*\(/.test(text) && number(ours) === number(theirs),
	},
	{
		why: "a key that stands twice, or a double as a key, is an error in a map (langdef, suite `fields`)",
		fits: ({ ours }) => /a%20key%20stands%20twice|cannot%20be%20the%20key/.test(ours),
	},
	{
		why: "an int beyond 64 bits is no literal (langdef, lexis); the peer wraps it",
		fits: refused("the number is too large"),
	},
	{
		why: "has() of a field of a scalar is an error in the spec's environment (cel-go's conformance tests)",
		fits: both(refused("has no field"), says(/has/)),
	},
	{
		why: "has() takes a field (langdef, macros): refused at load, where the peer waits until it is evaluated",
		fits: refused("has() takes a field"),
	},
	{
		why: "what is no key is in no map (cel-go's Contains); the peer has no such overload",
		fits: ({ text, theirs }) => /overload%20for%20'@in'%20applied%20to%20'\([^']*map/.test(theirs) ||
			(/\bin\b/.test(text) && theirs.includes("unsupported%20key%20type")) ||
			(/\]\s*in\b/.test(text) && theirs.startsWith("error ")),
	},
	{
		why: "matches(text, pattern) is a function too (langdef, standard definitions); the peer has the method only",
		fits: both(says(/^[^]*matches\s*\(/), lacks("overload for 'matches'")),
	},
	{
		why: "a uint beyond the ints can be divided, and be a key (langdef, uint); the peer takes it for an int",
		fits: both(says(/\d+[uU]\b/), either(lacks("unsupported key type"), lacks("int overflow during divide"))),
	},
	{
		why: "an int beside a double is compared as one, loss included (suite `comparisons`); the peer is exact",
		fits: says(/922337203685477580[0-9]/),
	},
	{
		why: "days in zones with a name: the peer counts the 29th of February wrongly",
		fits: says(/getDayOf(Year|Month)\('[A-Z]/),
	},
	{
		why: "minus before a uint is an error when it is evaluated (cel-go's grammar); the peer does not read it",
		fits: both(says(/-\s*\w+u\b/i), lacks("but expecting")),
	},
	{
		why: "blanks may stand within an empty list of arguments (langdef, lexis); the peer refuses them",
		fits: both(says(/\(\s+\)/), lacks("but expecting")),
	},
	{
		why: "getMilliseconds() leaves the nanoseconds out (cel-go); the peer rounds them up",
		fits: both(says(/'1ns'/), says(/\.get[A-Z]/)),
	},
	{
		why: "string(duration) of any 64 bits of nanoseconds; the peer refuses some as beyond JSON's",
		fits: lacks("to JSON: value out of range"),
	},
	{
		why: "minus is for numbers, however often (langdef, standard definitions); the peer folds -(-x) of anything",
		fits: both(says(/-\s*\(\s*-/), refused("no such overload: -_")),
	},
	{
		why: "blanks may stand between `-` and `-`, `!` and `!` (langdef, lexis); the peer refuses them",
		fits: both(says(/-\s+-|!\s+!/), lacks("but expecting")),
	},
	{
		why: "`in` is no word inside another (langdef, lexis); the peer finds it there",
		fits: both(says(/\win|in\w/), either(refused("is missing"), refused("nobody knows"),
			refused("a letter stands behind a number"))),
	},
	{
		why: "the years 1 to 99 are what they are (RFC 3339); the peer's JavaScript adds 1900",
		fits: both(says(/0001-01-01/), says(/\.get[A-Z]/)),
	},
	{
		why: "duration(int) counts nanoseconds (cel-go's IntToDuration); the peer counts seconds",
		fits: both(says(/duration\s*\((?!\s*['"])/), ({ ours, theirs }) =>
			theirs.replace(/(duration -?[1-9]\d*?)000000000\b/g, "$1") === ours),
	},
	{
		why: "int(duration) counts nanoseconds (cel-go's DurationToInt); the peer counts seconds",
		fits: ({ text, ours, theirs }) => /int\s*\(/.test(text) && theirs ===
			ours.replace(/int (-?\d+)/g, (whole, digits) => `int ${BigInt(digits) / 1000000000n}`),
	},
	{
		why: "a bool is no index of a list (langdef, standard definitions); the peer takes it for 0 or 1",
		fits: refused("_[_](list, bool)"),
	},
	{
		why: "a key whose value is null is in its map (langdef, standard definitions); not in the peer's",
		fits: both(says(/\bin\b/), says(/null|n\b/), ({ ours, theirs }) => ours === "bool true" && theirs === "bool false"),
	},
	{
		why: "a dot before a name asks for the variable outside all macros (langdef, name resolution)",
		fits: says(/(^|[^\w)\]}'"`])\s*\.[a-z_]/i),
	},
	{
		why: "a comment may end the text (langdef, lexis); the peer wants a line end behind it",
		fits: both(says(/\/\/[^\n]*$/), lacks("but expecting")),
	},
	{
		why: "a word that begins as true, false or null does is another word (langdef, lexis)",
		fits: both(says(/\b(true|false|null)\w/), lacks("but expecting")),
	},
	{
		why: "fields in backquotes (langdef, 2025): the peer has none",
		fits: both(says(/`/), lacks("but expecting")),
	},
	{
		why: "an error is absorbed by what decides (langdef, logical operators); this one the peer throws",
		fits: lacks("unsupported input undefined"),
	},
	{
		why: "has(x.y) is an error where x is one (langdef, macros); the peer says false of an unknown name",
		fits: both(says(/has/), refused("nobody knows")),
	},
	{
		why: "a macro's variable is a name (langdef, macros): refused at load, where the peer waits",
		fits: refused("a variable's name should stand here"),
	},
];
