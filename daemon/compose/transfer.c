#include "compose/transfer.h"

#include <stdint.h>

enum {
	COLUMNS = 76,           /* RFC 2045 §6.7 (5), §6.8 */
	LINE_MOST = 998,        /* RFC 5322 §2.1.1 */
	B_OCTETS = 57           /* that make one line of base64 */
};

/* --- quoted-printable ---------------------------------------------------- */

/* Encoded though printable: what the start of a line could be taken for (a
 * boundary, the dot that ends DATA, "From " of mailboxes), and what ends it. */
static bool
q_literal(const char *s, size_t n, size_t i, size_t column)
{
	unsigned char c = (unsigned char)s[i];
	bool line_ends = i + 1 == n || s[i + 1] == '\n';

	if (c == ' ' || c == '\t')
		return !line_ends;
	if (c < 0x21 || c > 0x7E || c == '=')
		return false;
	return column > 0 || (c != '.' && c != '-' && c != 'F');
}

static void
add_quoted(struct str *out, const char *s, size_t n)
{
	size_t column = 0;

	for (size_t i = 0; i < n; i++) {
		size_t width;

		if (s[i] == '\n') {
			str_add(out, "\r\n");
			column = 0;
			continue;
		}
		width = q_literal(s, n, i, column) ? 1 : 3;
		if (column + width > COLUMNS - 1) {
			str_add(out, "=\r\n");
			column = 0;
			width = q_literal(s, n, i, 0) ? 1 : 3;
		}
		if (width == 1)
			str_addc(out, s[i]);
		else
			str_addf(out, "=%02X", (unsigned char)s[i]);
		column += width;
	}
	if (column)
		str_add(out, "=\r\n");
}

/* --- base64 -------------------------------------------------------------- */

void
transfer_base64(struct str *out, const char *s, size_t n)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	    "0123456789+/";

	for (size_t i = 0; i < n; i += 3) {
		uint32_t bits = 0;

		for (size_t k = 0; k < 3; k++)
			bits = bits << 8 |
			    (i + k < n ? (unsigned char)s[i + k] : 0u);
		for (size_t k = 0; k < 4; k++)
			str_addc(out, i + k > n ? '=' :
			    digits[bits >> (18 - 6 * k) & 63]);
	}
}

static void
add_base64(struct str *out, const char *s, size_t n)
{
	struct str canonical;

	str_init(&canonical);
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\n')
			str_addc(&canonical, '\r');
		str_addc(&canonical, s[i]);
	}
	for (size_t i = 0; i < canonical.len; i += B_OCTETS) {
		size_t left = canonical.len - i;

		transfer_base64(out, canonical.s + i,
		    left < B_OCTETS ? left : B_OCTETS);
		str_add(out, "\r\n");
	}
	str_done(&canonical);
}

/* --- the choice ---------------------------------------------------------- */

/* Base64 takes 4/3; quoted-printable 3 for each byte that is not ASCII, so it
 * is shorter while less than a sixth is not. */
static bool
mostly_ascii(const char *s, size_t n)
{
	size_t high = 0;

	for (size_t i = 0; i < n; i++)
		high += (unsigned char)s[i] >= 0x80 || s[i] == '=';
	return high * 6 < n;
}

const char *
transfer_name(const char *s, size_t n)
{
	return mostly_ascii(s, n) ? "quoted-printable" : "base64";
}

void
transfer_add(struct str *out, const char *s, size_t n)
{
	if (mostly_ascii(s, n))
		add_quoted(out, s, n);
	else
		add_base64(out, s, n);
}

bool
transfer_is_proof(const char *s, size_t n)
{
	size_t line = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == 0 || c >= 0x80 || c == '\n')
			return false;
		if (c != '\r') {
			if (++line > LINE_MOST)
				return false;
			continue;
		}
		if (i + 1 == n || s[i + 1] != '\n')
			return false;
		i++;
		line = 0;
	}
	return line == 0;
}
