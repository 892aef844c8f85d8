#include "address.h"

#include <idn2.h>
#include <stdlib.h>
#include <string.h>

enum { LOCAL_MAX = 64, LABEL_MAX = 63 };

static bool
is_alnum(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
	    || (c >= 'A' && c <= 'Z');
}

/* atext of RFC 5322 §3.2.3 */
static bool
is_atext(unsigned char c)
{
	return is_alnum(c) || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

static const char *
local_fault(const char *local, size_t n)
{
	if (n == 0)
		return "nothing stands before the @";
	if (n > LOCAL_MAX)
		return "more than 64 characters stand before the @";
	if (local[0] == '.' || local[n - 1] == '.')
		return "a dot begins or ends the part before the @";
	for (size_t i = 0; i < n; i++) {
		if (local[i] == '.' && local[i + 1] == '.')
			return "two dots follow each other";
		if (local[i] & 0x80)
			return "the part before the @ is not ASCII";
		if (local[i] != '.' && !is_atext((unsigned char)local[i]))
			return "a character that no address holds";
	}
	return NULL;
}

static const char *
label_fault(const char *label, size_t n)
{
	if (n == 0)
		return "a label of the domain is empty";
	if (n > LABEL_MAX)
		return "a label of the domain is longer than 63 characters";
	if (label[0] == '-' || label[n - 1] == '-')
		return "a hyphen begins or ends a label of the domain";
	for (size_t i = 0; i < n; i++)
		if (!is_alnum((unsigned char)label[i]) && label[i] != '-')
			return "a character that no domain holds";
	return NULL;
}

static const char *
domain_fault(const char *domain)
{
	const char *fault;
	size_t n;

	for (;; domain += n + 1) {
		n = strcspn(domain, ".");
		fault = label_fault(domain, n);
		if (fault || domain[n] == '\0')
			return fault;
	}
}

static bool
is_ascii(const char *s)
{
	while (*s && !(*s & 0x80))
		s++;
	return *s == '\0';
}

bool
domain_ascii(const char *domain, char ret[DOMAIN_ROOM], const char **reterr)
{
	char *ascii = NULL;
	const char *d = domain, *fault = NULL;

	if (!is_ascii(domain)) {
		if (idn2_to_ascii_8z(domain, &ascii, IDN2_NFC_INPUT
		    | IDN2_NONTRANSITIONAL) != IDN2_OK) {
			*reterr = "the domain is no valid international name";
			return false;
		}
		d = ascii;
	}
	fault = strlen(d) >= DOMAIN_ROOM ? "the domain is too long"
	    : domain_fault(d);
	if (!fault)
		memcpy(ret, d, strlen(d) + 1);
	idn2_free(ascii);
	if (fault)
		*reterr = fault;
	return fault == NULL;
}

bool
address_ascii(const char *address, char ret[ADDRESS_ROOM], const char **reterr)
{
	const char *at = strchr(address, '@');
	char domain[DOMAIN_ROOM];
	const char *fault;
	size_t n;

	if (!at) {
		*reterr = "no @ in it";
		return false;
	}
	n = (size_t)(at - address);
	fault = local_fault(address, n);
	if (fault) {
		*reterr = fault;
		return false;
	}
	if (!domain_ascii(at + 1, domain, reterr))
		return false;
	if (n + 1 + strlen(domain) >= ADDRESS_ROOM) {
		*reterr = "the address is longer than 254 characters";
		return false;
	}
	memcpy(ret, address, n + 1);
	memcpy(ret + n + 1, domain, strlen(domain) + 1);
	return true;
}
