/* Any text at all as an address and any bytes as a letter. What is accepted
 * holds nothing that SMTP would read as something else. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "address.h"
#include "core/alloc.h"
#include "rawmail.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
address(const char *text)
{
	char ascii[ADDRESS_ROOM], again[ADDRESS_ROOM];
	const char *err;

	if (!address_ascii(text, ascii, &err))
		return;
	for (const char *p = ascii; *p; p++)
		if (*p <= ' ' || *p > '~' || strchr("<>,;:\\\"()[]", *p))
			abort();
	if (strchr(ascii, '@') != strrchr(ascii, '@')
	    || !address_ascii(ascii, again, &err)
	    || strcmp(ascii, again) != 0)
		abort();
}

static void
letter(const uint8_t *data, size_t size)
{
	size_t at = 0;

	if (rawmail_fault(data, size, &at)) {
		if (at > size)
			abort();
		return;
	}
	for (size_t i = 0; i < size; i++)
		if ((data[i] == '\n') != (i > 0 && data[i - 1] == '\r'))
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size);

	address(text);
	free(text);
	letter(data, size);
	return 0;
}
