#include "verdict.h"

#include <stddef.h>

static const CURLcode config_faults[] = {
	CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT,
	CURLE_REMOTE_ACCESS_DENIED, CURLE_USE_SSL_FAILED, CURLE_LOGIN_DENIED,
	CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
	CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
	CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS,
};

bool
verdict_is_config_fault(CURLcode rc)
{
	for (size_t i = 0; i < sizeof(config_faults)
	    / sizeof(config_faults[0]); i++)
		if (config_faults[i] == rc)
			return true;
	return false;
}
