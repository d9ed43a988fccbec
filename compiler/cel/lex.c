#include "syntax.h"

#include "base/message.h"
#include "base/utf8.h"

#include <float.h>
#include <stdlib.h>

static char at(const struct lexer *lexer, uint32_t offset)
{
	uint32_t place = lexer->at + offset;
	return place < lexer->text.len ? lexer->text.at[place] : '\0';
}

static bool fail(struct lexer *lexer, uint32_t place, const char *text)
{
	lexer->fault_at = place;
	lexer->fault = text;
	return false;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static int hex_value(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static void skip_blanks(struct lexer *lexer)
{
	for (;;) {
		char c = at(lexer, 0);
		if (lexer->at < lexer->text.len && c && strchr(" \t\r\n\f", c))
			lexer->at++;
		else if (c == '/' && at(lexer, 1) == '/')
			while (lexer->at < lexer->text.len && at(lexer, 0) != '\n')
				lexer->at++;
		else
			return;
	}
}

/* --- numbers ---------------------------------------------------------------------------------- */

static void skip_digits(struct lexer *lexer)
{
	while (is_digit(at(lexer, 0)))
		lexer->at++;
}

static bool is_exponent(const struct lexer *lexer)
{
	if (at(lexer, 0) != 'e' && at(lexer, 0) != 'E')
		return false;
	bool sign = at(lexer, 1) == '+' || at(lexer, 1) == '-';
	return is_digit(at(lexer, sign ? 2 : 1));
}

/* Digits with a fraction or an exponent. strtod() is safe: the text is of its form already. */
static bool lex_double(struct lexer *lexer, struct token *token)
{
	if (at(lexer, 0) == '.') {
		lexer->at++;
		skip_digits(lexer);
	}
	if (is_exponent(lexer)) {
		lexer->at += 2;
		skip_digits(lexer);
	}
	token->kind = TOKEN_DOUBLE;
	token->number = strtod(
		bytes_string(lexer->owner, bytes_slice(lexer->text, token->begin, lexer->at)),
		NULL);
	return token->number <= DBL_MAX || fail(lexer, token->begin, N_("the number is too large"));
}

static bool lex_magnitude(struct lexer *lexer, struct token *token, uint64_t base)
{
	for (int digit; digit = hex_value(at(lexer, 0)), digit >= 0 && digit < (int)base;
		lexer->at++)
		if (__builtin_mul_overflow(token->integer, base, &token->integer) ||
			__builtin_add_overflow(token->integer, (uint64_t)digit, &token->integer))
			return fail(lexer, token->begin, N_("the number is too large"));
	return true;
}

/* The grammar lets any name follow; there is none that could but `in`. */
static bool ends_number(struct lexer *lexer)
{
	bool in = at(lexer, 0) == 'i' && at(lexer, 1) == 'n' && !is_letter(at(lexer, 2)) &&
		!is_digit(at(lexer, 2));
	return in || !is_letter(at(lexer, 0)) ||
		fail(lexer, lexer->at, N_("a letter stands behind a number"));
}

static bool lex_number(struct lexer *lexer, struct token *token)
{
	bool hex = at(lexer, 0) == '0' && at(lexer, 1) == 'x';
	token->kind = TOKEN_INT;
	token->is_hex = hex;
	if (hex) {
		lexer->at += 2;
		if (hex_value(at(lexer, 0)) < 0)
			return fail(lexer, token->begin, N_("no digits behind '0x'"));
	} else {
		skip_digits(lexer);
		if ((at(lexer, 0) == '.' && is_digit(at(lexer, 1))) || is_exponent(lexer)) {
			return lex_double(lexer, token) && ends_number(lexer);
		}
		lexer->at = token->begin;
	}
	if (!lex_magnitude(lexer, token, hex ? 16 : 10))
		return false;
	if (at(lexer, 0) == 'u' || at(lexer, 0) == 'U') {
		token->kind = TOKEN_UINT;
		lexer->at++;
	}
	return ends_number(lexer);
}

/* --- texts ------------------------------------------------------------------------------------ */

struct quote {
	bool raw, bytes;
	char mark;
	size_t marks; /* 1 or 3 */
};

static bool is_quote_end(const struct lexer *lexer, const struct quote *quote)
{
	for (uint32_t i = 0; i < quote->marks; i++)
		if (at(lexer, i) != quote->mark)
			return false;
	return true;
}

static void add_code_point(struct buf *out, uint32_t c, bool bytes)
{
	char room[4];
	if (bytes) {
		buf_add_char(out, (char)c);
		return;
	}
	buf_add(out, (struct bytes){ room, utf8_encode(c, room) });
}

/* So many digits of the base; false if there are fewer or the value is no code point. */
static bool lex_code(
	struct lexer *lexer, struct buf *out, uint32_t digits, uint32_t base, bool bytes)
{
	uint32_t begin = lexer->at - 1, c = 0;
	for (; digits; digits--, lexer->at++) {
		int digit = hex_value(at(lexer, 0));
		if (digit < 0 || (uint32_t)digit >= base)
			return fail(lexer, begin, N_("an escape has too few digits"));
		c = c * base + (uint32_t)digit;
	}
	if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF) || (bytes && c > 0xFF))
		return fail(lexer, begin, N_("an escape is no character"));
	add_code_point(out, c, bytes);
	return true;
}

