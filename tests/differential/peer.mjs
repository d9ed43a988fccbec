// The other implementation: @bufbuild/cel in the folder PEER, answering as cel.c writes.
import { readFileSync } from "node:fs";
import { bound, library } from "../tools/cel.mjs";

export function peer(folder, data) {
	const cel = library(folder);
	const env = cel.celEnv();
	const variables = bound(JSON.parse(readFileSync(data, "utf8")));
	return (text) => {
		try {
			const value = cel.plan(env, cel.parse(text))(variables);
			if (cel.isCelError(value))
				return `error ${written(new TextEncoder().encode(value.message))}`;
			return written_value(cel, value);
		} catch (error) {
			return `error ${written(new TextEncoder().encode(String(error.message)))}`;
		}
	};
}

function written(bytes) {
	let text = "";
	for (const c of bytes)
		text += c > 0x20 && c < 0x7f && c !== 0x22 && c !== 0x25 ? String.fromCharCode(c)
			: `%${c.toString(16).padStart(2, "0")}`;
	return `"${text}"`;
}

function written_double(number) {
	const view = new DataView(new ArrayBuffer(8));
	view.setFloat64(0, Number.isNaN(number) ? NaN : number);
	return `double ${view.getBigUint64(0).toString(16).padStart(16, "0")}`;
}

function written_map(cel, map) {
	const entries = [];
	for (const [key, value] of map)
		entries.push(`${written_value(cel, key)}: ${written_value(cel, value)}`);
	return `map {${entries.sort().join(", ")}}`;
}

function written_message(value) {
	const { seconds, nanos } = value.message;
	if (value.desc.typeName === "google.protobuf.Timestamp")
		return `timestamp ${seconds}.${String(nanos).padStart(9, "0")}`;
	if (value.desc.typeName === "google.protobuf.Duration")
		return `duration ${seconds * 1000000000n + BigInt(nanos)}`;
	return `other ${value.desc.typeName}`;
}

function written_value(cel, value) {
	if (value === null)
		return "null";
	switch (typeof value) {
	case "boolean": return `bool ${value}`;
	case "bigint": return `int ${value}`;
	case "number": return written_double(value);
	case "string": return `string ${written(new TextEncoder().encode(value))}`;
	}
	if (value instanceof Uint8Array)
		return `bytes ${written(value)}`;
	if (cel.isCelUint(value))
		return `uint ${value.value}`;
	if (cel.isCelList(value))
		return `list [${[...value].map((item) => written_value(cel, item)).join(", ")}]`;
	if (cel.isCelMap(value))
		return written_map(cel, value);
	if (cel.isCelType(value))
		return `type ${value.name}`;
	return value.desc ? written_message(value) : `other ${value.constructor?.name}`;
}
