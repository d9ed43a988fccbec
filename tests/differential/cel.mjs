// Compares leme's CEL with @bufbuild/cel:
//   node cel.mjs PROGRAM PEER SEED COUNT [FILE.jsonl...]
//
// COUNT expressions are made by chance: half from the grammar, half by changing those of the files'
// rows. A difference of value, kind, or between value and error is made as small as it goes, and
// must be explained by a row of known.mjs; else it is printed and the run fails.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Generator, Mutator, tokens } from "./generate.mjs";
import { known } from "./known.mjs";
import { peer } from "./peer.mjs";
import { Random } from "./random.mjs";

const core = ["basic", "comparisons", "conversions", "dynamic", "fields", "fp_math", "integer_math",
	"lists", "logic", "macros", "parse", "plumbing", "string", "timestamps"];
const data = new URL("cel.json", import.meta.url).pathname;
const BATCH = 500, TRIES = 400, SHOWN = 40;

// Texts to answers, in order; many may be under way.
function program(path) {
	const child = spawn(path, [data], { stdio: ["pipe", "pipe", "inherit"] });
	const waiting = [];
	createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()(line));
	child.on("exit", (code) => waiting.forEach((take) => take(`died ${code}`)));
	child.stdin.on("error", () => {});
	return {
		ask: (text) => new Promise((take) => {
			waiting.push(take);
			child.stdin.write(`${text}\0`);
		}),
		end: () => child.stdin.end(),
	};
}

const kind = (answer) => answer.split(" ", 1)[0];
const differ = (ours, theirs) => ours !== theirs && !(kind(ours) === "error" && kind(theirs) === "error");

// What stands in brackets, with the name of a function before them: the shortest first.
function parts_of(text) {
	const parts = tokens(text), open = [], found = [];
	parts.forEach((part, at) => {
		if ("([{".includes(part))
			open.push(at);
		if (!")]}".includes(part) || !open.length)
			return;
		const begin = open.pop();
		found.push(parts.slice(begin + 1, at).join(""), parts.slice(begin, at + 1).join(""));
		if (/^\w+$/.test(parts[begin - 1] ?? ""))
			found.push(parts.slice(begin - 1, at + 1).join(""));
	});
	return found.filter((part) => part.trim() && part.length < text.length)
		.sort((a, b) => a.length - b.length);
}

// The smallest part that is answered unlike by itself is the cause.
async function cause(found, answers) {
	for (const text of parts_of(found.text)) {
		const next = { text, ...await answers(text) };
		if (differ(next.ours, next.theirs))
			return next;
	}
	return found;
}

// Leaves tokens out while the answers stay unlike in the same way.
async function smaller(found, answers) {
	const way = ({ ours, theirs }) => `${kind(ours)} ${kind(theirs)}`;
	let best = found, tries = 0;
	for (let size = tokens(best.text).length >> 1; size; size >>= 1)
		for (let at = 0; at + size <= tokens(best.text).length && tries < TRIES; tries++) {
			const parts = tokens(best.text);
			parts.splice(at, size);
			const text = parts.join(""), next = { text, ...await answers(text) };
			if (differ(next.ours, next.theirs) && way(next) === way(best))
				best = next;
			else
				at++;
		}
	return best;
}

function seeds(files) {
	return files.flatMap((file) => readFileSync(file, "utf8").trim().split("\n"))
		.map((line) => JSON.parse(line))
		.filter((row) => row.class === "run" && core.includes(row.file) && !row.container)
		.map((row) => row.expr);
}

async function main(path, folder, seed, count, ...files) {
	const random = new Random(seed), texts = seeds(files);
	const generator = new Generator(random), mutator = new Mutator(random, texts);
	const ours = program(path), theirs = peer(folder, data);
	const answers = async (text) => {
		const mine = ours.ask(text);
		return { theirs: theirs(text), ours: await mine };
	};
	const explained = new Map(), open = new Map();
	let errors = 0;
	const judge = async (text) => {
		const first = await answers(text);
		errors += kind(first.ours) === "error";
		if (!differ(first.ours, first.theirs))
			return;
		const found = await smaller(await cause({ text, ...first }, answers), answers);
		const row = known.find((one) => one.fits(found));
		if (row)
			explained.set(row.why, (explained.get(row.why) ?? 0) + 1);
		else
			open.set(found.text, { ...found, from: text });
	};
	for (let done = 0; done < count; done += BATCH) {
		const batch = [];
		for (let i = 0; i < BATCH && done + i < count; i++)
			batch.push(texts.length && random.chance(0.5) ? mutator.expression() : generator.expression());
		await Promise.all(batch.map((text) => judge(text.replaceAll("\0", ""))));
	}
	ours.end();
	for (const [why, times] of explained)
		console.log(`  ${String(times).padStart(6)} explained: ${why}`);
	for (const found of [...open.values()].slice(0, SHOWN))
		console.log(`!!! DIFFERS: ${found.text}\n  leme: ${found.ours}\n  peer: ${found.theirs}\n  from: ${found.from}`);
	console.log(`differential: ${count} expressions with the seed ${seed}, ${errors} of them errors`);
	console.log(`${count - open.size} passed, ${open.size} failed`);
	return open.size === 0;
}

const [path, folder, seed, count, ...files] = process.argv.slice(2);
process.exitCode = await main(path, folder, Number(seed), Number(count), ...files) ? 0 : 1;
