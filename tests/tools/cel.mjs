// @bufbuild/cel, the other implementation, as tests and benches use it.
import { createRequire } from "node:module";

export const library = (folder) => createRequire(`${folder}/node_modules/`)("@bufbuild/cel");

// A value of JSON with numbers as YAML has them: an int if it is integral.
export function bound(value) {
	if (Number.isInteger(value))
		return BigInt(value);
	if (Array.isArray(value))
		return value.map(bound);
	if (value === null || typeof value !== "object")
		return value;
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, bound(inner)]));
}
