#include "webhook_sign.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

static const char prefix[] = "whsec_";
enum { KEY_MIN = 24 };

bool
webhook_keys_add(struct webhook_keys *k, const char *secret,
    const char **reterr)
{
	struct webhook_key *key = &k->keys[k->n];
	const char *text = secret + sizeof(prefix) - 1;

	if (strncmp(secret, prefix, sizeof(prefix) - 1) != 0) {
		*reterr = "a webhook's secret begins with whsec_";
		return false;
	}
	if (k->n == WEBHOOK_KEYS) {
		*reterr = "more than four secrets";
		return false;
	}
	if (sodium_base642bin(key->bytes, sizeof(key->bytes), text,
	    strlen(text), NULL, &key->len, NULL,
	    sodium_base64_VARIANT_ORIGINAL) != 0 || key->len < KEY_MIN) {
		sodium_memzero(key, sizeof(*key));
		*reterr = "a webhook's secret is the base64 of 24 to 64 bytes";
		return false;
	}
	k->n++;
	return true;
}

void
webhook_keys_done(struct webhook_keys *k)
{
	sodium_memzero(k, sizeof(*k));
}

void
webhook_sign(struct str *out, const struct webhook_keys *k, const char *id,
    int64_t timestamp, const void *body, size_t n)
{
	unsigned char mac[crypto_auth_hmacsha256_BYTES];
	char text[sodium_base64_ENCODED_LEN(sizeof(mac),
	    sodium_base64_VARIANT_ORIGINAL)];
	crypto_auth_hmacsha256_state state;
	struct str head;

	str_init(&head);
	str_addf(&head, "%s.%" PRId64 ".", id, timestamp);
	for (size_t i = 0; i < k->n; i++) {
		crypto_auth_hmacsha256_init(&state, k->keys[i].bytes,
		    k->keys[i].len);
		crypto_auth_hmacsha256_update(&state,
		    (const unsigned char *)head.s, head.len);
		crypto_auth_hmacsha256_update(&state, body, n);
		crypto_auth_hmacsha256_final(&state, mac);
		sodium_bin2base64(text, sizeof(text), mac, sizeof(mac),
		    sodium_base64_VARIANT_ORIGINAL);
		str_addf(out, "%sv1,%s", i > 0 ? " " : "", text);
	}
	sodium_memzero(&state, sizeof(state));
	str_done(&head);
}
