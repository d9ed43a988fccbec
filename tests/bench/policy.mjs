// The other side of check.c: node policy.mjs PEER FOLDER. Judges the objects of rendered.json, which
// go to the namespace "apps", by its policies, with @bufbuild/cel, which is in the folder PEER.
// Says on how many of them how many policies failed, in sum.
import { readFileSync } from "node:fs";
import { bound, library } from "../tools/cel.mjs";

const [peer, folder] = process.argv.slice(2);
const cel = library(peer);
const env = cel.celEnv();

const compile = (text) => cel.plan(env, cel.parse(text));
const { policies, objects } = JSON.parse(readFileSync(`${folder}/rendered.json`, "utf8"));

const rules = policies.map(({ spec }) => ({
	resources: spec.matchConstraints.resourceRules,
	variables: (spec.variables ?? []).map(({ name, expression }) => [name, compile(expression)]),
	validations: spec.validations.map(({ expression, messageExpression }) =>
		[compile(expression), messageExpression && compile(messageExpression)]),
}));

function plural(kind) {
	const name = kind.toLowerCase();
	return name.endsWith("y") ? `${name.slice(0, -1)}ies` : name.endsWith("s") ? `${name}es` : `${name}s`;
}

function matches(rule, { apiVersion, kind }) {
	const [version, group = ""] = apiVersion.split("/").reverse();
	const has = (list, one) => list.includes("*") || list.includes(one);
	return rule.resources.some((at) => has(at.apiGroups, group) && has(at.apiVersions, version) &&
		has(at.resources, plural(kind)) && has(at.operations, "CREATE"));
}

function evaluate(program, variables) {
	const value = program(variables);
	return cel.isCelError(value) ? undefined : value;
}

function fails(rule, object) {
	const known = { object, variables: {} };
	for (const [name, program] of rule.variables)
		known.variables[name] = evaluate(program, known);
	const failed = rule.validations.filter(([program]) => evaluate(program, known) !== true);
	for (const [, message] of failed)
		message && evaluate(message, known);
	return failed.length > 0;
}

let failed = 0;
for (const object of objects) {
	object.metadata.namespace ??= "apps";
	const ready = bound(object);
	failed += rules.filter((rule) => matches(rule, object) && fails(rule, ready)).length;
}
console.log(failed);
