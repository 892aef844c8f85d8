/* Ids - Addresses */
#include "load/values.h"

#include <idn2.h>
#include <string.h>
#include <utf8proc.h>

/* --- ids ----------------------------------------------------------------- */

static bool
is_letter_or_digit(utf8proc_int32_t c)
{
	utf8proc_category_t k = utf8proc_category(c);

	return (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO) ||
	    k == UTF8PROC_CATEGORY_ND || k == UTF8PROC_CATEGORY_MN;
}

bool
value_is_id(const char *s)
{
	size_t n = 0;

	for (; *s; n++) {
		utf8proc_int32_t c;
		utf8proc_ssize_t len = utf8proc_iterate(
		    (const utf8proc_uint8_t *)s, -1, &c);

		if (len <= 0 || n == ID_MOST)
			return false;
		s += len;
		if (!is_letter_or_digit(c) && c != '-' && c != '_' && c != '.')
			return false;
	}
	return n > 0;
}

/* --- addresses ----------------------------------------------------------- */

static bool
is_atext(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') ||
	    (c && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

static const char *
local_part_fault(const char *s, size_t n)
{
	if (!n)
		return "nothing stands before the @";
	if (n > 64)
		return "more than 64 characters before the @";
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '.') {
			if (i == 0 || i == n - 1 || s[i + 1] == '.')
				return "a dot at an end of the name, or two "
				    "dots";
		} else if ((unsigned char)s[i] >= 0x80) {
			return "letters before the @ must be Latin";
		} else if (!is_atext((unsigned char)s[i])) {
			return "a character that an address cannot have";
		}
	}
	return NULL;
}

static const char *
domain_fault(const char *s)
{
	size_t label = 0, labels = 1;

	for (; *s; label++) {
		utf8proc_int32_t c;
		utf8proc_ssize_t len = utf8proc_iterate(
		    (const utf8proc_uint8_t *)s, -1, &c);

		if (len <= 0)
			return "a character that a domain cannot have";
		if (c == '-' && (label == 0 || s[1] == '.' || !s[1]))
			return "a part of the domain begins or ends with -";
		if (c == '.') {
			if (!label)
				return "an empty part in the domain";
			label = (size_t)-1;
			labels++;
		} else if (c != '-' && !is_letter_or_digit(c)) {
			return "a character that a domain cannot have";
		}
		if (label != (size_t)-1 && label >= 63)
			return "a part of the domain is too long";
		s += len;
	}
	if (!label)
		return labels > 1 ? "an empty part in the domain" :
		    "nothing stands after the @";
	return labels < 2 ? "the domain has no dot" : NULL;
}

const char *
value_address_fault(const char *s)
{
	const char *at = strchr(s, '@');
	const char *fault;

	if (!at)
		return "the @ is missing";
	if (strchr(s, '<'))
		return "a name stands before the address";
	if (strlen(s) > 254)
		return "more than 254 characters";
	fault = local_part_fault(s, (size_t)(at - s));
	return fault ? fault : domain_fault(at + 1);
}

/* By libidn2 with flags of its own, not by curl's conversion, which depends
 * on the locale (trust.md E10). */
const char *
value_address_ascii(struct arena *a, const char *s)
{
	const char *domain = strchr(s, '@') + 1, *both = NULL;
	char *ascii = NULL;

	for (const char *c = domain; (unsigned char)*c < 0x80; c++)
		if (*c == '\0')
			return s;
	if (idn2_to_ascii_8z(domain, &ascii,
	    IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) == IDN2_OK)
		both = arena_printf(a, "%.*s%s", (int)(domain - s), s, ascii);
	idn2_free(ascii);
	return both && strlen(both) <= 254 ? both : NULL;
}
