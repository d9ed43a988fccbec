# For awk programs that look at C: code(line) is the line without its comments and without what
# stands inside quotes. Needs the lines in order; code_reset() at the start of a file.
# code_comment says whether the last line had any comment on it.

function code_reset() {
	code_inside = 0
}

# The rest of the line behind the quote that opened a text.
function code_after_text(line, quote) {
	if (quote == "\"")
		match(line, /^([^"\\]|\\.)*"/)
	else
		match(line, /^([^'\\]|\\.)*'/)
	return RSTART ? substr(line, RLENGTH + 1) : ""
}

function code(line, out, token, at) {
	out = ""
	code_comment = code_inside
	while (line != "") {
		if (code_inside) {
			at = index(line, "*/")
			if (!at)
				return out
			line = substr(line, at + 2)
			code_inside = 0
			continue
		}
		if (!match(line, /\/\*|\/\/|"|'/))
			return out line
		token = substr(line, RSTART, RLENGTH)
		out = out substr(line, 1, RSTART - 1)
		line = substr(line, RSTART + RLENGTH)
		if (token == "/*" || token == "//")
			code_comment = 1
		if (token == "//")
			return out
		if (token == "/*")
			code_inside = 1
		else {
			line = code_after_text(line, token)
			out = out token token
		}
	}
	return out
}
