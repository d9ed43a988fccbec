// The other side of schema.c: node schema.mjs PEER SCHEMA VALUES ROUNDS CHECKS. Prints the
// nanoseconds of one check in each round. PEER is a folder with ajv.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [folder, schema, values, rounds, checks] = process.argv.slice(2);
const Ajv = createRequire(`${folder}/node_modules/`)("ajv").default;
const validate = new Ajv().compile(JSON.parse(readFileSync(schema, "utf8")));
const data = JSON.parse(readFileSync(values, "utf8"));

function round() {
	const began = process.cpuUsage();
	for (let i = 0; i < Number(checks); i++)
		if (!validate(data))
			throw new Error("not valid");
	const { user, system } = process.cpuUsage(began);
	return (user + system) * 1000 / Number(checks);
}

for (let i = 0; i < 50; i++)
	round(); // until it is machine code
for (let i = 0; i < Number(rounds); i++)
	console.log(round());
