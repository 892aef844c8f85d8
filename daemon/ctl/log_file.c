#include "ctl/log_file.h"

#include <sysexits.h>

#include "load/file.h"

enum { FILE_MOST = 64 * 1024 * 1024 };
enum { SEVERAL = -1 };          /* no entry's number */

int
log_file_read(struct ctl *c, const char *path, const struct deed_line **ret,
    size_t *ret_n, struct diags *diags)
{
	struct file file;
	int rc = ctl_read_file(c, path, FILE_MOST, &file);

	*ret_n = 0;
	if (rc != EX_OK)
		return rc;
	return deed_read_csv(c->a, path, file.bytes, file.len, ret, ret_n,
	    diags) ? EX_OK : EX_DATAERR;
}

bool
log_file_ref(const struct names *ids, const struct deed_line *line,
    struct diags *diags, int64_t *ret)
{
	const int64_t *known = *line->ref ? names_get(ids, line->ref) : NULL;

	*ret = known ? *known : 0;
	if (!*line->ref || (known && *known != SEVERAL))
		return true;
	diag_add(diags, DIAG_ERROR, LOG_FILE_CODE, line->place, NULL, known ?
	    "several lines before it have the id '%s'" :
	    "no earlier line that was entered has the id '%s'", line->ref);
	*ret = 0;
	return false;
}

void
log_file_keep(struct ctl *c, struct names *ids, const struct deed_line *line,
    int64_t entry)
{
	int64_t *known = arena_alloc(c->a, sizeof(*known)), *other;

	if (!*line->id)
		return;
	*known = entry;
	other = names_put(ids, line->id, known);
	if (other && *other != entry)
		*other = SEVERAL;
}
