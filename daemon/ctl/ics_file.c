#include "ctl/ics_file.h"

#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "ctl/complain.h"
#include "load/file.h"

bool
ics_file_is(const char *path)
{
	size_t n = strlen(path);

	return n > 4 && strcasecmp(path + n - 4, ".ics") == 0;
}

static int
years_of(struct ctl *c, long year, struct date_span *ret)
{
	int now = date_civil(ctl_today()).year;
	int first = year ? (int)year : now, last = year ? first : now + 1;

	if (year && (year < DATE_YEAR_MIN || year > DATE_YEAR_MAX))
		return ctl_fail(c, EX_USAGE, "--year is one of %d..%d",
		    DATE_YEAR_MIN, DATE_YEAR_MAX);
	if (!year)
		ctl_say(c, "events of %d and %d (--year names another)",
		    first, last);
	*ret = (struct date_span){date_of(first, 1, 1),
	    date_of(last, 12, 31)};
	return EX_OK;
}

static int
parse(struct ctl *c, const char *path, const struct file *file,
    struct date_span within, const struct ical_span **ret, size_t *ret_n)
{
	char first[DATE_TEXT], last[DATE_TEXT];
	const struct ical_span *spans;
	struct ical_span *cut;
	struct diags diags;
	size_t n;

	diags_init(&diags, c->a);
	if (!ical_read(c->a, path, file->bytes, file->len, within, &spans, &n,
	    &diags)) {
		complain(c, &diags, COMPLAIN_FULL);
		return EX_DATAERR;
	}
	if (n == 0)
		return ctl_fail(c, EX_DATAERR, "%s has no event of %s..%s",
		    path, date_iso(within.first, first),
		    date_iso(within.last, last));
	cut = arena_array(c->a, n, sizeof(*cut));
	for (size_t i = 0; i < n; i++) {
		cut[i] = spans[i];
		cut[i].days = span_cut(spans[i].days, within);
	}
	*ret = cut;
	*ret_n = n;
	return EX_OK;
}

int
ics_file_read(struct ctl *c, const char *path, long year,
    const struct ical_span **ret, size_t *ret_n)
{
	struct date_span within = {DATE_NONE, DATE_NONE};
	struct file file;
	int rc = years_of(c, year, &within);

	if (rc == EX_OK)
		rc = ctl_read_file(c, path, ICAL_MOST, &file);
	if (rc != EX_OK)
		return rc;
	return parse(c, path, &file, within, ret, ret_n);
}
