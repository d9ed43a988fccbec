// The other side of cel.c: node cel.mjs PEER DATA. Asked `compile TEXT` or `TEXT` behind a count of
// rounds, it answers with the nanoseconds of one. PEER is a folder with @bufbuild/cel.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { bound, library } from "../tools/cel.mjs";

const [folder, data] = process.argv.slice(2);
const cel = library(folder);
const env = cel.celEnv();

const variables = bound(JSON.parse(readFileSync(data, "utf8")));
const compile = (text) => cel.plan(env, cel.parse(text));
const programs = new Map();

function program(text) {
	if (!programs.has(text))
		programs.set(text, compile(text));
	return programs.get(text);
}

function time(rounds, run) {
	const began = process.cpuUsage();
	for (let i = 0; i < rounds; i++)
		run();
	const { user, system } = process.cpuUsage(began);
	return (user + system) * 1000 / rounds;
}

createInterface({ input: process.stdin }).on("line", (line) => {
	const [, rounds, deed, text] = /^(\d+) (compile|run) (.*)$/.exec(line);
	const ready = program(text);
	if (ready(variables) !== true)
		throw new Error(`not true: ${text}`);
	console.log(time(Number(rounds), deed === "compile" ? () => compile(text) : () => ready(variables)));
});