static bool lex_escape(struct lexer *lexer, const struct quote *quote, struct buf *out)
{
	static const char letters[] = "abfnrtv\\?\"'`", meanings[] = "\a\b\f\n\r\t\v\\?\"'`";
	uint32_t begin = lexer->at++;
	char c = at(lexer, 0);
	const char *letter = c ? strchr(letters, c) : NULL;
	if (c >= '0' && c <= '3')
		return lex_code(lexer, out, 3, 8, quote->bytes);
	lexer->at++;
	if (letter) {
		buf_add_char(out, meanings[letter - letters]);
		return true;
	}
	if (c == 'x' || c == 'X')
		return lex_code(lexer, out, 2, 16, quote->bytes);
	if (c == 'u' && !quote->bytes)
		return lex_code(lexer, out, 4, 16, false);
	if (c == 'U' && !quote->bytes)
		return lex_code(lexer, out, 8, 16, false);
	return fail(lexer, begin, N_("unknown escape"));
}

static bool lex_text(struct lexer *lexer, struct token *token, const struct quote *quote)
{
	struct buf out = buf_new(lexer->owner);
	token->kind = quote->bytes ? TOKEN_BYTES : TOKEN_STRING;
	while (!is_quote_end(lexer, quote)) {
		char c = at(lexer, 0);
		if (lexer->at >= lexer->text.len)
			return fail(lexer, token->begin, N_("the text is not closed"));
		if (quote->marks == 1 && (c == '\n' || c == '\r'))
			return fail(lexer, token->begin, N_("the text is not closed on its line"));
		if (c == '\\' && !quote->raw) {
			if (!lex_escape(lexer, quote, &out))
				return false;
			continue;
		}
		buf_add_char(&out, c);
		lexer->at++;
	}
	lexer->at += (uint32_t)quote->marks;
	token->text = buf_bytes(&out);
	return true;
}

/* Behind the prefix of a text: b, r or both in this order; false if it is no text. */
static bool begins_text(struct lexer *lexer, struct quote *quote)
{
	uint32_t prefix = 0;
	quote->bytes = at(lexer, prefix) == 'b' || at(lexer, prefix) == 'B';
	prefix += quote->bytes;
	quote->raw = at(lexer, prefix) == 'r' || at(lexer, prefix) == 'R';
	prefix += quote->raw;
	quote->mark = at(lexer, prefix);
	if (quote->mark != '\'' && quote->mark != '"')
		return false;
	bool three = at(lexer, prefix + 1) == quote->mark && at(lexer, prefix + 2) == quote->mark;
	quote->marks = three ? 3 : 1;
	lexer->at += prefix + (uint32_t)quote->marks;
	return true;
}

/* --- names and signs -------------------------------------------------------------------------- */

static void lex_name(struct lexer *lexer, struct token *token)
{
	while (is_letter(at(lexer, 0)) || is_digit(at(lexer, 0)))
		lexer->at++;
	token->kind = TOKEN_IDENT;
	token->text = bytes_slice(lexer->text, token->begin, lexer->at);
}

static bool is_quoted_letter(char c)
{
	return is_letter(c) || is_digit(c) || (c && strchr(".-/ ", c));
}

static bool lex_quoted(struct lexer *lexer, struct token *token)
{
	lexer->at++;
	while (is_quoted_letter(at(lexer, 0)))
		lexer->at++;
	token->kind = TOKEN_QUOTED;
	token->text = bytes_slice(lexer->text, token->begin + 1, lexer->at);
	if (at(lexer, 0) != '`' || token->text.len == 0)
		return fail(lexer, token->begin,
			N_("a name in backquotes is made of letters, digits and '_./- '"));
	lexer->at++;
	return true;
}

static bool lex_sign(struct lexer *lexer, struct token *token)
{
	static const char *const pairs[] = { "&&", "||", "==", "!=", "<=", ">=" };
	char c = at(lexer, 0);
	token->kind = TOKEN_SIGN;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (c == pairs[i][0] && at(lexer, 1) == pairs[i][1]) {
			token->sign = SIGN(pairs[i][0], pairs[i][1]);
			lexer->at += 2;
			return true;
		}
	if (!c || !strchr("()[]{}.,?:+-*/%!<>", c))
		return fail(lexer, lexer->at, N_("this character means nothing here"));
	token->sign = (unsigned char)c;
	lexer->at++;
	return true;
}

static bool lex_by_first(struct lexer *lexer, struct token *token)
{
	struct quote quote = { 0 };
	char c = at(lexer, 0);
	if (begins_text(lexer, &quote))
		return lex_text(lexer, token, &quote);
	if (is_letter(c)) {
		lex_name(lexer, token);
		return true;
	}
	if (is_digit(c))
		return lex_number(lexer, token);
	if (c == '.' && is_digit(at(lexer, 1))) {
		lex_double(lexer, token);
		return true;
	}
	return c == '`' ? lex_quoted(lexer, token) : lex_sign(lexer, token);
}

bool lex(struct lexer *lexer, struct token *token)
{
	skip_blanks(lexer);
	*token = (struct token){ .kind = TOKEN_END, .begin = lexer->at };
	bool good = lexer->at >= lexer->text.len || lex_by_first(lexer, token);
	token->end = lexer->at;
	return good;
}
